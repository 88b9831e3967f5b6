"""Handing in: everything missing is told at once, the filing date and the seven days begin, once."""

import pytest

from app.kernel.actor import Role
from tests.legal_aid.scene import HARDSHIP, Scene, act, fields, ok, problem, put, view
from tests.support.areas import NEIGHBOUR

pytestmark = pytest.mark.anyio


async def test_all_missing_parts_are_listed_at_once(scene: Scene) -> None:
    stranger = await scene.world.person(Role.APPLICANT, phone=False, real_name=False)
    case = await scene.draft(stranger)
    answer = await act(stranger, case, "submit", {})
    assert problem(answer) == (422, "application_incomplete")
    assert fields(answer) == ["phone", "real_name", "applicant", "claim", "place", "signature_evidence_id"]
    assert all(error["message"] for error in answer.json()["errors"])
    assert (await view(stranger, case))["status"] == "draft"


async def test_submission_fixes_filing_date_holder_and_due_date(scene: Scene) -> None:
    case = await scene.submitted()
    body = await view(scene.worker, case)
    assert body["status"] == "submitted"
    assert body["submitted_at"] is not None
    assert body["agency"]["id"] == str(scene.centre.id)
    assert body["holder"] == {"role": "officer", "name": body["agency"]["name"], "duty": "受理申请"}
    promise, clock = body["clocks"]
    assert (promise["rule_code"], promise["binding"]) == ("legal_aid.promise_accept", False)
    assert (clock["rule_code"], clock["article"], clock["binding"]) == (
        "legal_aid.decide",
        "第四十三条第一款",
        True,
    )
    assert clock["days_left"] >= 7
    assert "withdraw" in body["allowed_actions"]


async def test_second_submission_is_told_clearly(scene: Scene) -> None:
    case = await scene.submitted()
    before = await view(scene.worker, case)
    signature = {"signature_evidence_id": before["signature_evidence_id"]}
    assert problem(await act(scene.worker, case, "submit", signature)) == (409, "already_submitted")
    assert (await view(scene.worker, case))["submitted_at"] == before["submitted_at"]


async def test_repeated_submission_with_one_key_is_one_submission(scene: Scene) -> None:
    case = await scene.filled()
    body = {"signature_evidence_id": str(await scene.signature(case))}
    headers = {"Idempotency-Key": "submit-0001"}
    path = f"/applications/{case}/submit"
    first = await scene.worker.client.post(path, json=body, headers=headers)
    again = await scene.worker.client.post(path, json=body, headers=headers)
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.headers["idempotency-replayed"] == "true"
    assert again.json() == first.json()
    other = await scene.worker.client.post(path, json={}, headers=headers)
    assert problem(other) == (422, "idempotency_key_reused")


async def test_signature_of_another_case_does_not_sign(scene: Scene) -> None:
    other = await scene.filled()
    foreign = await scene.signature(other)
    case = await scene.filled()
    answer = await act(scene.worker, case, "submit", {"signature_evidence_id": str(foreign)})
    assert (answer.status_code, fields(answer)) == (422, ["signature_evidence_id"])
    await scene.signature(case)
    answer = await act(scene.worker, case, "submit", {"signature_evidence_id": str(foreign)})
    assert answer.json()["errors"][0]["rule"] == "not_the_signature"


async def test_whoever_is_no_migrant_worker_states_hardship(scene: Scene) -> None:
    case = await scene.filled()
    await put(scene.worker.client, case, "applicant", {"is_migrant_worker": False}, 4)
    signed = {"signature_evidence_id": str(await scene.signature(case))}
    answer = await act(scene.worker, case, "submit", signed)
    assert fields(answer) == ["hardship"]
    await ok(put(scene.worker.client, case, "hardship", HARDSHIP, 5))
    await ok(act(scene.worker, case, "submit", signed))
    conditions = (await view(scene.officer, case))["eligibility"]
    check = next(condition for condition in conditions if condition["code"] == "hardship_check")
    assert (check["outcome"], check["value"]) == ("met", "个人诚信承诺")


async def test_place_without_a_centre_is_told_and_the_draft_is_kept(scene: Scene) -> None:
    case = await scene.filled()
    await put(scene.worker.client, case, "place", {"area_code": NEIGHBOUR}, 4)
    answer = await act(scene.worker, case, "submit", {"signature_evidence_id": str(await scene.signature(case))})
    assert fields(answer) == ["place.area_code"]
    assert (await view(scene.worker, case))["status"] == "draft"


async def test_withdrawal_ends_clock_and_case(scene: Scene) -> None:
    case = await scene.submitted()
    body = await ok(act(scene.worker, case, "withdraw"))
    assert (body["status"], body["clocks"], body["allowed_actions"]) == ("withdrawn", [], [])
    assert problem(await act(scene.worker, case, "withdraw")) == (409, "wrong_state")
    assert problem(await act(scene.officer, case, "accept")) == (409, "wrong_state")
    rows = await scene.rows("SELECT outcome FROM statutory_clock WHERE object_id = $1", case)
    assert rows == [{"outcome": "cancelled"}] * 2


async def test_draft_is_discarded_not_withdrawn(scene: Scene) -> None:
    case = await scene.draft()
    assert problem(await act(scene.worker, case, "withdraw")) == (409, "wrong_state")


async def test_submission_tells_the_rest_of_the_product(scene: Scene) -> None:
    case = await scene.submitted()
    rows = await scene.rows(
        "SELECT payload->>'application_id' AS id FROM event_record WHERE name = 'ApplicationSubmitted'"
    )
    assert rows == [{"id": str(case)}]
