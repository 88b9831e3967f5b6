"""A township office at its desk: an alarm is a question, leave is decided, a place is shown for a reason."""

from playwright.sync_api import expect

from tests.browser.conftest import NewVisitor
from tests.browser.site import DESK
from tests.browser.visits.office import ask_for_leave, outside
from tests.journeys.people import Someone
from tests.journeys.running import RunningStack


def test_an_alarm_is_looked_into_and_closed_as_no_breach(visitor: NewVisitor, running: RunningStack) -> None:
    alarm = outside(running.base_url, "刘芳")["alarm"]
    officer = visitor("correction_officer")
    page = officer.open(f"/office/alarm/alarm?id={alarm}")
    expect(page.get_by_test_id("asked")).to_contain_text("刘芳为什么")
    expect(page.get_by_test_id("act-confirm_breach")).to_have_count(0)

    officer.press("act-verify")
    officer.choose("ask-kind", "visit")
    officer.choose("ask-reached", "yes")
    officer.fill("ask-result", "上门见到本人，看了病历。")
    page.reload()
    officer.press("act-verify")
    expect(page.get_by_test_id("ask-result").locator("textarea")).to_have_value("上门见到本人，看了病历。")
    officer.press("ask-send")
    expect(page.get_by_test_id("verification")).to_contain_text("看了病历")

    officer.press("act-state")
    officer.choose("ask-kind", "recorded")
    officer.fill("ask-words", "突然发病，来不及请假。")
    officer.press("ask-send")
    expect(page.get_by_test_id("said")).to_contain_text("突然发病")

    officer.press("act-close")
    officer.choose("ask-outcome", "explained")
    officer.fill("ask-finding", "急诊病历属实，有正当理由。")
    officer.press("ask-send")
    expect(page.get_by_test_id("finding")).to_contain_text("急诊病历属实")
    expect(page.get_by_test_id("actions")).to_have_count(0)


def test_only_who_decides_finds_a_breach_after_the_person_was_heard(
    visitor: NewVisitor, running: RunningStack
) -> None:
    alarm = outside(running.base_url, "陈志强")["alarm"]
    decider = visitor("correction_decider", viewport=DESK)
    page = decider.open(f"/office/alarm/alarm?id={alarm}")
    expect(page.get_by_test_id("not-yet")).to_contain_text("核实")
    expect(page.get_by_test_id("act-confirm_breach")).to_have_count(0)
    office = Someone(running.base_url)
    office.log_in_as("correction_officer")
    step = {"kind": "call", "reached": True, "result": "电话接通，本人说去了外地。"}
    office.post(f"/correction/alarms/{alarm}/steps", step, 201)
    office.post(f"/correction/alarms/{alarm}/statements", {"kind": "recorded", "words": "忘了请假。"}, 201)
    page.reload()
    decider.press("act-confirm_breach")
    decider.choose("ask-kind", "leave")
    decider.choose("ask-gravity", "minor")
    decider.fill("ask-finding", "未经批准离开所居住的县，没有正当理由。")
    decider.press("ask-send")
    expect(page.get_by_test_id("finding")).to_contain_text("情节轻微")


def test_leave_is_approved_with_conditions_the_person_reads(visitor: NewVisitor, running: RunningStack) -> None:
    leave = ask_for_leave(running.base_url, outside(running.base_url, "王建国")["order"])
    officer = visitor("correction_officer")
    page = officer.open("/office/leaves/leaves")
    page.get_by_test_id("leave").filter(has_text="王建国").first.click()
    expect(page.get_by_test_id("leave-request").last).to_contain_text("已经约好医生")
    officer.press("act-approve")
    officer.fill("ask-conditions", "每天晚上打一个电话")
    officer.press("ask-send")
    expect(page.get_by_test_id("act-approve")).to_have_count(0)
    office = Someone(running.base_url)
    office.log_in_as("correction_officer")
    found = office.get(f"/correction/leaves/{leave}")
    assert (found["status"], found["conditions"]) == ("approved", "每天晚上打一个电话")


def test_places_are_shown_for_a_reason_that_the_person_reads(visitor: NewVisitor, running: RunningStack) -> None:
    officer = visitor("correction_officer", viewport=DESK)
    page = officer.open("/office/map/map")
    officer.press("purpose-go")
    expect(page.get_by_test_id("map")).to_have_count(0)
    officer.choose("purpose-choice", "other")
    officer.fill("purpose-words", "核对山洪预警时各人在哪里")
    officer.press("purpose-go")
    expect(page.get_by_test_id("map")).to_be_visible()
    page.get_by_test_id("place").filter(has_text="赵小军").first.click()
    expect(page.get_by_test_id("places")).to_contain_text("看这个人的情况")
    subject = Someone(running.base_url)
    subject.log_in_as("subject")
    seen = subject.get("/me/access-log")["items"]
    assert any(one["purpose"] == "核对山洪预警时各人在哪里" for one in seen)
