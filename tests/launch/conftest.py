"""A directory that the servers' own user can reach: pytest's own is closed to everybody else."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.launch.locations import remove_home, temporary_home
from app.launch.processes import Identity

ROOT = Path(__file__).resolve().parents[2]
LeaveBehind = Callable[[str, Path, str], Identity | None]


@pytest.fixture
def home() -> Iterator[Path]:
    place = temporary_home("yjt-test-")
    yield place
    remove_home(place)


@pytest.fixture
def leave_behind() -> LeaveBehind:
    """Start a server from a launcher that is then killed; returns the server's identity if it is still alive."""

    def leave(which: str, directory: Path, fate: str) -> Identity | None:
        command = [sys.executable, "-m", "tests.launch.killed_launcher", which, str(directory), fate]
        result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert result.stdout.strip().isdigit(), result.stderr
        return Identity.of(int(result.stdout))

    return leave
