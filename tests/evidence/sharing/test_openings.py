"""Opening a file is written down with its purpose, and its owner sees who it was."""

import hashlib
from uuid import UUID

import pytest

from app.evidence import matters
from app.kernel.actor import Role
from tests.evidence.sharing.counties import Counties
from tests.evidence.uploading import WAGES

pytestmark = pytest.mark.anyio


async def test_the_owner_sees_who_opened_it_from_where_when_and_what_for(counties: Counties) -> None:
    case = counties.case
    evidence_id = await case.verified(WAGES)
    path = f"/evidence/{evidence_id}"
    stated = {"purpose": "court_request", "note": "法院来函调取"}
    assert (await counties.officer.client.post(f"{path}/open", json=stated)).status_code == 200
    assert (await counties.officer.client.post(f"{path}/open")).status_code == 200
    assert (await case.post(f"{path}/open")).status_code == 200
    shown = (await case.owner.client.get(f"{path}/openings")).json()["items"]
    assert [(one["by"], one["role"], one["purpose"], one["note"]) for one in shown] == [
        ("张*国", "applicant", "own", None),
        ("王*强", "officer", "review", None),
        ("王*强", "officer", "court_request", "法院来函调取"),
    ]
    assert [one["agency_name"] is None for one in shown] == [True, False, False]
    entries = await case.rows("SELECT purpose, note FROM audit_entry WHERE note LIKE '打开文件%' ORDER BY id")
    assert [tuple(row) for row in entries] == [
        ("应法院或者仲裁机构要求", "打开文件：法院来函调取"),
        ("审查申请", "打开文件"),
    ]
    log = (await case.owner.client.get("/me/access-log")).json()["items"]
    assert {"审查申请", "应法院或者仲裁机构要求"} <= {entry["purpose"] for entry in log}


async def test_the_ledger_gets_a_commitment_and_nothing_else_of_who_looked(counties: Counties) -> None:
    evidence_id = await counties.case.verified(WAGES)
    await counties.officer.client.post(f"/evidence/{evidence_id}/open")
    [viewed] = await counties.case.rows("SELECT * FROM custody_event WHERE kind = 'viewed'")
    assert viewed.party_id == counties.officer.id
    known = viewed.party_salt + str(counties.officer.id).encode()
    assert viewed.party == hashlib.sha256(known).hexdigest()


async def test_a_purpose_that_is_not_the_callers_is_refused_by_name(counties: Counties) -> None:
    evidence_id = await counties.case.verified(WAGES)
    path = f"/evidence/{evidence_id}/open"
    for person, purpose in ((counties.officer, "own"), (counties.case.owner, "review")):
        answer = await person.client.post(path, json={"purpose": purpose})
        assert answer.status_code == 422
        [error] = answer.json()["errors"]
        assert (error["field"], error["rule"]) == ("purpose", "not_yours")
    assert "本人查看" in error["message"]
    assert await counties.case.rows("SELECT 1 FROM evidence_opening") == []


async def test_only_the_owner_and_those_who_answer_for_the_agency_see_who_opened(counties: Counties) -> None:
    case, world = counties.case, counties.case.world
    evidence_id = await case.verified(WAGES)
    await counties.share()
    lawyer = await world.person(Role.LAWYER)
    async with case.stack.services.database.transaction() as session:
        await matters.add_reader(session, case.matter_id, lawyer.id, case.stack.clock.now())
    path = f"/evidence/{evidence_id}/openings"
    approver = await world.person(Role.APPROVER, agency=counties.bureau)
    far_decider = await world.person(Role.DECIDER, agency=counties.far)
    stranger = await world.person(Role.APPLICANT)
    expected = [
        (case.owner, 200), (counties.decider, 200), (approver, 200),
        (counties.officer, 403), (lawyer, 403), (counties.far_officer, 403), (far_decider, 404), (stranger, 404),
    ]  # fmt: skip
    assert [(await person.client.get(path)).status_code for person, _ in expected] == [
        code for _, code in expected
    ]


async def test_pages_of_openings_follow_each_other_through_the_index(counties: Counties) -> None:
    case = counties.case
    evidence_id = await case.verified(WAGES)
    for _ in range(3):
        await counties.officer.client.post(f"/evidence/{evidence_id}/open")
    path = f"/evidence/{evidence_id}/openings"
    first = (await case.owner.client.get(path, params={"limit": 2})).json()
    rest = (await case.owner.client.get(path, params={"limit": 2, "cursor": first["next_cursor"]})).json()
    assert (len(first["items"]), len(rest["items"]), rest["next_cursor"]) == (2, 1, None)
    plan = await case.rows(
        "EXPLAIN SELECT * FROM evidence_opening WHERE evidence_id = :one AND id < :last ORDER BY id DESC LIMIT 3",
        one=UUID(evidence_id),
        last=UUID(first["items"][-1]["id"]),
    )
    assert any("ix_evidence_opening_evidence_id_id" in row[0] for row in plan)


async def test_an_opening_cannot_be_unwritten(counties: Counties) -> None:
    evidence_id = await counties.case.verified(WAGES)
    await counties.officer.client.post(f"/evidence/{evidence_id}/open")
    with pytest.raises(Exception, match="append-only"):
        await counties.case.rows("DELETE FROM evidence_opening RETURNING id")


async def test_whoever_has_nothing_to_do_with_the_case_gets_404(counties: Counties) -> None:
    case, world = counties.case, counties.case.world
    evidence_id = await case.verified(WAGES)
    former = await world.person(Role.LAWYER)
    async with case.stack.services.database.transaction() as session:
        await matters.add_reader(session, case.matter_id, former.id, case.stack.clock.now())
        await matters.end_reader(session, case.matter_id, former.id, case.stack.clock.now())
    people = {
        "an opponent who has an account": await world.person(Role.APPLICANT),
        "a lawyer who was merely offered the case, or is of another county": await world.person(Role.LAWYER),
        "a lawyer who held it once": former,
        "staff of a sibling agency": await world.person(
            Role.OFFICER, agency=await world.agency("township_office", parent=counties.bureau)
        ),
        "staff of the other county": counties.far_officer,
    }
    for who, person in people.items():
        assert not await counties.sees(person, evidence_id), who
        for call in (f"/evidence/{evidence_id}", f"/evidence/{evidence_id}/open"):
            answer = await (person.client.post(call) if call.endswith("open") else person.client.get(call))
            assert answer.status_code == 404, who
