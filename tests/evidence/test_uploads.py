"""A file's way from the phone to verified evidence, through the API and real storage."""

import httpx
import pytest

from app.evidence import matters
from tests.evidence.cases import Case
from tests.evidence.uploading import ATTENDANCE, BANK, CHAT, SIGNATURE, WAGES, send

pytestmark = pytest.mark.anyio


async def test_photos_and_a_pdf_become_verified_evidence(case: Case) -> None:
    samples = [(WAGES, "wage_record"), (ATTENDANCE, "attendance"), (CHAT, "chat"), (BANK, "bank_slip")]
    ids = [await case.upload(sample, kind) for sample, kind in samples]
    assert {await case.status(evidence_id) for evidence_id in ids} == {"arrived"}
    await case.stack.drain()
    assert {await case.status(evidence_id) for evidence_id in ids} == {"verified"}
    events = await case.rows("SELECT payload->>'evidence_id' FROM event_record WHERE name = 'EvidenceVerified'")
    assert sorted(row[0] for row in events) == sorted(ids)


async def test_declared_file_says_what_it_is_and_what_can_be_done(case: Case) -> None:
    answer = await case.post(
        "/evidence",
        WAGES.declaration(
            case.matter_id, "wage_record", name="六月工资.jpg", captured_at="2026-06-30T18:20:00+08:00"
        ),
    )
    assert answer.status_code == 201
    item = answer.json()["evidence"]
    assert answer.headers["location"] == f"/api/v1/evidence/{item['id']}"
    assert item["status"] == "declared"
    assert item["name"] == "六月工资.jpg"
    assert item["captured_at"] == "2026-06-30T10:20:00Z"
    assert {"complete", "withdraw"} <= set(item["allowed_actions"])
    assert answer.json()["upload"]["expires_in_s"] == 15 * 60


async def test_a_verified_file_opens_unchanged_under_its_name(case: Case) -> None:
    evidence_id = await case.verified(WAGES)
    assert "open" in (await case.read(evidence_id))["allowed_actions"]
    opened = (await case.post(f"/evidence/{evidence_id}/open")).json()
    assert opened["expires_in_s"] == 300
    async with httpx.AsyncClient(trust_env=False) as browser:
        file = await browser.get(opened["url"])
    assert file.content == WAGES.data
    assert file.headers["content-type"] == "image/jpeg"
    assert "wage_sheet.jpg" in file.headers["content-disposition"]


async def test_completing_again_changes_nothing(case: Case) -> None:
    evidence_id = await case.upload(WAGES)
    again = await case.post(f"/evidence/{evidence_id}/complete")
    assert (again.status_code, again.json()["status"]) == (200, "arrived")
    await case.stack.drain()
    once_more = await case.post(f"/evidence/{evidence_id}/complete")
    assert (once_more.status_code, once_more.json()["status"]) == (200, "verified")
    history = await case.rows("SELECT transition FROM state_change ORDER BY id")
    assert [row[0] for row in history] == ["complete", "verify"]


async def test_the_same_declaration_sent_again_gets_the_same_answer(case: Case) -> None:
    body = WAGES.declaration(case.matter_id, "wage_record")
    key = {"Idempotency-Key": "declare-wages-1"}
    first = await case.owner.client.post("/evidence", json=body, headers=key)
    second = await case.owner.client.post("/evidence", json=body, headers=key)
    assert first.json() == second.json()


async def test_the_same_file_again_is_recognised_and_not_stored_twice(case: Case) -> None:
    declared = await case.declare(WAGES)
    again = await case.declare(WAGES, name="工资表 (1).jpg")
    assert again["evidence"]["id"] == declared["evidence"]["id"]
    assert again["upload"]["fields"]["key"] == declared["upload"]["fields"]["key"]
    evidence_id = await case.verified(WAGES)
    answer = await case.post("/evidence", WAGES.declaration(case.matter_id, "wage_record"))
    assert answer.status_code == 200
    assert answer.json()["evidence"]["id"] == evidence_id
    assert answer.json()["upload"] is None


@pytest.mark.parametrize("state", ["arrived", "verified"])
async def test_the_same_file_as_another_kind_shares_what_is_stored(case: Case, state: str) -> None:
    first = await case.upload(SIGNATURE, "other")
    if state == "verified":
        await case.stack.drain()
    declared = await case.declare(SIGNATURE, "signature")
    assert declared["upload"] is None
    assert declared["evidence"]["status"] == state
    await case.stack.drain()
    second = declared["evidence"]["id"]
    assert second != first
    assert await case.status(second) == "verified"
    assert len(set(await case.rows("SELECT object_key, object_version FROM evidence"))) == 1


async def test_an_upload_that_ran_out_of_time_gets_a_fresh_form(case: Case) -> None:
    declared = await case.declare(WAGES)
    fresh = await case.post(f"/evidence/{declared['evidence']['id']}/form")
    assert fresh.status_code == 200
    form = fresh.json()
    assert form["fields"]["key"] == declared["upload"]["fields"]["key"]
    assert (await send(form["url"], form["fields"], WAGES.data)).status_code == 201


async def test_no_form_for_a_file_that_has_arrived(case: Case) -> None:
    evidence_id = await case.upload(WAGES)
    answer = await case.post(f"/evidence/{evidence_id}/form")
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")


async def test_an_upload_whose_completion_was_never_told_is_found(case: Case) -> None:
    declared = await case.declare(WAGES)
    await send(declared["upload"]["url"], declared["upload"]["fields"], WAGES.data)
    await case.stack.advance(hours=2)
    assert await case.status(declared["evidence"]["id"]) == "verified"


async def test_a_declaration_that_nothing_follows_lapses_after_a_week(case: Case) -> None:
    evidence_id = (await case.declare(WAGES))["evidence"]["id"]
    await case.stack.advance(days=6)
    assert await case.status(evidence_id) == "declared"
    await case.stack.advance(days=2)
    assert await case.status(evidence_id) == "expired"
    assert (await case.post(f"/evidence/{evidence_id}/complete")).status_code == 409
    assert (await case.declare(WAGES))["evidence"]["id"] != evidence_id


async def test_verification_ends_the_watch_over_a_file(case: Case) -> None:
    await case.verified(WAGES)
    assert await case.rows("SELECT key FROM timer WHERE name = 'evidence.look_after'") == []


async def test_a_file_is_opened_only_once_it_is_verified(case: Case) -> None:
    evidence_id = await case.upload(WAGES)
    answer = await case.post(f"/evidence/{evidence_id}/open")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_verified_yet")


async def test_files_of_a_case_are_listed_newest_first_in_pages(case: Case) -> None:
    ids = [
        (await case.declare(s, k))["evidence"]["id"]
        for s, k in [(WAGES, "other"), (CHAT, "chat"), (BANK, "other")]
    ]
    query = {"matter_id": str(case.matter_id), "limit": "2"}
    first = await case.owner.client.get("/evidence", params=query)
    assert [item["id"] for item in first.json()["items"]] == ids[:0:-1]
    assert 'rel="next"' in first.headers["link"]
    second = await case.owner.client.get("/evidence", params=query | {"cursor": first.json()["next_cursor"]})
    assert [item["id"] for item in second.json()["items"]] == ids[:1]
    assert second.json()["next_cursor"] is None


async def test_the_domain_above_learns_what_is_there(case: Case) -> None:
    database = case.stack.services.database
    async with database.transaction() as session:
        assert await matters.verified_signature(session, case.matter_id) is None
    await case.declare(CHAT, "chat")
    await case.verified(WAGES)
    signature = await case.verified(SIGNATURE, "signature")
    async with database.transaction() as session:
        found = await matters.verified_signature(session, case.matter_id)
        counts = await matters.counts(session, case.matter_id)
    assert found is not None
    assert str(found.id) == signature
    assert (counts.pending, counts.verified, counts.rejected) == (1, 1, 0)


async def test_a_file_that_reached_storage_after_its_case_ended_never_counts(case: Case) -> None:
    declared = await case.declare(WAGES)
    async with case.stack.services.database.transaction() as session:
        await matters.close_matter(session, case.matter_id, at=case.stack.clock.now())
    sent = await send(declared["upload"]["url"], declared["upload"]["fields"], WAGES.data)
    assert sent.status_code == 201
    await case.stack.advance(days=8)
    assert await case.status(declared["evidence"]["id"]) == "expired"
