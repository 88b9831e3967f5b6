"""Accepting and deciding: numbers without gaps, one decision, reasons and remedy, the clocks of art. 43."""

import pytest

from app.kernel.actor import Role
from tests.legal_aid.deciding.helpers import at_once
from tests.legal_aid.scene import Scene, act, ok, problem, view

pytestmark = pytest.mark.anyio
REASONS = "申请事项已经由劳动监察部门处理完毕，工资已经全部付清。"


async def test_acceptance_gives_the_next_number(scene: Scene) -> None:
    first, second = await scene.submitted(), await scene.submitted()
    year = scene.stack.clock.now().year
    assert (await ok(act(scene.officer, second, "accept")))["number"] == f"〔{year}〕法援字第00001号"
    body = await ok(act(scene.officer, first, "accept"))
    assert body["number"] == f"〔{year}〕法援字第00002号"
    assert (body["status"], body["holder"]["role"]) == ("accepted", "decider")


async def test_same_case_is_accepted_once(scene: Scene) -> None:
    case = await scene.submitted()
    answers = await at_once(lambda: act(scene.officer, case, "accept"), lambda: act(scene.decider, case, "accept"))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    rows = await scene.rows("SELECT last FROM application_counter")
    assert rows == [{"last": 1}]


async def test_failed_acceptance_leaves_no_gap(scene: Scene) -> None:
    case, other = await scene.submitted(), await scene.submitted()
    await ok(act(scene.officer, case, "accept"))
    assert problem(await act(scene.officer, case, "accept")) == (409, "wrong_state")
    assert (await ok(act(scene.officer, other, "accept")))["number"].endswith("00002号")


async def test_grant_stops_the_seven_days_and_starts_the_three(scene: Scene) -> None:
    case = await scene.granted()
    body = await view(scene.worker, case)
    assert (body["status"], body["decision"]["outcome"]) == ("granted", "granted")
    assert body["decision"]["basis"] == "《中华人民共和国法律援助法》第四十三条第一款"
    (clock,) = body["clocks"]
    assert (clock["rule_code"], clock["holder_role"]) == ("legal_aid.assign", "officer")
    rows = await scene.rows(
        "SELECT rule_code, outcome FROM statutory_clock WHERE object_id = $1 ORDER BY id", case
    )
    assert [tuple(row.values()) for row in rows] == [
        ("legal_aid.decide", "met"),
        ("legal_aid.promise_accept", "met"),
        ("legal_aid.assign", None),
    ]


async def test_refusal_has_reasons_and_tells_how_to_object(scene: Scene) -> None:
    case = await scene.accepted()
    await ok(act(scene.decider, case, "refuse", {"reasons": REASONS}))
    body = await view(scene.worker, case)
    decision = body["decision"]
    assert (body["status"], body["holder"]) == ("refused", None)
    assert [clock["rule_code"] for clock in body["clocks"]] == ["legal_aid.object"]
    assert decision["reasons"] == REASONS
    assert "异议" in decision["remedy"]
    assert "第四十九条" in decision["remedy"]
    assert "行政复议" in decision["remedy"]


async def test_refusal_without_reasons_is_refused(scene: Scene) -> None:
    case = await scene.accepted()
    assert (await act(scene.decider, case, "refuse", {"reasons": "不符合"})).status_code == 422
    assert (await act(scene.decider, case, "refuse", {})).status_code == 422
    assert (await view(scene.worker, case))["decision"] is None


async def test_two_deciders_at_once_make_one_decision(scene: Scene) -> None:
    other = await scene.world.person(Role.DECIDER, agency=scene.centre, name="沈副主任")
    for _ in range(4):
        case = await scene.accepted()
        answers = await at_once(
            lambda case=case: act(scene.decider, case, "grant"),
            lambda case=case: act(other, case, "refuse", {"reasons": REASONS}),
        )
        assert sorted(answer.status_code for answer in answers) == [200, 409]
        told = next(answer for answer in answers if answer.status_code == 409)
        assert problem(told) == (409, "already_decided")
        rows = await scene.rows("SELECT outcome FROM decision WHERE application_id = $1", case)
        assert len(rows) == 1
        assert problem(await act(other, case, "grant")) == (409, "already_decided")


async def test_officer_does_not_decide(scene: Scene) -> None:
    case = await scene.accepted()
    assert problem(await act(scene.officer, case, "grant")) == (403, "forbidden")
    assert "grant" not in (await view(scene.officer, case))["allowed_actions"]
    assert {"grant", "refuse"} <= set((await view(scene.decider, case))["allowed_actions"])


async def test_decision_before_acceptance_is_refused(scene: Scene) -> None:
    case = await scene.submitted()
    assert problem(await act(scene.decider, case, "grant")) == (409, "wrong_state")


async def test_nobody_handles_their_own_application(scene: Scene) -> None:
    both_roles = await scene.world.person(Role.APPLICANT, Role.OFFICER, Role.DECIDER, agency=scene.centre)
    case = await scene.submitted(both_roles)
    assert problem(await act(both_roles, case, "accept")) == (403, "own_case")
    assert (await view(both_roles, case))["allowed_actions"] == ["withdraw", "recuse"]


async def test_migrant_worker_is_not_checked_for_hardship(scene: Scene) -> None:
    case = await scene.submitted()
    found = {c["code"]: c for c in (await view(scene.officer, case))["eligibility"]}
    assert found["hardship"]["outcome"] == "not_needed"
    assert found["hardship"]["source"] == "《中华人民共和国法律援助法》第四十二条第（三）项"
    assert (found["matter"]["outcome"], found["competence"]["outcome"]) == ("met", "met")
    assert (await view(scene.worker, case))["eligibility"] == []


async def test_queue_is_ordered_by_due_date_and_paged(scene: Scene) -> None:
    late = await scene.submitted()
    await scene.stack.advance(days=3)
    officer = scene.officer.client
    later = [await scene.submitted() for _ in range(2)]
    first = (await officer.get("/applications/queue", params={"limit": 2})).json()
    assert [item["id"] for item in first["items"]] == [str(late), str(later[0])]
    assert first["items"][0]["applicant"] == "张某"
    rules = [clock["rule_code"] for clock in first["items"][0]["clocks"]]
    assert rules == ["legal_aid.promise_accept", "legal_aid.decide"]
    second = (await officer.get("/applications/queue", params={"limit": 2, "cursor": first["next_cursor"]})).json()
    assert [item["id"] for item in second["items"]] == [str(later[1])]
    assert second["next_cursor"] is None
    filtered = await officer.get("/applications/queue", params={"status": "accepted"})
    assert filtered.json()["items"] == []


async def test_overdue_case_says_so(scene: Scene) -> None:
    case = await scene.submitted()
    await scene.stack.advance(days=20)
    fresh = scene.stack.new_client(scene.worker.token)
    clocks = (await fresh.get(f"/applications/{case}")).json()["clocks"]
    assert [clock["overdue"] for clock in clocks] == [True, True]
