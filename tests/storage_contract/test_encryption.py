"""Encryption that the settings ask for: every way to create an object asks for it, and none can leave it out."""

import os
from collections.abc import AsyncGenerator

import pytest

from app.evidence.errors import StorageUnavailable
from app.evidence.storage.encryption import ALGORITHM, KMS_KEY, headers_of
from app.evidence.storage.objects import ObjectStore, new_key
from app.settings import StorageEncryption
from tests.evidence.uploading import send
from tests.storage_contract.endpoint import Endpoint
from tests.storage_contract.sending import DATA, MINUTE, content, form, is_refused, is_stored, phone

pytestmark = pytest.mark.anyio

WORDS = {StorageEncryption.S3: "AES256", StorageEncryption.KMS: "aws:kms"}
NAMED = os.environ.get("YJT_CONTRACT_S3")
HAS_KEY = bool(NAMED) and Endpoint.parse(NAMED).kms_key is not None
KINDS = [StorageEncryption.S3, *([StorageEncryption.KMS] if HAS_KEY else [])]
"""A key service is asked where ``S3=`` names one of its keys (``?kms_key=``)."""


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> StorageEncryption:
    asked: StorageEncryption = request.param
    return asked


@pytest.fixture
async def encrypting(endpoint: Endpoint, kind: StorageEncryption) -> AsyncGenerator[ObjectStore]:
    store = endpoint.store(encryption=kind)
    await store.ensure_bucket()
    try:
        await store.put(new_key(), b"x", media_type="text/plain")
    except StorageUnavailable:
        endpoint.lacks(f"encryption with keys of its own ({WORDS[kind]})")
    yield store
    store.close()


def said_of(store: ObjectStore, key: str) -> str | None:
    """What storage says of an object's encryption."""
    found = store.connections.client.stat_object(store.connections.bucket, key).metadata or {}
    return {name.lower(): value for name, value in found.items()}.get(ALGORITHM)


async def test_what_is_uploaded_by_a_form_is_encrypted(encrypting: ObjectStore, kind: StorageEncryption) -> None:
    key = new_key()
    signed = form(encrypting, key)
    assert (await send(signed.url, signed.fields, DATA)).status_code == 201
    assert said_of(encrypting, key) == WORDS[kind]
    assert await content(encrypting, key) == DATA


async def test_what_is_uploaded_in_parts_is_encrypted(encrypting: ObjectStore, kind: StorageEncryption) -> None:
    key = new_key()
    upload_id = await encrypting.parts.start(key, media_type="video/mp4")
    async with phone() as client:
        link = encrypting.parts.presign(key, upload_id, 1, expires=MINUTE)
        assert (await client.put(link, content=DATA)).status_code == 200
    await encrypting.parts.join(key, upload_id, await encrypting.parts.arrived(key, upload_id))
    assert said_of(encrypting, key) == WORDS[kind]
    assert await content(encrypting, key) == DATA


async def test_what_the_product_stores_itself_is_encrypted(
    encrypting: ObjectStore, kind: StorageEncryption
) -> None:
    key = new_key()
    version_id = await encrypting.put(key, DATA, media_type="image/jpeg")
    assert said_of(encrypting, key) == WORDS[kind]
    link = encrypting.presign_get(
        key, version_id=version_id, media_type="image/jpeg", disposition="inline", expires=MINUTE
    )
    async with phone() as client:
        assert (await client.get(link)).content == DATA


async def test_nobody_uploads_in_the_clear_what_is_to_be_encrypted(encrypting: ObjectStore) -> None:
    key = new_key()
    signed = form(encrypting, key)
    fields = {name: value for name, value in signed.fields.items() if name != ALGORITHM}
    assert is_refused(await send(signed.url, fields, DATA))
    assert is_refused(await send(signed.url, signed.fields | {ALGORITHM: "none"}, DATA))
    assert not await is_stored(encrypting, key)


def test_a_key_services_key_is_named() -> None:
    assert headers_of(StorageEncryption.KMS, "evidence") == {ALGORITHM: "aws:kms", KMS_KEY: "evidence"}
    assert headers_of(StorageEncryption.S3, "evidence") == {ALGORITHM: "AES256"}
    assert headers_of(StorageEncryption.NONE, "evidence") == {}
