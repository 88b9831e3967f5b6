"""Who may know of a file: its owner, the lawyer who holds the case, staff of the agency and above; nobody else."""

import pytest

from app.evidence import matters
from app.kernel.actor import Role
from app.kernel.database import new_id
from tests.evidence.cases import Case, opened
from tests.evidence.uploading import CHAT, WAGES
from tests.support.world import AgencyRef, PersonRef

pytestmark = pytest.mark.anyio


async def answers(person: PersonRef, case: Case, evidence_id: str) -> set[int]:
    """Status codes of every way to read a file."""
    calls = [
        person.client.get(f"/evidence/{evidence_id}"),
        person.client.get("/evidence", params={"matter_id": str(case.matter_id)}),
        person.client.post(f"/evidence/{evidence_id}/open"),
    ]
    return {(await call).status_code for call in calls}


async def assign(case: Case, agency: AgencyRef) -> None:
    async with case.stack.services.database.transaction() as session:
        await matters.assign_agency(session, case.matter_id, agency.id)


async def test_a_draft_is_its_owners_alone(case: Case) -> None:
    evidence_id = await case.verified(WAGES)
    agency = await case.world.agency()
    for person in (
        await case.world.person(Role.APPLICANT),
        await case.world.person(Role.LAWYER),
        await case.world.person(Role.OFFICER, agency=agency),
    ):
        assert await answers(person, case, evidence_id) == {404}
    assert await answers(case.owner, case, evidence_id) == {200}


async def test_staff_of_the_agency_and_above_read_others_do_not(case: Case) -> None:
    evidence_id = await case.verified(WAGES)
    bureau = await case.world.agency("justice_bureau")
    centre = await case.world.agency(parent=bureau)
    await assign(case, centre)
    sees = [
        await case.world.person(Role.OFFICER, agency=centre),
        await case.world.person(Role.DECIDER, agency=bureau),
    ]
    for person in sees:
        assert await answers(person, case, evidence_id) == {200}
    sibling = await case.world.agency("township_office", parent=bureau)
    assert await answers(await case.world.person(Role.OFFICER, agency=sibling), case, evidence_id) == {404}
    auditor = await case.world.person(Role.AUDITOR, agency=centre)
    assert await answers(auditor, case, evidence_id) == {403}


async def test_a_lawyer_reads_while_holding_the_case(case: Case) -> None:
    evidence_id = await case.verified(WAGES)
    lawyer = await case.world.person(Role.LAWYER)
    database, clock = case.stack.services.database, case.stack.clock
    async with database.transaction() as session:
        await matters.add_reader(session, case.matter_id, lawyer.id, clock.now())
        await matters.add_reader(session, case.matter_id, lawyer.id, clock.now())
    assert await answers(lawyer, case, evidence_id) == {200}
    async with database.transaction() as session:
        await matters.end_reader(session, case.matter_id, lawyer.id, clock.now())
    assert await answers(lawyer, case, evidence_id) == {404}


async def test_reading_without_logging_in_is_refused(case: Case) -> None:
    evidence_id = await case.verified(WAGES)
    assert (await case.stack.client.get(f"/evidence/{evidence_id}")).status_code == 401


async def test_nobody_uploads_into_anothers_draft(case: Case) -> None:
    stranger = await case.world.person(Role.APPLICANT)
    declared = await case.declare(WAGES)
    evidence_id = declared["evidence"]["id"]
    body = CHAT.declaration(case.matter_id, "chat")
    assert (await stranger.client.post("/evidence", json=body)).status_code == 404
    assert (await stranger.client.post(f"/evidence/{evidence_id}/form")).status_code == 404
    assert (await stranger.client.post(f"/evidence/{evidence_id}/complete")).status_code == 404
    assert await case.status(evidence_id) == "declared"


async def test_readers_do_not_upload(case: Case) -> None:
    agency = await case.world.agency()
    await assign(case, agency)
    approver = await case.world.person(Role.APPROVER, agency=agency)
    answer = await approver.client.post("/evidence", json=CHAT.declaration(case.matter_id, "chat"))
    assert answer.status_code == 403
    both = await case.world.person(Role.APPROVER, Role.APPLICANT, agency=agency)
    answer = await both.client.post("/evidence", json=CHAT.declaration(case.matter_id, "chat"))
    assert answer.status_code == 404


async def test_staff_of_the_agency_upload_under_their_own_name_and_others_do_not(case: Case) -> None:
    agency = await case.world.agency()
    await assign(case, agency)
    officer = await case.world.person(Role.OFFICER, agency=agency)
    answer = await officer.client.post("/evidence", json=CHAT.declaration(case.matter_id, "chat"))
    assert answer.status_code == 201, answer.text
    stranger = await case.world.person(Role.OFFICER, agency=await case.world.agency())
    answer = await stranger.client.post("/evidence", json=CHAT.declaration(case.matter_id, "chat"))
    assert answer.status_code == 404


async def test_a_file_that_the_lawyer_declared_is_sent_by_its_owner(case: Case) -> None:
    lawyer = await case.world.person(Role.LAWYER)
    async with case.stack.services.database.transaction() as session:
        await matters.add_reader(session, case.matter_id, lawyer.id, case.stack.clock.now())
    body = WAGES.declaration(case.matter_id, "wage_record")
    declared = (await lawyer.client.post("/evidence", json=body)).json()["evidence"]["id"]
    assert await case.verified(WAGES) == declared


async def test_an_unknown_matter_or_file_is_not_found(case: Case) -> None:
    assert (await case.post("/evidence", CHAT.declaration(new_id(), "chat"))).status_code == 404
    assert (await case.owner.client.get("/evidence", params={"matter_id": str(new_id())})).status_code == 404
    assert (await case.owner.client.get(f"/evidence/{new_id()}")).status_code == 404
    assert (await case.post(f"/evidence/{new_id()}/open")).status_code == 404


async def test_the_same_file_in_two_cases_stays_apart(case: Case) -> None:
    other = await opened(case.stack)
    first, second = await case.declare(WAGES), await other.declare(WAGES)
    assert first["evidence"]["id"] != second["evidence"]["id"]
    assert first["upload"]["fields"]["key"] != second["upload"]["fields"]["key"]


async def test_every_look_by_another_is_noted_with_its_purpose(case: Case) -> None:
    evidence_id = await case.verified(WAGES)
    agency = await case.world.agency()
    await assign(case, agency)
    officer = await case.world.person(Role.OFFICER, agency=agency)
    await answers(officer, case, evidence_id)
    await answers(case.owner, case, evidence_id)
    entries = await case.rows(
        "SELECT object_type, purpose, note, owner_id FROM audit_entry"
        " WHERE action = 'evidence.item.read' ORDER BY id"
    )
    assert [(row.object_type, row.purpose, row.note) for row in entries] == [
        ("evidence", "办理法律援助申请", None),
        ("evidence_matter", "办理法律援助申请", None),
        ("evidence", "审查申请", "打开文件"),
    ]
    assert {row.owner_id for row in entries} == {case.owner.id}


async def test_opening_a_matter_again_keeps_its_owner(case: Case) -> None:
    stranger = await case.world.person(Role.APPLICANT)
    async with case.stack.services.database.transaction() as session:
        await matters.open_matter(session, case.matter_id, stranger.id, case.stack.clock.now())
    answer = await stranger.client.get("/evidence", params={"matter_id": str(case.matter_id)})
    assert answer.status_code == 404
