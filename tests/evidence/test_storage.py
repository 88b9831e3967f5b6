"""What the product relies on in object storage, on the real protocol; nothing here needs the database."""

import hashlib
import secrets
import socket
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import httpx
import pytest

from app.evidence.errors import ObjectMissing, StorageUnavailable
from app.evidence.storage.objects import ObjectStore, PostForm, build_object_store, new_key
from tests.evidence.uploading import CHAT, WAGES, send
from tests.support.stack import make_settings

pytestmark = pytest.mark.anyio

MINUTE = timedelta(minutes=1)
DATA = WAGES.data
SHA256 = hashlib.sha256(DATA).hexdigest()


class LateClock:
    """A machine that is an hour behind: what it signs is expired."""

    def now(self) -> datetime:
        return datetime.now(UTC) - timedelta(hours=1)


@pytest.fixture
async def store() -> AsyncGenerator[ObjectStore]:
    store = build_object_store(make_settings("unused"))
    await store.ensure_bucket()
    yield store
    store.close()


def form(store: ObjectStore, key: str, sha256: str | None = SHA256, expires: timedelta = MINUTE) -> PostForm:
    return store.presign_post(key, media_type="image/jpeg", size_bytes=len(DATA), expires=expires, sha256=sha256)


async def is_stored(store: ObjectStore, key: str) -> bool:
    try:
        await store.stat(key)
    except ObjectMissing:
        return False
    return True


async def test_a_declared_file_arrives_whole(store: ObjectStore) -> None:
    key = new_key()
    signed = form(store, key)
    answer = await send(signed.url, signed.fields, DATA)
    assert answer.status_code == 201
    stored = await store.stat(key)
    assert stored.size_bytes == len(DATA)
    chunks: list[bytes] = []
    await store.read_through(key, chunks.append, version_id=stored.version_id)
    assert b"".join(chunks) == DATA


@pytest.mark.parametrize(
    "changed",
    [
        {"Content-Type": "text/html"},
        {"key": "evidence/of-somebody-else"},
        {"acl": "public-read"},
        {"success_action_status": "200"},
        {"success_action_redirect": "https://elsewhere.example/"},
        {"x-amz-meta-owner": "me"},
        {"x-amz-signature": "0" * 64},
    ],
    ids=lambda changed: next(iter(changed)),
)
async def test_a_changed_form_is_refused(store: ObjectStore, changed: dict[str, str]) -> None:
    key = new_key()
    signed = form(store, key)
    answer = await send(signed.url, signed.fields | changed, DATA)
    assert answer.status_code == 403
    assert not await is_stored(store, key)


async def test_a_form_whose_empty_field_a_client_drops_still_works(store: ObjectStore) -> None:
    signed = form(store, new_key())
    assert signed.fields.pop("success_action_redirect") == ""
    assert (await send(signed.url, signed.fields, DATA)).status_code == 201


@pytest.mark.parametrize("left_out", ["Content-Type", "acl", "policy", "x-amz-checksum-sha256"])
async def test_a_form_with_a_field_left_out_is_refused(store: ObjectStore, left_out: str) -> None:
    key = new_key()
    signed = form(store, key)
    del signed.fields[left_out]
    assert (await send(signed.url, signed.fields, DATA)).status_code in (400, 403)
    assert not await is_stored(store, key)


@pytest.mark.parametrize("data", [DATA + b"\0", DATA[:-1], b"", DATA * 300], ids=["more", "less", "none", "4MB"])
async def test_another_size_than_declared_is_refused(store: ObjectStore, data: bytes) -> None:
    key = new_key()
    signed = form(store, key, sha256=None)
    assert (await send(signed.url, signed.fields, data)).status_code == 400
    assert not await is_stored(store, key)


async def test_other_bytes_than_declared_are_refused_at_the_door(store: ObjectStore) -> None:
    key = new_key()
    signed = form(store, key)
    assert (await send(signed.url, signed.fields, DATA[::-1])).status_code == 400
    assert not await is_stored(store, key)


async def test_an_expired_form_is_refused(store: ObjectStore) -> None:
    key = new_key()
    signed = form(store, key, expires=-MINUTE)
    assert (await send(signed.url, signed.fields, DATA)).status_code == 403
    assert not await is_stored(store, key)


async def test_a_form_of_a_late_machine_is_refused() -> None:
    settings = make_settings("unused")
    late = build_object_store(settings, clock=LateClock())
    signed = form(late, new_key())
    assert (await send(signed.url, signed.fields, DATA)).status_code == 403
    link = late.presign_get("any", version_id=None, media_type="image/png", disposition="inline", expires=MINUTE)
    async with httpx.AsyncClient(trust_env=False) as client:
        assert (await client.get(link)).status_code == 403
    late.close()


async def test_a_second_upload_does_not_replace_the_first_version(store: ObjectStore) -> None:
    key = new_key()
    signed = form(store, key, sha256=None)
    await send(signed.url, signed.fields, DATA)
    first = await store.stat(key)
    await send(signed.url, signed.fields, DATA[::-1])
    assert (await store.stat(key)).version_id != first.version_id
    chunks: list[bytes] = []
    await store.read_through(key, chunks.append, version_id=first.version_id)
    assert b"".join(chunks) == DATA


async def test_a_link_shows_one_version_under_its_type_and_name(store: ObjectStore) -> None:
    key = new_key()
    signed = form(store, key, sha256=None)
    await send(signed.url, signed.fields, DATA)
    version_id = (await store.stat(key)).version_id
    await send(signed.url, signed.fields, DATA[::-1])
    disposition = "inline; filename*=UTF-8''%E5%B7%A5%E8%B5%84.jpg"
    link = store.presign_get(
        key, version_id=version_id, media_type="image/jpeg", disposition=disposition, expires=MINUTE
    )
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.get(link)
        assert answer.content == DATA
        assert answer.headers["content-type"] == "image/jpeg"
        assert answer.headers["content-disposition"] == disposition
        assert (await client.get(link.replace("image%2Fjpeg", "text%2Fhtml"))).status_code == 403
        assert (await client.get(link.partition("?")[0])).status_code == 403
        assert (await client.put(link, content=b"x")).status_code == 403


async def test_links_and_forms_name_the_public_endpoint() -> None:
    settings = make_settings("unused", s3_public_endpoint="https://files.example.test")
    store = build_object_store(settings)
    assert urlsplit(form(store, new_key()).url).netloc == "files.example.test"
    link = store.presign_get("k", version_id=None, media_type="image/png", disposition="inline", expires=MINUTE)
    assert link.startswith(f"https://files.example.test/{settings.s3_bucket}/k?")
    store.close()


async def test_a_page_of_another_origin_may_upload(store: ObjectStore) -> None:
    signed = form(store, new_key())
    origin = {"Origin": "http://127.0.0.1:8000", "Access-Control-Request-Method": "POST"}
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.options(signed.url, headers=origin)
    assert answer.headers["access-control-allow-origin"] in ("*", "http://127.0.0.1:8000")


async def test_what_is_not_there_is_missing_not_unavailable(store: ObjectStore) -> None:
    with pytest.raises(ObjectMissing):
        await store.stat(new_key())
    with pytest.raises(ObjectMissing):
        await store.read_through(new_key(), lambda _: None)


async def test_making_the_bucket_again_changes_nothing(store: ObjectStore) -> None:
    await store.ensure_bucket()
    await store.check()


async def test_a_missing_bucket_is_made_by_the_readiness_check() -> None:
    store = build_object_store(make_settings("unused", s3_bucket=f"yjt-new-{secrets.token_hex(6)}"))
    await store.check()
    signed = form(store, "evidence/first")
    assert (await send(signed.url, signed.fields, DATA)).status_code == 201
    assert (await store.stat("evidence/first")).version_id
    store.close()


def closed_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


async def test_storage_that_is_down_is_told_as_such_but_still_signs() -> None:
    store = build_object_store(make_settings("unused", s3_endpoint=f"http://127.0.0.1:{closed_port()}"))
    for call in (store.check(), store.ensure_bucket(), store.stat("k"), store.read_through("k", lambda _: None)):
        with pytest.raises(StorageUnavailable) as raised:
            await call
        assert raised.value.status == 503
        assert "已经保存" in raised.value.title
    assert form(store, "k").fields["key"] == "k"
    store.close()


async def test_wrong_keys_are_no_reason_to_call_a_file_missing() -> None:
    store = build_object_store(make_settings("unused", s3_secret_key="wrong"))
    with pytest.raises(StorageUnavailable):
        await store.stat("k")
    store.close()


def test_keys_tell_nothing() -> None:
    assert new_key() != new_key()
    assert CHAT.name not in new_key()
