"""A presigned form takes exactly the file it was signed for, for as long as it is good, and nothing else."""

from datetime import UTC, datetime, timedelta

import pytest

from app.evidence.storage.objects import ObjectStore, new_key
from tests.evidence.uploading import CHAT, send
from tests.storage_contract.endpoint import Endpoint
from tests.storage_contract.sending import DATA, MINUTE, content, form, is_refused, is_stored

pytestmark = pytest.mark.anyio


class LateClock:
    """A machine that is an hour behind: what it signs is expired."""

    def now(self) -> datetime:
        return datetime.now(UTC) - timedelta(hours=1)


async def test_a_declared_file_arrives_whole(store: ObjectStore) -> None:
    key = new_key()
    signed = form(store, key)
    assert (await send(signed.url, signed.fields, DATA)).status_code == 201
    stored = await store.stat(key)
    assert stored.size_bytes == len(DATA)
    assert await content(store, key, stored.version_id) == DATA


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
        {"policy": "e30="},
    ],
    ids=lambda changed: next(iter(changed)),
)
async def test_a_changed_form_is_refused(store: ObjectStore, changed: dict[str, str]) -> None:
    key = new_key()
    signed = form(store, key)
    assert is_refused(await send(signed.url, signed.fields | changed, DATA))
    assert not await is_stored(store, key)


async def test_a_form_is_good_for_its_own_bucket_alone(store: ObjectStore) -> None:
    signed = form(store, new_key())
    assert is_refused(await send(f"{signed.url}-other", signed.fields, DATA))


async def test_a_form_whose_empty_field_a_client_drops_still_works(store: ObjectStore) -> None:
    signed = form(store, new_key())
    assert signed.fields.pop("success_action_redirect") == ""
    assert (await send(signed.url, signed.fields, DATA)).status_code == 201


@pytest.mark.parametrize("left_out", ["Content-Type", "acl", "policy", "x-amz-checksum-sha256", "x-amz-signature"])
async def test_a_form_with_a_field_left_out_is_refused(store: ObjectStore, left_out: str) -> None:
    key = new_key()
    signed = form(store, key)
    del signed.fields[left_out]
    assert is_refused(await send(signed.url, signed.fields, DATA))
    assert not await is_stored(store, key)


@pytest.mark.parametrize("data", [DATA + b"\0", DATA[:-1], b"", DATA * 300], ids=["more", "less", "none", "4MB"])
async def test_another_size_than_declared_is_refused(store: ObjectStore, data: bytes) -> None:
    key = new_key()
    signed = form(store, key, sha256=None)
    assert is_refused(await send(signed.url, signed.fields, data))
    assert not await is_stored(store, key)


async def test_other_bytes_than_declared_are_refused_at_the_door(store: ObjectStore, endpoint: Endpoint) -> None:
    key = new_key()
    signed = form(store, key)
    answer = await send(signed.url, signed.fields, DATA[::-1])
    if answer.is_success:
        endpoint.lacks("the check of a form's SHA-256; verification finds such bytes later")
    assert is_refused(answer)
    assert not await is_stored(store, key)


async def test_an_expired_form_is_refused(store: ObjectStore) -> None:
    key = new_key()
    signed = form(store, key, expires=-MINUTE)
    assert is_refused(await send(signed.url, signed.fields, DATA))
    assert not await is_stored(store, key)


async def test_a_form_of_a_late_machine_is_refused(endpoint: Endpoint, store: ObjectStore) -> None:
    late = endpoint.store(clock=LateClock())
    key = new_key()
    signed = form(late, key)
    assert is_refused(await send(signed.url, signed.fields, DATA))
    assert not await is_stored(store, key)
    late.close()


async def test_a_form_signed_with_another_secret_is_refused(endpoint: Endpoint, store: ObjectStore) -> None:
    forged = endpoint.store(secret_key="not-the-secret-of-this-server")
    key = new_key()
    signed = form(forged, key)
    assert is_refused(await send(signed.url, signed.fields, DATA))
    assert not await is_stored(store, key)
    forged.close()


def test_keys_tell_nothing() -> None:
    assert new_key() != new_key()
    assert CHAT.name not in new_key()
