"""What a file is about: said by whoever may upload to the case, never lost to a race, never twice the same."""

from typing import Any

import httpx
import pytest

from app.evidence import matters
from app.kernel.actor import Role
from tests.evidence.cases import Case
from tests.evidence.uploading import CHAT, SIGNATURE, WAGES
from tests.support.world import PersonRef

pytestmark = pytest.mark.anyio

ENTRY: dict[str, Any] = {
    "kind": "wage_record",
    "proves": "2026年6月应发工资5200元，实际没有发",
    "period_from": "2026-06-01",
    "period_to": "2026-06-30",
    "amount_fen": 520000,
}


async def describe(
    case: Case, evidence_id: str, *, by: PersonRef | None = None, version: str | None = None, **changes: object
) -> httpx.Response:
    client = (by or case.owner).client
    tag = version or (await case.owner.client.get(f"/evidence/{evidence_id}")).headers["etag"]
    path = f"/evidence/{evidence_id}/catalogue"
    return await client.put(path, json=ENTRY | changes, headers={"If-Match": tag})


async def agency_of(case: Case) -> PersonRef:
    """Hand the case in; gives an officer of the agency."""
    agency = await case.world.agency()
    async with case.stack.services.database.transaction() as session:
        await matters.assign_agency(session, case.matter_id, agency.id)
    return await case.world.person(Role.OFFICER, agency=agency)


async def test_what_is_said_is_shown_and_replaces_what_was_said(case: Case) -> None:
    evidence_id = await case.verified(WAGES, "other")
    answer = await describe(case, evidence_id)
    assert answer.status_code == 200, answer.text
    assert answer.json() | ENTRY == answer.json()
    assert answer.json()["status"] == "verified"
    shorter = await describe(case, evidence_id, version=answer.headers["etag"], proves=None, amount_fen=None)
    assert (shorter.json()["proves"], shorter.json()["amount_fen"]) == (None, None)
    entries = await case.rows("SELECT purpose FROM audit_entry WHERE action = 'evidence.item.catalogue'")
    assert [row.purpose for row in entries] == ["办理法律援助申请"] * 2


async def test_of_two_editors_the_second_is_told(case: Case) -> None:
    evidence_id = await case.verified(WAGES)
    tag = (await case.owner.client.get(f"/evidence/{evidence_id}")).headers["etag"]
    assert (await describe(case, evidence_id, version=tag)).status_code == 200
    answer = await describe(case, evidence_id, version=tag)
    assert (answer.status_code, answer.json()["code"]) == (412, "precondition_failed")
    answer = await case.owner.client.put(f"/evidence/{evidence_id}/catalogue", json=ENTRY)
    assert answer.status_code == 428


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"period_from": "2026-07-01"}, "period_to"),
        ({"period_to": "1820-01-01", "period_from": None}, "period_to"),
        ({"period_from": "2026-13-01"}, "period_from"),
        ({"amount_fen": -1}, "amount_fen"),
        ({"amount_fen": 10**18}, "amount_fen"),
        ({"proves": "长" * 201}, "proves"),
        ({"proves": "  "}, "proves"),
        ({"proves": "a\x00b"}, "proves"),
        ({"kind": "virus"}, "kind"),
        ({"kind": "signature"}, "kind"),
        ({"status": "verified"}, "status"),
    ],
)
async def test_what_cannot_be_is_refused(case: Case, changes: dict[str, Any], field: str) -> None:
    evidence_id = (await case.declare(WAGES))["evidence"]["id"]
    answer = await describe(case, evidence_id, **changes)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


async def test_a_signature_stays_one(case: Case) -> None:
    evidence_id = await case.verified(SIGNATURE, "signature")
    answer = await describe(case, evidence_id, kind="other")
    assert [error["field"] for error in answer.json()["errors"]] == ["kind"]
    answer = await describe(case, evidence_id, kind="signature")
    assert answer.status_code == 200


async def test_the_same_content_is_not_filed_twice_under_one_kind(case: Case) -> None:
    await case.verified(WAGES)
    other = (await case.declare(WAGES, "chat"))["evidence"]
    assert other["status"] == "verified"
    answer = await describe(case, other["id"])
    assert (answer.status_code, answer.json()["code"]) == (409, "same_file_already")
    assert (await describe(case, other["id"], kind="contract")).json()["kind"] == "contract"


async def test_whoever_may_upload_to_the_case_may_say_it_and_nobody_else(case: Case) -> None:
    evidence_id = await case.verified(WAGES)
    officer = await agency_of(case)
    lawyer = await case.world.person(Role.LAWYER)
    for person in (await case.world.person(Role.APPLICANT), lawyer):
        assert (await describe(case, evidence_id, by=person)).status_code == 404
    async with case.stack.services.database.transaction() as session:
        await matters.add_reader(session, case.matter_id, lawyer.id, case.stack.clock.now())
    for person in (lawyer, officer):
        assert (await describe(case, evidence_id, by=person)).status_code == 200
        seen = (await person.client.get(f"/evidence/{evidence_id}")).json()
        assert {"catalogue", "withdraw"} <= set(seen["allowed_actions"])
    auditor = await case.world.person(Role.APPROVER, agency=await case.world.agency())
    assert (await describe(case, evidence_id, by=auditor)).status_code == 403


async def test_after_the_end_of_the_case_nothing_is_changed(case: Case) -> None:
    evidence_id = await case.verified(CHAT, "chat")
    async with case.stack.services.database.transaction() as session:
        await matters.close_matter(session, case.matter_id, case.stack.clock.now())
    answer = await describe(case, evidence_id)
    assert (answer.status_code, answer.json()["code"]) == (409, "matter_closed")
    assert not {"catalogue", "withdraw"} & set((await case.read(evidence_id))["allowed_actions"])


async def test_what_is_said_reads_as_it_is_stored(case: Case) -> None:
    evidence_id = (await case.declare(WAGES))["evidence"]["id"]
    entry = ENTRY | {"proves": "欠薪\u202e5200\u2028元\x85"}
    answer = await case.owner.client.put(
        f"/evidence/{evidence_id}/catalogue", json=entry, headers={"If-Match": '"1"'}
    )
    assert (answer.status_code, answer.json().get("proves")) == (200, "欠薪5200 元")
