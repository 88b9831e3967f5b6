"""Writes check-ins in groups: while groups are being made durable, the next gathers; nobody is answered before.

A few raw connections beside the pool, since a driver's round trip is a third of the ORM's, and one commit for all
who came meanwhile is one flush to disk. A second group sets out when enough wait for it, so that neither the disk
nor the process waits for the other. ``synchronous_commit`` stays on. The statement's plan is made once and kept
(a plan for each call would cost more than the call), and made for rows looked up by key.
"""

import asyncio
from collections.abc import Callable, Sequence
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

LANES = 3
"""Connections, and so groups under way at once."""
WORTH_ANOTHER = 12
"""So many waiting are worth another group while one is under way."""
MOST_AT_ONCE = 128
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
        self.system_now = system_now
        self._now = now
        self._waiting: dict[UUID, list[Waiting]] = {}
        self._under_way: set[UUID] = set()
        self._idle = [_Lane(driver_url(url)) for _ in range(LANES)]
        self._running: set[asyncio.Task[None]] = set()

    async def write(self, attempt: Attempt) -> Outcome:
        """Write one attempt; returns when it is on disk, or when it is known why it is not.

        Raises:
            Unavailable: the database does not answer; whether it was written is not known, and the same attempt
                sent again finds out.
        """
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(attempt.person_id, []).append((attempt, future))
        if self._idle and (not self._running or len(self._waiting) >= WORTH_ANOTHER):
            task = asyncio.create_task(self._run(self._idle.pop()))
            self._running.add(task)
            task.add_done_callback(self._running.discard)
        return await future

    async def close(self) -> None:
        """Finish what is under way and close the connections."""
        while self._running:
            await asyncio.wait(self._running)
        for lane in self._idle:
            await lane.close()

    async def _run(self, lane: "_Lane") -> None:
        """Write groups until nobody waits whom no other lane is writing for."""
        try:
            while group := self._next_group():
                people = {attempt.person_id for attempt, _ in group}
                self._under_way |= people
                try:
                    await self._flush(lane, group)
                except Exception as error:
                    await self._each_alone(lane, group, error)
                finally:
                    self._under_way -= people
        finally:
            self._idle.append(lane)

    def _next_group(self) -> list[Waiting]:
        """One attempt of each person, in order of persons, so that two writers lock in the same order; of a person
        whose last attempt is being written the next one waits.
        """
        people = sorted(self._waiting.keys() - self._under_way)[:MOST_AT_ONCE]
        group: list[Waiting] = []
        for person_id in people:
            queue = self._waiting[person_id]
            group.append(queue.pop(0))
            if not queue:
                del self._waiting[person_id]
        return group

    async def _flush(self, lane: "_Lane", group: list[Waiting]) -> None:
        attempts = [attempt for attempt, _ in group]
        rows = await lane.write(arguments(attempts, system_now=self.system_now(), at=self._now()))
        for (_, future), row in zip(group, rows, strict=True):
            if not future.done():
                future.set_result(Outcome(row[0]))

    async def _each_alone(self, lane: "_Lane", group: list[Waiting], error: Exception) -> None:
        """One bad attempt must not take the others with it; a lost connection is tried once more."""
        logger.warning("check-ins were not written together", number=len(group), error=type(error).__name__)
        for one in group:
            if one[1].done():
                continue
            if isinstance(error, LOST):
                lane.drop()
            try:
                await self._flush(lane, [one])
            except Exception as again:
                error = again
                logger.warning("a check-in was not written", error=type(again).__name__, exc_info=again)
                one[1].set_exception(Unavailable())


class _Lane:
    """One connection with the statement prepared; used by one group at a time."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: Any = None
        self._statement: Any = None

    async def write(self, values: Sequence[object]) -> Any:
        """Run the statement; connect before, where there is no connection."""
        if self._statement is None:
            self.drop()
            self._connection = await connect_raw(
                self._url, server_settings=SETTINGS, command_timeout=15, timeout=5
            )
            self._statement = await self._connection.prepare(STATEMENT)
        return await self._statement.fetch(*values)

    async def close(self) -> None:
        """Hang up in good order."""
        connection, self._connection, self._statement = self._connection, None, None
        if connection is not None:
            with suppress(*LOST):
                await connection.close(timeout=2)

    def drop(self) -> None:
        """Hang up at once."""
        connection, self._connection, self._statement = self._connection, None, None
        if connection is not None:
            connection.terminate()
