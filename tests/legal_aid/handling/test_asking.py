"""From the officer's choice of several lawyers, or of a firm, to the one who handles the case; the calendar."""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from app.kernel.actor import Role
from app.kernel.clock import local_date
from app.lawyers.roster.models import DutyShift
from tests.legal_aid.handling.desk import Desk
from tests.legal_aid.scene import Scene, act, fields, ok, problem, view

pytestmark = pytest.mark.anyio


async def attempts(scene: Scene, case: UUID) -> list[dict[str, Any]]:
    answer = await scene.officer.client.get(f"/applications/{case}/assignments")
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def test_the_case_goes_to_the_next_chosen_lawyer_and_the_officer_sees_every_step(scene: Scene) -> None:
    lawyers = [await scene.roster.lawyer(name) for name in ("李律师", "周律师", "吴律师")]
    case = await scene.granted()
    shortlist = (await scene.officer.client.get(f"/applications/{case}/candidates")).json()["items"]
    best, second, last = [item["lawyer_id"] for item in shortlist]
    by_id = {str(lawyer.id): lawyer for lawyer in lawyers}
    body: dict[str, Any] = {"lawyer_id": best, "then_lawyer_ids": [second, second]}
    assert fields(await act(scene.officer, case, "assign", body)) == ["then_lawyer_ids"]
    together = await act(scene.officer, case, "assign", {"lawyer_id": best, "together": True})
    assert set(fields(together)) == {"together", "then_lawyer_ids"}
    assert problem(await act(scene.officer, case, "assign", {})) == (422, "choice_invalid")
    body = {"lawyer_id": best, "then_lawyer_ids": [second, last]}
    assert (await ok(act(scene.officer, case, "assign", body)))["status"] == "offered"
    for asked, reason in ((best, "conflict"), (second, "busy")):
        offer = await scene.offer_of(case)
        assert (await by_id[asked].client.get(f"/offers/{offer}")).json()["status"] == "viewed"
        await ok(by_id[asked].client.post(f"/offers/{offer}/decline", json={"reason": reason}))
        await scene.stack.drain()
        assert (await view(scene.worker, case))["status"] == "offered", "another is asked"
    await ok(by_id[last].client.post(f"/offers/{await scene.offer_of(case)}/accept"))
    await scene.stack.drain()
    assert (await view(scene.worker, case))["status"] == "in_handling"
    (attempt,) = await attempts(scene, case)
    assert (attempt["mode"], attempt["status"], attempt["next_position"]) == ("one", "taken", 3)
    assert [item["lawyer_id"] for item in attempt["ranking"]] == [best, second, last] == attempt["planned"]
    assert attempt["ranking"] == shortlist, "as the officer saw it"
    assert [(one["status"], one["decline_reason"]) for one in attempt["offers"]] == [
        ("declined", "conflict"),
        ("declined", "busy"),
        ("accepted", None),
    ]
    assert all(one["viewed_at"] for one in attempt["offers"][:2])
    last_answer = max(datetime.fromisoformat(one["expires_at"]) for one in attempt["offers"])
    assert last_answer < datetime.fromisoformat(attempt["assign_by"]), "all could answer within the days to assign"
    assert {"seed", "weights_version"} <= {name for name, value in attempt.items() if value}
    assert attempt["override_reason"] is None
    assert (await by_id[best].client.get(f"/applications/{case}/assignments")).status_code == 403
    outside = await scene.world.person(Role.OFFICER, agency=await scene.neighbour())
    assert (await outside.client.get(f"/applications/{case}/assignments")).status_code == 404


async def test_acceptance_and_withdrawal_at_the_same_moment_leave_nobody_with_the_case(scene: Scene) -> None:
    lawyer = await scene.roster.lawyer("李律师")
    case = await scene.offered(lawyer)
    accepting = lawyer.client.post(f"/offers/{await scene.offer_of(case)}/accept")
    accepted, withdrawn = await asyncio.gather(accepting, act(scene.worker, case, "withdraw"))
    assert accepted.status_code in {200, 409}
    assert withdrawn.status_code == 200, withdrawn.text
    await scene.stack.drain()
    rows = await scene.rows("SELECT status FROM application WHERE id = $1", case)
    offers = await scene.rows("SELECT status FROM offer WHERE matter_id = $1", case)
    load = await scene.rows("SELECT open_cases FROM lawyer WHERE id = $1", lawyer.id)
    assert (rows, offers, load) == ([{"status": "withdrawn"}], [{"status": "withdrawn"}], [{"open_cases": 0}])


async def test_a_firm_names_the_lawyer_who_takes_the_case(scene: Scene) -> None:
    head, lawyer = await scene.roster.lawyer("黄主任", heads_firm=True), await scene.roster.lawyer("李律师")
    case = await scene.granted()
    body = {"firm_id": str(scene.roster.firm_id)}
    assert (await ok(act(scene.officer, case, "assign", body)))["status"] == "offered"
    (request,) = (await head.client.get("/firm-assignments")).json()["items"]
    path = f"/firm-assignments/{request['id']}"
    assert len((await head.client.get(path)).json()["candidates"]) == 2
    assert (await head.client.get(f"/applications/{case}")).status_code == 404
    await ok(head.client.post(f"{path}/name", json={"lawyer_id": str(lawyer.id)}))
    await ok(lawyer.client.post(f"/offers/{await scene.offer_of(case)}/accept"))
    await scene.stack.drain()
    assert (await view(scene.worker, case))["lawyer"]["name"] == "李律师"
    (attempt,) = await attempts(scene, case)
    assert (attempt["mode"], attempt["firm"], attempt["name_by"]) == ("firm", "西湖律师事务所", None)


async def test_a_firm_that_names_nobody_in_time_leaves_the_centre_to_choose_again(scene: Scene) -> None:
    await scene.roster.lawyer("黄主任", heads_firm=True)
    case = await scene.granted()
    await ok(act(scene.officer, case, "assign", {"firm_id": str(scene.roster.firm_id)}))
    await scene.stack.advance(days=2)
    assert (await view(scene.officer, case))["status"] == "granted"
    assert [one["status"] for one in await attempts(scene, case)] == ["failed"]


async def test_the_calendar_holds_periods_hearings_and_duty_of_the_days_asked_for(desk: Desk) -> None:
    today = local_date(desk.now)
    soon = desk.now + timedelta(days=9)
    hearing = await desk.write("hearing", at=soon, body="西湖区仲裁委", room="二庭", session="arbitration")
    assert hearing.status_code == 201, hearing.text
    moved = await desk.write(
        "hearing",
        at=soon + timedelta(days=1),
        body="西湖区仲裁委",
        session="arbitration",
        corrects_id=hearing.json()["id"],
    )
    assert moved.status_code == 201, moved.text
    shift = DutyShift(
        agency_id=desk.scene.centre.id,
        lawyer_id=desk.lawyer.id,
        on_day=today + timedelta(days=2),
        place="西湖区看守所",
        entered_by=desk.scene.officer.id,
        entered_at=desk.now,
    )
    async with desk.scene.stack.services.database.transaction() as session:
        session.add(shift)
    client = desk.lawyer.client
    items = (await client.get("/handling/calendar")).json()["items"]
    assert [item["kind"] for item in items] == ["duty", "deadline", "hearing"]
    assert (items[0]["place"], items[0]["application_id"]) == ("西湖区看守所", None)
    assert items[2]["on"] == local_date(soon + timedelta(days=1)).isoformat()
    assert {item["application_id"] for item in items[1:]} == {str(desk.case)}
    span = {"from": today.isoformat(), "to": (today + timedelta(days=2)).isoformat()}
    assert [item["kind"] for item in (await client.get("/handling/calendar", params=span)).json()["items"]] == [
        "duty"
    ]
    backwards = {"from": span["to"], "to": span["from"]}
    assert problem(await client.get("/handling/calendar", params=backwards)) == (422, "invalid")
    await desk.complete()
    await ok(act(desk.lawyer.person, desk.case, "conclude"))
    kinds = [item["kind"] for item in (await client.get("/handling/calendar")).json()["items"]]
    assert "report" in kinds
