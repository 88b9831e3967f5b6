"""Every page, as somebody opens it: nothing for axe to find in either mode, nothing too wide, nothing broken."""

from urllib.parse import urlencode

import pytest

from tests.browser.conftest import NewVisitor
from tests.browser.site import DESK, PHONE, Visitor
from tests.browser.visits import Visit, World, pages, visits
from tests.journeys.running import RunningStack

LARGE = "document.querySelectorAll('.y-page').forEach(page => page.classList.add('elder'))"
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PARTS = sorted({visit.page.rsplit("/", 2)[0] for visit in visits()})


@pytest.fixture(scope="package")
def world(running: RunningStack) -> World:
    return World(running.base_url)


def test_every_page_is_visited() -> None:
    assert sorted(set(pages()) - {visit.page for visit in visits()}) == []


@pytest.mark.parametrize("part", PARTS)
def test_pages_can_be_used_by_everybody(visitor: NewVisitor, world: World, part: str) -> None:
    """WCAG 2.2 AA as far as axe can tell, at a phone's width, at normal and at the largest size."""
    wrong: list[str] = []
    people: dict[str | None, Visitor] = {}
    for visit in (visit for visit in visits() if visit.page.rsplit("/", 2)[0] == part):
        if visit.persona not in people:
            people[visit.persona] = visitor(visit.persona)
        wrong += looked_at(people[visit.persona], world, visit)
    assert wrong == []


def looked_at(somebody: Visitor, world: World, visit: Visit) -> list[str]:
    """What is wrong with a page, one line each."""
    somebody.open(f"/{visit.page}?{urlencode(visit.query(world))}")
    somebody.settle()
    somebody.show_whole()
    found = [f"{visit.page}: {line}" for line in somebody.violations()]
    found += [f"{visit.page}: alert {line}" for line in somebody.alerts()]
    somebody.page.evaluate(LARGE)
    somebody.show_whole()
    found += [f"{visit.page} large: {line}" for line in somebody.violations()]
    if (over := somebody.page.evaluate(TOO_WIDE)) > 0:
        found.append(f"{visit.page} large: {over} px wider than the phone")
    somebody.page.set_viewport_size(DESK)
    if (over := somebody.page.evaluate(TOO_WIDE)) > 0:
        found.append(f"{visit.page} desk: {over} px wider than the screen")
    somebody.page.set_viewport_size(PHONE)
    return found
