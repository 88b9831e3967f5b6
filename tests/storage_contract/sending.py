"""Uploads as phones make them, and what came of them."""

import hashlib
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta

import httpx

from app.evidence.errors import ObjectMissing
from app.evidence.storage.objects import ObjectStore, PostForm
from tests.evidence.uploading import WAGES, send

MINUTE = timedelta(minutes=1)
DATA = WAGES.data
SHA256 = hashlib.sha256(DATA).hexdigest()
MEDIA_TYPE = "image/jpeg"


def form(
    store: ObjectStore, key: str, sha256: str | None = SHA256, expires: timedelta = MINUTE, size_bytes: int = 0
) -> PostForm:
    """A form for the sample."""
    size = size_bytes or len(DATA)
    return store.presign_post(key, media_type=MEDIA_TYPE, size_bytes=size, expires=expires, sha256=sha256)


async def put(store: ObjectStore, key: str, data: bytes = DATA) -> str:
    """Upload by a form of its own; gives the version."""
    signed = form(store, key, None, size_bytes=len(data))
    answer = await send(signed.url, signed.fields, data)
    assert answer.status_code == 201, answer.text
    version_id = (await store.stat(key)).version_id
    assert version_id
    return version_id


def is_refused(answer: httpx.Response) -> bool:
    """Stores differ in the code of a refusal (400, 403, 411, 412, 413), not in that it is the client's fault."""
    return 400 <= answer.status_code < 500


async def is_stored(store: ObjectStore, key: str) -> bool:
    try:
        await store.stat(key)
    except ObjectMissing:
        return False
    return True


async def content(store: ObjectStore, key: str, version_id: str | None = None) -> bytes:
    chunks: list[bytes] = []
    await store.read_through(key, lambda chunk: chunks.append(bytes(chunk)), version_id=version_id)
    return b"".join(chunks)


@asynccontextmanager
async def phone() -> AsyncGenerator[httpx.AsyncClient]:
    """A client that goes straight to storage."""
    async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
        yield client
