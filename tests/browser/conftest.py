"""One stack and one browser for all browser tests; a visitor a test asks for is gone after it."""

from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.site import Visitor, launched
from tests.journeys.running import RunningStack, fresh_stack

HERE = Path(__file__).parent
NewVisitor = Callable[..., Visitor]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All in one process, and first: they share a stack and a browser, which take a while to start."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("browser"))
            item.add_marker(pytest.mark.long)
            item.add_marker(pytest.mark.timeout(300))


@pytest.fixture(scope="package")
def running() -> Generator[RunningStack]:
    with fresh_stack() as stack:
        yield stack


@pytest.fixture(scope="package")
def site(running: RunningStack) -> str:
    """Address of the pages, without a final slash."""
    return running.base_url.removesuffix("/api/v1")


@pytest.fixture(scope="package")
def browser() -> Generator[Browser]:
    with launched() as chromium:
        yield chromium


@pytest.fixture
def visitor(browser: Browser, site: str) -> Generator[NewVisitor]:
    """Makes visitors: ``visitor("worker")``, ``visitor(viewport=DESK)``; ends by closing them."""
    made: list[Visitor] = []

    def new(persona: str | None = None, **options: Any) -> Visitor:
        one = Visitor(browser, site, **options)
        made.append(one)
        return one.log_in(persona) if persona else one

    yield new
    for one in made:
        one.close()
    assert [error for one in made for error in one.broken] == []
    assert [url for one in made for url in one.foreign] == []
