"""Leave: who decides, what takes the place of the home area, what time does, and that delay harms nobody."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import anyio
import pytest
from sqlalchemy import delete, or_
from sqlmodel import col, select

from app.correction.alarms.models import Alarm
from app.correction.areas.models import ApprovedArea
from app.correction.enums import AlarmCause, AreaPurpose
from app.correction.leave.standing import standing_on
from app.correction.leave.timing import alarm_when_silent
from app.kernel.clock import local_date, start_of
from app.kernel.clock_events import ClockOverdue
from app.kernel.events import EventRecord
from app.kernel.timers import Timer
from tests.correction.scene import Scene
from tests.support.areas import NEIGHBOUR, PROVINCE
from tests.support.world import PersonRef

pytestmark = pytest.mark.anyio

Json = dict[str, Any]
AWAY: Json = {
    "geometry": {
        "type": "Polygon",
        "coordinates": [[[121.5, 29.8], [121.6, 29.8], [121.6, 29.9], [121.5, 29.9], [121.5, 29.8]]],
    },
    "datum": "wgs84",
}
HOSPITAL: Json = {"name": "宁波市某医院", "area": AWAY}


async def begun(scene: Scene) -> Json:
    """The order; nothing but leave and clocks falls due afterwards: days without check-ins are other stories."""
    order = await scene.begin()
    async with scene.stack.services.database.transaction() as session:
        ours = or_(*(col(Timer.name).startswith(name) for name in ("correction.leave", "correction.permit")))
        await session.execute(delete(Timer).where(~ours))
    return order


async def until(scene: Scene, to: datetime) -> None:
    """Move the clock and run the timers of leave, and of clocks, that fall due on the way, one by one."""
    services = scene.stack.services
    while True:
        async with services.database.transaction() as session:
            statement = select(Timer).where(col(Timer.due_at) <= to).order_by(col(Timer.due_at)).limit(1)
            timer = (await session.scalars(statement)).one_or_none()
            if timer is None:
                break
            scene.stack.clock.move_to(timer.due_at)
            await session.delete(timer)
            await session.flush()
            if job := services.bus.transactional.get(timer.name):
                await job(session, timer.payload, timer.due_at)
    scene.stack.clock.move_to(to)


async def told(scene: Scene, name: str) -> list[Json]:
    """What was recorded under the name of an event."""
    async with scene.stack.services.database.session() as session:
        wanted = select(EventRecord).where(col(EventRecord.name) == name).order_by(col(EventRecord.id))
        return [row.payload for row in (await session.scalars(wanted)).all()]


def in_days(scene: Scene, number: int) -> date:
    return local_date(scene.stack.clock.now()) + timedelta(days=number)


def request(scene: Scene, first: int, last: int, **changes: object) -> Json:
    return {
        "first_on": in_days(scene, first).isoformat(),
        "last_on": in_days(scene, last).isoformat(),
        "reason": "medical",
        "explanation": "到宁波复查",
        "places": [HOSPITAL],
    } | changes


async def ask(scene: Scene, order: Json, first: int, last: int, **changes: object) -> Json:
    body = request(scene, first, last, **changes)
    answer = await scene.subject.client.post(f"/correction/orders/{order['id']}/leaves", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def post(who: PersonRef, leave: Json, what: str, **body: object) -> tuple[int, Json]:
    answer = await who.client.post(f"/correction/leaves/{leave['id']}/{what}", json=body)
    return answer.status_code, answer.json()


async def areas(scene: Scene) -> list[ApprovedArea]:
    async with scene.stack.services.database.session() as session:
        statement = select(ApprovedArea).where(col(ApprovedArea.purpose) != AreaPurpose.HOME)
        return list((await session.scalars(statement.order_by(col(ApprovedArea.id)))).all())


async def alarms(scene: Scene) -> list[Alarm]:
    """Alarms about leave; who does not check in for days is another story."""
    async with scene.stack.services.database.session() as session:
        statement = select(Alarm).where(col(Alarm.cause) == AlarmCause.LEAVE_NOT_RETURNED)
        return list((await session.scalars(statement)).all())


async def notices(person: PersonRef) -> list[str]:
    items = (await person.client.get("/me/notices?limit=100")).json()["items"]
    return [item["title"] for item in items]


async def test_an_office_approves_a_week_and_the_place_replaces_home_for_its_days(scene: Scene) -> None:
    order, decider = await begun(scene), await scene.decider()
    leave = await ask(scene, order, 4, 8)
    assert (leave["status"], leave["level"], leave["days"], leave["total_days"]) == (
        "awaiting_office", "office", 5, 5,
    )  # fmt: skip
    assert "第二十七条" in leave["level_source"]
    assert leave["allowed_actions"] == ["withdraw", "add_files"]
    assert not leave["is_short_notice"]
    assert [clock["rule_code"] for clock in leave["clocks"]] == ["correction.leave_decide"]
    assert leave["decide_by"] == leave["clocks"][0]["due_on"]
    assert (await post(scene.other_officer, leave, "approve"))[0] == 404
    assert (await post(scene.subject, leave, "approve"))[0] == 403
    status, approved = await post(scene.officer, leave, "approve", conditions="保持电话畅通")
    assert (status, approved["status"], approved["clocks"]) == (200, "approved", [])
    assert approved["decide_by"] is None
    assert [duty["kind"] for duty in approved["duties"]] == ["phone"]
    periods = {(area.valid_from, area.valid_to) for area in await areas(scene)}
    first, last = in_days(scene, 4), in_days(scene, 8)
    day = timedelta(days=1)
    assert periods == {
        (start_of(first), start_of(last + day)),
        (start_of(first), start_of(first + day)),
        (start_of(last), start_of(last + day)),
    }
    await scene.stack.drain()
    assert {"外出申请批准了"} <= set(await notices(scene.subject))
    assert {"司法所批准了外出，请备案"} <= set(await notices(decider))
    await until(scene, start_of(first) + timedelta(hours=20))
    away = (await scene.subject.client.get(f"/correction/leaves/{leave['id']}")).json()
    assert (away["status"], away["allowed_actions"]) == ("away", ["return", "report", "ask_extension"])
    async with scene.stack.services.database.session() as session:
        standing = await standing_on(session, UUID(order["id"]), scene.stack.clock.now())
    assert standing is not None
    assert standing.is_away
    assert standing.is_travel_day
    status, told = await post(scene.subject, leave, "reports", kind="arrived", told="到医院了")
    assert (status, told["by_officer"]) == (201, False)
    status, back = await post(scene.subject, leave, "return", told="提前回来了")
    assert (status, back["status"], back["returned_on"]) == (200, "returned", first.isoformat())
    now = scene.stack.clock.now()
    assert all(
        area.valid_to is not None and area.valid_to <= max(now, area.valid_from) for area in await areas(scene)
    )
    assert (await post(scene.officer, leave, "confirm-return"))[1]["status"] == "closed"
    looks = (await scene.subject.client.get("/me/access-log")).json()["items"]
    assert "社区矫正外出管理" in {entry["purpose"] for entry in looks}


async def test_longer_leave_goes_to_the_county_and_more_in_two_months_to_the_level_above(scene: Scene) -> None:
    order, decider, city = await begun(scene), await scene.decider(), await scene.city_decider()
    path = f"/correction/orders/{order['id']}/leave-level"
    days = {"first_on": in_days(scene, 4).isoformat(), "last_on": in_days(scene, 34).isoformat()}
    level = (await scene.subject.client.post(path, json=days)).json()
    assert (level["level"], level["days"], level["binding"]) == ("upper", 31, False)
    first = await ask(scene, order, 4, 23)
    assert (first["status"], first["level"]) == ("awaiting_county", "county")
    status, refused = await post(scene.officer, first, "approve")
    assert (status, refused["code"]) == (409, "level_too_low")
    second = await ask(scene, order, 30, 41)
    assert second["level"] == "county"
    assert (await post(decider, first, "approve"))[0] == 200
    status, risen = await post(decider, second, "approve")
    assert (status, risen["code"]) == (409, "level_rose")
    seen = (await scene.subject.client.get(f"/correction/leaves/{second['id']}")).json()
    assert (seen["status"], seen["level"], seen["total_days"]) == ("awaiting_upper", "upper", 32)
    assert (
        "approve" not in (await decider.client.get(f"/correction/leaves/{second['id']}")).json()["allowed_actions"]
    )
    assert (await post(decider, second, "approve"))[1]["code"] == "level_too_low"
    assert (await post(city, second, "approve"))[1]["status"] == "approved"
    filed = {"kind": "procuratorate", "done_on": in_days(scene, 0).isoformat(), "reference": "矫外备〔2026〕3号"}
    status, detail = await post(decider, second, "filings", **filed)
    assert (status, detail["filings"][0]["reference"]) == (201, "矫外备〔2026〕3号")
    third = await ask(scene, order, 50, 53)
    status, outside = await post(decider, third, "approve", superior_reference="杭矫外〔2026〕8号")
    assert (status, outside["superior_reference"]) == (200, "杭矫外〔2026〕8号")


async def test_what_cannot_be_asked_is_refused_with_the_field(scene: Scene) -> None:
    order = await begun(scene)
    path = f"/correction/orders/{order['id']}/leaves"
    kept = await ask(scene, order, 4, 6)
    answers: list[int] = []

    async def at_once(last: int) -> None:
        body = request(scene, 20, last)
        answers.append((await scene.subject.client.post(path, json=body)).status_code)

    async with anyio.create_task_group() as group:
        for last in (21, 22, 23):
            group.start_soon(at_once, last)
    assert sorted(answers) == [201, 409, 409]
    bad: list[tuple[Json, int, str]] = [
        (request(scene, 6, 5), 422, "last_on"),
        (request(scene, -1, 2), 422, "first_on"),
        (request(scene, 300, 400), 422, "last_on"),
        (request(scene, 6, 7), 409, "first_on"),
        (request(scene, 10, 12, places=[{"name": "拱墅区", "area": {"area_code": NEIGHBOUR}}]), 422, "places"),
        (request(scene, 10, 12, evidence_ids=[str(uuid4())]), 422, "evidence_ids.0"),
        (request(scene, 10, 12, explanation=" "), 422, "explanation"),
    ]
    for body, status, field in bad:
        answer = await scene.subject.client.post(path, json=body)
        assert answer.status_code == status, answer.text
        assert field in {error["field"] for error in answer.json()["errors"]}, answer.text
    stranger = await scene.world.person()
    assert (await stranger.client.post(path, json=request(scene, 10, 12))).status_code == 403
    assert (await post(scene.subject, kept, "withdraw"))[1]["status"] == "withdrawn"
    again = await ask(scene, order, 1, 6)
    assert again["is_short_notice"]
    assert any("申请得比较晚" in line for line in again["advice"])
    assert (await post(scene.officer, again, "refuse", reason=" "))[0] == 422
    assert (await post(scene.officer, again, "refuse", reason="没有约好医生"))[1][
        "decision_reason"
    ] == "没有约好医生"


async def test_a_place_without_an_outline_is_drawn_before_it_is_approved(scene: Scene) -> None:
    order = await begun(scene)
    leave = await ask(scene, order, 4, 6, places=[{"name": "外省", "area": {"area_code": PROVINCE}}])
    assert not leave["places"][0]["has_outline"]
    status, refused = await post(scene.officer, leave, "approve")
    assert (status, refused["code"]) == (422, "place_without_outline")
    drawn = [{"position": 0, "area": AWAY}]
    status, approved = await post(scene.officer, leave, "approve", outlines=drawn, duties=[])
    assert (status, approved["places"][0]["has_outline"], approved["duties"]) == (200, True, [])
    assert (await post(scene.subject, leave, "cancel"))[1]["status"] == "cancelled"
    assert all(area.valid_from == area.valid_to for area in await areas(scene))


async def test_an_offices_delay_is_told_as_such_and_harms_nobody(scene: Scene) -> None:
    order = await begun(scene)
    leave = await ask(scene, order, 3, 4)
    await until(scene, start_of(in_days(scene, 3)) + timedelta(hours=1))
    [undecided] = await told(scene, "LeaveUndecided")
    assert (undecided["waits_for"], undecided["waits_at"]) == ("officer", str(scene.office.id))
    seen = (await scene.subject.client.get(f"/correction/leaves/{leave['id']}")).json()
    assert seen["status"] == "awaiting_office"
    assert any("不是您的责任" in line for line in seen["advice"])
    status, late = await post(scene.officer, leave, "approve")
    assert (status, late["status"]) == (200, "away")
    await post(scene.subject, leave, "return", told="回来了")
    lapsing = await ask(scene, order, 3, 4)
    await until(scene, start_of(in_days(scene, 5)) + timedelta(hours=9))
    gone = (await scene.subject.client.get(f"/correction/leaves/{lapsing['id']}")).json()
    assert (gone["status"], gone["clocks"]) == ("lapsed", [])
    assert await alarms(scene) == []


async def test_who_is_not_back_is_asked_first_and_only_then_looked_into(scene: Scene) -> None:
    order = await begun(scene)
    leave = await ask(scene, order, 3, 4)
    await post(scene.officer, leave, "approve")
    end = start_of(in_days(scene, 5))
    await until(scene, end - timedelta(hours=2))
    assert len(await told(scene, "LeaveReturnDue")) == 1
    await until(scene, end + timedelta(hours=8))
    assert await told(scene, "LeaveOverdue") == [], "nobody is asked at night"
    await until(scene, end + timedelta(hours=9))
    overdue = (await scene.subject.client.get(f"/correction/leaves/{leave['id']}")).json()
    assert overdue["status"] == "overdue"
    assert [clock["rule_code"] for clock in overdue["clocks"]] == ["correction.leave_return_report"]
    assert len(await told(scene, "LeaveOverdue")) == 1
    assert await alarms(scene) == []
    await until(scene, end + timedelta(hours=33))
    [late] = [event for event in await told(scene, "ClockOverdue") if event["object_id"] == leave["id"]]
    async with scene.stack.services.database.transaction() as session:
        await alarm_when_silent(session, ClockOverdue.model_validate(late), scene.stack.clock.now())
    [alarm] = await alarms(scene)
    assert (alarm.cause, alarm.outcome, alarm.key) == ("leave_not_returned", None, f"leave:{leave['id']}")
    known = {"told": "本人打电话说前天已经到家", "returned_on": in_days(scene, -2).isoformat()}
    assert (await post(scene.subject, leave, "return", **known))[0] == 422, "by one's own word one is back today"
    _, back = await post(scene.officer, leave, "return", **known)
    assert (back["status"], back["returned_on"]) == ("returned", known["returned_on"])


async def test_who_cannot_return_in_time_says_so_and_is_not_late_while_nobody_decides(scene: Scene) -> None:
    order, decider = await begun(scene), await scene.decider()
    leave = await ask(scene, order, 3, 8)
    await post(scene.officer, leave, "approve")
    await until(scene, start_of(in_days(scene, 8)) + timedelta(hours=1))
    back = in_days(scene, 4)
    longer = {"last_on": back.isoformat(), "told": "医生要求再住四天"}
    assert (await post(scene.subject, leave, "extensions", **longer | {"last_on": in_days(scene, 0).isoformat()}))[
        0
    ] == 422
    status, extension = await post(scene.subject, leave, "extensions", **longer)
    assert (status, extension["level"], extension["extends_id"]) == (201, "county", leave["id"])
    assert (await post(scene.subject, leave, "extensions", **longer))[1]["code"] == "extension_asked"
    await until(scene, start_of(in_days(scene, 2)))
    seen = (await scene.subject.client.get(f"/correction/leaves/{leave['id']}")).json()
    assert seen["status"] == "away"
    now = scene.stack.clock.now()
    assert any(area.valid_from <= now and area.valid_to and now < area.valid_to for area in await areas(scene))
    assert (await post(decider, extension, "approve"))[1]["status"] == "away"
    seen = (await scene.subject.client.get(f"/correction/leaves/{leave['id']}")).json()
    assert (seen["status"], [report["kind"] for report in seen["reports"]]) == ("extended", ["cannot_return"])
    second = {"last_on": in_days(scene, 9).isoformat(), "told": "还要住院"}
    _, refused = await post(scene.subject, extension, "extensions", **second)
    assert (await post(decider, refused, "refuse", reason="医院说可以出院"))[1]["status"] == "refused"
    reason = {
        "reason": "没有到申请的地方",
        "return_by": (scene.stack.clock.now() + timedelta(hours=5)).isoformat(),
    }
    assert (await post(scene.officer, extension, "recall", **reason))[1]["status"] == "recalled"
    await until(scene, scene.stack.clock.now() + timedelta(hours=9))
    assert (await scene.subject.client.get(f"/correction/leaves/{extension['id']}")).json()["status"] == "overdue"
    late = {"last_on": in_days(scene, 6).isoformat(), "told": "车坏了"}
    _, waiting = await post(scene.subject, extension, "extensions", **late)
    _, taken_back = await post(scene.subject, waiting, "withdraw")
    assert taken_back["status"] == "withdrawn"
    assert (await post(scene.subject, extension, "return", told="到家了"))[1]["status"] == "returned"


async def test_who_waits_for_an_answer_that_never_comes_gets_time_to_come_back(scene: Scene) -> None:
    order = await begun(scene)
    leave = await ask(scene, order, 3, 5)
    await post(scene.officer, leave, "approve")
    await until(scene, start_of(in_days(scene, 5)) + timedelta(hours=1))
    longer = {"last_on": in_days(scene, 2).isoformat(), "told": "票买不到"}
    _, extension = await post(scene.subject, leave, "extensions", **longer)
    await until(scene, start_of(in_days(scene, 3)) + timedelta(hours=9))
    [undecided] = await told(scene, "LeaveUndecided")
    assert (undecided["leave_id"], undecided["is_extension"]) == (extension["id"], True)
    [lapsed] = await told(scene, "LeaveLapsed")
    seen = (await scene.subject.client.get(f"/correction/leaves/{leave['id']}")).json()
    assert (seen["status"], lapsed["return_by"]) == ("away", seen["return_by"])
    assert await told(scene, "LeaveOverdue") == []
    await until(scene, scene.stack.clock.now() + timedelta(hours=25))
    assert len(await told(scene, "LeaveOverdue")) == 1


async def test_a_day_to_be_in_touch_is_reminded_asked_about_and_answered(scene: Scene) -> None:
    order = await begun(scene)
    leave = await ask(scene, order, 3, 9)
    duties = [{"kind": "video", "due_on": in_days(scene, 5).isoformat()}]
    beyond = [{"kind": "video", "due_on": in_days(scene, 15).isoformat()}]
    assert (await post(scene.officer, leave, "approve", duties=beyond))[0] == 422
    await post(scene.officer, leave, "approve", duties=duties)
    await until(scene, start_of(in_days(scene, 5)) + timedelta(hours=9))
    assert len(await told(scene, "LeaveDutyDue")) == 1
    assert await told(scene, "LeaveDutyUnmet") == []
    await until(scene, scene.stack.clock.now() + timedelta(days=1))
    assert len(await told(scene, "LeaveDutyUnmet")) == 1
    assert (await post(scene.officer, leave, "reports", kind="phone", told="打通电话，人在医院"))[1]["by_officer"]
    seen = (await scene.subject.client.get(f"/correction/leaves/{leave['id']}")).json()
    assert [duty["done"] for duty in seen["duties"]] == [True]


async def test_a_recurring_crossing_is_decided_by_the_county_for_some_months_and_renewed(scene: Scene) -> None:
    order, decider = await begun(scene), await scene.decider()
    body: Json = {
        "reason": "work",
        "explanation": "在宁波上班",
        "frequency": "每周一到周五",
        "places": [HOSPITAL],
        "first_on": in_days(scene, 1).isoformat(),
        "last_on": in_days(scene, 300).isoformat(),
    }
    path = f"/correction/orders/{order['id']}/crossing-permits"
    permit = (await scene.subject.client.post(path, json=body)).json()
    assert permit["status"] == "requested"
    assert date.fromisoformat(permit["last_on"]) < in_days(scene, 190)
    one = f"/correction/crossing-permits/{permit['id']}"
    assert (await scene.officer.client.post(f"{one}/approve")).json()["code"] == "level_too_low"
    assert (await decider.client.post(f"{one}/approve")).json()["status"] == "approved"
    assert (await scene.subject.client.post(path, json=body | {"first_on": "9999-12-31"})).status_code == 422
    [area] = await areas(scene)
    assert (area.purpose, area.valid_from) == ("crossing", start_of(in_days(scene, 1)))
    await until(scene, start_of(date.fromisoformat(permit["last_on"])) - timedelta(days=5))
    assert len(await told(scene, "CrossingPermitEnding")) == 1
    renewed = body | {"renews_id": permit["id"], "first_on": in_days(scene, 0).isoformat()}
    again = (await scene.subject.client.post(path, json=renewed)).json()
    assert date.fromisoformat(again["first_on"]) == date.fromisoformat(permit["last_on"]) + timedelta(days=1)
    await until(scene, scene.stack.clock.now() + timedelta(days=7))
    assert (await scene.subject.client.get(one)).json()["status"] == "expired"
    listed = (await scene.officer.client.get("/correction/crossing-permits")).json()["items"]
    assert [item["id"] for item in listed] == [again["id"], permit["id"]]
