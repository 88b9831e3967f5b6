"""An application is asked for exactly what it needs, and each file given is one of its own."""

from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import update
from sqlmodel import col

from app.evidence.enums import EvidenceKind, EvidenceStatus, MediaType
from app.evidence.models import Evidence
from app.kernel.actor import Role
from app.kernel.database import new_id
from app.legal_aid.enums import ApplicationStatus
from app.legal_aid.models import Application
from tests.legal_aid.scene import Scene, fields, problem
from tests.support.areas import COUNTY
from tests.support.world import PersonRef

pytestmark = pytest.mark.anyio
WAGES, SLIP = EvidenceKind.WAGE_RECORD, EvidenceKind.BANK_SLIP


async def upload(
    scene: Scene,
    case: UUID,
    kind: EvidenceKind = WAGES,
    status: EvidenceStatus = EvidenceStatus.VERIFIED,
    owner: PersonRef | None = None,
) -> str:
    """A file of the case, as if uploaded."""
    at = scene.stack.clock.now()
    item = Evidence(
        matter_id=case,
        owner_id=(owner or scene.worker).id,
        kind=kind,
        name="材料.png",
        media_type=MediaType.PNG,
        size_bytes=2048,
        sha256=new_id().hex * 2,
        object_key=f"e/{new_id()}",
        status=status,
        declared_at=at,
        arrived_at=at,
        verified_at=at if status is EvidenceStatus.VERIFIED else None,
        updated_at=at,
    )
    async with scene.stack.services.database.transaction() as session:
        session.add(item)
    return str(item.id)


async def give(who: PersonRef, case: UUID, code: str, *evidence_ids: str) -> httpx.Response:
    body = {"evidence_ids": list(evidence_ids)}
    return await who.client.put(f"/applications/{case}/materials/{code}", json=body)


async def given(who: PersonRef, case: UUID) -> dict[str, list[str]]:
    answer = await who.client.get(f"/applications/{case}/materials")
    assert answer.status_code == 200, answer.text
    return {item["code"]: item["evidence_ids"] for item in answer.json()["items"]}


async def bring_to(scene: Scene, case: UUID, status: ApplicationStatus) -> None:
    """Put the case into a state that another use case leads to."""
    statement = update(Application).where(col(Application.id) == case).values(status=status)
    async with scene.stack.services.database.transaction() as session:
        await session.execute(statement)


async def test_case_lists_what_it_needs(scene: Scene) -> None:
    case = await scene.filled()
    asked = await given(scene.worker, case)
    assert list(asked) == ["application_form", "identity", "status_proof", "matter_claim", "matter_link"]
    assert not any(asked.values())


async def test_one_file_may_serve_two_items(scene: Scene) -> None:
    case = await scene.filled()
    file = await upload(scene, case)
    assert (await give(scene.worker, case, "matter_claim", file)).status_code == 200
    answer = await give(scene.worker, case, "status_proof", file)
    found = {item["code"]: item["evidence_ids"] for item in answer.json()["items"]}
    assert (found["matter_claim"], found["status_proof"]) == ([file], [file])
    assert await given(scene.worker, case) == found


async def test_giving_replaces_and_again_changes_nothing(scene: Scene) -> None:
    case = await scene.filled()
    first, second = await upload(scene, case), await upload(scene, case, SLIP)
    await give(scene.worker, case, "matter_claim", first)
    before = await scene.rows("SELECT * FROM application_material")
    await give(scene.worker, case, "matter_claim", first)
    assert await scene.rows("SELECT * FROM application_material") == before
    await give(scene.worker, case, "matter_claim", second)
    assert (await given(scene.worker, case))["matter_claim"] == [second]
    await give(scene.worker, case, "matter_claim")
    assert (await given(scene.worker, case))["matter_claim"] == []


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("authority", "not_asked"),
        ("hardship_statement", "not_asked"),
        ("matter_papers", "not_asked"),
        ("application_form", "filled_in_here"),
    ],
)
async def test_item_that_is_not_asked_is_refused(scene: Scene, code: str, rule: str) -> None:
    case = await scene.filled()
    answer = await give(scene.worker, case, code, await upload(scene, case))
    assert (problem(answer), fields(answer)) == ((422, "invalid"), ["item_code"])
    assert answer.json()["errors"][0]["rule"] == rule


async def test_unknown_item_is_refused(scene: Scene) -> None:
    case = await scene.filled()
    assert problem(await give(scene.worker, case, "diploma")) == (422, "invalid")


async def test_bad_files_are_all_told_and_nothing_is_kept(scene: Scene) -> None:
    case, other = await scene.filled(), await scene.filled()
    good = await upload(scene, case)
    pending = await upload(scene, case, status=EvidenceStatus.ARRIVED)
    signature = await upload(scene, case, EvidenceKind.SIGNATURE)
    foreign = await upload(scene, other)
    answer = await give(scene.worker, case, "matter_claim", good, pending, signature, foreign, str(uuid4()))
    assert problem(answer) == (422, "invalid")
    told = [(error["field"], error["rule"]) for error in answer.json()["errors"]]
    assert told == [
        ("evidence_ids.1", "not_verified"),
        ("evidence_ids.2", "wrong_kind"),
        ("evidence_ids.3", "not_of_this_case"),
        ("evidence_ids.4", "not_of_this_case"),
    ]
    assert (await given(scene.worker, case))["matter_claim"] == []


async def test_same_file_twice_is_refused(scene: Scene) -> None:
    case = await scene.filled()
    file = await upload(scene, case)
    answer = await give(scene.worker, case, "matter_claim", file, file)
    assert fields(answer) == ["evidence_ids.0", "evidence_ids.1"]


async def test_too_many_files_for_one_item_are_refused(scene: Scene) -> None:
    case = await scene.filled()
    answer = await give(scene.worker, case, "matter_claim", *[str(uuid4()) for _ in range(21)])
    assert fields(answer) == ["evidence_ids"]


async def test_materials_are_fixed_once_handed_in_and_open_again_when_supplemented(scene: Scene) -> None:
    case = await scene.submitted()
    file = await upload(scene, case)
    assert problem(await give(scene.worker, case, "matter_claim", file)) == (409, "materials_closed")
    await bring_to(scene, case, ApplicationStatus.SUPPLEMENTING)
    assert (await give(scene.officer, case, "matter_claim", file)).status_code == 200
    assert (await given(scene.worker, case))["matter_claim"] == [file]


async def test_others_neither_see_nor_give(scene: Scene) -> None:
    case = await scene.filled()
    stranger = await scene.world.person(Role.APPLICANT)
    for who in (stranger, scene.officer):
        assert (await who.client.get(f"/applications/{case}/materials")).status_code == 404
        assert (await who.client.get(f"/applications/{case}/eligibility")).status_code == 404
        assert (await give(who, case, "matter_claim")).status_code == 404


async def test_look_of_staff_is_recorded(scene: Scene) -> None:
    case = await scene.submitted()
    before = await scene.rows("SELECT count(*) AS n FROM audit_entry WHERE object_id = $1", case)
    for page in ("eligibility", "materials"):
        assert (await scene.officer.client.get(f"/applications/{case}/{page}")).status_code == 200
        assert (await scene.worker.client.get(f"/applications/{case}/{page}")).status_code == 200
    after = await scene.rows("SELECT count(*) AS n FROM audit_entry WHERE object_id = $1", case)
    assert after[0]["n"] - before[0]["n"] == 2


async def own_answer(who: PersonRef, case: UUID) -> dict[str, Any]:
    answer = await who.client.get(f"/applications/{case}/eligibility")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_application_is_told_what_the_self_test_told(scene: Scene) -> None:
    case = await scene.filled()
    facts = {
        "category": "labour_remuneration",
        "statuses": ["migrant_worker"],
        "event_area_code": COUNTY,
    }
    hypothetical = await scene.stack.new_client(None).post("/legal-aid/eligibility", json=facts)
    assert await own_answer(scene.worker, case) == hypothetical.json()


async def test_staff_see_the_same_conditions_with_the_application(scene: Scene) -> None:
    case = await scene.submitted()
    shown = (await scene.officer.client.get(f"/applications/{case}")).json()["eligibility"]
    assert shown == (await own_answer(scene.officer, case))["conditions"]


async def test_lawyer_sees_the_case_once_taken_but_not_the_households_money(scene: Scene) -> None:
    lawyer = await scene.roster.lawyer()
    case = await scene.offered(lawyer)
    for page in ("eligibility", "materials"):
        assert (await lawyer.client.get(f"/applications/{case}/{page}")).status_code == 404
    await lawyer.client.post(f"/offers/{await scene.offer_of(case)}/accept")
    await scene.stack.drain()
    answer = await lawyer.client.get(f"/applications/{case}/eligibility")
    assert answer.status_code == 200, answer.text
    found = {condition["code"]: condition["value"] for condition in answer.json()["conditions"]}
    assert found["hardship"] == "申请人和受理机构才能查看"
    assert found["matter"] == "追索劳动报酬"


async def test_bureau_that_reviews_does_not_see_the_place(scene: Scene) -> None:
    case = await scene.submitted()
    approver = await scene.world.person(Role.APPROVER, agency=scene.centre)
    answer = await approver.client.get(f"/applications/{case}/eligibility")
    assert answer.json()["places"] == []
    assert "西湖" not in answer.text.replace(answer.json()["centre"]["name"], "")


async def test_staff_who_stand_back_give_nothing(scene: Scene) -> None:
    case = await scene.submitted()
    statement = update(Application).where(col(Application.id) == case)
    async with scene.stack.services.database.transaction() as session:
        await session.execute(statement.values(recused_ids=[scene.officer.id]))
    await bring_to(scene, case, ApplicationStatus.SUPPLEMENTING)
    assert problem(await give(scene.officer, case, "matter_claim")) == (403, "recused")
