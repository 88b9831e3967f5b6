"""The background worker: runs jobs, turns due timers into jobs, follows the product's clock, stops cleanly."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import asyncpg
import structlog

from app.kernel import demo_clock, jobs, timers
from app.kernel.clock import Clock, MovableClock
from app.kernel.database import Database, connect_raw, driver_url

logger = structlog.get_logger(__name__)

TICK_S = 1.0
LOST = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
"""What a connection that dies in the middle of one of several operations upon it may raise."""


class Worker:
    """Runs until :meth:`stop`; jobs in flight are finished, the rest stay queued."""

    def __init__(self, database: Database, clock: Clock, url: str) -> None:
        self._database = database
        self._clock = clock
        self._url = driver_url(url)
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """Ask the worker to finish what it runs and return."""
        self._stopping.set()

    async def run(self) -> None:
        """Work until stopped; a lost database is waited for, not died of."""
        async with self._database.transaction() as session:
            await timers.seed_recurring(session, self._clock.now())
        ticking = asyncio.create_task(self._tick_forever())
        try:
            while not self._stopping.is_set():
                try:
                    await self._run_queue()
                except LOST as error:
                    logger.warning("queue interrupted", error=type(error).__name__)
                    await self._pause(TICK_S)
        finally:
            self._stopping.set()
            ticking.cancel()
            with suppress(asyncio.CancelledError):
                await ticking

    async def _run_queue(self) -> None:
        connection = await connect_raw(self._url)
        try:
            manager = jobs.queue_manager(self._database, self._clock, connection)
            stopper = asyncio.create_task(self._pass_stop_on(manager.shutdown))
            try:
                await manager.run(
                    dequeue_timeout=timedelta(seconds=5),
                    heartbeat_timeout=self._database.bus.retries.heartbeat,
                    shutdown_on_listener_failure=True,
                )
            finally:
                stopper.cancel()
        finally:
            await connection.close()

    async def _pass_stop_on(self, shutdown: asyncio.Event) -> None:
        await self._stopping.wait()
        shutdown.set()

    async def _tick_forever(self) -> None:
        while not self._stopping.is_set():
            try:
                await self._tick()
            except Exception as error:
                logger.warning("tick failed", error=type(error).__name__)
            await self._pause(TICK_S)

    async def _tick(self) -> None:
        async with self._database.transaction() as session:
            if isinstance(self._clock, MovableClock):
                await demo_clock.follow(session, self._clock)
            await timers.promote_due(session, self._clock.now())

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)
