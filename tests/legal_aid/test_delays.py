"""Who is told of a new application and of periods that run out: the staff who must act, and the applicant."""

import pytest

from app.kernel.actor import Role
from tests.legal_aid.scene import Scene, act, ok
from tests.support.world import PersonRef

pytestmark = pytest.mark.anyio


async def told(who: PersonRef) -> dict[str, str]:
    answer = await who.client.get("/me/notices", params={"limit": 100})
    assert answer.status_code == 200, answer.text
    return {notice["template"]: notice["body"] for notice in answer.json()["items"]}


async def test_officers_of_the_centre_are_told_of_a_new_application(scene: Scene) -> None:
    stranger = await scene.world.person(Role.OFFICER, agency=await scene.world.agency())
    case = await scene.submitted()
    await scene.stack.drain()
    (notice,) = [
        item
        for item in (await scene.officer.client.get("/me/notices")).json()["items"]
        if item["template"] == "application_received"
    ]
    assert (notice["object_type"], notice["object_id"]) == ("application", str(case))
    for other in (stranger, scene.worker, scene.decider):
        assert "application_received" not in await told(other)


async def test_deciders_are_warned_before_and_after_the_last_day(scene: Scene) -> None:
    second = await scene.world.person(Role.DECIDER, agency=scene.centre)
    stranger = await scene.world.person(Role.DECIDER, agency=await scene.world.agency())
    await scene.accepted()
    await scene.stack.advance(days=40)
    for decider in (scene.decider, second):
        assert {"clock_at_risk", "clock_overdue"} <= set(await told(decider))
    assert not {"clock_at_risk", "clock_overdue"} & set(await told(stranger))
    assert "clock_overdue" not in await told(scene.officer)


async def test_applicant_is_told_that_the_centre_is_late_and_whom_to_ask(scene: Scene) -> None:
    case = await scene.submitted()
    centre = (await scene.worker.client.get(f"/applications/{case}")).json()["agency"]["name"]
    await scene.stack.advance(days=40)
    body = (await told(scene.worker))["application_overdue"]
    assert centre in body
    assert "12348" in body


async def test_officers_are_told_that_nobody_was_assigned_in_time(scene: Scene) -> None:
    await scene.granted()
    await scene.stack.advance(days=40)
    assert {"clock_at_risk", "clock_overdue"} <= set(await told(scene.officer))
    assert "application_overdue" in await told(scene.worker)


async def test_decision_in_time_leaves_nobody_to_warn(scene: Scene) -> None:
    case = await scene.accepted()
    await ok(act(scene.decider, case, "refuse", {"reasons": "不符合法律援助的条件。"}))
    await scene.stack.advance(days=40)
    assert not {"clock_at_risk", "clock_overdue"} & set(await told(scene.decider))
    assert "application_overdue" not in await told(scene.worker)


async def test_agency_above_is_warned_where_nobody_holds_the_role(scene: Scene) -> None:
    (bureau,) = await scene.rows("SELECT parent_id FROM agency WHERE id = $1", scene.centre.id)
    await scene.submitted()
    async with scene.stack.services.database.transaction() as session:
        connection = await session.connection()
        await connection.exec_driver_sql(
            "UPDATE role_grant SET agency_id = $1 WHERE person_id = $2 AND role = 'decider'",
            (bureau["parent_id"], scene.decider.id),
        )
    await scene.stack.advance(days=40)
    assert "clock_overdue" in await told(scene.decider)


async def test_lawyer_is_told_that_the_case_was_ended(scene: Scene) -> None:
    lawyer = await scene.roster.lawyer()
    case = await scene.handled(lawyer)
    await ok(act(scene.decider, case, "terminate", {"ground": "48-6", "reasons": "申请人自行委托了律师。"}))
    await scene.stack.drain()
    assert "handling_ended" in await told(lawyer.person)
