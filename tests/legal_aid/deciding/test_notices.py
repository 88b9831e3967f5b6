"""The one deficiency notice: complete, answered bit by bit, never twice for the same, lapsing in the end."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from app.kernel.actor import Role
from app.kernel.clock import local_date
from tests.kernel.statutory import notice_of
from tests.legal_aid.deciding.helpers import (
    MISSING,
    UNCLEAR,
    answers,
    at_once,
    clocks,
    file_of,
    notice,
    noticed,
)
from tests.legal_aid.scene import Scene, act, fields, ok, problem, view

pytestmark = pytest.mark.anyio


async def saved(scene: Scene, case: UUID, body: object) -> dict[str, object]:
    answer = await scene.worker.client.put(f"/applications/{case}/supplement", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"][-1]


async def test_notice_says_everything_at_once_and_the_seven_days_wait(scene: Scene) -> None:
    case = await scene.submitted()
    found = await noticed(scene, case, MISSING, UNCLEAR)
    assert [item["code"] for item in found["items"]] == ["missing_material", "unclear_fact"]
    assert found["items"][0]["text"] == "请补交“说明请求的材料”，可以拍照上传。"
    body = await view(scene.worker, case)
    assert (body["status"], body["holder"]["role"]) == ("supplementing", "applicant")
    shown = {clock["rule_code"]: clock for clock in body["clocks"]}
    assert shown["legal_aid.decide"]["paused_since"] is not None
    assert shown["legal_aid.supplement"]["due_on"] == found["due_on"]
    assert shown["legal_aid.supplement"]["holder_role"] == "applicant"


async def test_notice_without_items_or_with_a_day_gone_is_refused(scene: Scene) -> None:
    case = await scene.submitted()
    assert fields(await act(scene.officer, case, "notices", {"items": []})) == ["items"]
    today = local_date(scene.stack.clock.now())
    for due_on in (today, today + timedelta(days=400)):
        late = {"items": [MISSING], "due_on": due_on.isoformat()}
        assert fields(await act(scene.officer, case, "notices", late)) == ["due_on"]
    never = {"items": [MISSING], "due_on": "2026-02-30"}
    assert fields(await act(scene.officer, case, "notices", never)) == ["due_on"]
    assert (await view(scene.officer, case))["status"] == "submitted"


async def test_every_item_says_what_it_is_about(scene: Scene) -> None:
    case, other = await scene.submitted(), await scene.submitted()
    stranger = str(await file_of(scene, other))
    items = [
        {"code": "missing_material"},
        {"code": "illegible_file", "evidence_id": stranger},
        {"code": "other"},
        {"code": "unclear_fact", "section": "claim", "material": "identity"},
    ]
    answer = await act(scene.officer, case, "notices", {"items": items})
    assert fields(answer) == ["items.0.material", "items.1.evidence_id", "items.2.text", "items.3"]


async def test_answers_are_kept_bit_by_bit_and_handed_in_together(scene: Scene) -> None:
    case = await scene.submitted()
    found = await noticed(scene, case, MISSING, UNCLEAR)
    first, second = (item["id"] for item in found["items"])
    kept = await saved(scene, case, {"answers": [{"item_id": first, "explanation": "工资条丢了"}]})
    assert [item["is_answered"] for item in kept["items"]] == [True, False]  # type: ignore[attr-defined]
    early = await act(scene.worker, case, "supplement", {"answers": []})
    assert (problem(early), fields(early)) == ((422, "supplement_invalid"), ["items.2"])
    evidence = str(await file_of(scene, case))
    last = {"answers": [{"item_id": second, "evidence_ids": [evidence]}]}
    await scene.stack.advance(days=3)
    fresh = scene.stack.new_client(scene.worker.token)
    answer = await fresh.post(f"/applications/{case}/supplement", json=last)
    assert answer.json()["status"] == "submitted"
    row = await clocks(scene, case)
    assert row["legal_aid.supplement"]["outcome"] == "met"
    assert (row["legal_aid.decide"]["paused_days"], row["legal_aid.decide"]["paused_since"]) == (3, None)
    seen = (await fresh.get(f"/applications/{case}/notices")).json()["items"][0]
    assert (seen["status"], seen["items"][1]["evidence_ids"]) == ("answered", [evidence])


async def test_answer_to_an_item_not_asked_changes_nothing(scene: Scene) -> None:
    case, other = await scene.submitted(), await scene.submitted()
    mine, theirs = await noticed(scene, case), await noticed(scene, other)
    body = answers(mine)
    body["answers"].append({"item_id": theirs["items"][0]["id"], "explanation": "另一件事"})
    answer = await act(scene.worker, case, "supplement", body)
    assert (problem(answer), fields(answer)) == ((422, "supplement_invalid"), ["answers.1.item_id"])
    assert (await notice(scene, case))["items"][0]["explanation"] is None
    foreign = answers(mine)
    foreign["answers"][0]["evidence_ids"] = [str(await file_of(scene, other))]
    assert fields(await act(scene.worker, case, "supplement", foreign)) == ["answers.0.evidence_ids"]


async def test_numbered_case_goes_back_to_review(scene: Scene) -> None:
    case = await scene.accepted()
    found = await noticed(scene, case)
    await ok(act(scene.officer, case, "supplement", answers(found)))
    body = await view(scene.worker, case)
    assert (body["status"], body["number"] is not None) == ("accepted", True)


async def test_rejects_second_deficiency_notice_for_what_was_visible(scene: Scene) -> None:
    case = await scene.submitted()
    await ok(act(scene.worker, case, "supplement", answers(await noticed(scene, case, UNCLEAR))))
    await scene.stack.advance(hours=1)
    again = {"items": [UNCLEAR, MISSING, {"code": "hardship_explanation"}]}
    answer = await act(scene.officer, case, "notices", again)
    assert problem(answer) == (409, "visible_the_first_time")
    assert fields(answer) == ["items.1", "items.2"]
    reason = {"override_reason": "对方刚刚提供了相反的材料，必须再核实。"}
    assert problem(await act(scene.officer, case, "notices", again | reason)) == (409, "visible_the_first_time")
    await ok(act(scene.decider, case, "notices", again | reason))
    last = await notice(scene, case)
    assert [item["was_visible_before"] for item in last["items"]] == [False, True, True]
    assert last["override_reason"] is None
    counts = (await scene.decider.client.get("/legal-aid/notice-statistics")).json()["items"]
    assert [(row["notices"], row["later_notices"], row["overrides"]) for row in counts] == [(2, 1, 1)]


async def test_new_file_may_be_asked_about(scene: Scene) -> None:
    case = await scene.submitted()
    found = await noticed(scene, case)
    await scene.stack.advance(hours=1)
    evidence = str(await file_of(scene, case))
    body = {"answers": [{"item_id": found["items"][0]["id"], "evidence_ids": [evidence]}]}
    worker = scene.stack.new_client(scene.worker.token)
    assert (await worker.post(f"/applications/{case}/supplement", json=body)).status_code == 200
    await ok(act(scene.officer, case, "notices", {"items": [{"code": "illegible_file", "evidence_id": evidence}]}))
    assert (await notice(scene, case))["items"][0]["was_visible_before"] is False


async def test_file_for_a_missing_material_counts_on_the_checklist(scene: Scene) -> None:
    case = await scene.submitted()
    found = await noticed(scene, case)
    evidence = await file_of(scene, case)
    body = {"answers": [{"item_id": found["items"][0]["id"], "evidence_ids": [str(evidence)]}]}
    await ok(act(scene.worker, case, "supplement", body))
    rows = await scene.rows("SELECT item, evidence_id FROM application_material WHERE application_id = $1", case)
    assert rows == [{"item": "matter_claim", "evidence_id": evidence}]


async def test_unanswered_notice_warns_and_then_lapses(scene: Scene) -> None:
    case = await scene.submitted()
    found = await noticed(scene, case)
    await scene.stack.advance(days=12)
    worker = scene.stack.new_client(scene.worker.token)
    inbox = [item["template"] for item in (await worker.get("/me/notices")).json()["items"]]
    assert "supplement_due_soon" in inbox
    assert (await worker.get(f"/applications/{case}")).json()["status"] == "supplementing"
    await scene.stack.advance(days=6)
    worker = scene.stack.new_client(scene.worker.token)
    body = (await worker.get(f"/applications/{case}")).json()
    assert (body["status"], body["clocks"]) == ("deemed_withdrawn", [])
    inbox = [item["template"] for item in (await worker.get("/me/notices")).json()["items"]]
    assert "application_lapsed" in inbox
    assert "application_overdue" not in inbox
    late = await worker.post(f"/applications/{case}/supplement", json=answers(found))
    assert problem(late) == (409, "no_open_notice")


async def test_new_holiday_moves_the_last_day_to_answer(scene: Scene) -> None:
    case = await scene.submitted()
    year = local_date(scene.stack.clock.now()).year + 1
    due_on = next(day for day in (date(year, 1, 18) + timedelta(days=n) for n in range(7)) if day.weekday() == 2)
    found = await noticed(scene, case, due_on=due_on.isoformat())
    assert (found["due_on"], found["provisional"]) == (due_on.isoformat(), True)
    body = notice_of(year)
    body["holidays"].append({"name": "加放", "first_day": found["due_on"], "last_day": found["due_on"]})
    client = scene.officer.client
    answer = await client.put(f"/calendar/{year}", json=body, headers={"If-Match": '"0"'})
    assert answer.status_code == 200, answer.text
    await scene.stack.drain()
    moved = await notice(scene, case)
    assert (moved["due_on"], moved["provisional"]) == ((due_on + timedelta(days=1)).isoformat(), False)


async def test_answer_stands_against_the_lapse(scene: Scene) -> None:
    case = await scene.submitted()
    await ok(act(scene.worker, case, "supplement", answers(await noticed(scene, case))))
    await scene.stack.advance(days=30)
    worker = scene.stack.new_client(scene.worker.token)
    assert (await worker.get(f"/applications/{case}")).json()["status"] == "submitted"


async def test_withdrawal_closes_the_notice(scene: Scene) -> None:
    case = await scene.submitted()
    await noticed(scene, case)
    await ok(act(scene.worker, case, "withdraw"))
    assert (await notice(scene, case))["status"] == "rescinded"


async def test_two_officers_at_once_issue_one_notice(scene: Scene) -> None:
    case = await scene.submitted()
    body = {"items": [MISSING]}
    found = await at_once(
        lambda: act(scene.officer, case, "notices", body), lambda: act(scene.decider, case, "notices", body)
    )
    assert sorted(answer.status_code for answer in found) == [200, 409]
    assert len(await scene.rows("SELECT id FROM deficiency_notice WHERE application_id = $1", case)) == 1


async def test_other_county_sees_no_statistics(scene: Scene) -> None:
    await noticed(scene, await scene.submitted())
    elsewhere = await scene.world.person(Role.DECIDER, agency=await scene.world.agency(), name="外地审批")
    assert (await elsewhere.client.get("/legal-aid/notice-statistics")).json()["items"] == []
