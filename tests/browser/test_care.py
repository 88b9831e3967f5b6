"""Checking in from a phone: inside, unclear, refused twice, without a network; and asking for leave."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Geolocation, expect

from tests.browser.conftest import NewVisitor
from tests.browser.site import Visitor
from tests.journeys.people import Someone
from tests.journeys.phone import later
from tests.journeys.running import RunningStack
from tests.journeys.supervised import Supervised

HOME = Geolocation(latitude=30.19, longitude=119.40, accuracy=18)
BORDER = Geolocation(latitude=30.19 + 8 / 111.2, longitude=119.40, accuracy=30)
MAY_LOCATE: dict[str, Any] = {"geolocation": HOME, "permissions": ["geolocation"]}


@pytest.fixture
def supervised(visitor: NewVisitor, running: RunningStack) -> Callable[..., tuple[Supervised, Visitor]]:
    """Somebody newly received by the office, before their phone."""

    def receive(**options: Any) -> tuple[Supervised, Visitor]:
        story = Supervised(running.base_url, "赵小军")
        story.register("yellow")
        story.begin()
        login = story.person.log_in_by_wechat(story.person.openid)
        kept = {
            "access": login["access_token"],
            "refresh": login["refresh_token"],
            "personId": login["person_id"],
        }
        return story, visitor(**options).keep("session", kept)

    return receive


def check_in(somebody: Visitor) -> str:
    """Press the one button; the words of the answer."""
    somebody.open("/care/check/check")
    somebody.press("begin")
    somebody.page.get_by_test_id("message").wait_for()
    return somebody.page.get_by_test_id("result").inner_text()


def newest(person: Someone) -> dict[str, Any]:
    """The check-in that arrived last."""
    found: dict[str, Any] = person.get("/correction/check-ins", limit="1")["items"][0]
    return found


def test_a_registered_phone_signs_and_says_where_it_stands_in_neutral_words(
    supervised: Callable[..., tuple[Supervised, Visitor]],
) -> None:
    story, somebody = supervised(**MAY_LOCATE)
    code = story.office.post(f"{story.path}/device-codes", status=201)["code"]
    somebody.open("/care/phone/phone")
    somebody.fill("code", code)
    somebody.press("register")
    somebody.page.get_by_test_id("this-phone").get_by_text("已经登记").wait_for()

    assert "签到成功" in check_in(somebody)
    assert newest(story.person)["is_signed"]

    somebody.context.set_geolocation(BORDER)
    assert "单凭一次定位不会认定违规" in check_in(somebody)
    expect(somebody.page.get_by_test_id("again")).to_be_visible()


def test_a_check_in_without_a_network_is_kept_and_sent_when_there_is_one(
    supervised: Callable[..., tuple[Supervised, Visitor]],
) -> None:
    story, somebody = supervised(**MAY_LOCATE)
    somebody.open("/care/check/check")
    somebody.settle()
    somebody.context.set_offline(True)
    somebody.press("begin")
    somebody.page.get_by_test_id("message").get_by_text("存在这部手机里").wait_for()
    somebody.context.set_offline(False)
    somebody.page.get_by_test_id("message").get_by_text("签到成功").wait_for()
    assert newest(story.person)["verdict"] == "inside"


def test_who_refused_to_be_located_twice_is_told_how_to_allow_it_and_of_other_ways(visitor: NewVisitor) -> None:
    somebody = visitor("subject")
    somebody.open("/care/check/check")
    somebody.press("begin")
    somebody.page.get_by_test_id("not-done").wait_for()
    somebody.press("again")
    somebody.page.get_by_test_id("fix-help").get_by_role("list").wait_for()
    expect(somebody.page.get_by_test_id("office")).to_be_visible()
    somebody.press("other-ways")
    somebody.page.get_by_text("借别人的手机签到").wait_for()


def test_leave_is_asked_for_and_taken_back(supervised: Callable[..., tuple[Supervised, Visitor]]) -> None:
    story, somebody = supervised()
    now = story.now()
    somebody.open("/care/ask/ask")
    somebody.fill("first-on", later(now, days=9)[:10])
    somebody.fill("last-on", later(now, days=10)[:10])
    somebody.page.get_by_test_id("level").wait_for()
    somebody.choose("reason", "medical")
    somebody.fill("explanation", "到宁波复查，已经约好医生。")
    somebody.fill("place-area-0", "鄞州区")
    somebody.page.get_by_role("button", name="浙江省宁波市鄞州区").click()
    somebody.fill("place-name-0", "宁波市第一医院")
    somebody.press("send")
    somebody.page.get_by_test_id("leave").wait_for()
    somebody.press("act-withdraw")
    somebody.press("confirm-yes")
    somebody.page.get_by_test_id("leave").get_by_text("已撤回").wait_for()
    assert [one["status"] for one in story.person.get("/correction/leaves")["items"]] == ["withdrawn"]
