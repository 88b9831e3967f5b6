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
VISITORS = pytest.StashKey[list[Visitor]]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What a failed test's visitors saw last: address and text in the report, pictures in ``shots``."""
    report = yield
    if report.when == "call" and report.failed and VISITORS in item.stash:
        for at, one in enumerate(item.stash[VISITORS]):
            report.sections.append((f"visitor {at}", one.last_seen(f"failed-{item.name}-{at}")))
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """They take long, and longer beside others."""
    for item in items:
        if HERE in item.path.parents:
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
def visitor(browser: Browser, site: str, request: pytest.FixtureRequest) -> Generator[NewVisitor]:
    """Makes visitors: ``visitor("worker")``, ``visitor(viewport=DESK)``; ends by closing them."""
    made: list[Visitor] = []
    request.node.stash[VISITORS] = made

    def new(persona: str | None = None, **options: Any) -> Visitor:
        one = Visitor(browser, site, **options)
        made.append(one)
        return one.log_in(persona) if persona else one

    yield new
    for one in made:
        one.close()
    assert [error for one in made for error in one.broken] == []
    assert [url for one in made for url in one.foreign] == []
