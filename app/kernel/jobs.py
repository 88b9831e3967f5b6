"""Jobs on pgqueuer: enqueued in the caller's transaction, run by the worker, retried, then held for a human.

A job that only touches the database runs in one transaction together with a row in ``handled_job``, so
that a worker killed between its commit and the queue's own bookkeeping does not do the work twice. A job
that speaks to the network opens its own transactions and must tolerate being run again.
"""

import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

import structlog
from pgqueuer import AsyncpgDriver, Queries
from pgqueuer.core.executors import DatabaseRetryEntrypointExecutor, EntrypointExecutorParameters
from pgqueuer.core.qm import QueueManager
from pgqueuer.domain.models import Job
from pgqueuer.domain.types import JobId
from pydantic import JsonValue
from sqlalchemy import delete, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col

from app.kernel.bus import EventHandler, ExternalJob, JobContext, Payload, Retries, TransactionalJob
from app.kernel.clock import Clock
from app.kernel.columns import plain
from app.kernel.database import Database, Table, new_id

logger = structlog.get_logger(__name__)

Runner = Callable[[Job], Awaitable[None]]
KEPT = timedelta(days=30)
MOST_HELD = 1000
EVENT_ID = "event_id"
"""Key in ``session.info`` of the recorded event whose handler runs in the session."""


class HandledJob(Table, table=True):
    """A transactional job that was done; its key is unique to one enqueueing."""

    key: str = Field(max_length=160, primary_key=True, sa_column_kwargs=plain())
    done_at: datetime = Field(index=True)


async def enqueue(session: AsyncSession, name: str, payload: Payload, *, since: datetime | None = None) -> None:
    """Run job ``name`` after this transaction commits; ``since`` as for :func:`enqueue_all`."""
    await enqueue_all(session, [(name, f"{new_id()}:{name}", payload)], since=since)


async def enqueue_all(
    session: AsyncSession, jobs: Sequence[tuple[str, str, Payload]], *, since: datetime | None = None
) -> None:
    """Enqueue (entry point, unique key, payload) triples in one statement of this transaction.

    ``since`` is the time of what they follow from: they run at that time or later, even in a process whose clock
    is behind, so that no alarm is met by somebody for whom it is not due yet, and lost.
    """
    if not jobs:
        return
    connection = await session.connection()
    raw = (await connection.get_raw_connection()).driver_connection
    if raw is None or not raw.is_in_transaction():
        await session.execute(text("SELECT 1"))
    names = [name for name, _, _ in jobs]
    bodies: list[bytes | None] = [
        json.dumps({"key": key, "payload": dict(payload), "since": since and since.isoformat()}).encode()
        for _, key, payload in jobs
    ]
    await Queries(AsyncpgDriver(cast(Any, raw))).enqueue(names, bodies, [0] * len(jobs))


async def once(session: AsyncSession, key: str, at: datetime) -> bool:
    """Claim ``key`` in this transaction; false when its work was already done."""
    statement = insert(HandledJob).values(key=key, done_at=at).on_conflict_do_nothing()
    done = await session.execute(statement.returning(col(HandledJob.key)))
    return done.scalar_one_or_none() is not None


async def forget_handled(session: AsyncSession, at: datetime) -> None:
    """Drop keys of jobs done long ago; the queue never redelivers those."""
    await session.execute(delete(HandledJob).where(col(HandledJob.done_at) < at - KEPT))


def queue_manager(database: Database, clock: Clock, connection: Any) -> QueueManager:
    """A queue manager on a dedicated asyncpg connection, with every name of the bus as an entry point."""
    manager = QueueManager(Queries(AsyncpgDriver(connection)))
    for name, run in runners(database, clock).items():
        register(manager, name, run, database.bus.retries)
    return manager


def runners(database: Database, clock: Clock) -> dict[str, Runner]:
    """What runs a queued job, by its entry point: every name of the bus."""
    bus = database.bus
    found: dict[str, Runner] = {}
    for subscription in bus.subscriptions.values():
        parse = subscription.event.model_validate
        found[subscription.name] = _event_runner(database, clock, subscription.handler, parse)
    for name, job in bus.transactional.items():
        found[name] = _job_runner(database, clock, job)
    for name, external in bus.external.items():
        found[name] = _external_runner(database, clock, external)
    return found


async def held(connection: Any) -> list[Job]:
    """Jobs that failed for good and wait for a human, newest first, at most :data:`MOST_HELD`."""
    return await Queries(AsyncpgDriver(connection)).list_failed_jobs(limit=MOST_HELD)


async def requeue(connection: Any, ids: Sequence[int]) -> None:
    """Try held jobs again from the start."""
    await Queries(AsyncpgDriver(connection)).requeue_jobs([JobId(number) for number in ids])


async def waiting(connection: Any) -> dict[str, int]:
    """Jobs not yet done, counted by ``entry point (status)``."""
    rows = await connection.fetch(
        "SELECT entrypoint, status::text AS status, count(*) AS jobs FROM pgqueuer GROUP BY 1, 2 ORDER BY 1, 2"
    )
    return {f"{row['entrypoint']} ({row['status']})": row["jobs"] for row in rows}


def _event_runner(
    database: Database, clock: Clock, handler: EventHandler[Any], parse: Callable[[Any], Any]
) -> Runner:
    async def run(job: Job) -> None:
        key, payload = _unpack(job)
        at = _time_of(job, clock)
        async with database.transaction() as session:
            if await once(session, key, at):
                session.info[EVENT_ID] = UUID(key.partition(":")[0])
                await handler(session, parse(payload), at)

    return run


def _external_runner(database: Database, clock: Clock, external: ExternalJob) -> Runner:
    async def run(job: Job) -> None:
        _, payload = _unpack(job)
        await external(JobContext(database, payload, _time_of(job, clock)))

    return run


def _job_runner(database: Database, clock: Clock, job_function: TransactionalJob) -> Runner:
    async def run(job: Job) -> None:
        key, payload = _unpack(job)
        at = _time_of(job, clock)
        async with database.transaction() as session:
            if await once(session, key, at):
                await job_function(session, payload, at)

    return run


def register(manager: QueueManager, name: str, run: Runner, retries: Retries) -> None:
    """Make ``name`` an entry point of a manager: failures are logged, retried, then held."""

    def executor(parameters: EntrypointExecutorParameters) -> DatabaseRetryEntrypointExecutor:
        return DatabaseRetryEntrypointExecutor(
            parameters, max_attempts=retries.attempts, initial_delay=retries.first_wait
        )

    async def logged(job: Job) -> None:
        try:
            await run(job)
        except Exception as error:
            logger.warning(
                "job failed", job=name, attempt=job.attempts, error=type(error).__name__, exc_info=error
            )
            raise

    manager.entrypoint(name, on_failure="hold", executor_factory=executor, accepts_context=False)(logged)


def _time_of(job: Job, clock: Clock) -> datetime:
    """Now, and never before what the job follows from."""
    since = json.loads(job.payload or b"{}").get("since")
    now = clock.now()
    return now if since is None else max(now, datetime.fromisoformat(since))


def _unpack(job: Job) -> tuple[str, dict[str, JsonValue]]:
    body = json.loads(job.payload or b"{}")
    return body["key"], body["payload"]
