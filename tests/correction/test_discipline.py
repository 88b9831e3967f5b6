"""Measures: people propose them on verified breaches, the person is heard, another decides, a third reviews."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import anyio
import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from app.correction.discipline.codes import DisciplineMeasure
from app.correction.discipline.models import Sanction
from app.correction.discipline.proposing import lapse_proposals
from app.kernel.actor import Role
from app.kernel.clock import local_date
from app.notices.models import Notice
from tests.correction.alarming import STEP, breach, post, raised
from tests.correction.scene import Scene

pytestmark = pytest.mark.anyio

Json = dict[str, Any]
WORDS: Json = {"kind": "own", "words": "我知道错了，以后一定请假"}
DECISION: Json = {"reason": "事实清楚，同意"}


def proposal(measure: str, *alarm_ids: str, **changes: object) -> Json:
    return {"measure": measure, "reason": "未经批准离开本县", "alarm_ids": list(alarm_ids)} | changes


async def proposed(scene: Scene, order_id: str, body: Json) -> str:
    made = await post(scene.officer, f"/correction/orders/{order_id}/sanctions", body, status=201)
    return f"/correction/sanctions/{made['id']}"


async def decided(scene: Scene, order_id: str, body: Json, *, heard: bool = True) -> str:
    path = await proposed(scene, order_id, body)
    if heard:
        await post(scene.subject, f"{path}/statements", WORDS, status=201)
    await post(await scene.decider(), f"{path}/decide", DECISION)
    return path


async def test_a_measure_from_proposal_to_objection(scene: Scene) -> None:
    order = await scene.register()
    alarm_id, decider = await breach(scene, order["id"]), await scene.decider()
    ladder = (await scene.officer.client.get(f"/correction/orders/{order['id']}/ladder")).json()
    assert [rung["measure"] for rung in ladder["rungs"]] == ["admonition"]
    assert (ladder["rungs"][0]["is_verified"], "不会自动处理" in ladder["message"]) == (False, True)
    assert "revoke_parole" not in ladder["available"]
    path = await proposed(scene, order["id"], proposal("admonition", alarm_id))
    await scene.stack.drain()
    unheard = await decider.client.post(f"{path}/decide", json=DECISION)
    assert (unheard.status_code, unheard.json()["code"]) == (409, "not_heard_before_decision")
    mine = await post(scene.subject, f"{path}/statements", WORDS, status=201)
    assert (mine["hearing"], mine["allowed_actions"], mine["missing"]) == ("heard", ["state"], [])
    shown = await post(decider, f"{path}/decide", DECISION | {"is_publicised": True})
    assert (shown["status"], shown["decided_by_name"], shown["ladder"]["rungs"][0]["alarm_id"]) == (
        "in_force",
        "方正",
        alarm_id,
    )
    assert shown["paper_id"] is not None
    assert shown["missing"] == ["person", "procuratorate", "public"]
    for recipient in ("person", "procuratorate", "public"):
        body = {"recipient": recipient, "how": "送达"}
        shown = await post(scene.officer, f"{path}/deliveries", body, status=201)
    assert shown["missing"] == []
    # The finding stays while the measure rests on it, and nothing of it can be proposed twice at once.
    kept = await decider.client.post(f"/correction/alarms/{alarm_id}/reopen", json={"reason": "重看"})
    assert (kept.status_code, kept.json()["code"]) == (409, "sanction_rests_on_alarm")
    objected = await post(scene.subject, f"{path}/objections", {"words": "那天在住院"}, status=201)
    [objection] = objected["objections"]
    twice = await scene.subject.client.post(f"{path}/objections", json={"words": "再说一次"})
    assert (twice.status_code, twice.json()["code"]) == (409, "objection_open")
    approver = await scene.approver()
    [waiting] = (await approver.client.get("/correction/objections?status=filed")).json()["items"]
    assert waiting["id"] == objection["id"]
    review = {"is_granted": True, "reason": "病历属实"}
    over = await post(approver, f"/correction/objections/{objection['id']}/review", review)
    assert (over["status"], "不再计算次数" in over["message"]) == ("overturned", True)
    assert (await scene.subject.client.get(path)).json()["status"] == "revoked"
    await scene.stack.advance(seconds=1)
    await post(scene.officer, f"{path}/deliveries", {"recipient": "public", "how": "公示栏"}, status=409)
    await post(decider, f"/correction/alarms/{alarm_id}/reopen", {"reason": "病历属实"})
    ladder = (await scene.subject.client.get(f"/correction/orders/{order['id']}/ladder")).json()
    assert (ladder["rungs"], ladder["admonitions"]) == ([], 0)
    await scene.stack.drain()
    async with scene.stack.services.database.session() as session:
        rows = (await session.scalars(select(Notice).where(col(Notice.object_type) == "sanction"))).all()
    assert {(row.person_id, row.template.value) for row in rows} >= {
        (scene.subject.id, "sanction_proposed"),
        (decider.id, "sanction_to_decide"),
        (scene.subject.id, "sanction_decided"),
        (approver.id, "sanction_objected"),
        (scene.subject.id, "sanction_objection_decided"),
        (scene.subject.id, "sanction_revoked"),
    }


async def test_nothing_but_a_verified_breach_of_the_same_person_grounds_a_measure(scene: Scene) -> None:
    order = await scene.register()
    path, found = f"/correction/orders/{order['id']}/sanctions", await breach(scene, order["id"])
    unverified = await raised(scene, order["id"])
    verified = await raised(scene, order["id"])
    await post(scene.officer, f"/correction/alarms/{verified}/steps", STEP, status=201)
    first, scene.subject = scene.subject, await scene.world.person(name="李某")
    other = await breach(scene, (await scene.register())["id"])
    for body, code in (
        (proposal("admonition"), "needs_breach"),
        (proposal("admonition", unverified), "needs_breach"),
        (proposal("warning", found, verified), "needs_breach"),
        (proposal("warning", other), "needs_breach"),
        (proposal("warning", str(uuid4())), "needs_breach"),
        (proposal("commendation", found), "reward_with_breach"),
        (proposal("revoke_parole", found, addressee="某法院"), "measure_unavailable"),
        (proposal("revoke_probation", found), "invalid"),
        (proposal("admonition", found, addressee="某法院"), "invalid"),
        (proposal("warning", found, arrest_asked=True), "invalid"),
        (proposal("warning", found, evidence_ids=[str(uuid4())]), "invalid"),
    ):
        answer = await scene.officer.client.post(path, json=body)
        assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text
    for person, status in ((scene.other_officer, 404), (first, 403), (await scene.decider(), 403)):
        answer = await person.client.post(path, json=proposal("admonition", found))
        assert answer.status_code == status
    await proposed(scene, order["id"], proposal("admonition", found))
    twice = await scene.officer.client.post(path, json=proposal("admonition", found))
    assert (twice.status_code, twice.json()["code"]) == (409, "proposal_open")


async def test_a_revocation_is_answered_by_the_court_within_its_periods(scene: Scene) -> None:
    start = local_date(scene.stack.clock.now()) - timedelta(days=50)
    order = await scene.register(starts_on=(start - timedelta(days=5)).isoformat())
    days = {"absent_from": start.isoformat(), "absent_to": (start + timedelta(days=45)).isoformat()}
    alarm_id = await breach(scene, order["id"], kind="absence", gravity="serious", **days)
    ladder = (await scene.officer.client.get(f"/correction/orders/{order['id']}/ladder")).json()
    assert (ladder["absence_days"], ladder["rungs"][0]["measure"]) == (45, "revoke_probation")
    body = proposal("revoke_probation", alarm_id, addressee="西湖区人民法院", arrest_asked=True)
    path = await decided(scene, order["id"], body)
    early = await scene.officer.client.post(
        f"{path}/answer", json={"answer": "granted", "answered_on": "2020-01-01", "note": "裁定"}
    )
    assert (early.status_code, early.json()["errors"][0]["rule"]) == (422, "too_early")
    court = {"recipient": "court", "how": "公文交换"}
    shown = await post(scene.officer, f"{path}/deliveries", court, status=201)
    assert {clock["rule_code"] for clock in shown["clocks"]} == {
        "correction.rule_on_revocation",
        "correction.decide_arrest",
    }
    again = await post(scene.officer, f"{path}/deliveries", court, status=201)
    assert len(again["clocks"]) == 2
    today = local_date(scene.stack.clock.now()).isoformat()
    held = {"answer": "granted", "arrested_on": today}
    await post(scene.officer, f"{path}/arrest-answer", {"answer": "granted"})
    shown = await post(scene.officer, f"{path}/arrest-answer", held)  # carried out later; its limit runs
    await post(scene.officer, f"{path}/arrest-answer", held, status=409)
    running = {clock["rule_code"] for clock in shown["clocks"] if clock["stopped_at"] is None}
    assert running == {"correction.rule_on_revocation", "correction.detention_limit"}
    ruling = {"answer": "refused", "answered_on": today, "document": "（2026）浙0106刑更1号", "note": "不予撤销"}
    shown = await post(scene.officer, f"{path}/answer", ruling)
    assert (shown["status"], shown["answer"]) == ("answered", "refused")
    assert all(clock["stopped_at"] is not None for clock in shown["clocks"])


async def test_rewards_need_no_breach_and_two_warnings_lead_to_the_top(scene: Scene) -> None:
    order = await scene.register()
    ladder = (await scene.officer.client.get(f"/correction/orders/{order['id']}/ladder")).json()
    assert (ladder["rungs"], "commendation" in ladder["cautions"]) == ([], True)
    path = await decided(scene, order["id"], proposal("commendation"), heard=False)
    assert (await scene.subject.client.get(path)).json()["status"] == "in_force"
    refused = await scene.subject.client.post(f"{path}/objections", json={"words": "不要"})
    assert (refused.status_code, refused.json()["code"]) == (409, "nothing_to_object_to")
    for _ in range(2):
        await decided(scene, order["id"], proposal("warning", await breach(scene, order["id"])))
    third = await breach(scene, order["id"])
    ladder = (await scene.officer.client.get(f"/correction/orders/{order['id']}/ladder")).json()
    assert ladder["warnings"] == 2
    assert [rung["measure"] for rung in ladder["rungs"]] == ["revoke_probation", "admonition"]
    path = await proposed(scene, order["id"], proposal("admonition", third))
    why = {"reason": "先不处理"}
    await post(await scene.decider(), f"{path}/reject", why)
    path = await proposed(scene, order["id"], proposal("warning", third))
    await post(scene.officer, f"{path}/withdraw", why)
    path = await proposed(scene, order["id"], proposal("warning", third))
    async with scene.stack.services.database.transaction() as session:
        await lapse_proposals(session, UUID(order["id"]), at=scene.stack.clock.now())
    assert (await scene.subject.client.get(path)).json()["status"] == "withdrawn"


LINK = "INSERT INTO sanction_alarm (sanction_id, alarm_id) VALUES (:sanction, :alarm)"
FORCE = "UPDATE sanction SET status = 'in_force', hearing = 'heard', {} WHERE id = :sanction"
CHANGE = "UPDATE sanction SET {} WHERE id = :sanction AND id <> :by"
BY = "decided_by = :by, decided_at = proposed_at + interval '1 hour', decision_reason = '同意'"


async def run(scene: Scene, sql: str, **values: UUID) -> None:
    """One statement past the program, in a transaction of its own."""
    async with scene.stack.services.database.transaction() as session:
        await session.execute(text(sql), values)


async def copy_without_grounds(scene: Scene, sanction_id: UUID) -> None:
    """Another measure like it, with no breach it rests on."""
    async with scene.stack.services.database.transaction() as session:
        given = (await session.get_one(Sanction, sanction_id)).model_dump(exclude={"id", "measure"})
        session.add(Sanction(**given, measure=DisciplineMeasure.ADMONITION))


async def test_the_database_itself_refuses_a_measure_without_a_breach_or_a_decider(scene: Scene) -> None:
    order = await scene.register()
    path = await proposed(scene, order["id"], proposal("warning", await breach(scene, order["id"])))
    sanction, alarm = UUID(path.rsplit("/", 1)[1]), UUID(await raised(scene, order["id"]))
    decider = await scene.decider()
    with pytest.raises(IntegrityError, match="heard"):
        await run(scene, FORCE.format(BY), sanction=sanction, by=decider.id)
    await post(scene.subject, f"{path}/statements", WORDS, status=201)
    refused: list[tuple[str, dict[str, UUID]]] = [
        (LINK, {"alarm": alarm}),
        (FORCE.format("version = 2"), {}),
        (FORCE.format(BY), {"by": scene.officer.id}),
        (FORCE.format(BY), {"by": scene.other_officer.id}),
        ("UPDATE sanction SET breaches = 2 WHERE id = :sanction", {}),
        ("DELETE FROM sanction_alarm WHERE sanction_id = :sanction", {}),
    ]
    for sql, values in refused:
        with pytest.raises(IntegrityError):
            await run(scene, sql, sanction=sanction, **values)
    with pytest.raises(IntegrityError):
        await copy_without_grounds(scene, sanction)
    await run(scene, FORCE.format(BY), sanction=sanction, by=decider.id)
    # What people decided stays what they decided: no other measure or time; nothing rejected revives.
    for change in ("measure = 'admonition'", "proposed_at = now()", "decided_at = now()"):
        with pytest.raises(IntegrityError, match="stays as it was"):
            await run(scene, CHANGE.format(change), sanction=sanction, by=scene.officer.id)
    second = await proposed(scene, order["id"], proposal("admonition", await breach(scene, order["id"])))
    await post(scene.subject, f"{second}/statements", WORDS, status=201)
    await post(decider, f"{second}/reject", {"reason": "不必处理"})
    with pytest.raises(IntegrityError, match="stays as it was"):
        await run(
            scene,
            CHANGE.format("status = 'in_force'"),
            sanction=UUID(second.rsplit("/", 1)[1]),
            by=scene.officer.id,
        )


async def test_whoever_proposed_does_not_decide_and_whoever_decided_does_not_review(scene: Scene) -> None:
    order = await scene.register()
    both = await scene.world.person(Role.OFFICER, Role.DECIDER, Role.APPROVER, agency=scene.bureau, name="双职")
    officer, scene.officer = scene.officer, both
    path = await proposed(scene, order["id"], proposal("commendation"))
    own = await both.client.post(f"{path}/decide", json=DECISION)
    assert (own.status_code, own.json()["code"]) == (409, "two_people_needed")
    scene.officer = officer
    path = await proposed(scene, order["id"], proposal("warning", await breach(scene, order["id"])))
    await post(scene.subject, f"{path}/statements", WORDS, status=201)
    await post(both, f"{path}/decide", DECISION)
    [objection] = (await post(scene.subject, f"{path}/objections", {"words": "不服"}, status=201))["objections"]
    review = f"/correction/objections/{objection['id']}/review"
    same = await both.client.post(review, json={"is_granted": False, "reason": "维持"})
    assert (same.status_code, same.json()["code"]) == (409, "two_people_needed")
    upheld = await post(await scene.approver(), review, {"is_granted": False, "reason": "事实清楚"})
    assert "人民检察院" in upheld["message"]
    await post(await scene.decider(), f"{path}/lift", {"reason": "情况有变化"})
    assert (await scene.subject.client.get(path)).json()["status"] == "revoked"


async def test_a_finding_taken_back_while_a_measure_is_proposed_on_it_leaves_one_of_the_two(scene: Scene) -> None:
    order, decider = await scene.register(), await scene.decider()
    alarm_id = await breach(scene, order["id"])
    answers: dict[str, int] = {}

    async def send(name: str, client: httpx.AsyncClient, path: str, body: Json) -> None:
        answers[name] = (await client.post(path, json=body)).status_code

    async with anyio.create_task_group() as group:
        path = f"/correction/orders/{order['id']}/sanctions"
        body = proposal("admonition", alarm_id)
        group.start_soon(send, "propose", scene.officer.client, path, body)
        reopening = f"/correction/alarms/{alarm_id}/reopen"
        group.start_soon(send, "reopen", decider.client, reopening, {"reason": "重新核实"})
    assert answers in ({"propose": 201, "reopen": 409}, {"propose": 422, "reopen": 200})
