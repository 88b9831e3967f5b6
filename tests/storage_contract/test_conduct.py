"""How storage is spoken to: what is missing is not down, what is down or silent is told in time."""

import secrets
import socket
from collections.abc import Generator
from contextlib import contextmanager

import pytest
import urllib3

from app.evidence.errors import ObjectMissing, StorageUnavailable
from app.evidence.storage import connections
from app.evidence.storage.objects import ObjectStore, new_key
from tests.evidence.uploading import send
from tests.storage_contract.endpoint import Endpoint
from tests.storage_contract.sending import DATA, form

pytestmark = pytest.mark.anyio


@contextmanager
def port(*, listens: bool) -> Generator[str]:
    """A URL of the loopback where nobody listens, or somebody who takes connections and never answers."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        if listens:
            listener.listen()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


async def test_what_is_not_there_is_missing_not_unavailable(store: ObjectStore) -> None:
    with pytest.raises(ObjectMissing):
        await store.stat(new_key())
    with pytest.raises(ObjectMissing):
        await store.read_through(new_key(), lambda _: None)
    with pytest.raises(ObjectMissing):
        await store.retention.get(new_key(), "null")


async def test_making_the_bucket_again_changes_nothing(store: ObjectStore) -> None:
    await store.ensure_bucket()
    await store.check()


async def test_a_missing_bucket_is_made_by_the_readiness_check(endpoint: Endpoint) -> None:
    bucket = f"yjt-contract-{secrets.token_hex(6)}"
    store = endpoint.store(bucket=bucket)
    await store.check()
    key = new_key()
    signed = form(store, key)
    assert (await send(signed.url, signed.fields, DATA)).status_code == 201
    version_id = (await store.stat(key)).version_id
    assert version_id
    store.connections.client.remove_object(bucket, key, version_id=version_id)
    store.connections.client.remove_bucket(bucket)
    store.close()


async def test_wrong_keys_are_no_reason_to_call_a_file_missing(endpoint: Endpoint, store: ObjectStore) -> None:
    wrong = endpoint.store(secret_key="not-the-secret-of-this-server")
    with pytest.raises(StorageUnavailable):
        await wrong.stat(new_key())
    wrong.close()


async def test_storage_that_is_down_is_told_as_such_but_still_signs(endpoint: Endpoint) -> None:
    with port(listens=False) as url:
        store = endpoint.store(url=url)
        for call in (
            store.check(),
            store.ensure_bucket(),
            store.stat("k"),
            store.read_through("k", lambda _: None),
        ):
            with pytest.raises(StorageUnavailable) as raised:
                await call
            assert raised.value.status == 503
            assert "已经保存" in raised.value.title
        assert form(store, "k").fields["key"] == "k"
        store.close()


async def test_storage_that_never_answers_is_told_as_such(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("QUESTION", "READING", "PROBE"):
        monkeypatch.setattr(connections, name, urllib3.Timeout(connect=2, read=0.2))
    with port(listens=True) as url:
        store = endpoint.store(url=url)
        for call in (store.check(), store.stat("k"), store.put("k", DATA, media_type="image/jpeg")):
            with pytest.raises(StorageUnavailable):
                await call
        store.close()
