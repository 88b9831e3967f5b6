"""Servers for the run, and one product for each test that asks for it."""

import asyncio
import gc
from collections.abc import AsyncGenerator, Generator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest

from tests.support import one_loop, reuse, servers
from tests.support.scheduling import ByTest
from tests.support.stack import Stack, running

STACK = pytest.StashKey[ExitStack]()


def pytest_configure(config: pytest.Config) -> None:
    """Start the servers in the controlling process; workers inherit their addresses."""
    if not hasattr(config, "workerinput") and not config.option.collectonly:
        config.stash[STACK] = servers.start()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what :func:`pytest_configure` started."""
    if started := config.stash.get(STACK, None):
        started.close()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByTest:
    return ByTest(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the long ones, so that no worker is left alone with one at the end."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_collection_finish() -> None:
    """Modules and tests stay to the end: the garbage collector need not look through them again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session", autouse=True)
async def same_loop(anyio_backend: str) -> AsyncGenerator[asyncio.AbstractEventLoop]:
    """One event loop a test process: connections live in one, and outlive a test."""
    yield asyncio.get_running_loop()
    await reuse.discard_all()


@pytest.fixture(autouse=True)
def nothing_left_running(same_loop: asyncio.AbstractEventLoop) -> Generator[None]:
    """What a test leaves running ends with it, as it would with a loop of its own."""
    with one_loop.ending_what_is_left(same_loop):
        yield


@pytest.fixture
async def stack() -> AsyncGenerator[Stack]:
    """A running product with an empty, migrated database of its own."""
    async with running() as product:
        yield product


@pytest.fixture
def client(stack: Stack) -> httpx.AsyncClient:
    """A client that is not logged in."""
    return stack.client
