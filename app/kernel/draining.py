"""Emptying the queue in this process: the demonstration's clock and the tests do, instead of waiting for a worker.

A worker listens, watches its own health and runs jobs side by side. Whoever moves the clock by a month empties the
queue at hundreds of alarms: here jobs run one after another, over one connection, and nothing is set up for them.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import anyio
from pgqueuer import AsyncpgDriver, Queries
from pgqueuer.core.buffers import HeartbeatBuffer, JobStatusLogBuffer
from pgqueuer.core.qm import QueueManager
from pgqueuer.domain.models import Context, Job, TracebackRecord
from pgqueuer.domain.types import JOB_STATUS, QueueEntrypoint
from pgqueuer.ports.repository import EntrypointExecutionParameter

from app.kernel import jobs
from app.kernel.clock import Clock
from app.kernel.database import Database, connect_raw, driver_url

AGAIN_S = 0.02
"""How long until the queue is looked at again when what is left is not for now: another process has it, or a retry
waits for its time."""
WAITING = (
    "SELECT EXISTS (SELECT FROM pgqueuer WHERE status = 'picked' OR status = 'queued' AND entrypoint = ANY($1))"
)


class Drainer:
    """Empties one queue, as often as it is asked to."""

    def __init__(self, database: Database, clock: Clock, connection: Any) -> None:
        self._database = database
        self._clock = clock
        self._connection = connection
        self._queries = Queries(AsyncpgDriver(connection))

    async def drain(self) -> None:
        """Run every queued job now and return when none is left.

        What another process has taken up is waited for; if that process has died, it is run here once its
        heartbeat has been missed.
        """
        names = list(runners := jobs.runners(self._database, self._clock))
        retries = self._database.bus.retries
        entrypoints = {QueueEntrypoint(name): EntrypointExecutionParameter(concurrency_limit=0) for name in names}
        manager = _OneByOne(self._queries)
        async with HeartbeatBuffer(
            max_size=1, timeout=retries.heartbeat / 8, repository=self._queries
        ) as heartbeats:
            while True:
                taken = await self._queries.dequeue(
                    batch_size=1,
                    entrypoints=entrypoints,
                    queue_manager_id=manager.queue_manager_id,
                    global_concurrency_limit=None,
                    heartbeat_timeout=retries.heartbeat,
                )
                for job in taken:
                    if job.entrypoint not in manager.entrypoint_registry:
                        jobs.register(manager, job.entrypoint, runners[job.entrypoint], retries)
                    await manager.run_one(job, heartbeats, retries.heartbeat)
                if taken:
                    continue
                if not await self._connection.fetchval(WAITING, names):
                    return
                await asyncio.sleep(AGAIN_S)


@asynccontextmanager
async def draining(database: Database, clock: Clock, url: str) -> AsyncGenerator[Drainer]:
    """A drainer with a connection of its own."""
    connection = await connect_raw(driver_url(url))
    try:
        yield Drainer(database, clock, connection)
    finally:
        await connection.close()


async def drain(database: Database, clock: Clock, url: str) -> None:
    """Empty the queue once."""
    async with draining(database, clock, url) as drainer:
        await drainer.drain()


class _OneByOne(QueueManager):
    """A manager whose jobs are handed to it: it neither fetches nor listens."""

    async def run_one(self, job: Job, heartbeats: HeartbeatBuffer, heartbeat: timedelta) -> None:
        """Run a job and note at once how it ended: that note is what says the queue is empty."""
        self.job_context[job.id] = Context(cancellation=anyio.CancelScope(), resources=self.resources)
        noted = _AtOnce(max_size=1, repository=self.queries)
        await asyncio.create_task(self._dispatch(job, noted, heartbeats, heartbeat))
        self.job_context.pop(job.id, None)


class _AtOnce(JobStatusLogBuffer):
    async def add(self, item: tuple[Job, JOB_STATUS, TracebackRecord | None]) -> None:
        await self.repository.log_jobs([item])
