"""The story holds on a stack started as a user starts it: processes, sockets, worker and all."""

import subprocess
import sys

import pytest

from tests.journeys.running import ROOT


@pytest.mark.long
@pytest.mark.timeout(600)
def test_the_whole_story_passes_on_a_fresh_stack() -> None:
    command = [sys.executable, "-m", "tests.journeys.story"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    assert told.stdout.rstrip().endswith(" passed, 0 failed")
