"""A whole queue planned, looked at, changed and carried out, over HTTP."""

from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import event, update
from sqlmodel import col

from app.lawyers.batch import committing, planning
from app.lawyers.roster.models import Lawyer
from app.legal_aid.handling.needs import need_of, needs_of
from app.legal_aid.handling.queueing import WaitingCases
from app.legal_aid.models import Application
from tests.lawyers.scene import LawyerRef
from tests.legal_aid.batch.conftest import Queue, ok_of
from tests.legal_aid.scene import act, chosen, ok, problem, view

pytestmark = pytest.mark.anyio


async def change(queue: Queue, path: str, position: int, lawyer: LawyerRef | None, reason: str) -> httpx.Response:
    client = queue.scene.officer.client
    version = (await client.get(path)).headers["ETag"]
    body = {"lawyer_id": lawyer and str(lawyer.id), "reason": reason}
    return await client.put(f"{path}/lines/{position}", json=body, headers={"If-Match": version})


async def set_lawyer(queue: Queue, lawyer: LawyerRef, **values: object) -> None:
    async with queue.scene.stack.services.database.transaction() as session:
        await session.execute(update(Lawyer).where(col(Lawyer.id) == lawyer.id).values(**values))


async def test_a_queue_is_planned_shown_and_carried_out(queue: Queue) -> None:
    path = await queue.planned()
    shown = await queue.view(path)
    assert (shown["status"], shown["matters"], shown["planned"], shown["unserved"]) == ("ready", 3, 3, 0)
    assert (shown["is_optimal"], shown["bound"], shown["lawyers"]) == (True, shown["score"], 2)
    assert shown["changes"] == {
        "is_stale": False, "matters_gone": 0, "matters_new": 0, "lawyers_changed": 0, "weights_changed": False,
    }  # fmt: skip
    assert shown["allowed_actions"] == ["commit", "discard", "change_line"]
    lines = await queue.lines(path)
    assert [line["matter_id"] for line in lines] == [str(case) for case in queue.cases]
    assert sorted(line["lawyer"]["name"] for line in lines) == ["周律师", "李律师", "李律师"]
    assert sum(line["score"] for line in lines) == pytest.approx(shown["score"], abs=1e-5)
    assert all(line["reasons"] and "张建国" not in str(line) for line in lines)
    assert await queue.scene.rows("SELECT id FROM offer") == []
    client = queue.scene.officer.client
    assert (await ok(client.post(f"{path}/commit", json={})))["status"] == "committing"
    await queue.scene.stack.drain()
    shown = await queue.view(path)
    assert (shown["status"], shown["asked"], shown["refused"], shown["changes"]) == ("done", 3, 0, None)
    offers = await queue.scene.rows(
        "SELECT batch_id, override_reason, lawyer_id FROM offer JOIN assignment ON assignment.id = assignment_id"
    )
    assert {str(offer["batch_id"]) for offer in offers} == {shown["id"]}
    assert {offer["override_reason"] for offer in offers} == {None}
    assert {(await view(queue.scene.worker, case))["status"] for case in queue.cases} == {"offered"}
    assert problem(await client.post(f"{path}/commit", json={})) == (409, "wrong_state")
    assert [item["id"] for item in (await ok(client.get(queue.path)))["items"]] == [shown["id"]]


async def test_what_changed_meanwhile_is_told_and_fails_by_line_alone(queue: Queue) -> None:
    client = queue.scene.officer.client
    path = await queue.planned()
    lines = await queue.lines(path)
    taken = next(line for line in lines if line["lawyer"]["name"] == "李律师")
    await ok(act(queue.scene.officer, UUID(taken["matter_id"]), "assign", chosen(queue.better)))
    at = queue.scene.stack.clock.now()
    await set_lawyer(queue, queue.other, suspended_at=at, suspension_reason="投诉调查", updated_at=at)
    refused = await client.post(f"{path}/commit", json={})
    assert problem(refused) == (409, "batch_stale")
    assert refused.json()["changes"]["matters_gone"] == 1
    assert (await queue.view(path))["changes"]["is_stale"] is True
    assert (await queue.view(path))["status"] == "ready"
    await ok(client.post(f"{path}/commit", json={"despite_changes": True}))
    await queue.scene.stack.drain()
    shown = await queue.view(path)
    assert (shown["status"], shown["asked"], shown["refused"]) == ("done", 1, 2)
    told = {line["refusal_code"]: line["refusal"] for line in await queue.lines(path, status="refused")}
    assert set(told) == {"wrong_state", "lawyer_excluded"}
    assert "周律师已暂停接受指派" in told["lawyer_excluded"]
    loads = await queue.scene.rows("SELECT open_cases, capacity FROM lawyer WHERE open_cases > 0")
    assert loads == [{"open_cases": 2, "capacity": 2}]


async def test_what_waits_behind_a_full_plan_does_not_make_it_stale(
    queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (planning, committing):
        monkeypatch.setattr(module, "MOST_MATTERS", 2)
    path = await queue.planned()
    shown = await queue.view(path)
    assert (shown["matters"], shown["changes"]["matters_new"], shown["changes"]["is_stale"]) == (2, 0, False)
    (first, _) = await queue.lines(path)
    await ok(act(queue.scene.officer, UUID(first["matter_id"]), "assign", chosen(queue.better)))
    changes = (await queue.view(path))["changes"]
    assert (changes["matters_gone"], changes["matters_new"]) == (1, 1)


async def test_lines_are_changed_with_a_reason_and_checked(queue: Queue) -> None:
    client = queue.scene.officer.client
    path = await queue.planned()
    lines = await queue.lines(path)
    (second,) = [line["position"] for line in lines if line["lawyer"]["name"] == "周律师"]
    first, third = [line["position"] for line in lines if line["position"] != second]
    full = await change(queue, path, second, queue.better, "recipient_asked")
    assert problem(full) == (409, "lawyer_excluded")
    assert full.json()["constraints"] == ["at_capacity"]
    assert problem(await change(queue, path, first, queue.other, "other")) == (422, "invalid")
    moved = await ok_of(await change(queue, path, first, queue.other, "recipient_asked"))
    assert (moved["lawyer"]["name"], moved["change_reason"]) == ("周律师", "recipient_asked")
    assert moved["planned_lawyer_id"] == str(queue.better.id)
    gone = await ok_of(await change(queue, path, third, None, "agreed_before"))
    assert (gone["status"], gone["lawyer"], gone["reasons"]) == ("removed", None, [])
    headers = {"If-Match": '"1"'}
    body = {"lawyer_id": None, "reason": "agreed_before"}
    assert problem(await client.put(f"{path}/lines/1", json=body, headers=headers)) == (412, "precondition_failed")
    assert (await change(queue, path, 9, None, "agreed_before")).status_code == 404
    stranger = LawyerRef(queue.cases[0], queue.better.person)
    assert problem(await change(queue, path, third, stranger, "agreed_before")) == (422, "lawyer_not_on_roster")
    await ok(client.post(f"{path}/commit", json={}))
    await queue.scene.stack.drain()
    assert [line["status"] for line in await queue.lines(path)].count("asked") == 2
    reasons = await queue.scene.rows("SELECT override_reason FROM assignment WHERE override_reason IS NOT NULL")
    assert reasons == [{"override_reason": "recipient_asked"}]
    assert problem(await change(queue, path, third, None, "agreed_before")) == (409, "wrong_state")


async def test_a_line_that_breaks_does_not_keep_the_queue(queue: Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    client = queue.scene.officer.client
    path = await queue.planned()
    version = (await client.get(path)).headers["ETag"]
    body = {"lawyer_id": None, "reason": "other", "note": "不再\u202e需要"}
    refused = await client.put(f"{path}/lines/1", json=body, headers={"If-Match": version})
    assert (problem(refused), refused.json()["errors"][0]["field"]) == ((422, "invalid"), "note")
    assign = WaitingCases.assign

    async def breaking(self: WaitingCases, *args: Any, **more: Any) -> UUID:
        if args[2] == queue.cases[0]:
            raise ValueError("a fault of ours")
        return await assign(self, *args, **more)

    monkeypatch.setattr(WaitingCases, "assign", breaking)
    await ok(client.post(f"{path}/commit", json={}))
    await queue.scene.stack.drain()
    shown = await queue.view(path)
    assert (shown["status"], shown["asked"], shown["refused"]) == ("done", 2, 1)
    assert (await queue.lines(path))[0]["refusal_code"] == "not_carried_out"


async def test_all_at_capacity_says_why_and_there_is_nothing_to_carry_out(queue: Queue) -> None:
    client = queue.scene.officer.client
    for lawyer in (queue.better, queue.other):
        await set_lawyer(queue, lawyer, capacity=0)
    path = await queue.planned(method="greedy")
    shown = await queue.view(path)
    assert (shown["unserved"], shown["is_optimal"], shown["score"]) == (3, None, 0)
    (first, *_) = await queue.lines(path, status="unserved")
    assert first["obstacles"] == [{"code": "at_capacity", "lawyers": 2, "text": "在办案件已满：2 名律师"}]
    assert problem(await client.post(f"{path}/commit", json={})) == (409, "batch_empty")
    assert (await ok(client.post(f"{path}/discard")))["status"] == "discarded"
    answer = await client.post(queue.path, json={})
    assert problem(await client.post(queue.path, json={})) == (409, "batch_at_work")
    await ok(client.post(f"{queue.path}/{answer.json()['id']}/discard"))
    await queue.scene.stack.drain()
    assert (await queue.view(f"{queue.path}/{answer.json()['id']}"))["matters"] == 0


async def test_needs_of_a_queue_take_as_many_statements_as_those_of_one_matter(queue: Queue) -> None:
    services = queue.scene.stack.services
    counted: list[str] = []

    def count(*args: object) -> None:
        counted.append(str(args[2]))

    engine = services.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", count)
    try:
        async with services.database.transaction() as session:
            cases = [await session.get_one(Application, case) for case in queue.cases]
            counted.clear()
            alone = [await need_of(session, case) for case in cases]
            each = len(counted) / len(cases)
            counted.clear()
            assert list((await needs_of(session, cases)).values()) == alone
            assert len(counted) == each
    finally:
        event.remove(engine, "before_cursor_execute", count)
