"""Reports: owed from the first day, made in words or by recording, asked again once, explained before alarmed."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import anyio
import pytest
from sqlmodel import col, select

from app.correction.alarms.models import Alarm
from app.correction.reports import overdue
from app.correction.reports.models import ReportDue
from app.kernel.clock import local_date, start_of
from app.kernel.clock_events import ClockOverdue
from app.kernel.timers import Timer
from app.notices.models import Notice
from tests.correction.scene import Scene
from tests.support.world import PersonRef

pytestmark = pytest.mark.anyio

Json = dict[str, Any]
WORDS = {"kind": "periodic", "body": "这个月在家种地，没有外出。"}


async def begun(scene: Scene, **changes: object) -> str:
    order_id: str = (await scene.begin(**changes))["id"]
    await scene.stack.drain()
    return order_id


async def waiting(scene: Scene, order_id: str) -> list[Json]:
    client = scene.stack.new_client(scene.subject.token)
    items = (await client.get(f"/correction/orders/{order_id}/report-dues")).json()["items"]
    return [item for item in items if item["status"] == "waiting"]


async def offered(who: PersonRef, order_id: str) -> list[str]:
    """What may be done with the one report that is owed."""
    [due] = (await who.client.get(f"/correction/orders/{order_id}/report-dues")).json()["items"]
    return due["allowed_actions"]


async def report(scene: Scene, order_id: str, **changes: object) -> Any:
    client = scene.stack.new_client(scene.subject.token)
    return await client.post(f"/correction/orders/{order_id}/reports", json=WORDS | changes)


async def test_a_report_is_owed_by_a_day_made_read_and_asked_again_once(scene: Scene) -> None:
    order_id = await begun(scene)
    today = local_date(scene.stack.clock.now())
    [due] = await waiting(scene, order_id)
    assert (due["kind"], due["opens_on"]) == ("periodic", today.isoformat())
    assert due["clocks"][0]["holder_role"] == "subject"
    assert due["clocks"][0]["binding"] is False
    mine = (await scene.subject.client.get("/correction/me")).json()
    assert ("report", due["due_on"]) in {(one["kind"], one["due_on"]) for one in mine["to_do"]}

    answers: list[Any] = []

    async def send() -> None:
        answers.append(await report(scene, order_id))

    async with anyio.create_task_group() as group:
        for _ in range(3):
            group.start_soon(send)
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    made = next(answer.json() for answer in answers if answer.status_code == 201)
    assert (made["status"], made["is_late"], made["due_id"]) == ("handed_in", False, due["id"])
    [later] = await waiting(scene, order_id)
    assert later["opens_on"] >= due["due_on"][:8] + "01"
    assert later["due_on"] > due["due_on"]
    refused = {answer.json()["code"] for answer in answers if answer.status_code == 409}
    assert refused == {"report_not_due_yet"}

    office = scene.officer.client
    path = f"/correction/reports/{made['id']}"
    assert [r["id"] for r in (await office.get("/correction/reports?status=handed_in")).json()["items"]] == [
        made["id"]
    ]
    desk = {one["kind"]: one["count"] for one in (await office.get("/correction/desk")).json()["items"]}
    assert desk["reports_to_review"] == 1
    asked = (await office.post(f"{path}/ask-again", json={"missing": ["工作找到没有", "学习情况"]})).json()
    assert asked["asked"] == "1. 工作找到没有\n2. 学习情况"
    mine = (await scene.subject.client.get("/correction/me")).json()
    assert "complete_report" in {one["kind"] for one in mine["to_do"]}
    completed = await scene.subject.client.post(f"{path}/complete", json={"body": "还在找工作"})
    assert completed.json()["completion"] == "还在找工作"
    twice = await office.post(f"{path}/ask-again", json={"missing": ["再写一遍"]})
    assert (twice.status_code, twice.json()["code"]) == (409, "report_already_asked")
    accepted = (await office.post(f"{path}/accept", json={"note": "情况正常"})).json()
    assert (accepted["status"], accepted["allowed_actions"]) == ("accepted", [])
    assert (await scene.other_officer.client.get(path)).status_code == 404
    log = (await scene.subject.client.get("/me/access-log")).json()["items"]
    assert "查看报告" in {entry["action_title"] for entry in log}


async def overdue_job(scene: Scene, due: Json, day: date) -> list[Alarm]:
    """Go to nine that day, run what the clock of one report sets off, and say which alarms there are."""
    scene.stack.clock.move_to(start_of(day) + timedelta(hours=9))
    at, database = scene.stack.clock.now(), scene.stack.services.database
    async with database.transaction() as session:
        row = await session.get_one(ReportDue, UUID(due["id"]))
        if row.told_at is None:
            shared = {"clock_id": due["clocks"][0]["id"], "object_type": "report_due", "object_id": due["id"]}
            holder = {"holder_role": "subject", "holder_id": row.person_id, "agency_id": row.agency_id}
            rule = {"rule_code": "correction.report_interval", "due_on": row.due_on, "provisional": False}
            await overdue.tell_person(session, ClockOverdue.model_validate(shared | holder | rule), at)
        else:
            await overdue.alarm_office(session, {"due_id": due["id"]}, at)
    await scene.stack.drain()
    async with database.session() as session:
        return list((await session.scalars(select(Alarm))).all())


async def test_silence_is_told_to_the_person_first_and_to_the_office_only_after_time_to_explain(
    scene: Scene,
) -> None:
    order_id = await begun(scene)
    [due] = await waiting(scene, order_id)
    people = (scene.subject, scene.officer, await scene.decider())
    seen = [await offered(who, order_id) for who in people]
    assert seen == [["explain"], ["explain", "excuse"], []], "an officer writes down what the person says"
    last_day = date.fromisoformat(due["due_on"])
    async with scene.stack.services.database.session() as session:
        timers = (await session.scalars(select(Timer).where(col(Timer.key) == due["clocks"][0]["id"]))).all()
    assert max(timer.due_at for timer in timers) == start_of(last_day + timedelta(days=1))
    assert await overdue_job(scene, due, last_day + timedelta(days=1)) == []
    inbox = (await scene.subject.client.get("/me/notices")).json()["items"]
    assert (inbox[0]["template"], "说明" in inbox[0]["body"]) == ("report_not_received", True)
    words = {"explanation": "手机坏了，送去修了"}
    path = f"/correction/report-dues/{due['id']}"
    explained = await scene.subject.client.post(f"{path}/explain", json=words)
    assert explained.json()["explanation"] == words["explanation"]
    async with scene.stack.services.database.session() as session:
        [timer] = (await session.scalars(select(Timer).where(col(Timer.name) == overdue.ALARM))).all()
    assert timer.due_at > start_of(last_day + timedelta(days=2))
    [alarm] = await overdue_job(scene, due, local_date(timer.due_at))
    assert (alarm.cause, alarm.confidence, alarm.outcome) == ("report_overdue", "low", None)
    silent = (await scene.officer.client.get("/correction/report-dues?is_overdue=true")).json()["items"]
    assert [one["id"] for one in silent] == [due["id"]]

    late = (await report(scene, order_id)).json()
    assert (late["status"], late["is_late"]) == ("handed_in", True)
    [later] = await waiting(scene, order_id)
    today = local_date(scene.stack.clock.now())
    assert later["opens_on"] == today.isoformat()
    assert later["due_on"] > today.isoformat()
    excuse = {"reason": "本人住院"}
    excused = await scene.officer.client.post(f"/correction/report-dues/{later['id']}/excuse", json=excuse)
    assert (excused.json()["status"], excused.json()["allowed_actions"]) == ("excused", [])
    closed = await scene.subject.client.post(f"/correction/report-dues/{later['id']}/explain", json=words)
    assert (closed.status_code, closed.json()["code"]) == (409, "report_due_closed")


BAD: list[tuple[Json, str]] = [
    ({"body": None}, "empty"),
    ({"change": "job"}, "change"),
    ({"kind": "change"}, "change"),
    ({"kind": "reexamination"}, "hospital"),
    ({"channel": "phone"}, "own"),
    ({"evidence_ids": [str(uuid4())]}, "unknown_file"),
    ({"body": "\x00"}, "string_pattern_mismatch"),
]


async def test_refuses_what_is_no_report_and_takes_a_change_at_any_time(scene: Scene) -> None:
    order_id = await begun(scene)
    for changes, rule in BAD:
        answer = await report(scene, order_id, **changes)
        assert answer.status_code == 422, (changes, answer.text)
        assert rule in {error["rule"] for error in answer.json()["errors"]}, changes
    change: Json = {"kind": "change", "change": "job", "body": "到镇上服装厂上班了"}
    own = await report(scene, order_id, **change)
    assert (own.status_code, own.json()["due_id"]) == (201, None)
    path = f"/correction/orders/{order_id}/reports"
    unsaid = await scene.officer.client.post(path, json=change)
    assert unsaid.json()["errors"][0]["rule"] == "recorded"
    heard = await scene.officer.client.post(path, json=change | {"channel": "phone"})
    assert (heard.json()["channel"], heard.json()["recorded_by_self"]) == ("phone", False)
    assert (await scene.other_officer.client.post(path, json=change | {"channel": "phone"})).status_code == 404
    await scene.stack.drain()
    async with scene.stack.services.database.session() as session:
        notices = (await session.scalars(select(Notice).where(col(Notice.template) == "change_reported"))).all()
    assert {notice.person_id for notice in notices} == {scene.officer.id}
    assert all("王某" not in notice.body for notice in notices)


JUDGMENT: Json = {
    "case_number": "（2026）浙01刑更12号",
    "decided_on": "2026-11-01",
    "crime": "盗窃罪",
    "sentence_kind": "imprisonment",
    "sentence": {"years": 2},
    "release_ground": "illness",
}


async def test_who_is_released_for_treatment_owes_examinations_and_the_city_may_make_them_rarer(
    scene: Scene,
) -> None:
    order_id = await begun(scene, category="temporary_release", judgment=JUDGMENT)
    owed = {due["kind"] for due in await waiting(scene, order_id)}
    assert owed == {"periodic", "health", "reexamination"}
    examined = {"kind": "reexamination", "hospital": "省人民医院", "body": "病情稳定"}
    assert (await report(scene, order_id, **examined)).status_code == 201
    today = local_date(scene.stack.clock.now())
    wish: Json = {
        "kind": "reexamination",
        "interval_months": 6,
        "from_on": today.isoformat(),
        "until_on": (today + timedelta(days=300)).isoformat(),
        "ground": "病情稳定，医院很远",
    }
    path = f"/correction/orders/{order_id}/report-extensions"
    shorter = await scene.officer.client.post(path, json=wish | {"interval_months": 3})
    assert shorter.json()["errors"][0]["rule"] == "not_longer"
    asked = (await scene.officer.client.post(path, json=wish)).json()
    assert asked["level"] == "city"
    second = await scene.officer.client.post(path, json=wish | {"interval_months": 9})
    assert (second.status_code, second.json()["code"]) == (409, "report_extension_asked")
    one = f"/correction/report-extensions/{asked['id']}"
    reason = {"reason": "同意"}
    county = await (await scene.decider()).client.post(f"{one}/grant", json=reason)
    assert (county.status_code, county.json()["code"]) == (409, "report_extension_level")
    granted = (await (await scene.city_decider()).client.post(f"{one}/grant", json=reason)).json()
    assert granted["status"] == "granted"
    early = {"told_on": (today - timedelta(days=1)).isoformat()}
    assert (await scene.officer.client.post(f"{one}/tell-procuratorate", json=early)).status_code == 422
    told = await scene.officer.client.post(f"{one}/tell-procuratorate", json={"told_on": today.isoformat()})
    assert told.json()["procuratorate_told_on"] == today.isoformat()
    [due] = [due for due in await waiting(scene, order_id) if due["kind"] == "reexamination"]
    await scene.officer.client.post(f"/correction/report-dues/{due['id']}/excuse", json={"reason": "已经批准延长"})
    [longer] = [due for due in await waiting(scene, order_id) if due["kind"] == "reexamination"]
    opens = date.fromisoformat(longer["opens_on"])
    assert (date.fromisoformat(longer["due_on"]) - opens).days > 170
