"""A file is never deleted: it is withdrawn, with a reason, and stays to be seen by those it concerns."""

from uuid import UUID

import httpx
import pytest

from app.evidence import matters
from app.evidence.enums import EvidenceKind
from app.kernel.actor import Role
from tests.evidence.cases import Case
from tests.evidence.catalogue.test_cataloguing import agency_of
from tests.evidence.uploading import CHAT, SIGNATURE, WAGES, send
from tests.support.world import PersonRef

pytestmark = pytest.mark.anyio

REASON = "传错了文件，这是别人的工资表"


async def withdraw(
    case: Case, evidence_id: str, reason: str = REASON, *, by: PersonRef | None = None
) -> httpx.Response:
    client = (by or case.owner).client
    return await client.post(f"/evidence/{evidence_id}/withdraw", json={"reason": reason})


async def events(case: Case, evidence_id: str) -> list[str]:
    found = await case.rows(
        "SELECT kind FROM custody_event WHERE evidence_id = :id ORDER BY at, id", id=UUID(evidence_id)
    )
    return [row.kind for row in found]


async def test_a_withdrawn_file_counts_no_more_and_says_why(case: Case) -> None:
    evidence_id = await case.verified(WAGES)
    answer = await withdraw(case, evidence_id)
    assert answer.status_code == 200, answer.text
    assert answer.json()["withdrawal_reason"] == REASON
    async with case.stack.services.database.session() as session:
        assert (await matters.counts(session, case.matter_id)).verified == 0
        assert not await matters.verified_files(session, case.matter_id)
        assert await matters.not_verified(session, case.matter_id, [UUID(evidence_id)])
        assert not await matters.has_file(session, case.matter_id, [EvidenceKind.WAGE_RECORD])
        assert (await matters.files(session, [UUID(evidence_id)]))[UUID(evidence_id)].is_refused
    listed = (await case.owner.client.get("/evidence", params={"matter_id": str(case.matter_id)})).json()
    [item] = listed["items"]
    assert (item["status"], item["withdrawal_reason"]) == ("withdrawn", REASON)
    assert item["withdrawn_at"] is not None
    assert await events(case, evidence_id) == ["received", "verified", "withdrawn"]


async def test_withdrawing_again_gives_the_same_answer(case: Case) -> None:
    evidence_id = await case.verified(WAGES)
    first, second = await withdraw(case, evidence_id), await withdraw(case, evidence_id, "再说一次")
    assert second.status_code == 200
    assert second.json() == first.json()
    assert (await events(case, evidence_id)).count("withdrawn") == 1


async def test_bytes_stay_and_owner_and_agency_alone_still_open_them(case: Case) -> None:
    evidence_id = await case.verified(WAGES)
    officer = await agency_of(case)
    lawyer = await case.world.person(Role.LAWYER)
    async with case.stack.services.database.transaction() as session:
        await matters.add_reader(session, case.matter_id, lawyer.id, case.stack.clock.now())
    await withdraw(case, evidence_id)
    answer = await lawyer.client.post(f"/evidence/{evidence_id}/open")
    assert (answer.status_code, answer.json()["code"]) == (409, "withdrawn")
    seen = (await lawyer.client.get(f"/evidence/{evidence_id}")).json()
    assert (seen["allowed_actions"], seen["claims"]) == ([], None)
    for person, may in ((case.owner, ["open", "see_openings"]), (officer, ["open"])):
        seen = (await person.client.get(f"/evidence/{evidence_id}")).json()
        assert (seen["allowed_actions"], seen["claims"] is None) == (may, False)
        link = (await person.client.post(f"/evidence/{evidence_id}/open")).json()["url"]
        async with httpx.AsyncClient(trust_env=False) as browser:
            assert (await browser.get(link)).content == WAGES.data


async def test_the_same_file_may_be_added_again_as_a_new_item(case: Case) -> None:
    first = await case.verified(WAGES)
    await withdraw(case, first)
    again = await case.declare(WAGES)
    second = again["evidence"]["id"]
    assert second != first
    assert (again["evidence"]["status"], again["upload"]) == ("verified", None)
    assert await case.status(first) == "withdrawn"
    link = (await case.post(f"/evidence/{second}/open")).json()["url"]
    async with httpx.AsyncClient(trust_env=False) as browser:
        assert (await browser.get(link)).content == WAGES.data


async def test_what_was_withdrawn_before_it_was_verified_is_uploaded_anew(case: Case) -> None:
    first = await case.upload(WAGES)
    await withdraw(case, first)
    again = await case.declare(WAGES)
    assert (again["evidence"]["status"], again["upload"] is not None) == ("declared", True)


async def test_what_was_only_declared_is_withdrawn_without_a_trace_in_the_ledger(case: Case) -> None:
    declared = await case.declare(WAGES)
    evidence_id = declared["evidence"]["id"]
    assert (await withdraw(case, evidence_id)).json()["status"] == "withdrawn"
    assert await events(case, evidence_id) == []
    answer = await case.post(f"/evidence/{evidence_id}/complete")
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")
    assert (await case.post(f"/evidence/{evidence_id}/form")).status_code == 409


async def test_parts_of_a_withdrawn_upload_are_thrown_away(case: Case) -> None:
    declared = await case.declare(WAGES, size_bytes=20 * 1024 * 1024)
    evidence_id = declared["evidence"]["id"]
    await case.rows(
        "UPDATE evidence SET upload_id = 'u', part_bytes = 5242880 WHERE id = :id RETURNING 1",
        id=UUID(evidence_id),
    )
    assert (await withdraw(case, evidence_id)).status_code == 200
    [(payload,)] = await case.rows("SELECT payload FROM pgqueuer WHERE entrypoint = 'evidence.abort_upload'")
    assert b'"u"' in bytes(payload)


async def test_verification_that_ends_after_a_withdrawal_changes_nothing(case: Case) -> None:
    evidence_id = await case.upload(WAGES)
    assert (await withdraw(case, evidence_id)).status_code == 200
    await case.stack.drain()
    assert await case.status(evidence_id) == "withdrawn"
    assert (await case.post(f"/evidence/{evidence_id}/open")).json()["code"] == "not_verified_yet"


async def test_a_signature_that_was_verified_stays(case: Case) -> None:
    declared = await case.declare(SIGNATURE, "signature")
    assert (await withdraw(case, declared["evidence"]["id"])).status_code == 200
    evidence_id = await case.verified(SIGNATURE, "signature")
    await agency_of(case)
    answer = await withdraw(case, evidence_id)
    assert (answer.status_code, answer.json()["code"]) == (409, "signature_stays")
    assert "withdraw" not in (await case.read(evidence_id))["allowed_actions"]


async def test_after_the_end_of_the_case_nothing_is_withdrawn(case: Case) -> None:
    evidence_id = await case.verified(WAGES)
    async with case.stack.services.database.transaction() as session:
        await matters.close_matter(session, case.matter_id, case.stack.clock.now())
    answer = await withdraw(case, evidence_id)
    assert (answer.status_code, answer.json()["code"]) == (409, "matter_closed")
    assert "撤回" in answer.json()["title"]


async def test_a_refused_file_needs_no_withdrawal(case: Case) -> None:
    evidence_id = (await case.declare(CHAT, "chat", media_type="image/jpeg"))["evidence"]["id"]
    form = (await case.post(f"/evidence/{evidence_id}/form")).json()
    await send(form["url"], form["fields"], CHAT.data)
    await case.post(f"/evidence/{evidence_id}/complete")
    await case.stack.drain()
    assert await case.status(evidence_id) == "rejected"
    assert (await withdraw(case, evidence_id)).status_code == 409


@pytest.mark.parametrize("reason", ["", "   ", "长" * 201, "a\x07b", "\u200b\u2060"])
async def test_a_reason_is_given_in_words(case: Case, reason: str) -> None:
    evidence_id = (await case.declare(WAGES))["evidence"]["id"]
    assert (await withdraw(case, evidence_id, reason)).status_code == 422
    assert await case.status(evidence_id) == "declared"


async def test_staff_and_the_lawyer_who_holds_the_case_withdraw_others_do_not(case: Case) -> None:
    evidence_id = await case.verified(WAGES)
    officer = await agency_of(case)
    for role in (Role.APPLICANT, Role.LAWYER):
        assert (await withdraw(case, evidence_id, by=await case.world.person(role))).status_code == 404
    assert (await withdraw(case, evidence_id, by=officer)).status_code == 200
    [row] = await case.rows("SELECT actor_id, reason FROM state_change WHERE transition = 'withdraw'")
    assert (row.actor_id, row.reason) == (officer.id, REASON)
