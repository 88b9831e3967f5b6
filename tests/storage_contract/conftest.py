"""What the product relies on in object storage, checked on a real server.

``make test-storage S3=http://ACCESS:SECRET@host:port/bucket`` names the server; without ``S3=``, and in
``make test``, it is the embedded one. Give it a bucket of its own: objects stay in it, some locked for two
minutes, and pages of a made-up origin may upload to it.
"""

import os
import secrets
from collections.abc import AsyncGenerator, Generator

import pytest

from app.evidence.storage.objects import ObjectStore
from app.launch.objectstore import EmbeddedObjectStore
from tests.storage_contract.endpoint import Endpoint

BUCKET = "yjt-contract"


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def endpoint() -> Generator[Endpoint]:
    """The server that was named, the run's own, or one that is started for these checks alone."""
    bucket = f"{BUCKET}-{secrets.token_hex(4)}"
    if named := os.environ.get("YJT_CONTRACT_S3"):
        yield Endpoint.parse(named)
    elif url := os.environ.get("YJT_TEST_S3_ENDPOINT"):
        keys = os.environ["YJT_TEST_S3_ACCESS_KEY"], os.environ["YJT_TEST_S3_SECRET_KEY"]
        yield Endpoint(url, *keys, bucket, is_embedded=True)
    else:
        with EmbeddedObjectStore(fast=True) as server:
            yield Endpoint(server.endpoint, server.access_key, server.secret_key, bucket, is_embedded=True)


@pytest.fixture
async def store(endpoint: Endpoint) -> AsyncGenerator[ObjectStore]:
    """The bucket, made if it was missing."""
    store = endpoint.store()
    await store.ensure_bucket()
    yield store
    store.close()
