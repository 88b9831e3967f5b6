"""Officers at their desk: everything missing is asked for at once; taken on, granted, and a lawyer asked."""

from playwright.sync_api import expect

from tests.browser.conftest import NewVisitor
from tests.browser.site import DESK, Visitor
from tests.browser.visits.desk import CLAIM
from tests.journeys.desk import TOWN, Applicant
from tests.journeys.people import Someone
from tests.journeys.running import RunningStack
from tests.journeys.telling import Json

KEPT = (
    "text => Object.keys(localStorage).some(key => key.startsWith('draft:') && localStorage[key].includes(text))"
)


def applied(running: RunningStack, name: str) -> Applicant:
    """A new person's wage claim with a wage sheet and no identity document."""
    worker = Applicant(running.base_url, name)
    claim = CLAIM | {"employer_name": f"{name}的用人单位"}
    worker.fill_in(
        "labour_remuneration",
        {"applicant": {"is_migrant_worker": True}, "claim": claim, "place": {"area_code": TOWN}},
    )
    worker.upload(worker.case["id"], "wage_sheet.jpg", "image/jpeg", "wage_record")
    worker.hand_in()
    return worker


def do(somebody: Visitor, worker: Applicant, action: str) -> None:
    """Do with the case what its button says, from its page on the desk and back to it."""
    somebody.open(f"/desk/case/case?id={worker.case['id']}")
    somebody.press(f"act-{action}")
    somebody.press("act-check")
    somebody.press("act-send")
    expect(somebody.page.get_by_test_id("desk-head").last).to_be_visible()


def test_asks_for_everything_that_is_missing_at_once(visitor: NewVisitor, running: RunningStack) -> None:
    worker = applied(running, "白云飞")
    officer = visitor("officer", viewport=DESK)
    officer.open(f"/desk/case/case?id={worker.case['id']}")
    officer.press("suggest")
    officer.press("mark-claim")
    officer.press("add-other")
    officer.fill("item-2", "请写明工地的名称和包工头的电话。")
    officer.page.wait_for_function(KEPT, arg="包工头")
    officer.page.reload()
    expect(officer.page.get_by_test_id("item-2").last.locator("textarea")).to_have_value(
        "请写明工地的名称和包工头的电话。"
    )
    officer.press("notice-check")
    officer.press("notice-send")
    expect(officer.page.get_by_test_id("notices").last).to_contain_text("第 1 次告知")
    (notice,) = worker.get(f"{worker.path}/notices")["items"]
    assert [item["code"] for item in notice["items"]] == ["missing_material", "unclear_fact", "other"]


def test_takes_on_grants_and_asks_lawyers_in_order(visitor: NewVisitor, running: RunningStack) -> None:
    worker = applied(running, "尚有才")
    officer = visitor("officer", viewport=DESK)
    do(officer, worker, "accept")
    do(visitor("decider", viewport=DESK), worker, "grant")
    officer.open(f"/desk/case/case?id={worker.case['id']}")
    officer.press("act-assign")
    officer.press("choose-1")
    officer.press("choose-0")
    officer.press("assign-check")
    officer.choose("override", "recipient_asked")
    officer.press("assign-check")
    officer.press("assign-send")
    expect(officer.page.get_by_test_id("desk-head").last).to_contain_text("等待律师答复")
    (attempt,) = officer_view(running, worker)
    assert (attempt["override_reason"], len(attempt["planned"])) == ("recipient_asked", 2)


def officer_view(running: RunningStack, worker: Applicant) -> list[Json]:
    """Every attempt to find this case a lawyer."""
    officer = Someone(running.base_url)
    officer.log_in_as("officer")
    return list(officer.get(f"{worker.path}/assignments")["items"])
