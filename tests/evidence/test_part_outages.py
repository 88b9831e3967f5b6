"""Storage that is full, away or restarted while a file arrives in parts: nothing that arrived is lost."""

import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from anyio import to_thread

from app.launch.objectstore import EmbeddedObjectStore
from tests.evidence.cases import Case, opened
from tests.evidence.gate import Gate
from tests.evidence.parts import PART, BigPhoto, PartSender
from tests.support.stack import running

pytestmark = pytest.mark.anyio

PHOTO = BigPhoto(200_000)


@asynccontextmanager
async def behind_gate() -> AsyncGenerator[tuple[Case, Gate, PartSender]]:
    """A declared photo in a product that reaches storage through a gate; phones reach it directly."""
    real = os.environ["YJT_TEST_S3_ENDPOINT"]
    address = urlsplit(real)
    gate = Gate((address.hostname or "", address.port or 0))
    await gate.open()
    try:
        async with running(s3_endpoint=gate.url, s3_public_endpoint=real, upload_form_max_bytes=1024) as stack:
            case = await opened(stack)
            yield case, gate, await declared(case, PHOTO)
    finally:
        await gate.shut()


async def declared(case: Case, photo: BigPhoto) -> PartSender:
    """Declare a photo; its owner's phone is ready to send."""
    answer = await case.post("/evidence", photo.declaration(case.matter_id, "photo_video"))
    assert answer.status_code == 201, answer.text
    return PartSender(case.owner.client, answer.json()["evidence"]["id"], photo.data)


async def test_an_outage_keeps_what_arrived() -> None:
    async with behind_gate() as (case, gate, phone):
        await phone.send(1)
        await gate.shut()
        path = f"/evidence/{phone.evidence_id}/parts"
        for answer in (
            await phone.complete(),
            await case.owner.client.get(path),
            await case.post(path, {"numbers": [1]}),
        ):
            assert (answer.status_code, answer.json()["code"]) == (503, "storage_unavailable")
        another = await case.post("/evidence", BigPhoto(300_000).declaration(case.matter_id, "other"))
        assert another.status_code == 201
        await gate.open()
        assert (await phone.complete()).status_code == 200


@pytest.mark.parametrize(
    ("status", "code"), [(507, "XMinioStorageFull"), (507, "InsufficientStorage"), (403, "QuotaExceeded")]
)
async def test_a_full_storage_is_told_and_loses_nothing(status: int, code: str) -> None:
    async with behind_gate() as (case, gate, phone):
        await gate.refuse(status, code)
        answer = await case.post(f"/evidence/{phone.evidence_id}/parts", {"numbers": [1]})
        assert (answer.status_code, answer.json()["code"]) == (503, "storage_full")
        assert int(answer.headers["retry-after"]) > 0
        await gate.free()
        await phone.send(1)
        await gate.refuse(status, code)
        assert (await phone.complete()).json()["code"] == "storage_full"
        assert await case.status(phone.evidence_id) == "declared"
        await gate.free()
        assert (await phone.received())["is_whole"]
        assert (await phone.complete()).status_code == 200


async def test_a_storage_restarted_in_the_middle_keeps_the_parts(tmp_path: Path) -> None:
    home = tmp_path / "objects"
    store = EmbeddedObjectStore(home, fast=True)
    await to_thread.run_sync(store.start)
    own: dict[str, Any] = {
        "s3_endpoint": store.endpoint,
        "s3_access_key": store.access_key,
        "s3_secret_key": store.secret_key,
        "upload_form_max_bytes": 1024,
    }
    try:
        async with running(**own) as stack:
            case = await opened(stack)
            phone = await declared(case, BigPhoto(PART + 1000))
            await phone.send(1)
            store.kill()
            await to_thread.run_sync(store.stop)
            assert (await phone.complete()).json()["code"] == "storage_unavailable"
            store = EmbeddedObjectStore(home, fast=True)
            await to_thread.run_sync(store.start)
            assert (await phone.received())["missing"] == [2]
            await phone.send_rest()
            assert phone.sent_bytes == PART + 1000
            assert (await phone.complete()).status_code == 200
            await stack.drain()
            assert await case.status(phone.evidence_id) == "verified"
    finally:
        await to_thread.run_sync(store.stop)
