"""Uploads in parts: presigned, sent in any order, listed, joined, thrown away."""

import re

import anyio
import pytest

from app.evidence.errors import StorageUnavailable
from app.evidence.storage.objects import ObjectStore, new_key
from app.evidence.storage.parts import StoredPart
from tests.storage_contract.endpoint import Endpoint
from tests.storage_contract.sending import MINUTE, content, is_refused, is_stored, phone

pytestmark = pytest.mark.anyio

MIB = 1024 * 1024
PARTS = {1: b"1" * (5 * MIB), 2: b"2" * (5 * MIB), 3: b"the end"}
"""Only the last part may be smaller than 5 MiB."""


async def send_part(store: ObjectStore, key: str, upload_id: str, number: int) -> str:
    async with phone() as client:
        answer = await client.put(
            store.parts.presign(key, upload_id, number, expires=MINUTE), content=PARTS[number]
        )
    assert answer.status_code == 200, answer.text
    return answer.headers["etag"].strip('"')


async def test_parts_sent_in_any_order_become_one_object(store: ObjectStore) -> None:
    key = new_key()
    upload_id = await store.parts.start(key, media_type="video/mp4")
    etags = {number: await send_part(store, key, upload_id, number) for number in (3, 1, 2)}
    arrived = await store.parts.arrived(key, upload_id)
    assert [(part.number, part.size_bytes) for part in arrived] == [(n, len(data)) for n, data in PARTS.items()]
    assert {part.number: part.etag.strip('"') for part in arrived} == etags
    assert not await is_stored(store, key)
    await store.parts.join(key, upload_id, arrived)
    stored = await store.stat(key)
    assert stored.version_id
    assert stored.size_bytes == sum(map(len, PARTS.values()))
    assert await content(store, key, stored.version_id) == b"".join(PARTS.values())
    assert not await store.parts.is_known(key, upload_id)


async def test_parts_named_out_of_order_or_never_sent_are_not_joined(store: ObjectStore) -> None:
    key = new_key()
    upload_id = await store.parts.start(key, media_type="video/mp4")
    for number in (1, 3):
        await send_part(store, key, upload_id, number)
    first, last = await store.parts.arrived(key, upload_id)
    for wrong in ([last, first], [first, StoredPart(2, 5 * MIB, "0" * 32, last.stored_at), last]):
        with pytest.raises(StorageUnavailable):
            await store.parts.join(key, upload_id, wrong)
        assert not await is_stored(store, key)
    assert await store.parts.is_known(key, upload_id)


async def test_a_link_takes_its_own_part_alone(store: ObjectStore) -> None:
    key = new_key()
    upload_id = await store.parts.start(key, media_type="video/mp4")
    link = store.parts.presign(key, upload_id, 1, expires=MINUTE)
    async with phone() as client:
        assert is_refused(await client.put(link.replace("partNumber=1", "partNumber=2"), content=b"x"))
        assert is_refused(await client.put(link.replace(key, new_key()), content=b"x"))
        assert is_refused(
            await client.put(re.sub("X-Amz-Expires=[0-9]+", "X-Amz-Expires=900", link), content=b"x")
        )
        assert is_refused(await client.get(link))
    assert await store.parts.arrived(key, upload_id) == []


async def test_what_is_thrown_away_takes_no_more_parts(store: ObjectStore) -> None:
    key = new_key()
    upload_id = await store.parts.start(key, media_type="video/mp4")
    await send_part(store, key, upload_id, 3)
    await store.parts.abort(key, upload_id)
    await store.parts.abort(key, upload_id)
    assert not await store.parts.is_known(key, upload_id)
    async with phone() as client:
        assert is_refused(await client.put(store.parts.presign(key, upload_id, 1, expires=MINUTE), content=b"x"))
    assert not await is_stored(store, key)


async def test_parts_sent_at_once_all_arrive(store: ObjectStore) -> None:
    key = new_key()
    upload_id = await store.parts.start(key, media_type="video/mp4")
    async with anyio.create_task_group() as group:
        for number in PARTS:
            group.start_soon(send_part, store, key, upload_id, number)
    await store.parts.join(key, upload_id, await store.parts.arrived(key, upload_id))
    assert await content(store, key) == b"".join(PARTS.values())


async def test_an_upload_of_another_secret_is_refused(store: ObjectStore, endpoint: Endpoint) -> None:
    key = new_key()
    upload_id = await store.parts.start(key, media_type="video/mp4")
    forged = endpoint.store(secret_key="not-the-secret-of-this-server")
    async with phone() as client:
        assert is_refused(await client.put(forged.parts.presign(key, upload_id, 1, expires=MINUTE), content=b"x"))
    assert await store.parts.arrived(key, upload_id) == []
    forged.close()
