"""What was stored once stays: versions are kept apart, and a locked one is deleted by nobody."""

from datetime import UTC, datetime, timedelta

import anyio
import pytest
from minio.error import S3Error
from minio.retention import Retention as Lock

from app.evidence.storage.objects import ObjectStore, new_key
from app.settings import LockMode
from tests.evidence.uploading import send
from tests.storage_contract.sending import DATA, content, form, put

pytestmark = pytest.mark.anyio

TWO_MINUTES = timedelta(minutes=2)


def soon() -> datetime:
    """As short as a lock can be for a test, in whole seconds, which is what stores note."""
    return datetime.now(UTC).replace(microsecond=0) + TWO_MINUTES


async def test_a_second_upload_does_not_replace_the_first_version(store: ObjectStore) -> None:
    key = new_key()
    first = await put(store, key)
    second = await put(store, key, DATA[::-1])
    assert first != second
    assert await content(store, key, first) == DATA
    assert await content(store, key) == DATA[::-1]


@pytest.mark.parametrize("mode", list(LockMode))
async def test_a_locked_version_outlives_deletion_and_overwriting(store: ObjectStore, mode: LockMode) -> None:
    key, until = new_key(), soon()
    version_id = await put(store, key)
    assert await store.retention.get(key, version_id) is None
    await store.retention.lock(key, version_id, until, mode)
    locked = await store.retention.get(key, version_id)
    assert locked is not None
    assert (locked.until, locked.mode) == (until, mode)
    client, bucket = store.connections.client, store.connections.bucket
    with pytest.raises(S3Error):
        client.remove_object(bucket, key, version_id=version_id)
    await put(store, key, b"something else")
    client.remove_object(bucket, key)
    assert await content(store, key, version_id) == DATA


@pytest.mark.parametrize("mode", list(LockMode))
async def test_a_lock_is_prolonged_but_never_shortened(store: ObjectStore, mode: LockMode) -> None:
    key, until = new_key(), soon()
    version_id = await put(store, key)
    await store.retention.lock(key, version_id, until, mode)
    longer = await store.retention.lock(key, version_id, until + timedelta(seconds=30), mode)
    assert await store.retention.get(key, version_id) == longer
    assert await store.retention.lock(key, version_id, until, mode) == longer
    shorter = Lock(mode.upper(), until - timedelta(seconds=60))
    with pytest.raises(S3Error):
        store.connections.client.set_object_retention(
            store.connections.bucket, key, shorter, version_id=version_id
        )
    assert await store.retention.get(key, version_id) == longer


async def test_what_is_not_locked_can_be_deleted(store: ObjectStore) -> None:
    key = new_key()
    version_id = await put(store, key)
    store.connections.client.remove_object(store.connections.bucket, key, version_id=version_id)
    with pytest.raises(S3Error):
        store.connections.client.stat_object(store.connections.bucket, key, version_id=version_id)


async def test_uploads_to_one_key_at_once_are_each_whole(store: ObjectStore) -> None:
    key = new_key()
    signed = form(store, key, sha256=None)
    contents = [bytes([number]) * len(DATA) for number in range(8)]

    async def upload(data: bytes) -> None:
        assert (await send(signed.url, signed.fields, data)).status_code == 201

    async with anyio.create_task_group() as group:
        for data in contents:
            group.start_soon(upload, data)
    found = store.connections.client.list_objects(store.connections.bucket, prefix=key, include_version=True)
    versions = [version.version_id for version in found]
    assert len(set(versions)) == len(contents)
    assert sorted([await content(store, key, version) for version in versions]) == contents


async def test_uploads_of_many_files_at_once_all_arrive(store: ObjectStore) -> None:
    keys = [new_key() for _ in range(24)]
    async with anyio.create_task_group() as group:
        for key in keys:
            group.start_soon(put, store, key)
    for key in keys:
        assert (await store.stat(key)).size_bytes == len(DATA)
