"""Moves: both offices see them, each step has its clock, and the person is in one office's care all along."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select

from app.correction.alarms.models import Alarm
from app.correction.areas.models import ApprovedArea
from app.correction.moving.receiving import STILL_ABSENT, alarm_when_absent, still_absent
from app.correction.orders.models import CorrectionOrder
from app.kernel.actor import Role
from app.kernel.clock import local_date
from app.kernel.clock_events import ClockOverdue
from app.kernel.clock_models import StatutoryClock
from app.kernel.timers import Timer
from tests.correction.scene import Scene
from tests.support.areas import NEIGHBOUR
from tests.support.world import AgencyRef, PersonRef

pytestmark = pytest.mark.anyio

Json = dict[str, Any]
NEW_TOWN = "330105001"
NEW_RING = [[120.2, 30.2], [120.25, 30.2], [120.25, 30.25], [120.2, 30.25], [120.2, 30.2]]
NEW_AREA: Json = {"geometry": {"type": "Polygon", "coordinates": [NEW_RING]}, "datum": "wgs84"}


def request(scene: Scene, **changes: object) -> Json:
    return {
        "to_area_code": NEW_TOWN,
        "to_place": "米市巷街道某小区",
        "move_on": (local_date(scene.stack.clock.now()) + timedelta(days=45)).isoformat(),
        "reason": "work",
        "explanation": "公司搬到那边",
    } | changes


async def post(who: PersonRef, move: Json, what: str, **body: object) -> tuple[int, Json]:
    answer = await who.client.post(f"/correction/moves/{move['id']}/{what}", json=body)
    return answer.status_code, answer.json()


async def new_office(scene: Scene) -> tuple[AgencyRef, PersonRef]:
    bureau = await scene.world.agency("justice_bureau", area_code=NEIGHBOUR, parent=scene.city)
    office = await scene.world.agency("township_office", area_code=NEW_TOWN, parent=bureau)
    return office, await scene.world.person(Role.OFFICER, agency=office, name="江南")


def clocks(move: Json) -> dict[str, str]:
    return {clock["rule_code"].removeprefix("correction.move_"): clock["holder"] for clock in move["clocks"]}


async def test_a_move_goes_from_office_to_office_step_by_step(scene: Scene) -> None:
    order, decider = await scene.begin(), await scene.decider()
    office, receiver = await new_office(scene)
    path = f"/correction/orders/{order['id']}/moves"
    asked = await scene.subject.client.post(path, json=request(scene))
    assert asked.status_code == 201, asked.text
    move = asked.json()
    assert (move["status"], move["to_agency_id"], move["is_short_notice"]) == ("requested", str(office.id), False)
    assert clocks(move) == {"consult": "经办工作人员"}
    assert (await scene.subject.client.post(path, json=request(scene))).json()["code"] == "move_open"
    listed = (await receiver.client.get("/correction/moves")).json()["items"]
    assert [item["id"] for item in listed] == [move["id"]]
    assert (await scene.other_officer.client.get(f"/correction/moves/{move['id']}")).status_code == 404
    status, consulted = await post(scene.officer, move, "consult", reference="矫函〔2027〕1号")
    assert (status, clocks(consulted)) == (200, {"answer": "经办工作人员"})
    said = {"agrees": True, "answer": "住处核实过，同意接收"}
    assert (await post(scene.officer, move, "answer", **said))[0] == 403
    status, answered = await post(receiver, move, "answer", **said)
    assert (status, clocks(answered)) == (200, {"decide": "审批人员"})
    assert (await post(scene.officer, move, "approve"))[1]["code"] == "level_too_low"
    status, approved = await post(decider, move, "approve")
    assert (status, clocks(approved)) == (
        200,
        {"transfer_file": "经办工作人员", "report_in": "社区矫正对象"},
    )
    assert any("照常签到" in line for line in approved["advice"])
    today = local_date(scene.stack.clock.now()).isoformat()
    assert (await post(receiver, move, "receive", arrived_on=today))[1]["code"] == "area_needed"
    async with scene.stack.services.database.session() as session:
        assert (await session.get_one(CorrectionOrder, UUID(order["id"]))).agency_id == scene.office.id
    status, done = await post(receiver, move, "receive", arrived_on=today, area=NEW_AREA)
    assert (status, done["status"], clocks(done)) == (200, "completed", {"transfer_file": "经办工作人员"})
    async with scene.stack.services.database.session() as session:
        assert (await session.get_one(CorrectionOrder, UUID(order["id"]))).agency_id == office.id
        home = select(ApprovedArea).where(col(ApprovedArea.valid_to).is_(None))
        assert (await session.scalars(home)).one().outline.geometry.bounds[0] == 120.2
    assert (await scene.officer.client.get(f"/correction/orders/{order['id']}")).status_code == 404
    assert (await receiver.client.get(f"/correction/orders/{order['id']}")).status_code == 200
    sent = {"sent_on": today, "reference": "矫移〔2027〕1号"}
    status, complete = await post(scene.officer, move, "files", **sent)
    assert (status, complete["clocks"]) == (200, [])
    assert (await post(scene.officer, move, "files", **sent))[0] == 409
    await scene.stack.drain()
    titles = [item["title"] for item in (await receiver.client.get("/me/notices")).json()["items"]]
    assert {"有人想转到本所", "有人要来报到"} <= set(titles)


async def test_a_place_outside_answers_by_letter_and_disagreement_needs_the_joint_superior(scene: Scene) -> None:
    order, decider = await scene.begin(), await scene.decider()
    path = f"/correction/orders/{order['id']}/moves"
    today = local_date(scene.stack.clock.now())
    soon = (today + timedelta(days=9)).isoformat()
    bad: list[tuple[Json, str]] = [
        (request(scene), "receiver"),
        (request(scene, to_area_code="330106001"), "to_area_code"),
        (request(scene, to_area_code="330100"), "to_area_code"),
        (request(scene, move_on=(today - timedelta(days=1)).isoformat()), "move_on"),
    ]
    for body, field in bad:
        answer = await scene.subject.client.post(path, json=body)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field), answer.text
    outside = request(scene, to_area_code=NEIGHBOUR, receiver="拱墅区社区矫正中心", move_on=soon)
    move = (await scene.officer.client.post(path, json=outside)).json()
    assert move["is_short_notice"]
    assert (await scene.subject.client.get(f"/correction/moves/{move['id']}")).json()["allowed_actions"] == [
        "withdraw"
    ]
    _, consulted = await post(scene.officer, move, "consult", reference="矫函〔2027〕2号")
    assert clocks(consulted) == {"answer": "拱墅区社区矫正中心"}
    assert (await post(scene.officer, move, "answer", agrees=False, answer="没有核实到住处"))[0] == 200
    assert (await post(decider, move, "approve"))[1]["code"] == "move_not_agreed"
    status, approved = await post(decider, move, "approve", superior_reference="杭矫〔2027〕5号")
    assert (status, approved["status"]) == (200, "approved")
    async with scene.stack.services.database.transaction() as session:
        report_in = col(StatutoryClock.rule_code) == "correction.move_report_in"
        clock = (await session.scalars(select(StatutoryClock).where(report_in))).one()
        facts = {name: getattr(clock, name) for name in ClockOverdue.model_fields if name != "clock_id"}
        overdue = ClockOverdue.model_validate(facts | {"clock_id": clock.id})
        await alarm_when_absent(session, overdue, scene.stack.clock.now())
        assert (await session.scalars(select(Alarm))).all() == [], "who has not moved yet is not looked for"
        [timer] = (await session.scalars(select(Timer).where(col(Timer.name) == STILL_ABSENT))).all()
        assert local_date(timer.due_at) == today + timedelta(days=10)
        await still_absent(session, timer.payload, timer.due_at)
    async with scene.stack.services.database.session() as session:
        [alarm] = (await session.scalars(select(Alarm))).all()
    assert (alarm.cause, alarm.outcome) == ("not_reported_in", None)
    arrived = {"arrived_on": today.isoformat()}
    assert (await post(scene.officer, move, "receive", **arrived))[1]["status"] == "completed"
    second = (await scene.subject.client.post(path, json=outside)).json()
    assert (await post(scene.subject, second, "withdraw"))[1]["status"] == "withdrawn"
    open_move = (await scene.subject.client.post(path, json=outside)).json()
    end = {
        "ground": "moved_away",
        "document": "拱矫接〔2027〕3号",
        "document_on": today.isoformat(),
        "ended_on": today.isoformat(),
        "reason": "已到新执行地报到",
    }
    ended = await decider.client.post(f"/correction/orders/{order['id']}/end-early", json=end)
    assert ended.status_code == 200, ended.text
    papers = (await decider.client.get(f"/correction/orders/{order['id']}/papers")).json()["items"]
    kinds = {paper["kind"] for paper in papers}
    assert "move_decision" in kinds
    assert "termination_notice" not in kinds
    await scene.stack.drain()
    seen = (await scene.subject.client.get(f"/correction/moves/{open_move['id']}")).json()
    assert (seen["status"], seen["clocks"]) == ("withdrawn", [])
