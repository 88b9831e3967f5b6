"""A lawyer checks for conflicts, takes a case, works it and hands its file in."""

import pytest

from tests.browser.conftest import NewVisitor
from tests.browser.site import Visitor
from tests.browser.visits import World
from tests.browser.visits.case import asked, concluded, offer_of
from tests.journeys.running import RunningStack


@pytest.fixture(scope="module")
def world(running: RunningStack) -> World:
    return World(running.base_url)


def write(lawyer: Visitor, case: str, kind: str, **fields: str) -> None:
    """Write an entry of the log by its page."""
    lawyer.open(f"/lawyer/entry/entry?id={case}&kind={kind}")
    for name, text in fields.items():
        lawyer.fill(name, text)
    if kind == "first_meeting":
        for box in lawyer.page.get_by_test_id("told").locator("input").all():
            box.check()
    lawyer.press("save")
    lawyer.page.get_by_text("记录已保存").first.wait_for()


def test_an_offer_is_taken_only_after_the_lawyer_looked_for_conflicts(visitor: NewVisitor, world: World) -> None:
    case = asked(world, "五")
    lawyer = visitor("lawyer")
    page = lawyer.open(f"/lawyer/offer/offer?id={offer_of(world, case)}")
    page.get_by_test_id("timer").wait_for()
    lawyer.press("act-accept")
    page.locator("[role=alert]", has_text="利益冲突").first.wait_for()
    assert world.persona("worker").get(f"/applications/{case}")["status"] == "offered"
    page.get_by_test_id("declare").locator("input").check()
    lawyer.press("act-accept")
    lawyer.press("show-contact")
    page.get_by_test_id("dial").wait_for()
    write(lawyer, case, "first_meeting", place="法律援助中心接待室")
    write(lawyer, case, "progress", text="已申请仲裁，等待立案。")

    worker = visitor("worker")
    worker.open(f"/case/log/log?id={case}").get_by_text("已申请仲裁，等待立案。").wait_for()


def test_the_closing_file_says_what_is_there_and_goes_to_the_centre(visitor: NewVisitor, world: World) -> None:
    lawyer, case = visitor("lawyer"), concluded(world)
    page = lawyer.open(f"/lawyer/case/case?id={case}")
    lawyer.press("act-hand_in")
    page.get_by_test_id("checklist").get_by_text("只差办理情况报告").wait_for()
    lawyer.press("send")
    page.locator("[role=alert]", has_text="办理情况报告").first.wait_for()
    lawyer.fill("report", "接受指派后约见受援人、调查取证、代理仲裁，工资全部追回，材料齐全。")
    lawyer.press("send")
    page.get_by_test_id("case-status").get_by_text("正在审查结案材料").wait_for()
    world.persona("officer").post(f"/applications/{case}/file/close", {"grade": "good", "notes": "材料齐全"})
