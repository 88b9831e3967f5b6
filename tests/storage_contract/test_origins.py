"""The phone pages come from another origin than storage: a browser lets them upload only where storage says so."""

from collections.abc import AsyncGenerator

import httpx
import pytest

from app.evidence.storage.objects import ObjectStore, new_key
from app.evidence.storage.origins import allow_origins
from tests.storage_contract.endpoint import Endpoint
from tests.storage_contract.sending import DATA, MINUTE, form, phone

pytestmark = pytest.mark.anyio

OURS, STRANGE = "https://h5.yijiantong.example", "https://elsewhere.example"


@pytest.fixture
async def open_to_us(endpoint: Endpoint) -> AsyncGenerator[ObjectStore]:
    store = endpoint.store(origins=(OURS,))
    await store.ensure_bucket()
    yield store
    store.close()


async def ask(url: str, method: str, origin: str) -> httpx.Response:
    """The question a browser asks before it sends across origins."""
    headers = {"Origin": origin, "Access-Control-Request-Method": method}
    async with phone() as client:
        return await client.options(url, headers=headers)


async def link_of_part(store: ObjectStore) -> str:
    key = new_key()
    return store.parts.presign(key, await store.parts.start(key, media_type="video/mp4"), 1, expires=MINUTE)


async def test_our_pages_may_post_forms_and_put_parts(open_to_us: ObjectStore) -> None:
    for url, method in ((form(open_to_us, new_key()).url, "POST"), (await link_of_part(open_to_us), "PUT")):
        answer = await ask(url, method, OURS)
        assert answer.is_success
        assert answer.headers["access-control-allow-origin"] in (OURS, "*")
        allowed = answer.headers["access-control-allow-methods"]
        assert allowed == "*" or method in allowed


async def test_our_pages_see_the_etag_of_a_part(open_to_us: ObjectStore) -> None:
    async with phone() as client:
        answer = await client.put(await link_of_part(open_to_us), content=DATA, headers={"Origin": OURS})
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] in (OURS, "*")
    exposed = answer.headers["access-control-expose-headers"].lower()
    assert exposed == "*" or "etag" in exposed


async def test_other_pages_may_not(endpoint: Endpoint, open_to_us: ObjectStore) -> None:
    if not allow_origins(open_to_us.connections.client, open_to_us.connections.bucket, (OURS,)):
        endpoint.lacks("rules on origins for one bucket; set them for the whole server")
    answer = await ask(await link_of_part(open_to_us), "PUT", STRANGE)
    assert answer.headers.get("access-control-allow-origin") not in (STRANGE, "*")
