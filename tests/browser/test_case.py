"""An applicant follows their case, answers the one complete notice, and objects to a refusal."""

import pytest

from tests.browser.conftest import NewVisitor
from tests.browser.visits import World
from tests.browser.visits.case import noticed, refused
from tests.journeys.people import ASSETS
from tests.journeys.running import RunningStack


@pytest.fixture(scope="module")
def world(running: RunningStack) -> World:
    return World(running.base_url)


def test_a_notice_is_answered_item_by_item_and_nothing_typed_is_lost(visitor: NewVisitor, world: World) -> None:
    worker, case = visitor("worker"), noticed(world)
    page = worker.open(f"/case/status/status?id={case}")
    page.get_by_test_id("who").wait_for()
    assert page.get_by_test_id("until").is_visible()
    worker.press("act-supplement")
    worker.fill("words-2", "每月约定七千元，三月到六月一分没发。")
    page.get_by_test_id("progress").get_by_text("已补 1 项").wait_for()
    worker.press("send")
    page.locator("[data-testid='item-1'] [role=alert]").first.wait_for()

    page.reload()
    page.get_by_test_id("progress").get_by_text("已补 1 项").wait_for()
    with page.expect_file_chooser() as chooser:
        page.get_by_test_id("files-1").last.get_by_role("button").first.click()
        page.get_by_role("dialog").get_by_role("button", name="从手机文件里选").click()
    chooser.value.set_files(ASSETS / "attendance.jpg")
    page.get_by_test_id("progress").get_by_text("已补 2 项").wait_for()
    worker.press("send")
    page.get_by_test_id("case-status").get_by_text("等待受理").wait_for()
    assert world.persona("worker").get(f"/applications/{case}")["status"] == "submitted"


def test_a_refusal_is_objected_to_on_the_page_that_explains_it(visitor: NewVisitor, world: World) -> None:
    worker, case = visitor("worker"), refused(world)
    page = worker.open(f"/case/status/status?id={case}")
    page.get_by_test_id("decision").get_by_text("司法局提出").wait_for()
    worker.press("act-object_refusal")
    worker.fill("reasons", "家里四口人，人均收入低于标准。")
    worker.press("send")
    page.get_by_test_id("case-status").get_by_text("司法局正在审查").wait_for()
    page.get_by_test_id("who").get_by_text("司法局").wait_for()


def test_who_has_no_network_sees_the_case_as_it_was(visitor: NewVisitor, world: World) -> None:
    worker, case = visitor("worker"), refused(world)
    page = worker.open(f"/case/status/status?id={case}")
    page.get_by_test_id("case-status").wait_for()
    worker.settle()
    page.route("**/api/v1/applications/**", lambda route: route.abort())
    page.reload()
    page.get_by_text("这是").first.wait_for()
    assert page.get_by_test_id("case-status").is_visible()
