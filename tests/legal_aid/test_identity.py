"""Whoever signed stays who signed: name and document of a case do not follow what is declared later."""

import pytest
from sqlalchemy import update
from sqlmodel import col

from app.identity.models import Person
from app.kernel.actor import Role
from tests.legal_aid.scene import Answer, Scene, act, chosen, ok, problem, view
from tests.support.world import PersonRef, resident_number

pytestmark = pytest.mark.anyio

OTHER_NAME = "王大力"


def declaration(name: str = OTHER_NAME, sequence: int = 90_001) -> Answer:
    return {"name": name, "kind": "resident_id", "number": resident_number(sequence)}


async def declare(worker: PersonRef) -> tuple[int, str]:
    answer = await worker.client.put("/me/real-name", json=declaration())
    return (200, "") if answer.status_code == 200 else problem(answer)


async def test_identity_is_locked_from_submission_to_the_end(scene: Scene) -> None:
    draft = await scene.draft()
    assert await declare(scene.worker) == (200, "")
    await act(scene.worker, draft, "discard")
    case = await scene.submitted()
    assert await declare(scene.worker) == (409, "real_name_held")
    await ok(act(scene.worker, case, "withdraw"))
    assert await declare(scene.worker) == (200, "")


async def test_refusal_and_termination_unlock_the_identity(scene: Scene) -> None:
    refused = await scene.accepted()
    await ok(act(scene.decider, refused, "refuse", {"reasons": "不符合法律援助的条件。"}))
    assert await declare(scene.worker) == (200, "")
    handled = await scene.handled(await scene.roster.lawyer())
    assert await declare(scene.worker) == (409, "real_name_held")
    await ok(act(scene.decider, handled, "terminate", {"ground": "48-6", "reasons": "申请人自行委托了律师。"}))
    assert await declare(scene.worker) == (200, "")


async def test_one_case_of_two_keeps_the_identity_locked(scene: Scene) -> None:
    first, second = await scene.submitted(), await scene.submitted()
    await ok(act(scene.worker, first, "withdraw"))
    assert await declare(scene.worker) == (409, "real_name_held")
    await ok(act(scene.worker, second, "withdraw"))
    assert await declare(scene.worker) == (200, "")


async def test_failed_submission_locks_nothing(scene: Scene) -> None:
    case = await scene.draft()
    assert problem(await act(scene.worker, case, "submit", {}))[0] == 422
    assert await declare(scene.worker) == (200, "")


async def test_case_shows_the_name_it_was_signed_with(scene: Scene) -> None:
    case = await scene.submitted()
    async with scene.stack.services.database.transaction() as session:
        await session.execute(update(Person).where(col(Person.id) == scene.worker.id).values(name=OTHER_NAME))
    for who in (scene.worker, scene.officer):
        assert (await view(who, case))["applicant_name"] == "张建国"
    contact = await scene.officer.client.get(f"/applications/{case}/contact")
    assert contact.json()["name"] == "张建国"
    for path in ("/applications", "/applications/queue"):
        (line,) = (await scene.officer.client.get(path)).json()["items"]
        assert line["applicant"].startswith("张")


async def test_conflicts_are_checked_with_the_name_of_the_signature(scene: Scene) -> None:
    lawyer = await scene.roster.lawyer()
    case = await scene.granted()
    async with scene.stack.services.database.transaction() as session:
        await session.execute(update(Person).where(col(Person.id) == scene.worker.id).values(name=OTHER_NAME))
    await ok(act(scene.officer, case, "assign", chosen(lawyer)))
    rows = await scene.rows("SELECT name FROM matter_party_name WHERE matter_id = $1 AND side = 'client'", case)
    assert [row["name"] for row in rows] == ["张建国"]


async def test_number_is_copied_sealed(scene: Scene) -> None:
    worker = await scene.world.person(Role.APPLICANT, real_name=False, name="李四")
    await ok(worker.client.put("/me/real-name", json=declaration("李四", 90_002)))
    case = await scene.submitted(worker)
    (row,) = await scene.rows(
        "SELECT applicant_document_kind, applicant_number_sealed FROM application WHERE id = $1", case
    )
    sealed = row["applicant_number_sealed"]
    assert row["applicant_document_kind"] == "resident_id"
    opened = scene.stack.services.vault.open(sealed, "application.applicant_number_sealed")
    assert opened == resident_number(90_002)
    assert resident_number(90_002) not in sealed
