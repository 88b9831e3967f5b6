"""Somebody who never used the product claims unpaid wages on a phone; what is typed is never lost."""

import secrets

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewVisitor
from tests.browser.site import Visitor
from tests.browser.visits.apply import new_person
from tests.journeys.people import Someone
from tests.journeys.running import RunningStack
from tests.journeys.telling import Json
from tests.support.world import resident_number

CLAIM = {"employer": "临安宏远建筑劳务有限公司", "amount": "28000"}


def as_person(visitor: Visitor, tokens: Json) -> Visitor:
    """Log the visitor in as somebody who has a client already."""
    kept = {
        "access": tokens["access_token"],
        "refresh": tokens["refresh_token"],
        "personId": tokens["person_id"],
    }
    return visitor.keep("session", kept)


def sign(visitor: Visitor) -> None:
    """Write something in the place for the signature."""
    pad = visitor.page.get_by_test_id("sign-pad").last
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    mouse = visitor.page.mouse
    mouse.move(box["x"] + 30, box["y"] + 60)
    mouse.down()
    for step in range(20):
        mouse.move(box["x"] + 30 + step * 9, box["y"] + 60 + (step % 5) * 12)
    mouse.up()


def fill_in_claim(visitor: Visitor) -> None:
    visitor.fill("employer", CLAIM["employer"])
    visitor.choose("from", "2026-03")
    visitor.choose("to", "2026-06")
    visitor.fill("amount", CLAIM["amount"])


def claim_wages(worker: Visitor) -> None:
    """Claim unpaid wages as somebody new: log-in, name and telephone come in between, and lead on."""
    worker.open("/pages/home/home")
    worker.press("need-wages")
    worker.press("persona-new")
    worker.press("agree-privacy_notice")
    worker.fill("phone-number", f"139{secrets.randbelow(10**8):08d}")
    worker.press("bind-phone")
    worker.fill("real-name", "王大山")
    worker.fill("document-number", resident_number(20000 + secrets.randbelow(30000)))
    worker.press("save-real-name")
    worker.page.get_by_test_id("employer").wait_for()
    worker.press("next")
    assert len(worker.alerts()) >= 4
    fill_in_claim(worker)
    worker.press("next")
    worker.press("area-local")
    worker.page.get_by_test_id("area-town").wait_for()
    worker.choose("area-town", "330112104")
    worker.press("next")
    worker.page.get_by_test_id("migrant").wait_for()
    worker.choose("migrant", "yes")
    worker.press("next")
    worker.page.get_by_test_id("material-identity").wait_for()
    worker.press("next")
    sign(worker)
    worker.page.get_by_test_id("pledge").locator("input").check()
    worker.press("submit")
    expect(worker.page.get_by_test_id("done")).to_contain_text("法律援助中心")
    worker.press("done-home")
    expect(worker.page.get_by_test_id("my-application")).to_contain_text("受理申请")


def test_keeps_what_is_typed_through_a_reload_and_a_lost_network(
    visitor: NewVisitor, running: RunningStack
) -> None:
    _, tokens = new_person(running.base_url)
    worker = as_person(visitor(), tokens)
    worker.open("/pages/apply/start?category=labour_remuneration")
    fill_in_claim(worker)
    worker.page.wait_for_function(
        "() => Object.entries(localStorage).some(([k, v]) => /:claim$/.test(k) && v.includes('2800000'))"
    )
    worker.page.reload()
    employer = worker.page.get_by_test_id("employer").locator("input")
    expect(employer).to_have_value(CLAIM["employer"])
    worker.context.set_offline(True)
    worker.press("next")
    worker.page.get_by_test_id("unsent").wait_for()
    worker.context.set_offline(False)
    worker.press("next")
    worker.page.get_by_test_id("area-find").wait_for()


def test_shows_both_where_a_part_was_changed_elsewhere(visitor: NewVisitor, running: RunningStack) -> None:
    person, tokens = new_person(running.base_url)
    worker = as_person(visitor(), tokens)
    case = person.post("/applications", {"category": "labour_remuneration"}, 201)
    path = f"/applications/{case['id']}"
    worker.open(f"/pages/apply/section?id={case['id']}&section=claim&once=1")
    fill_in_claim(worker)
    elsewhere = {
        "employer_name": "另一家公司",
        "period_from": "2026-02",
        "period_to": "2026-06",
        "amount_fen": 100,
    }
    person.put(f"{path}/claim", elsewhere, case["version"])
    worker.press("next")
    expect(worker.page.locator("dialog[open]")).to_contain_text("另一家公司")
    worker.press("use-mine")
    worker.page.get_by_test_id("overview").wait_for()
    assert person.get(path)["claim"]["employer_name"] == CLAIM["employer"]


@pytest.mark.parametrize(
    ("category", "expected"), [("domestic_violence", "不受经济困难条件限制"), ("labour_remuneration", "经济困难")]
)
def test_tells_anybody_whether_they_may_apply(visitor: NewVisitor, category: str, expected: str) -> None:
    """Without logging in, and with the source of every answer."""
    resident = visitor()
    resident.open("/pages/check/check")
    resident.choose("need", category)
    resident.press("area-local")
    resident.press("ask")
    result = resident.page.get_by_test_id("result")
    expect(result).to_contain_text(expected)
    expect(result).to_contain_text("依据：")


def test_finds_again_what_was_typed_when_the_log_in_ran_out(visitor: NewVisitor, running: RunningStack) -> None:
    neighbour = Someone(running.base_url)
    tokens = neighbour.log_in_as("neighbour")
    neighbour.post("/me/consents", {"document": "privacy_notice", "version": 1}, 201)
    case = neighbour.post("/applications", {"category": "labour_remuneration"}, 201)
    person = as_person(visitor(), tokens)
    person.open(f"/pages/apply/section?id={case['id']}&section=claim")
    fill_in_claim(person)
    neighbour.post("/auth/logout", status=204)
    person.press("next")
    person.press("log-in-again")
    person.press("persona-neighbour")
    expect(person.page.get_by_test_id("employer").last.locator("input")).to_have_value(CLAIM["employer"])
    person.press("next")
    person.page.get_by_test_id("area-find").wait_for()
