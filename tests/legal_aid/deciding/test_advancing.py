"""Aid first, formalities afterwards; ending aid, and sending the decision."""

from datetime import timedelta

import pytest

from app.kernel.clock import local_date
from tests.legal_aid.deciding.helpers import REASONS, clocks, noticed
from tests.legal_aid.scene import Scene, act, fields, ok, problem, view

pytestmark = pytest.mark.anyio


def day(scene: Scene, days: int) -> str:
    return (local_date(scene.stack.clock.now()) + timedelta(days=days)).isoformat()


def urgent(scene: Scene, days: int) -> dict[str, object]:
    reasons = "仲裁时效马上就要届满，需要及时申请仲裁。"
    return {"ground": "44-1", "limitation_on": day(scene, days), "reasons": reasons}


async def test_aid_comes_first_two_days_before_the_limitation_ends(scene: Scene) -> None:
    case = await scene.submitted()
    await noticed(scene, case)
    body = await ok(act(scene.decider, case, "advance", urgent(scene, 2) | {"formalities_due_on": day(scene, 20)}))
    assert (body["status"], body["decision"]["outcome"]) == ("granted", "advanced")
    assert "第四十四条" in body["decision"]["basis"]
    assert body["number"] is not None
    shown = {clock["rule_code"]: clock for clock in body["clocks"]}
    assert set(shown) == {"legal_aid.assign", "legal_aid.advance_formalities"}
    assert shown["legal_aid.advance_formalities"]["holder_role"] == "applicant"
    notices = (await scene.worker.client.get(f"/applications/{case}/notices")).json()["items"]
    assert notices[0]["status"] == "rescinded"
    assert "complete_formalities" in (await view(scene.officer, case))["allowed_actions"]
    done = await ok(act(scene.officer, case, "formalities", {"note": "已经补交身份证复印件。"}))
    assert [clock["rule_code"] for clock in done["clocks"]] == ["legal_aid.assign"]
    again = await act(scene.officer, case, "formalities", {"note": "已经补交身份证复印件。"})
    assert problem(again) == (409, "clock_not_running")


async def test_limitation_must_be_near_and_to_come(scene: Scene) -> None:
    case = await scene.submitted()
    for days in (7, -1):
        answer = await act(scene.decider, case, "advance", urgent(scene, days))
        assert (problem(answer), fields(answer)) == ((422, "not_urgent"), ["limitation_on"])
    nothing = urgent(scene, 0) | {"limitation_on": None}
    assert fields(await act(scene.decider, case, "advance", nothing)) == ["limitation_on"]
    other = urgent(scene, 2) | {"ground": "44-2"}
    for day, name in (("9999-12-31", "limitation_on"), ("9999-12-31", "formalities_due_on")):
        assert fields(await act(scene.decider, case, "advance", other | {name: day})) == [name]
    assert (await view(scene.worker, case))["status"] == "submitted"
    assert (await ok(act(scene.decider, case, "advance", urgent(scene, 6))))["status"] == "granted"


async def test_missing_formalities_are_reminded_and_told_to_the_centre(scene: Scene) -> None:
    case = await scene.submitted()
    await ok(act(scene.decider, case, "advance", urgent(scene, 2)))
    await scene.stack.advance(days=14)
    worker, officer = (scene.stack.new_client(who.token) for who in (scene.worker, scene.officer))
    inbox = [item["template"] for item in (await worker.get("/me/notices")).json()["items"]]
    assert "formalities_due_soon" in inbox
    desk = [item["template"] for item in (await officer.get("/me/notices")).json()["items"]]
    assert "formalities_overdue" in desk
    assert (await worker.get(f"/applications/{case}")).json()["status"] == "granted"


async def test_aid_without_a_lawyer_can_be_ended_and_the_decision_is_sent(scene: Scene) -> None:
    case = await scene.granted()
    body = await ok(act(scene.decider, case, "terminate", {"ground": "48-7", "reasons": REASONS}))
    assert (body["status"], body["lawyer"]) == ("terminated", None)
    shown = {clock["rule_code"]: clock["holder_role"] for clock in body["clocks"]}
    assert shown == {"legal_aid.send_termination": "officer", "legal_aid.object": "applicant"}
    early = await act(scene.officer, case, "termination-sent", {"method": "post", "sent_on": day(scene, 1)})
    assert fields(early) == ["sent_on"]
    sent = {"method": "post", "sent_on": day(scene, 0)}
    done = await ok(act(scene.officer, case, "termination-sent", sent))
    assert [clock["rule_code"] for clock in done["clocks"]] == ["legal_aid.object"]
    assert problem(await act(scene.officer, case, "termination-sent", sent)) == (409, "already_sent")


async def test_offer_is_taken_back_when_aid_ends(scene: Scene) -> None:
    case = await scene.offered(await scene.roster.lawyer())
    await ok(act(scene.decider, case, "terminate", {"ground": "48-6", "reasons": REASONS}))
    await scene.stack.drain()
    rows = await scene.rows("SELECT status FROM offer WHERE matter_id = $1", case)
    assert [row["status"] for row in rows] == ["withdrawn"]
    assert (await clocks(scene, case))["legal_aid.assign"]["outcome"] == "cancelled"


async def test_time_to_object_ends_by_itself(scene: Scene) -> None:
    case = await scene.accepted()
    await ok(act(scene.decider, case, "refuse", {"reasons": REASONS}))
    await scene.stack.advance(days=20)
    assert (await clocks(scene, case))["legal_aid.object"]["outcome"] == "cancelled"
