"""Uploads in parts as the store itself does them: every page, every content, and what it forgot."""

from collections.abc import AsyncGenerator
from datetime import timedelta

import httpx
import pytest

from app.evidence.storage import parts
from app.evidence.storage.objects import ObjectStore, build_object_store, new_key
from app.evidence.storage.parts import UploadForgotten
from tests.support.stack import make_settings

pytestmark = pytest.mark.anyio


@pytest.fixture
async def store() -> AsyncGenerator[ObjectStore]:
    """A bucket of the test's own."""
    store = build_object_store(make_settings("none", s3_bucket="yjt-tests-parts"))
    await store.ensure_bucket()
    yield store
    store.close()


async def put(store: ObjectStore, key: str, upload_id: str, number: int, data: bytes) -> int:
    async with httpx.AsyncClient(trust_env=False) as phone:
        url = store.parts.presign(key, upload_id, number, expires=timedelta(minutes=1))
        return (await phone.put(url, content=data)).status_code


async def test_every_content_of_every_part_is_listed_whatever_the_pages(
    store: ObjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "PAGE", 2)
    key = new_key()
    upload_id = await store.parts.start(key, media_type="image/jpeg")
    sent = [(4, b"d"), (1, b"a"), (2, b"bb"), (1, b"aaa"), (3, b"c")]
    for number, data in sent:
        assert await put(store, key, upload_id, number, data) == 200
    listed = [(part.number, part.size_bytes) for part in await store.parts.arrived(key, upload_id)]
    assert {number for number, _ in listed} == {1, 2, 3, 4}
    assert {(1, 3), (2, 2), (3, 1), (4, 1)} <= set(listed)
    await store.parts.abort(key, upload_id)


async def test_what_was_aborted_is_forgotten_and_aborting_again_is_no_error(store: ObjectStore) -> None:
    key = new_key()
    upload_id = await store.parts.start(key, media_type="image/jpeg")
    assert await store.parts.is_known(key, upload_id)
    for _ in range(2):
        await store.parts.abort(key, upload_id)
    assert not await store.parts.is_known(key, upload_id)
    assert await put(store, key, upload_id, 1, b"late") == 404
    for question in (store.parts.arrived(key, upload_id), store.parts.join(key, upload_id, [])):
        with pytest.raises(UploadForgotten):
            await question


async def test_a_link_that_ran_out_takes_nothing(store: ObjectStore) -> None:
    key = new_key()
    upload_id = await store.parts.start(key, media_type="image/jpeg")
    url = store.parts.presign(key, upload_id, 1, expires=timedelta(minutes=1))
    async with httpx.AsyncClient(trust_env=False) as phone:
        forged = await phone.put(url.replace("X-Amz-Expires=60", "X-Amz-Expires=600"), content=b"x")
    assert forged.status_code == 403
    assert await store.parts.arrived(key, upload_id) == []
    await store.parts.abort(key, upload_id)


async def test_unfinished_uploads_are_found_over_pages_by_their_age(
    store: ObjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "PAGE", 2)
    begun = {(key := new_key(), await store.parts.start(key, media_type="image/jpeg")) for _ in range(5)}
    assert await store.parts.unfinished("evidence/", older_than=timedelta(days=1)) == []
    found = await store.parts.unfinished("evidence/", older_than=timedelta(seconds=-5))
    assert begun <= {(upload.key, upload.upload_id) for upload in found}
    for upload in found:
        await store.parts.abort(upload.key, upload.upload_id)
    assert await store.parts.unfinished("evidence/", older_than=timedelta(seconds=-5)) == []
