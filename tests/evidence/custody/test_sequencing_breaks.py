"""Connections and servers that die while the ledger is sequenced: no leaf is lost, none doubled."""

import os
from collections.abc import Awaitable, Callable
from itertools import count
from typing import Any

import pytest
from anyio import to_thread
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from app.evidence.custody import heads, sequencing
from app.kernel.database import connect_raw
from app.launch import ports
from app.launch.postgres import EmbeddedPostgres
from tests.evidence.cases import Case, opened
from tests.evidence.custody.ledger import check, file_of, happen, leaves_of, sequence_now
from tests.evidence.custody.outside import rows
from tests.support import servers
from tests.support.stack import running

pytestmark = pytest.mark.anyio


async def test_a_connection_that_dies_at_any_step_loses_and_doubles_nothing(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each statement, flush and commit of the sequencer in turn meets a server that ended its connection."""
    evidence_id = await file_of(case)
    steps = Steps(monkeypatch)
    expected = 0
    for step in count():
        await happen(case.stack, evidence_id, 5)
        before = await leaves_of(case.stack)
        steps.kill_before(step)
        try:
            await sequence_now(case.stack)
        except (DBAPIError, OSError):
            assert await leaves_of(case.stack) == before
        expected += 5
        was_killed = steps.killed
        steps.kill_before(None)
        await sequence_now(case.stack)
        await check(case.stack, expected)
        if not was_killed:
            assert step >= 8
            return


class Steps:
    """Counts what a session does, and ends its server process before one of these steps."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.kill_before(None)
        for name in ("execute", "scalars", "flush", "commit"):
            monkeypatch.setattr(AsyncSession, name, self._counted(getattr(AsyncSession, name)))
        begun = sequencing.append

        async def append(session: AsyncSession, *arguments: Any, **named: Any) -> bool:
            done = await begun(session, *arguments, **named)
            await self._step(session)
            return done

        monkeypatch.setattr(sequencing, "append", append)

    def kill_before(self, step: int | None) -> None:
        self._left, self.killed = step, False

    def _counted(self, original: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def counted(session: AsyncSession, *arguments: Any, **named: Any) -> Any:
            await self._step(session)
            return await original(session, *arguments, **named)

        return counted

    async def _step(self, session: AsyncSession) -> None:
        if self._left is None:
            return
        self._left -= 1
        if self._left == -1:
            self._left, self.killed = None, True
            await terminate(session)


async def terminate(session: AsyncSession) -> None:
    """Have the server end the session's connection, as an administrator or a failing machine would."""
    raw: Any = (await (await session.connection()).get_raw_connection()).driver_connection
    connection = await connect_raw(os.environ["YJT_TEST_POSTGRES_DSN"])
    try:
        assert await connection.fetchval("SELECT pg_terminate_backend($1, 5000)", raw.get_server_pid())
    finally:
        await connection.close()


@pytest.mark.parametrize("how", ["stop", "kill"])
async def test_the_database_stops_between_sequencing_and_signing(
    how: str, durable: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server goes down when the leaves are written and the head is not; afterwards all is as if it had not."""
    async with running(template=TEMPLATE) as stack:
        case = await opened(stack)
        await happen(stack, await file_of(case), 3)
        await sequence_now(stack)
        await happen(stack, await file_of(case), 4)
        sign = heads.sign

        async def outage(*arguments: Any, **named: Any) -> None:
            await to_thread.run_sync(durable.kill if how == "kill" else durable.stop)
            await sign(*arguments, **named)

        with monkeypatch.context() as patch:
            patch.setattr(heads, "sign", outage)
            with pytest.raises((DBAPIError, OSError)):
                await sequence_now(stack)
        if how == "kill":
            await to_thread.run_sync(durable.stop)
        await to_thread.run_sync(durable.start)
        await check(stack, 3)
        assert await rows(stack, "SELECT count(*) FROM custody_pending") == [(4,)]
        await stack.drain()
        await check(stack, 7)


TEMPLATE = "yjt_durable"


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A PostgreSQL of this module's own, on a port it keeps."""
    with EmbeddedPostgres(tmp_path_factory.mktemp("pg") / "data", port=ports.choose(), fast=True) as server:
        yield server


@pytest.fixture
async def durable(own_server: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch) -> EmbeddedPostgres:
    """That server, with a migrated template in it, in the place of the run's."""
    monkeypatch.setenv("YJT_TEST_POSTGRES_DSN", own_server.superuser_dsn)
    connection = await connect_raw(own_server.superuser_dsn)
    is_there = await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", TEMPLATE)
    await connection.close()
    if not is_there:
        await servers.make_template(TEMPLATE)
    return own_server
