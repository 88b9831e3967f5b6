"""Alarms: told to the person first, looked into by people, cleared without a mark; no breach without a hearing."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, func, select

from app.correction.alarms.closing import withdraw_alarm
from app.correction.alarms.models import Alarm
from app.correction.alarms.raising import Ground, raise_alarm
from app.correction.alarms.repository import breaches
from app.correction.enums import AlarmCause, AlarmConfidence, AlarmOutcome
from app.correction.orders.models import CorrectionOrder
from app.kernel.actor import Role
from app.notices.models import Notice
from tests.correction.alarming import BREACH, SAID, STEP, breach, post, raised
from tests.correction.scene import Scene

pytestmark = pytest.mark.anyio

Json = dict[str, Any]


async def told(scene: Scene) -> list[tuple[UUID, str]]:
    """Every notice, in the order they were written."""
    async with scene.stack.services.database.session() as session:
        rows = (await session.scalars(select(Notice).order_by(col(Notice.id)))).all()
    return [(row.person_id, row.template.value) for row in rows]


async def run(scene: Scene, sql: str, **values: UUID | datetime) -> None:
    """One statement past the program, in a transaction of its own."""
    async with scene.stack.services.database.transaction() as session:
        await session.execute(text(sql), values)


async def test_the_person_is_told_first_and_a_wrongful_alarm_leaves_no_mark(scene: Scene) -> None:
    order = await scene.register()
    alarm_id = await raised(scene, order["id"], key="missed:1")
    await scene.stack.drain()
    mine = (await scene.subject.client.get(f"/correction/alarms/{alarm_id}")).json()
    assert mine["person_told_at"] <= mine["office_told_at"]
    assert [one["told_as"] for one in mine["tellings"]] == ["person", "office"]
    assert "不等于违规" in mine["message"]
    assert mine["allowed_actions"] == ["state"]
    alarms = [one for one in await told(scene) if one[1].startswith("alarm_")]
    assert alarms == [(scene.subject.id, "alarm_told"), (scene.officer.id, "alarm_to_verify")]
    said = {"kind": "own", "words": "手机没电了，我一直在家"}
    await post(scene.subject, f"/correction/alarms/{alarm_id}/statements", said, status=201)
    step = {"kind": "device_checked", "reached": True, "result": "电池鼓包，充不进电"}
    begun = await post(scene.officer, f"/correction/alarms/{alarm_id}/steps", step, status=201)
    assert (begun["status"], begun["hearing"], begun["steps"]) == ("verifying", "heard", 1)
    found = {"outcome": "fault", "finding": "手机电池坏了"}
    closed = await post(scene.officer, f"/correction/alarms/{alarm_id}/close", found)
    assert (closed["is_cleared"], closed["outcome"], closed["allowed_actions"]) == (True, "fault", [])
    assert "不计入考核" in closed["message"]
    async with scene.stack.services.database.session() as session:
        assert await breaches(session, UUID(order["id"])) == []
    again = await scene.officer.client.post(f"/correction/alarms/{alarm_id}/steps", json=STEP)
    assert (again.status_code, again.json()["code"]) == (409, "alarm_closed")
    await scene.stack.drain()
    assert (scene.subject.id, "alarm_cleared") in await told(scene)
    log = (await scene.subject.client.get("/me/access-log")).json()["items"]
    assert "查看提醒核实" in {entry["action_title"] for entry in log}


async def test_a_breach_needs_verification_a_hearing_and_who_decides(scene: Scene) -> None:
    order = await scene.register()
    alarm_id = await raised(scene, order["id"])
    decider = await scene.decider()
    path = f"/correction/alarms/{alarm_id}"
    early = await decider.client.post(f"{path}/confirm-breach", json=BREACH)
    assert (early.status_code, early.json()["code"]) == (409, "wrong_state")
    await post(decider, f"{path}/steps", STEP, status=201)
    unheard = await decider.client.post(f"{path}/confirm-breach", json=BREACH)
    assert (unheard.status_code, unheard.json()["code"]) == (409, "person_not_heard")
    for person, code in ((scene.officer, 403), (scene.subject, 403)):
        assert (await person.client.post(f"{path}/confirm-breach", json=BREACH)).status_code == code
    for outsider in (scene.other_officer, await scene.world.person(Role.SUBJECT)):
        assert (await outsider.client.get(path)).status_code == 404
    bad_close = await scene.officer.client.post(f"{path}/close", json={"outcome": "breach", "finding": "违规"})
    assert (bad_close.status_code, bad_close.json()["errors"][0]["rule"]) == (422, "breach")
    tried = {"kind": "not_reached", "words": "两次打电话没有接通，上门没有人"}
    assert (await post(scene.officer, f"{path}/statements", tried, status=201))["hearing"] == "tried"
    for wrong in ({"kind": "absence"}, {"absent_from": "2026-01-01"}):
        answer = await decider.client.post(f"{path}/confirm-breach", json=BREACH | wrong)
        assert (answer.status_code, answer.json()["errors"][0]["rule"]) == (422, "absence")
    before = {"kind": "absence", "absent_from": "2020-01-01", "absent_to": "2020-02-20"}
    answer = await decider.client.post(f"{path}/confirm-breach", json=BREACH | before)
    assert (answer.status_code, answer.json()["errors"][0]["rule"]) == (422, "too_early")
    found = await post(decider, f"{path}/confirm-breach", BREACH)
    assert (found["outcome"], found["is_cleared"], found["closed_by_name"]) == ("breach", False, "方正")
    # Heard after all: who decides is asked to look again, and may take the finding back.
    own = {"kind": "own", "words": "那天我在县医院住院"}
    await post(scene.subject, f"{path}/statements", own, status=201)
    await scene.stack.drain()
    assert (decider.id, "alarm_stated") in await told(scene)
    reopened = await post(decider, f"{path}/reopen", {"reason": "住院属实，重新核实"})
    assert (reopened["status"], reopened["outcome"], reopened["finding"]) == ("verifying", None, None)
    cleared = await post(scene.officer, f"{path}/close", {"outcome": "explained", "finding": "住院"})
    assert cleared["is_cleared"] is True


FOUND = (
    "status = 'closed', outcome = 'breach', finding = '违规', closed_at = now(),"
    " breach_kind = 'other', breach_gravity = 'minor'"
)
UPDATE = "UPDATE alarm SET {} WHERE id = :id AND id <> :by"
BYPASSES = (
    f"{FOUND}, closed_by = :by",
    f"{FOUND}, closed_by = :by, steps = 9, hearing = 'heard'",
    f"{FOUND}, steps = 9, hearing = 'heard', version = 2",
    "office_told_at = now(), person_told_at = NULL",
)
"""Nobody looked; counts that lie; found by nobody; the office told before the person."""
REWRITES = (
    "UPDATE alarm SET closed_by = :by WHERE id = :id",
    "UPDATE alarm SET person_id = :by WHERE id = :id",
    "UPDATE alarm SET breach_gravity = 'serious' WHERE id = :id AND id <> :by",
    "UPDATE alarm_statement SET words = '承认' WHERE alarm_id = :id AND id <> :by",
    "DELETE FROM alarm_step WHERE alarm_id = :id AND id <> :by",
)
"""Closed by somebody else; about somebody else; made graver; what was said or done rewritten."""


async def test_the_database_itself_refuses_an_unverified_breach_and_rewriting_what_was_said(scene: Scene) -> None:
    order = await scene.register()
    alarm_id, decider = UUID(await raised(scene, order["id"])), await scene.decider()
    heard = UUID(await breach(scene, order["id"]))
    database = scene.stack.services.database
    for changes in BYPASSES:
        with pytest.raises(IntegrityError):
            await run(scene, UPDATE.format(changes), id=alarm_id, by=decider.id)
    for sql in REWRITES:
        with pytest.raises(IntegrityError):
            await run(scene, sql, id=heard, by=scene.officer.id)
    async with database.session() as session:
        found = await session.scalars(select(Alarm.id).where(col(Alarm.outcome) == AlarmOutcome.BREACH))
        assert found.all() == [heard]


async def test_what_arrives_late_withdraws_the_alarm_or_asks_to_look_again(scene: Scene) -> None:
    order = await scene.register()
    await raised(scene, order["id"], key="missed:a")
    database, at = scene.stack.services.database, scene.stack.clock.now()
    async with database.transaction() as session:
        assert await withdraw_alarm(session, "missed:a", "没有网络时的签到后来收到了", at=at)
        assert not await withdraw_alarm(session, "missed:a", "又一次", at=at)
        assert not await withdraw_alarm(session, "missed:none", "没有", at=at)
    [alarm] = (await scene.subject.client.get("/correction/alarms")).json()["items"]
    assert (alarm["status"], alarm["outcome"], alarm["is_cleared"]) == ("closed", "fault", True)
    heard = await breach(scene, order["id"])
    async with database.transaction() as session:
        key = (await session.get_one(Alarm, UUID(heard))).key
        assert not await withdraw_alarm(session, key, "后来收到", at=scene.stack.clock.now())
    await scene.stack.drain()
    assert ((await scene.decider()).id, "breach_contradicted") in await told(scene)


async def test_losing_contact_opens_a_search_at_once_and_one_alone(scene: Scene) -> None:
    order = await scene.register()
    alarm_id = await raised(scene, order["id"], AlarmCause.LOST_CONTACT)
    await raised(scene, order["id"], AlarmCause.NOT_REPORTED_IN)
    [search] = (await scene.officer.client.get("/correction/searches?status=open")).json()["items"]
    assert (search["alarm_id"], search["status"]) == (alarm_id, "open")
    path = f"/correction/searches/{search['id']}"
    for kind in ("family_asked", "police_told", "procuratorate_told"):
        shown = await post(scene.officer, f"{path}/entries", {"kind": kind, "note": "已办"}, status=201)
    assert shown["police_told_at"] is not None
    assert shown["procuratorate_told_at"] is not None
    assert shown["entries"][0]["kind"] == "begun"
    early = {"kind": "call", "note": "打过电话", "made_at": "2020-01-01T00:00:00Z"}
    assert (await scene.officer.client.post(f"{path}/entries", json=early)).status_code == 422
    assert (await scene.other_officer.client.get(path)).status_code == 404
    assert (await scene.subject.client.get(path)).status_code == 403
    done = await post(scene.officer, f"{path}/found", {"note": "在亲戚家找到"})
    assert (done["status"], done["allowed_actions"]) == ("found", [])
    more = await scene.officer.client.post(f"{path}/entries", json={"kind": "call", "note": "再打"})
    assert (more.status_code, more.json()["code"]) == (409, "search_closed")


async def test_whoever_is_lost_is_searched_for_however_many_alarms_say_so(scene: Scene) -> None:
    order = await scene.register()
    at, key = scene.stack.clock.now(), f"lost-contact:{order['id']}"
    await raised(scene, order["id"], AlarmCause.LOST_CONTACT, key=key)
    other = await raised(scene, order["id"], AlarmCause.NOT_REPORTED_IN)
    [search] = (await scene.officer.client.get("/correction/searches?status=open")).json()["items"]
    # One alarm explained leaves the other, and whoever it is about is still looked for.
    await post(scene.officer, f"/correction/alarms/{other}/close", {"outcome": "explained", "finding": "已来报到"})
    assert [one["id"] for one in await searches(scene)] == [search["id"]]
    await scene.stack.advance(hours=1)
    await post(scene.officer, f"/correction/searches/{search['id']}/found", {"note": "在亲戚家找到"})
    # Found, and the silence of then does not search again; lost anew, it does, though the alarm is still open.
    await lost_again(scene, order["id"], key, since=at)
    assert await searches(scene) == []
    await scene.stack.advance(hours=1)
    await lost_again(scene, order["id"], key, since=scene.stack.clock.now())
    [again] = await searches(scene)
    assert again["id"] != search["id"]


async def searches(scene: Scene) -> list[dict[str, Any]]:
    return (await scene.officer.client.get("/correction/searches?status=open")).json()["items"]


async def lost_again(scene: Scene, order_id: str, key: str, *, since: datetime) -> None:
    """The same alarm once more, for a silence that began at ``since``."""
    async with scene.stack.services.database.transaction() as session:
        about = await session.get_one(CorrectionOrder, UUID(order_id))
        told = await raise_alarm(
            session,
            about,
            AlarmCause.LOST_CONTACT,
            key=key,
            confidence=AlarmConfidence.MEDIUM,
            evidence=[Ground("check_in_duty", UUID(order_id), since)],
            at=scene.stack.clock.now(),
        )
    assert told is None


async def test_a_gap_of_an_office_is_about_nobody(scene: Scene) -> None:
    alarm_id = await raised(scene, None, AlarmCause.SIGNAL_GAP_OFFICE, office=scene.office)
    await scene.stack.drain()
    path = f"/correction/alarms/{alarm_id}"
    shown = (await scene.officer.client.get(path)).json()
    assert (shown["order_id"], shown["person_told_at"]) == (None, None)
    assert shown["office_told_at"] is not None
    assert (await scene.other_officer.client.get(path)).status_code == 404
    await post(scene.officer, f"{path}/steps", {**STEP, "kind": "record_checked"}, status=201)
    said = await scene.officer.client.post(f"{path}/statements", json=SAID)
    assert (said.status_code, said.json()["code"]) == (409, "alarm_closed")
    refused = await (await scene.decider()).client.post(f"{path}/confirm-breach", json=BREACH)
    assert (refused.status_code, refused.json()["code"]) == (409, "alarm_without_person")
    closed = await post(scene.officer, f"{path}/close", {"outcome": "fault", "finding": "机房停电"})
    assert closed["is_cleared"] is True
    async with scene.stack.services.database.session() as session:
        assert (await session.execute(select(func.count()).select_from(Alarm))).scalar_one() == 1


async def test_an_alarm_about_a_minor_is_for_those_who_handle_the_file_alone(scene: Scene) -> None:
    scene.subject = await scene.world.person(name="孙小明", born=date(2012, 1, 1))
    colleague = await scene.world.person(Role.OFFICER, agency=scene.office, name="何事")
    order = await scene.register()
    alarm_id, decider = await breach(scene, order["id"]), await scene.decider()
    lost = await raised(scene, order["id"], AlarmCause.LOST_CONTACT)
    await scene.stack.drain()
    notices = await told(scene)
    assert (scene.officer.id, "search_opened") in notices
    assert {template for person_id, template in notices if person_id == colleague.id} == {"role_granted"}
    said = {"kind": "own", "words": "我在外婆家"}
    await post(scene.subject, f"/correction/alarms/{lost}/statements", said, status=201)
    await scene.stack.drain()
    assert (scene.officer.id, "alarm_stated") in await told(scene)
    assert [one for one in await told(scene) if one == (colleague.id, "alarm_stated")] == []
    for list_path in ("/correction/alarms", "/correction/sanctions", "/correction/searches"):
        assert (await scene.officer.client.get(list_path)).json()["items"] == []
    asked = f"/correction/alarms?order_id={order['id']}"
    assert [one["id"] for one in (await scene.officer.client.get(asked)).json()["items"]] == [lost, alarm_id]
    assert (await colleague.client.get(asked)).json()["items"] == []
    assert (await colleague.client.get(f"/correction/alarms/{alarm_id}")).status_code == 404
    measure = {"measure": "admonition", "reason": "没有请假", "alarm_ids": [alarm_id]}
    made = await post(scene.officer, f"/correction/orders/{order['id']}/sanctions", measure, status=201)
    path = f"/correction/sanctions/{made['id']}"
    await post(scene.officer, f"{path}/statements", SAID, status=201)
    shown = await decider.client.post(f"{path}/decide", json={"reason": "同意", "is_publicised": True})
    assert (shown.status_code, shown.json()["code"]) == (409, "measure_not_public")
    assert (await post(decider, f"{path}/decide", {"reason": "同意"}))["status"] == "in_force"
    # Whoever had the file left: who gives it to another hears of the next alarm, and no colleague does.
    ends = "UPDATE role_grant SET valid_to = :now WHERE person_id = :id"
    await run(scene, ends, id=scene.officer.id, now=scene.stack.clock.now())
    await scene.stack.advance(minutes=1)
    await raised(scene, order["id"])
    await scene.stack.drain()
    heard = await told(scene)
    assert (decider.id, "alarm_to_verify") in heard
    assert (colleague.id, "alarm_to_verify") not in heard
