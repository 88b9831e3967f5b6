"""Taking on: the receipt, the first to receive keeps the matter, handing over to another centre."""

from uuid import UUID

import pytest

from app.kernel.actor import Role
from tests.legal_aid.deciding.helpers import at_once, clocks, file_of
from tests.legal_aid.scene import Scene, act, fields, ok, problem, view
from tests.support.areas import NEIGHBOUR
from tests.support.world import AgencyRef, PersonRef

pytestmark = pytest.mark.anyio
SAME = "宏远建筑（杭州）有限公司"


async def other_centre(scene: Scene) -> tuple[AgencyRef, PersonRef]:
    centre = await scene.world.agency(area_code=NEIGHBOUR, parent=await neighbour_bureau(scene))
    return centre, await scene.world.person(Role.OFFICER, agency=centre, name="李干事")


async def neighbour_bureau(scene: Scene) -> AgencyRef:
    return await scene.world.agency("justice_bureau", area_code=NEIGHBOUR)


async def filed(scene: Scene, employer: str) -> UUID:
    case = await scene.filled(employer_name=employer)
    body = {"signature_evidence_id": str(await scene.signature(case))}
    await ok(act(scene.worker, case, "submit", body))
    return case


async def test_receipt_lists_verified_materials_with_name_kind_count_and_date(scene: Scene) -> None:
    case = await scene.submitted()
    evidence = await file_of(scene, case)
    body = await ok(act(scene.officer, case, "accept"))
    receipt = (await scene.worker.client.get(f"/applications/{case}/receipt")).json()
    (item,) = receipt["items"]
    assert item == {
        "position": 1,
        "evidence_id": str(evidence),
        "kind": "wage_record",
        "name": "工资条.jpg",
        "copies": 1,
        "received_on": str(scene.stack.clock.now().date()),
    }
    assert receipt["issued_at"] is not None
    assert [clock["rule_code"] for clock in body["clocks"]] == ["legal_aid.decide"]


async def test_same_matter_stays_with_who_received_it_first(scene: Scene) -> None:
    first = await filed(scene, SAME)
    await scene.stack.advance(days=1)
    second = await filed(scene, " 宏远建筑(杭州)有限公司")
    answer = await act(scene.officer, second, "accept")
    assert problem(answer) == (409, "received_elsewhere")
    assert answer.json()["filed_on"] == (await view(scene.worker, first))["submitted_at"][:10]
    assert "张建国" not in answer.text
    path = f"/applications/{second}/earlier"
    earlier = (await scene.officer.client.get(path)).json()
    assert earlier == {key: answer.json()[key] for key in ("agency_name", "agency_phone", "filed_on")}
    assert (await scene.worker.client.get(path)).status_code == 403
    assert (await scene.officer.client.get(f"/applications/{first}/earlier")).json() is None
    assert problem(await act(scene.officer, first, "close-duplicate")) == (409, "not_a_duplicate")
    body = await ok(act(scene.officer, second, "close-duplicate"))
    assert (body["status"], body["clocks"], body["number"]) == ("duplicate", [], None)
    assert (await ok(act(scene.officer, first, "accept")))["number"] is not None


async def test_claims_for_other_months_are_another_matter(scene: Scene) -> None:
    await filed(scene, SAME)
    await scene.stack.advance(days=1)
    case = await scene.filled(employer_name=SAME, period_from="2026-01", period_to="2026-02")
    signature = str(await scene.signature(case))
    await ok(act(scene.worker, case, "submit", {"signature_evidence_id": signature}))
    assert (await ok(act(scene.officer, case, "accept")))["status"] == "accepted"


async def test_transfer_keeps_filing_date_history_and_the_day_the_decision_is_due(scene: Scene) -> None:
    case = await scene.submitted()
    centre, colleague = await other_centre(scene)
    before = (await clocks(scene, case))["legal_aid.decide"]
    filed_at = (await view(scene.worker, case))["submitted_at"]
    await scene.stack.advance(days=2)
    body = {"agency_id": str(centre.id), "reason": "仲裁委员会在该区，由该中心办理更方便。"}
    officer = scene.stack.new_client(scene.officer.token)
    answer = await officer.post(f"/applications/{case}/transfer", json=body)
    assert answer.status_code == 200, answer.text
    assert answer.json()["submitted_at"] == filed_at
    assert problem(await officer.get(f"/applications/{case}")) == (404, "not_found")
    after = (await clocks(scene, case))["legal_aid.decide"]
    assert (after["started_on"], after["due_on"]) == (before["started_on"], before["due_on"])
    assert after["agency_id"] == centre.id
    seen = (await scene.stack.new_client(colleague.token).get(f"/applications/{case}")).json()
    assert (seen["status"], seen["submitted_at"]) == ("submitted", filed_at)
    worker = scene.stack.new_client(scene.worker.token)
    steps = (await worker.get(f"/applications/{case}/history")).json()["items"]
    assert [step["transition"] for step in steps] == ["submit", "transfer"]
    assert steps[1]["by"] != seen["agency"]["name"]
    assert steps[1]["reason"] == body["reason"]


async def test_transfer_to_no_centre_or_without_a_reason_is_refused(scene: Scene) -> None:
    case = await scene.submitted()
    centre, _ = await other_centre(scene)
    assert fields(await act(scene.officer, case, "transfer", {"agency_id": str(centre.id)})) == ["reason"]
    same = {"agency_id": str(scene.centre.id), "reason": "没有理由的理由"}
    assert fields(await act(scene.officer, case, "transfer", same)) == ["agency_id"]
    bureau = {"agency_id": str((await neighbour_bureau(scene)).id), "reason": "没有理由的理由"}
    assert fields(await act(scene.officer, case, "transfer", bureau)) == ["agency_id"]
    await ok(act(scene.officer, case, "accept"))
    taken = {"agency_id": str(centre.id), "reason": "由该中心办理更方便。"}
    assert problem(await act(scene.officer, case, "transfer", taken)) == (409, "wrong_state")


async def test_transfer_and_acceptance_at_once_do_not_both_happen(scene: Scene) -> None:
    case = await scene.submitted()
    centre, _ = await other_centre(scene)
    body = {"agency_id": str(centre.id), "reason": "由该中心办理更方便。"}
    found = await at_once(
        lambda: act(scene.officer, case, "accept"), lambda: act(scene.decider, case, "transfer", body)
    )
    assert sorted(answer.status_code for answer in found) in ([200, 404], [200, 409])


async def test_next_stage_of_a_matter_that_is_over_is_an_application_of_its_own(scene: Scene) -> None:
    first = await filed(scene, SAME)
    await ok(act(scene.officer, first, "accept"))
    await scene.stack.advance(days=1)
    second = await filed(scene, SAME)
    assert problem(await act(scene.officer, second, "accept")) == (409, "received_elsewhere")
    lawyer = await scene.roster.lawyer()
    for state in ("concluded", "file_review", "closed"):
        await scene.rows(
            "UPDATE application SET status = $2, lawyer_person_id = $3 WHERE id = $1",
            first,
            state,
            lawyer.person.id,
        )
        assert problem(await act(scene.officer, second, "close-duplicate")) == (409, "not_a_duplicate")
    assert (await ok(act(scene.officer, second, "accept")))["status"] == "accepted"
