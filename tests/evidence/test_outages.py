"""Object storage that goes away and comes back: clear problems, nothing lost, nothing done twice."""

import os
import threading
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from urllib.parse import urlsplit

import anyio
import pytest
import urllib3
from anyio import to_thread

from app.evidence.errors import StorageUnavailable
from app.evidence.inspecting.verifying import verify
from app.evidence.storage import connections as storage
from app.evidence.storage import objects
from app.kernel.bus import JobContext, Retries
from tests.evidence.cases import Case, opened
from tests.evidence.gate import Gate
from tests.evidence.uploading import WAGES, send
from tests.support.stack import running

pytestmark = pytest.mark.anyio

QUICK = Retries(attempts=2, first_wait=timedelta(milliseconds=20))


@asynccontextmanager
async def behind_gate() -> AsyncGenerator[tuple[Case, Gate]]:
    """A case in a product that reaches storage through a gate; phones reach it directly."""
    real = os.environ["YJT_TEST_S3_ENDPOINT"]
    host, _, port = urlsplit(real).netloc.partition(":")
    gate = Gate((host, int(port)))
    await gate.open()
    try:
        async with running(s3_endpoint=gate.url, s3_public_endpoint=real) as stack:
            stack.services.bus.retries = QUICK
            yield await opened(stack), gate
    finally:
        await gate.shut()


async def test_completion_during_an_outage_is_told_and_works_later() -> None:
    async with behind_gate() as (case, gate):
        declared = await case.declare(WAGES)
        evidence_id = declared["evidence"]["id"]
        await send(declared["upload"]["url"], declared["upload"]["fields"], WAGES.data)
        await gate.shut()
        answer = await case.post(f"/evidence/{evidence_id}/complete")
        assert (answer.status_code, answer.json()["code"]) == (503, "storage_unavailable")
        assert answer.json()["title"] == "文件存储暂时连不上，您填写的内容已经保存，请稍后再试"
        assert int(answer.headers["retry-after"]) > 0
        assert await case.status(evidence_id) == "declared"
        await gate.open()
        assert (await case.post(f"/evidence/{evidence_id}/complete")).status_code == 200


async def test_a_draft_goes_on_during_an_outage() -> None:
    async with behind_gate() as (case, gate):
        evidence_id = await case.verified(WAGES)
        await gate.shut()
        assert await case.status(evidence_id) == "verified"
        assert (await case.owner.client.get("/evidence", params={"matter_id": str(case.matter_id)})).is_success
        assert (await case.post(f"/evidence/{evidence_id}/open")).status_code == 200


async def test_verification_that_outlasts_its_retries_is_taken_up_again() -> None:
    async with behind_gate() as (case, gate):
        evidence_id = await case.upload(WAGES)
        await gate.shut()
        await case.stack.drain()
        assert await case.status(evidence_id) == "arrived"
        held = await case.rows("SELECT status::text, entrypoint FROM pgqueuer WHERE status = 'failed'")
        assert held == [("failed", "evidence.verify")]
        await gate.open()
        await case.stack.advance(hours=2)
        assert await case.status(evidence_id) == "verified"


async def test_a_declared_file_does_not_lapse_while_storage_cannot_be_asked() -> None:
    async with behind_gate() as (case, gate):
        declared = await case.declare(WAGES)
        await send(declared["upload"]["url"], declared["upload"]["fields"], WAGES.data)
        await gate.shut()
        await case.stack.advance(hours=3)
        assert await case.status(declared["evidence"]["id"]) == "declared"
        await gate.open()
        await case.stack.advance(hours=2)
        assert await case.status(declared["evidence"]["id"]) == "verified"


async def test_a_product_started_during_an_outage_recovers_by_itself() -> None:
    async with behind_gate() as (_, gate):
        await gate.shut()
        async with running(s3_endpoint=gate.url) as stack:
            ready = await stack.client.get("http://test/health/ready")
            assert (ready.status_code, ready.json()["code"]) == (503, "storage_unavailable")
            assert (await stack.client.get("http://test/health/live")).status_code == 200
            await gate.open()
            assert (await stack.client.get("http://test/health/ready")).status_code == 200


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time-outs of tenths of a second, so that silence is told without the test waiting for seconds."""
    for name in ("QUESTION", "READING", "PROBE"):
        monkeypatch.setattr(storage, name, urllib3.Timeout(connect=2, read=0.2))


@pytest.mark.usefixtures("impatient")
async def test_a_storage_that_takes_connections_but_never_answers_is_asked_once() -> None:
    async with behind_gate() as (case, gate):
        declared = await case.declare(WAGES)
        evidence_id = declared["evidence"]["id"]
        await send(declared["upload"]["url"], declared["upload"]["fields"], WAGES.data)
        await gate.jam()
        for question in (
            lambda: case.post(f"/evidence/{evidence_id}/complete"),
            lambda: case.stack.client.get("http://test/health/ready"),
        ):
            before = gate.accepted
            answer = await question()
            assert (answer.status_code, answer.json()["code"]) == (503, "storage_unavailable")
            assert gate.accepted - before == 1
        await gate.free()
        assert (await case.post(f"/evidence/{evidence_id}/complete")).status_code == 200


def test_silence_of_storage_is_bounded() -> None:
    assert storage.QUESTION.read_timeout == 5
    assert storage.PROBE.total == 2
    assert storage.RETRIES.read == 0
    assert (storage.QUESTION.connect_timeout, storage.RETRIES.connect) == (2, 2)


async def test_a_question_behind_hanging_ones_is_not_held_and_whole_files_hold_none(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(objects, "PROBE_S", 0.1)
    store = case.stack.services.object_store
    for kind in ("_questions", "_files"):
        monkeypatch.setattr(store.connections, kind, anyio.CapacityLimiter(1))
    evidence_id = await case.verified(WAGES)
    [(key,)] = await case.rows("SELECT object_key FROM evidence WHERE id = :id", id=evidence_id)
    hanging = [threading.Event(), threading.Event()]
    release = threading.Event()

    def hang(began: threading.Event) -> None:
        began.set()
        release.wait()

    def hang_in_file(_: bytes) -> None:
        hang(hanging[0])

    async with anyio.create_task_group() as group:
        try:
            group.start_soon(store.read_through, key, hang_in_file)
            await to_thread.run_sync(hanging[0].wait)
            await store.check()
            group.start_soon(store.connections.call, lambda: hang(hanging[1]))
            await to_thread.run_sync(hanging[1].wait)
            with pytest.raises(StorageUnavailable):
                await store.check()
        finally:
            release.set()


async def test_verification_run_twice_at_once_is_written_down_once(case: Case) -> None:
    evidence_id = await case.upload(WAGES)
    services = case.stack.services
    context = JobContext(services.database, {"evidence_id": evidence_id}, case.stack.clock.now())
    async with anyio.create_task_group() as both:
        once = partial(verify, context, services.object_store, max_pixels=services.settings.image_max_pixels)
        both.start_soon(once)
        both.start_soon(once)
    await case.stack.drain()
    events = await case.rows("SELECT 1 FROM event_record WHERE name = 'EvidenceVerified'")
    assert (len(events), await case.status(evidence_id)) == (1, "verified")


async def test_completions_at_the_same_time_have_it_verified_once(case: Case) -> None:
    declared = await case.declare(WAGES)
    evidence_id = declared["evidence"]["id"]
    await send(declared["upload"]["url"], declared["upload"]["fields"], WAGES.data)
    codes: list[int] = []

    async def complete() -> None:
        codes.append((await case.post(f"/evidence/{evidence_id}/complete")).status_code)

    async with anyio.create_task_group() as taps:
        for _ in range(4):
            taps.start_soon(complete)
    assert codes == [200] * 4
    assert len(await case.rows("SELECT 1 FROM pgqueuer WHERE entrypoint = 'evidence.verify'")) == 1


async def test_declarations_at_the_same_time_make_one_item(case: Case) -> None:
    ids: list[str] = []

    async def declare() -> None:
        ids.append((await case.declare(WAGES))["evidence"]["id"])

    async with anyio.create_task_group() as taps:
        for _ in range(4):
            taps.start_soon(declare)
    assert len(set(ids)) == 1
