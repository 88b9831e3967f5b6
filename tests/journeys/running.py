"""A fresh demo stack as `make run` starts it, on its own port and directory, for as long as a story lasts."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import httpx

from app.launch import ports
from app.launch.locations import temporary_home

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 300


@contextmanager
def fresh_stack() -> Generator[str]:
    """Start the stack and give the base URL of its API; stop it and remove its data at the end.

    Raises:
        RuntimeError: it ended before it was ready; the message holds its output.
    """
    home, port = temporary_home("yjt-story-"), ports.choose()
    arguments = ["-m", "app.cli", "up", "--port", str(port), "--data", str(home), "--stop-with-parent"]
    log = home / "up.log"
    with log.open("wb") as output:
        child = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=_clean_environment(),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait(child, f"http://127.0.0.1:{port}/health/ready", log)
        yield f"http://127.0.0.1:{port}/api/v1"
    finally:
        child.terminate()
        child.wait(30)
        shutil.rmtree(home, ignore_errors=True)


def _clean_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("YJT_")}


def _wait(child: "subprocess.Popen[bytes]", url: str, log: Path) -> None:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if child.poll() is not None:
            break
        try:
            if httpx.get(url, timeout=2, trust_env=False).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise RuntimeError(f"the stack did not become ready:\n{log.read_text(encoding='utf-8')}")
