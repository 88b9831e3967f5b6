"""Lighthouse's scores of the phone pages as the product serves them: ``python -m tests.browser.lighthouse``."""

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

from tests.browser.site import FLAGS, chromium
from tests.journeys.running import ROOT, fresh_stack

HERE = Path(__file__).parent / "scoring"
NODE = ROOT / "deploy" / "node.sh"
CATEGORIES = ("performance", "accessibility", "best-practices")
PAGES = ("/pages/home/home", "/pages/check/check", "/pages/login/login")
RUNS = 3
LEAST = 0.95


def scores(url: str) -> dict[str, float]:
    """One run on a phone's settings: score by category, 0 to 1.

    Raises:
        subprocess.CalledProcessError: Lighthouse failed; its own words are on standard error.
    """
    command = [
        str(NODE),
        "npx",
        "--no-install",
        "lighthouse",
        url,
        "--output=json",
        "--quiet",
        "--form-factor=mobile",
    ]
    command += [f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags=--headless=new {' '.join(FLAGS)}"]
    environment = os.environ | {"CHROME_PATH": chromium()}
    done = subprocess.run(command, cwd=HERE, env=environment, stdout=subprocess.PIPE, check=True)
    report: dict[str, Any] = json.loads(done.stdout)
    return {name: float(report["categories"][name]["score"] or 0) for name in CATEGORIES}


def main() -> int:
    """Print the median of some runs of each page; 1 when a score is below 95."""
    subprocess.run([str(NODE), "npm", "ci", "--silent"], cwd=HERE, check=True)
    low = False
    with fresh_stack() as stack:
        site = stack.base_url.removesuffix("/api/v1")
        for page in PAGES:
            runs = [scores(f"{site}/#{page}") for _ in range(RUNS)]
            found = {name: median(run[name] for run in runs) for name in CATEGORIES}
            low |= min(found.values()) < LEAST
            sys.stdout.write(
                f"{page:24}" + "".join(f"  {name} {score * 100:.0f}" for name, score in found.items()) + "\n"
            )
            sys.stdout.flush()
    return int(low)


if __name__ == "__main__":
    sys.exit(main())
