"""Workers claim together: one invites by a code, another joins and signs on their own phone; wages by month."""

from playwright.sync_api import expect

from tests.browser.conftest import NewVisitor
from tests.browser.test_apply import sign
from tests.browser.visits.group import CLAIM
from tests.journeys.people import Someone
from tests.journeys.running import RunningStack


def test_a_worker_joins_by_code_signs_and_finds_the_wages_written_down(
    visitor: NewVisitor, running: RunningStack
) -> None:
    head = Someone(running.base_url)
    head.log_in_as("worker")
    case = head.post("/applications", {"category": "labour_remuneration"}, 201)
    head.put(f"/applications/{case['id']}/claim", CLAIM, case["version"])

    representative, member = visitor("worker"), visitor("neighbour")
    representative.open(f"/group/members/members?id={case['id']}")
    representative.press("make-code")
    code = representative.page.get_by_test_id("join-code").inner_text()

    member.open("/group/join/join")
    member.fill("code", code.lower())
    member.press("look")
    member.press("start")
    expect(member.page.get_by_test_id("consent")).to_contain_text("必须先经我同意")
    member.fill("employment-from", "2026-03-01")
    member.choose("contract", "no")
    member.page.get_by_test_id("agree").locator("input").check()
    sign(member)
    member.press("join")
    member.page.get_by_test_id("bank").wait_for()

    representative.open(f"/group/ledger/ledger?id={case['id']}")
    representative.press("ledger-2")
    representative.fill("same-agreed", "7000")
    representative.press("fill-all")
    for month in ("2026-03", "2026-04", "2026-05", "2026-06"):
        representative.page.get_by_test_id(f"month-{month}").get_by_test_id("paid").locator("input").fill("500")
    representative.page.get_by_text("拖欠 26,000 元").wait_for()
    representative.press("save-ledger")
    representative.page.get_by_test_id("ledger-total").get_by_text("26,000 元").wait_for()

    member.page.reload()
    member.page.get_by_role("table").get_by_text("26,000").wait_for()
