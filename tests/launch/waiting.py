"""Waiting for another process, without guessing how long it takes."""

import time
from collections.abc import Callable

PATIENCE_S = 30.0


def eventually(condition: Callable[[], object]) -> None:
    """Return as soon as the condition holds; fail after half a minute."""
    end = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)
