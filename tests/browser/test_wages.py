"""Unpaid wages as the three who matter live it: worker on a phone, officers at a desk, lawyer on a phone."""

from playwright.sync_api import expect

from tests.browser.conftest import NewVisitor
from tests.browser.site import DESK, Visitor
from tests.browser.test_apply import claim_wages
from tests.journeys.people import Someone
from tests.journeys.running import RunningStack

LAWYER = "李明"
NOT_YET = {"status": 404, "code": "not_found", "title": "没有找到，或者您不能查看"}
"""What the file answers until it has been passed on to the lawyer who took the case."""


def of_case(somebody: Visitor, case: str, action: str) -> None:
    """Do what a button of the case's page on the desk says, with nothing to add."""
    somebody.open(f"/desk/case/case?id={case}")
    somebody.press(f"act-{action}")
    somebody.press("act-check")
    somebody.press("act-send")
    expect(somebody.page.get_by_test_id("desk-head").last).to_be_visible()


def candidate(officer: Visitor, name: str) -> int:
    """Where a lawyer stands on the shortlist, from 0."""
    cards = officer.page.locator("[data-testid^='candidate-']")
    cards.first.wait_for()
    return next(at for at, text in enumerate(cards.all_inner_texts()) if name in text)


def test_wages_from_the_phone_to_the_lawyer(visitor: NewVisitor, running: RunningStack) -> None:
    worker, officer, lawyer = visitor(), visitor("officer", viewport=DESK), visitor("lawyer")
    claim_wages(worker)
    worker.press("my-application")
    worker.page.get_by_test_id("case-status").get_by_text("等待受理").wait_for()
    case = worker.page.url.rsplit("id=", 1)[1].split("&", 1)[0]

    of_case(officer, case, "accept")
    of_case(visitor("decider", viewport=DESK), case, "grant")
    officer.open(f"/desk/case/case?id={case}")
    officer.press("act-assign")
    chosen = candidate(officer, LAWYER)
    officer.press(f"choose-{chosen}")
    officer.press("assign-check")
    if chosen > 0:
        officer.choose("override", "recipient_asked")
        officer.press("assign-check")
    officer.press("assign-send")
    expect(officer.page.get_by_test_id("desk-head").last).to_contain_text("等待律师答复")

    asked = Someone(running.base_url)
    asked.log_in_as("lawyer")
    offer = next(offer for offer in asked.get("/offers")["items"] if offer["matter_id"] == case)
    lawyer.open(f"/lawyer/offer/offer?id={offer['id']}")
    lawyer.page.get_by_test_id("timer").wait_for()
    lawyer.page.get_by_test_id("declare").locator("input").check()
    late = iter(range(2))
    lawyer.page.route(
        f"**/api/v1/applications/{case}",
        lambda route: route.continue_() if next(late, None) is None else route.fulfill(status=404, json=NOT_YET),
    )
    lawyer.press("act-accept")
    lawyer.page.get_by_text("案卷正在转给您").wait_for()
    lawyer.page.get_by_test_id("show-contact").wait_for()

    worker.page.reload()
    worker.page.get_by_test_id("who").get_by_text(LAWYER).wait_for()
