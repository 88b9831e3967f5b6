"""What storage's own refusals mean to people, and to those who run it: full, busy, a wrong clock, no lock."""

import os
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from structlog.testing import capture_logs

from app.evidence import retaining
from app.evidence.errors import LockRefused, ObjectMissing, StorageFull, StorageUnavailable
from app.evidence.storage.objects import ObjectStore, build_object_store, new_key
from app.kernel.bus import JobContext, Retries
from tests.evidence.cases import opened
from tests.evidence.front import Front, Refusal, writes
from tests.evidence.uploading import WAGES, send
from tests.support.stack import make_settings, running

pytestmark = pytest.mark.anyio

FULL = [
    (507, "XMinioStorageFull"),
    (507, "SomethingNew"),
    (400, "XMinioAdminBucketQuotaExceeded"),
    (403, "QuotaExceeded"),
    (500, "InsufficientStorage"),
]
DATA = WAGES.data


def locks(method: str, path: str) -> bool:
    """Requests that set a lock."""
    return method == "PUT" and "retention" in path


def asks_for_locks(method: str, path: str) -> bool:
    """Requests about locks, the question whether there is one among them."""
    return "retention" in path


@asynccontextmanager
async def fronted() -> AsyncGenerator[Front]:
    host, _, port = urlsplit(os.environ["YJT_TEST_S3_ENDPOINT"]).netloc.partition(":")
    async with Front((host, int(port))).open() as front:
        yield front


@asynccontextmanager
async def store_behind(front: Front, **changes: object) -> AsyncGenerator[ObjectStore]:
    store = build_object_store(make_settings("unused", s3_endpoint=front.url, **changes))
    await store.ensure_bucket()
    yield store
    store.close()


@pytest.mark.parametrize(("status", "code"), FULL, ids=str)
async def test_a_full_storage_is_told_as_full_and_keeps_what_it_has(
    status: int, code: str, tmp_path: Path
) -> None:
    async with fronted() as front, store_behind(front) as store:
        key = new_key()
        await store.put(key, DATA, media_type="image/jpeg")
        front.refusal = Refusal(status, code, writes)
        film = tmp_path / "film"
        film.write_bytes(bytes(17 * 1024 * 1024))
        for attempt in (
            store.put(new_key(), DATA, media_type="image/jpeg"),
            store.put_file(new_key(), film, media_type="video/mp4"),
        ):
            with capture_logs() as logs, pytest.raises(StorageFull) as told:
                await attempt
            assert "没有丢" in told.value.title
            assert (told.value.status, told.value.retry_after_s) == (503, 600)
            assert {"event": "object storage is full", "code": code, "log_level": "error"} in logs
        assert (await store.stat(key)).size_bytes == len(DATA)
        front.refusal = None
        assert await store.put(new_key(), DATA, media_type="image/jpeg")


async def test_a_store_that_asks_to_slow_down_is_asked_once_more_and_then_the_caller_later() -> None:
    async with fronted() as front, store_behind(front) as store:
        front.refusal = Refusal(503, "SlowDown", writes)
        with capture_logs() as logs, pytest.raises(StorageUnavailable) as told:
            await store.put(new_key(), DATA, media_type="image/jpeg")
        assert (front.refused, told.value.code, told.value.retry_after_s) == (2, "storage_unavailable", 30)
        assert {"event": "object storage is busy", "code": "SlowDown", "log_level": "warning"} in logs


async def test_a_wrong_clock_is_named_to_those_who_run_the_server() -> None:
    async with fronted() as front, store_behind(front) as store:
        front.refusal = Refusal(403, "RequestTimeTooSkewed", writes)
        with capture_logs() as logs, pytest.raises(StorageUnavailable):
            await store.put(new_key(), DATA, media_type="image/jpeg")
        assert "clock of this machine" in logs[-1]["event"]


async def test_other_refusals_are_told_as_unavailable_with_their_code_in_the_log() -> None:
    async with fronted() as front, store_behind(front) as store:
        front.refusal = Refusal(403, "InvalidAccessKeyId", writes)
        with capture_logs() as logs, pytest.raises(StorageUnavailable) as told:
            await store.put(new_key(), DATA, media_type="image/jpeg")
        assert told.value.code == "storage_unavailable"
        assert logs[-1]["code"] == "InvalidAccessKeyId"


@pytest.mark.parametrize("wanted", [locks, asks_for_locks])
@pytest.mark.parametrize("code", ["InvalidRequest", "NotImplemented", "AccessDenied"])
async def test_a_store_that_does_not_lock_is_no_outage(code: str, wanted: Callable[[str, str], bool]) -> None:
    async with fronted() as front, store_behind(front) as store:
        key = new_key()
        version = await store.put(key, DATA, media_type="image/jpeg")
        front.refusal = Refusal(400, code, wanted)
        with pytest.raises(LockRefused, match=code):
            await store.retention.lock(key, version, datetime.now(UTC) + timedelta(days=1))
        with pytest.raises(LockRefused, match="versions"):
            await store.retention.lock(key, None, datetime.now(UTC) + timedelta(days=1))
        front.refusal = None
        with pytest.raises(ObjectMissing):
            await store.retention.get(new_key(), "null")


async def test_a_store_without_rules_on_origins_is_left_as_it_is() -> None:
    async with fronted() as front:
        front.refusal = Refusal(501, "NotImplemented", lambda method, path: "?cors" in path)
        with capture_logs() as logs:
            async with store_behind(front, s3_cors_origins="https://h5.example"):
                pass
        assert (front.refused, logs[-1]["event"]) == (
            1,
            "object storage keeps no rules on origins for the bucket",
        )


async def test_a_lock_that_storage_refuses_is_seen_and_made_up_for() -> None:
    async with fronted() as front, running(s3_endpoint=front.url) as stack:
        case = await opened(stack)
        front.refusal = Refusal(400, "InvalidRequest", locks)
        with capture_logs() as logs:
            evidence_id = await case.verified(WAGES)
        assert ("evidence is not locked", evidence_id) in [(log["event"], log.get("evidence_id")) for log in logs]
        locked = "SELECT retained_until IS NOT NULL FROM evidence"
        assert await case.rows(locked) == [(False,)]
        look = JobContext(stack.services.database, {}, stack.clock.now())
        with pytest.raises(LockRefused):
            await retaining.retain_missed(look, stack.services.object_store)
        front.refusal = None
        await retaining.retain_missed(look, stack.services.object_store)
        assert await case.rows(locked) == [(True,)]


async def test_a_lock_during_an_outage_is_tried_again_and_then_held() -> None:
    async with fronted() as front, running(s3_endpoint=front.url) as stack:
        stack.services.bus.retries = Retries(attempts=2, first_wait=timedelta(milliseconds=10))
        case = await opened(stack)
        front.refusal = Refusal(500, "InternalError", locks)
        await case.verified(WAGES)
        held = "SELECT status::text FROM pgqueuer WHERE entrypoint = 'evidence.retain'"
        assert await case.rows(held) == [("failed",)]
        assert front.refused > 1


async def test_an_upload_goes_on_after_the_storage_had_been_full() -> None:
    async with fronted() as front, running(s3_endpoint=front.url) as stack:
        case = await opened(stack)
        declared = await case.declare(WAGES)
        form = declared["upload"]
        front.refusal = Refusal(507, "XMinioStorageFull", writes)
        assert (await send(form["url"], form["fields"], DATA)).status_code == 507
        answer = await case.post(f"/evidence/{declared['evidence']['id']}/complete")
        assert (answer.status_code, answer.json()["code"]) == (409, "not_uploaded_yet")
        front.refusal = None
        assert (await send(form["url"], form["fields"], DATA)).status_code == 201
        assert (await case.post(f"/evidence/{declared['evidence']['id']}/complete")).status_code == 200
        await stack.drain()
        assert await case.status(declared["evidence"]["id"]) == "verified"
