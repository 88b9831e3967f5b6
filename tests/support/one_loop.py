"""All tests of a process run in one event loop, where connections can be kept; each leaves it as it found it."""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

PATIENCE_S = 5


@contextmanager
def ending_what_is_left(loop: asyncio.AbstractEventLoop) -> Generator[None]:
    """Cancel, at the end, every task that began inside and still runs."""
    before = asyncio.all_tasks(loop)
    yield
    _end(loop, asyncio.all_tasks(loop) - before)


def _end(loop: asyncio.AbstractEventLoop, tasks: set[asyncio.Task[Any]]) -> None:
    for task in tasks:
        task.cancel()
    if tasks:
        loop.run_until_complete(asyncio.wait(tasks, timeout=PATIENCE_S))
