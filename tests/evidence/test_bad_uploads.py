"""Uploads that are not what they say: refused at the latest by verification, and told in plain words."""

import hashlib
from datetime import timedelta

import httpx
import pytest

from app.evidence.enums import MediaType
from app.evidence.inspecting.verifying import inspect
from app.evidence.models import Evidence
from tests.evidence.cases import Case, opened
from tests.evidence.uploading import BANK, CHAT, SIGNATURE, WAGES, Sample, send
from tests.support.stack import running

pytestmark = pytest.mark.anyio

GB = 1024**3


async def put_anyway(case: Case, evidence_id: str, data: bytes) -> None:
    """Bring bytes into storage under the item's key past the exact form, as a broken store might."""
    found = await case.rows("SELECT object_key, media_type FROM evidence WHERE id = :id", id=evidence_id)
    [(key, media_type)] = found
    form = case.stack.services.object_store.presign_post(
        key, media_type=media_type, size_bytes=len(data), expires=timedelta(minutes=1)
    )
    assert (await send(form.url, form.fields, data)).status_code == 201


async def rejected(case: Case, evidence_id: str) -> dict[str, str]:
    completed = await case.post(f"/evidence/{evidence_id}/complete")
    assert completed.status_code == 200
    await case.stack.drain()
    item = await case.read(evidence_id)
    assert item["status"] == "rejected"
    return item


async def test_three_gigabytes_are_refused_with_the_real_limit(case: Case) -> None:
    answer = await case.post("/evidence", WAGES.declaration(case.matter_id, "other", size_bytes=3 * GB))
    assert (answer.status_code, answer.json()["code"]) == (422, "upload_refused")
    assert answer.json()["errors"] == [
        {
            "field": "size_bytes",
            "rule": "max_size",
            "message": "单个文件不能超过 50 MB，这个文件有 3 GB",
        }
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"size_bytes": 0}, "size_bytes"),
        ({"size_bytes": -1}, "size_bytes"),
        ({"size_bytes": 10**30}, "size_bytes"),
        ({"size_bytes": 1.5}, "size_bytes"),
        ({"media_type": "text/html"}, "media_type"),
        ({"media_type": "image/svg+xml"}, "media_type"),
        ({"media_type": 7}, "media_type"),
        ({"kind": "virus"}, "kind"),
        ({"sha256": "abc"}, "sha256"),
        ({"sha256": "g" * 64}, "sha256"),
        ({"name": ""}, "name"),
        ({"name": "x" * 1001}, "name"),
        ({"captured_at": "2026-06-30T10:00:00"}, "captured_at"),
        ({"captured_at": "0001-01-01T00:00:00+14:00"}, "captured_at"),
        ({"matter_id": "1"}, "matter_id"),
        ({"status": "verified"}, "status"),
        ({"kind": "signature", "media_type": "application/pdf"}, "media_type"),
    ],
)
async def test_a_declaration_that_cannot_be_is_refused(case: Case, changes: dict[str, object], field: str) -> None:
    answer = await case.post("/evidence", WAGES.declaration(case.matter_id, "other") | changes)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


@pytest.mark.parametrize(
    ("media_type", "words"),
    [
        ("video/x-msvideo", {"JPEG", "PDF", "MP4", "docx"}),
        ("application/x-msdownload", {"JPEG", "PDF", "MP4", "docx"}),
        ("application/zip", {"压缩包", "一个一个"}),
        ("application/x-rar-compressed", {"压缩包", "一个一个"}),
        ("application/msword", {"另存为 .docx"}),
    ],
)
async def test_an_unknown_type_is_told_what_is_taken(case: Case, media_type: str, words: set[str]) -> None:
    answer = await case.post("/evidence", WAGES.declaration(case.matter_id, "other", media_type=media_type))
    [error] = answer.json()["errors"]
    assert error["field"] == "media_type"
    assert all(word in error["message"] for word in words)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../../etc/passwd", "passwd"),
        ("a\x00b\u202e.jpg", "ab.jpg"),
        ("😀.jpg", "😀.jpg"),
        ("长" * 300 + ".jpg", "长" * 96 + ".jpg"),
        ("\u200b", "未命名"),
    ],
)
async def test_tricks_in_a_name_are_taken_out(case: Case, name: str, shown: str) -> None:
    assert (await case.declare(WAGES, name=name))["evidence"]["name"] == shown


async def test_a_form_takes_no_other_type_than_declared(case: Case) -> None:
    form = (await case.declare(WAGES))["upload"]
    answer = await send(form["url"], form["fields"] | {"Content-Type": "text/html"}, WAGES.data)
    assert answer.status_code == 403


async def test_a_form_takes_no_other_size_and_no_other_bytes(case: Case) -> None:
    form = (await case.declare(WAGES))["upload"]
    for data in (WAGES.data + b"x", WAGES.data[:-1], WAGES.data[::-1]):
        assert (await send(form["url"], form["fields"], data)).status_code == 400


@pytest.mark.parametrize(
    ("sample", "found_type"),
    [(BANK, "application/pdf"), (CHAT, "image/png")],
    ids=["pdf", "png"],
)
async def test_a_file_that_is_no_jpeg_is_rejected_as_one(case: Case, sample: Sample, found_type: str) -> None:
    declared = await case.declare(sample, media_type="image/jpeg")
    form = declared["upload"]
    assert (await send(form["url"], form["fields"], sample.data)).status_code == 201
    item = await rejected(case, declared["evidence"]["id"])
    assert (item["rejection"], item["found_type"]) == ("type_differs", found_type)
    [(reason,)] = await case.rows("SELECT payload->>'reason' FROM event_record WHERE name = 'EvidenceRejected'")
    assert reason == "type_differs"


async def test_a_script_called_a_photo_is_rejected(case: Case) -> None:
    script = b"#!/bin/sh\nrm -rf ~\n"
    declared = await case.declare(WAGES)
    await put_anyway(case, declared["evidence"]["id"], script.ljust(len(WAGES.data)))
    item = await rejected(case, declared["evidence"]["id"])
    assert item["rejection"] == "hash_differs"
    assert "complete" not in item["allowed_actions"]
    assert (await case.post(f"/evidence/{declared['evidence']['id']}/open")).status_code == 409


async def test_a_script_behind_the_first_bytes_of_a_photo_is_rejected(case: Case) -> None:
    data = b"\xff\xd8\xff\xe0<script>alert(document.cookie)</script>"
    digest = hashlib.sha256(data).hexdigest()
    declared = await case.declare(WAGES, size_bytes=len(data), sha256=digest)
    form = declared["upload"]
    assert (await send(form["url"], form["fields"], data)).status_code == 201
    item = await rejected(case, declared["evidence"]["id"])
    assert (item["rejection"], item["found_type"]) == ("type_differs", None)


async def test_changed_bytes_are_rejected_even_if_storage_took_them(case: Case) -> None:
    declared = await case.declare(WAGES)
    changed = bytes([*WAGES.data[:-1], WAGES.data[-1] ^ 1])
    await put_anyway(case, declared["evidence"]["id"], changed)
    assert (await rejected(case, declared["evidence"]["id"]))["rejection"] == "hash_differs"


async def test_another_size_is_rejected_even_if_storage_took_it(case: Case) -> None:
    declared = await case.declare(WAGES)
    await put_anyway(case, declared["evidence"]["id"], WAGES.data[:-1])
    assert (await rejected(case, declared["evidence"]["id"]))["rejection"] == "size_differs"


async def test_after_a_rejection_the_right_file_can_be_uploaded(case: Case) -> None:
    declared = await case.declare(WAGES)
    await put_anyway(case, declared["evidence"]["id"], WAGES.data[:-1])
    await rejected(case, declared["evidence"]["id"])
    await case.verified(WAGES)


async def test_what_was_verified_stays_what_is_shown(case: Case) -> None:
    evidence_id = await case.verified(SIGNATURE, "signature")
    await put_anyway(case, evidence_id, bytes(len(SIGNATURE.data)))
    link = (await case.post(f"/evidence/{evidence_id}/open")).json()["url"]
    async with httpx.AsyncClient(trust_env=False) as browser:
        assert (await browser.get(link)).content == SIGNATURE.data


async def test_an_object_that_vanished_is_rejected_as_missing(case: Case) -> None:
    item = Evidence.model_construct(object_key="evidence/never-was", size_bytes=1, media_type=MediaType.JPEG)
    finding = await inspect(case.stack.services.object_store, item, max_pixels=1)
    assert finding.rejection == "missing"


async def test_completion_before_upload_leaves_the_file_declared(case: Case) -> None:
    evidence_id = (await case.declare(WAGES))["evidence"]["id"]
    answer = await case.post(f"/evidence/{evidence_id}/complete")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_uploaded_yet")
    assert answer.json()["title"] == "还没有收到文件，请先上传"
    assert await case.status(evidence_id) == "declared"


async def test_a_full_case_says_how_many_it_takes() -> None:
    async with running(case_max_files=2) as stack:
        case = await opened(stack)
        await case.declare(WAGES)
        await case.declare(CHAT, "chat")
        assert (await case.post("/evidence", WAGES.declaration(case.matter_id, "wage_record"))).status_code == 200
        answer = await case.post("/evidence", BANK.declaration(case.matter_id, "bank_slip"))
        assert (answer.status_code, answer.json()["code"]) == (409, "too_many_files")
        assert "2" in answer.json()["detail"]


async def test_withdrawing_leaves_places_but_not_without_end() -> None:
    async with running(case_max_files=1) as stack:
        case = await opened(stack)
        evidence_id = await case.verified(WAGES)
        for _ in range(2):
            await case.post(f"/evidence/{evidence_id}/withdraw", {"reason": "传错了"})
            evidence_id = (await case.declare(WAGES))["evidence"]["id"]
        await case.post(f"/evidence/{evidence_id}/withdraw", {"reason": "传错了"})
        answer = await case.post("/evidence", WAGES.declaration(case.matter_id, "wage_record"))
        assert (answer.status_code, answer.json()["code"]) == (409, "too_many_files")
        assert "最多传 3 份" in answer.json()["detail"]
