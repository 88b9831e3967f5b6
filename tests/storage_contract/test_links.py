"""A presigned link shows one version of one object under the type and name it was signed with, for minutes."""

from urllib.parse import urlsplit

import pytest

from app.evidence.storage.objects import ObjectStore, new_key
from tests.storage_contract.endpoint import Endpoint
from tests.storage_contract.sending import DATA, MINUTE, is_refused, is_stored, phone, put
from tests.storage_contract.test_forms import LateClock

pytestmark = pytest.mark.anyio

NAME = "inline; filename*=UTF-8''%E5%B7%A5%E8%B5%84.jpg"


def link_to(store: ObjectStore, key: str, version_id: str | None) -> str:
    return store.presign_get(key, version_id=version_id, media_type="image/png", disposition=NAME, expires=MINUTE)


async def test_a_link_shows_its_version_under_its_type_and_name(store: ObjectStore) -> None:
    key = new_key()
    first = await put(store, key)
    await put(store, key, DATA[::-1])
    async with phone() as client:
        answer = await client.get(link_to(store, key, first))
        part = await client.get(link_to(store, key, first), headers={"Range": "bytes=10-19"})
    assert answer.content == DATA
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["content-disposition"] == NAME
    assert (part.status_code, part.content) == (206, DATA[10:20])


async def test_a_changed_link_is_refused(store: ObjectStore) -> None:
    key, other = new_key(), new_key()
    version_id = await put(store, key)
    await put(store, other)
    link = link_to(store, key, version_id)
    async with phone() as client:
        assert is_refused(await client.get(link.replace("image%2Fpng", "text%2Fhtml")))
        assert is_refused(await client.get(link.replace(key, other)))
        assert is_refused(await client.get(link.replace(f"versionId={version_id}", "versionId=null")))
        assert is_refused(await client.get(link.replace("X-Amz-Expires=60", "X-Amz-Expires=600")))
        assert is_refused(await client.get(link.partition("?")[0]))


async def test_a_link_for_reading_neither_writes_nor_deletes(store: ObjectStore) -> None:
    key = new_key()
    link = link_to(store, key, await put(store, key))
    async with phone() as client:
        assert is_refused(await client.put(link, content=b"x"))
        assert is_refused(await client.delete(link))
    assert (await store.stat(key)).size_bytes == len(DATA)


async def test_an_expired_link_is_refused(store: ObjectStore, endpoint: Endpoint) -> None:
    key = new_key()
    version_id = await put(store, key)
    late = endpoint.store(clock=LateClock())
    async with phone() as client:
        assert is_refused(await client.get(link_to(late, key, version_id)))
    late.close()


async def test_nobody_reads_writes_or_lists_without_a_signature(store: ObjectStore) -> None:
    key = new_key()
    await put(store, key)
    bucket = urlsplit(link_to(store, key, None))._replace(query="").geturl().removesuffix(f"/{key}")
    async with phone() as client:
        assert is_refused(await client.get(f"{bucket}/{key}"))
        assert is_refused(await client.get(bucket))
        assert is_refused(await client.put(f"{bucket}/{key}-anonymous", content=b"x"))
        assert is_refused(await client.delete(f"{bucket}/{key}"))
    assert not await is_stored(store, f"{key}-anonymous")
