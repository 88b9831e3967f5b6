"""Writes check-ins in groups: while one group is being made durable, the next gathers; nobody is answered before.

One raw connection beside the pool, since a driver's round trip is a third of the ORM's, and one commit for all
who came meanwhile is one flush to disk. ``synchronous_commit`` stays on. The statement's plan is made once and
kept (a plan for each call would cost more than the call), and made for rows looked up by key.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import structlog

from app.correction.check_ins.statement import STATEMENT, Attempt, Outcome, arguments
from app.kernel.database import connect_raw, driver_url
from app.kernel.errors import Unavailable

logger = structlog.get_logger(__name__)

MOST_AT_ONCE = 256
SETTINGS = {
    "application_name": "yijiantong check-ins",
    "timezone": "UTC",
    "statement_timeout": "10000",
    "lock_timeout": "5000",
    "synchronous_commit": "on",
    "plan_cache_mode": "force_generic_plan",
    "jit": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    "enable_seqscan": "off",
}
LOST = (OSError, asyncpg.InterfaceError, asyncpg.PostgresConnectionError, asyncpg.InternalClientError)

Waiting = tuple[Attempt, "asyncio.Future[Outcome]"]


class Writer:
    """Gathers attempts of one process and writes them; ``system_now`` and ``now`` are the two clocks."""

    def __init__(self, url: str, *, system_now: Callable[[], datetime], now: Callable[[], datetime]) -> None:
        self._url = driver_url(url)
        self.system_now = system_now
        self._now = now
        self._waiting: dict[UUID, list[Waiting]] = {}
        self._flushing: asyncio.Task[None] | None = None
        self._connection: Any = None
        self._statement: Any = None

    async def write(self, attempt: Attempt) -> Outcome:
        """Write one attempt; returns when it is on disk, or when it is known why it is not.

        Raises:
            Unavailable: the database does not answer; whether it was written is not known, and the same attempt
                sent again finds out.
        """
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(attempt.person_id, []).append((attempt, future))
        if self._flushing is None:
            self._flushing = asyncio.create_task(self._flush_all())
        return await future

    async def close(self) -> None:
        """Finish what is under way and close the connection."""
        if self._flushing is not None:
            await self._flushing
        if self._connection is not None:
            with suppress(*LOST):
                await self._connection.close(timeout=2)
            self._connection = self._statement = None

    async def _flush_all(self) -> None:
        try:
            while self._waiting:
                group = self._next_group()
                try:
                    await self._flush(group)
                except Exception as error:
                    await self._each_alone(group, error)
        finally:
            self._flushing = None

    def _next_group(self) -> list[Waiting]:
        """One attempt of each person, in order of persons, so that two processes lock in the same order."""
        people = sorted(self._waiting)[:MOST_AT_ONCE]
        group: list[Waiting] = []
        for person_id in people:
            queue = self._waiting[person_id]
            group.append(queue.pop(0))
            if not queue:
                del self._waiting[person_id]
        return group

    async def _flush(self, group: list[Waiting]) -> None:
        statement = self._statement or await self._connect()
        rows = await statement.fetch(
            *arguments([attempt for attempt, _ in group], system_now=self.system_now(), at=self._now())
        )
        for (_, future), row in zip(group, rows, strict=True):
            if not future.done():
                future.set_result(Outcome(row[0]))

    async def _each_alone(self, group: list[Waiting], error: Exception) -> None:
        """One bad attempt must not take the others with it; a lost connection is tried once more."""
        logger.warning("check-ins were not written together", number=len(group), error=type(error).__name__)
        for one in group:
            if one[1].done():
                continue
            if isinstance(error, LOST):
                await self._disconnect()
            try:
                await self._flush([one])
            except Exception as again:
                error = again
                logger.warning("a check-in was not written", error=type(again).__name__, exc_info=again)
                one[1].set_exception(Unavailable())

    async def _connect(self) -> Any:
        await self._disconnect()
        self._connection = await connect_raw(self._url, server_settings=SETTINGS, command_timeout=15, timeout=5)
        self._statement = await self._connection.prepare(STATEMENT)
        return self._statement

    async def _disconnect(self) -> None:
        connection, self._connection, self._statement = self._connection, None, None
        if connection is not None:
            connection.terminate()
