"""A fresh demo stack as `make run` starts it, on its own port and directory, for as long as a story lasts."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from app.launch import ports
from app.launch.locations import temporary_home

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 300


@dataclass(frozen=True)
class RunningStack:
    """A stack of the story's own.

    Attributes:
        home: its data directory; what was kept is there after :meth:`stop` too.
    """

    base_url: str
    home: Path
    process: "subprocess.Popen[bytes]"

    def settings(self) -> dict[str, str]:
        """The settings of its processes, while it runs."""
        return dict(json.loads((self.home / "run" / "environment.json").read_text(encoding="utf-8")))

    def stop(self) -> None:
        """Stop every process of it; stopping it again changes nothing."""
        self.process.terminate()
        self.process.wait(30)

    def command(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run ``yjt`` with these arguments on this stack, whatever it answers."""
        environment = _clean_environment() | {"YJT_DATA_DIR": str(self.home)}
        line = [sys.executable, "-m", "app.cli", *arguments]
        return subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@contextmanager
def fresh_stack(**environment: str) -> Generator[RunningStack]:
    """Start a stack with these settings besides its own; stop it and remove its data at the end.

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
            env=_clean_environment() | environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    running = RunningStack(f"http://127.0.0.1:{port}/api/v1", home, child)
    try:
        _wait(child, f"http://127.0.0.1:{port}/health/ready", log)
        yield running
    finally:
        running.stop()
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
