"""Events and jobs: part of the change's transaction, done once, retried, never lost, visible when they fail."""

import asyncio
import os
import signal
import sys
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from sqlalchemy import func, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.commands.jobs import show_jobs
from app.kernel import events, jobs, timers
from app.kernel.bus import Event, JobContext, Payload, Retries
from app.kernel.database import connect_raw, driver_url
from app.kernel.timers import Timer
from app.kernel.worker import Worker
from app.settings import Settings
from tests.support.servers import ROOT
from tests.support.stack import Stack

pytestmark = pytest.mark.anyio

QUICK = Retries(attempts=2, first_wait=timedelta(milliseconds=20), heartbeat=timedelta(seconds=1))


class Happened(Event):
    thing_id: UUID


async def leave_trace(session: AsyncSession, key: str, at: datetime) -> None:
    await timers.set_timer(session, "test.effect", key=key, due_at=at + timedelta(days=900), payload={})


async def traces(stack: Stack) -> int:
    async with stack.services.database.session() as session:
        count = select(func.count()).select_from(Timer).where(col(Timer.name) == "test.effect")
        return (await session.execute(count)).scalar_one()


async def test_event_of_a_rolled_back_change_never_reaches_its_handler(stack: Stack) -> None:
    seen: list[UUID] = []

    async def handler(session: AsyncSession, event: Happened, at: datetime) -> None:
        seen.append(event.thing_id)

    stack.services.bus.subscribe(Happened, "test.handler", handler)
    async with stack.services.database.session() as session:
        await events.record(session, Happened(thing_id=uuid4()), at=stack.clock.now())
        await session.rollback()
    kept = uuid4()
    async with stack.services.database.transaction() as session:
        await events.record(session, Happened(thing_id=kept), at=stack.clock.now())
    await stack.drain()
    assert seen == [kept]


async def test_failing_handler_is_retried_and_its_half_work_undone(stack: Stack) -> None:
    tries: list[int] = []

    async def job(session: AsyncSession, payload: Payload, at: datetime) -> None:
        await leave_trace(session, f"try-{len(tries)}", at)
        tries.append(1)
        if len(tries) == 1:
            raise RuntimeError("first try fails")

    stack.services.bus.retries = QUICK
    stack.services.bus.register("test.flaky", job)
    async with stack.services.database.transaction() as session:
        await jobs.enqueue(session, "test.flaky", {})
    await stack.drain()
    assert (len(tries), await traces(stack)) == (2, 1)


async def test_job_that_keeps_failing_is_held_and_can_be_tried_again(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = True
    done: list[str] = []

    async def job(context: JobContext) -> None:
        if broken:
            raise RuntimeError("broken")
        done.append(str(context.payload["what"]))

    stack.services.bus.retries = QUICK
    stack.services.bus.register_external("test.dead", job)
    async with stack.services.database.transaction() as session:
        await jobs.enqueue(session, "test.dead", {"what": "letter"})
    await stack.drain()
    connection = await connect_raw(driver_url(stack.settings.database_url.get_secret_value()))
    held = await jobs.held(connection)
    assert [(job.entrypoint, job.status) for job in held] == [("test.dead", "failed")]
    assert await jobs.waiting(connection) == {"test.dead (failed)": 1}
    broken = False
    for name, value in environment_of(stack.settings).items():
        monkeypatch.setenv(name, value)
    await show_jobs(held[0].id, requeue_all=False)
    assert "Queued once more: 1" in capsys.readouterr().out
    await stack.drain()
    await connection.close()
    assert done == ["letter"]


async def test_redelivered_job_does_its_work_once(stack: Stack) -> None:
    async def job(session: AsyncSession, payload: Payload, at: datetime) -> None:
        await leave_trace(session, str(uuid4()), at)

    stack.services.bus.register("test.once", job)
    async with stack.services.database.transaction() as session:
        await jobs.enqueue_all(session, [("test.once", "same-key", {}), ("test.once", "same-key", {})])
    await stack.drain()
    assert await traces(stack) == 1


async def test_job_of_a_killed_worker_is_run_by_another(stack: Stack) -> None:
    async def job(session: AsyncSession, payload: Payload, at: datetime) -> None:
        await leave_trace(session, "whole", at)

    async with stack.services.database.transaction() as session:
        await jobs.enqueue(session, "test.slow", {})
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.support.stalled_worker", cwd=ROOT, env=environment_of(stack.settings),
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert child.stdout is not None
    assert await child.stdout.readline() == b"started\n"
    child.send_signal(signal.SIGKILL)
    await child.wait()
    stack.services.bus.retries = QUICK
    stack.services.bus.register("test.slow", job)
    worker = Worker(stack.services.database, stack.clock, stack.settings.database_url.get_secret_value())
    running = asyncio.create_task(worker.run())
    while await traces(stack) == 0:  # noqa: ASYNC110 -- the queue decides when the dead worker's lease is over
        await asyncio.sleep(0.05)
    worker.stop()
    await running
    assert await traces(stack) == 1


async def test_stopping_worker_finishes_the_job_in_hand(stack: Stack) -> None:
    started, may_end = asyncio.Event(), asyncio.Event()

    async def job(session: AsyncSession, payload: Payload, at: datetime) -> None:
        started.set()
        await may_end.wait()
        await leave_trace(session, "finished", at)

    stack.services.bus.register("test.long", job)
    async with stack.services.database.transaction() as session:
        await jobs.enqueue(session, "test.long", {})
    worker = Worker(stack.services.database, stack.clock, stack.settings.database_url.get_secret_value())
    running = asyncio.create_task(worker.run())
    await started.wait()
    worker.stop()
    may_end.set()
    await running
    assert await traces(stack) == 1


async def test_worker_outlives_a_connection_that_dies_between_two_operations(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = asyncio.Event()

    async def job(session: AsyncSession, payload: Payload, at: datetime) -> None:
        done.set()

    stack.services.bus.register("test.after", job)
    async with stack.services.database.transaction() as session:
        await jobs.enqueue(session, "test.after", {})
    worker = Worker(stack.services.database, stack.clock, stack.settings.database_url.get_secret_value())
    faults = [asyncpg.InternalClientError("cannot switch to state 12; another operation (2) is in progress")]
    managed = jobs.queue_manager

    def dying(*arguments: Any) -> Any:
        if faults:
            raise faults.pop()
        return managed(*arguments)

    monkeypatch.setattr("app.kernel.worker.TICK_S", 0.01)
    monkeypatch.setattr(jobs, "queue_manager", dying)
    running = asyncio.create_task(worker.run())
    await asyncio.wait({running, asyncio.create_task(done.wait())}, return_when=asyncio.FIRST_COMPLETED)
    worker.stop()
    await running
    assert done.is_set()


async def test_timer_fires_in_product_time_and_setting_it_again_moves_it(stack: Stack) -> None:
    fired: list[datetime] = []

    async def job(session: AsyncSession, payload: Payload, at: datetime) -> None:
        fired.append(at)

    stack.services.bus.register("test.alarm", job)
    began = stack.clock.now()
    async with stack.services.database.transaction() as session:
        for days in (2, 5):
            await timers.set_timer(
                session, "test.alarm", key="one", due_at=began + timedelta(days=days), payload={}
            )
    await stack.advance(days=4)
    assert fired == []
    await stack.advance(days=2)
    assert len(fired) == 1
    assert fired[0] >= began + timedelta(days=5)


def environment_of(settings: Settings) -> dict[str, str]:
    """The settings of a stack as environment variables, for a child process."""
    values: dict[str, str] = {}
    for name, value in settings.model_dump().items():
        secret = getattr(value, "get_secret_value", None)
        text = secret() if secret else value
        if text is not None:
            values[f"YJT_{name.upper()}"] = str(text)
    return os.environ | values


async def test_alarm_and_event_hold_in_a_process_whose_clock_is_behind(stack: Stack) -> None:
    seen: list[tuple[str, datetime]] = []

    async def ring(session: AsyncSession, payload: Payload, at: datetime) -> None:
        seen.append(("alarm", at))
        await events.record(session, Happened(thing_id=uuid4()), at=at)

    async def handler(session: AsyncSession, event: Happened, at: datetime) -> None:
        seen.append(("event", at))

    stack.services.bus.register("test.ring", ring)
    stack.services.bus.subscribe(Happened, "test.heard", handler)
    due_at = stack.clock.now() + timedelta(days=3)
    async with stack.services.database.transaction() as session:
        await timers.set_timer(session, "test.ring", key="one", due_at=due_at, payload={})
    async with stack.services.database.transaction() as session:
        await timers.promote_due(session, due_at)
    await stack.drain()
    assert [name for name, _ in seen] == ["alarm", "event"]
    assert all(at >= due_at for _, at in seen)


async def test_draining_takes_over_what_a_process_had_taken_up_that_died(stack: Stack) -> None:
    stack.services.bus.retries = Retries(heartbeat=timedelta(milliseconds=200))
    stack.services.bus.register("test.orphaned", lambda session, payload, at: leave_trace(session, "once", at))
    async with stack.services.database.transaction() as session:
        await jobs.enqueue(session, "test.orphaned", {})
        taken = "UPDATE pgqueuer SET status = 'picked', heartbeat = now(), queue_manager_id = gen_random_uuid()"
        await session.execute(text(taken))
    async with asyncio.timeout(10):
        await stack.drain()
    assert await traces(stack) == 1
