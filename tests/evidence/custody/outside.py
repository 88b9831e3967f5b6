"""Two bureaus, and the road between them: one keeps a log, the other countersigns its heads."""

import socket
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import anyio
import uvicorn
from sqlalchemy import text

from app.evidence.custody.recording import record
from app.evidence.enums import CustodyEventKind
from app.evidence.models import Evidence
from app.kernel.bus import JobContext
from tests.support.stack import Stack

Application = Callable[..., Awaitable[None]]


@asynccontextmanager
async def served(app: Any) -> AsyncGenerator[str]:
    """An application on a free port of the loopback, in this process; yields its URL."""
    bound = socket.socket()
    bound.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
    async with anyio.create_task_group() as group:
        group.start_soon(server.serve, [bound])
        try:
            yield f"http://127.0.0.1:{bound.getsockname()[1]}"
        finally:
            server.should_exit = True
            server.force_exit = True
    bound.close()


async def happen(stack: Stack, evidence_id: str, times: int = 1) -> None:
    """Let something happen to a file, and have it sequenced and the head signed."""
    async with stack.services.database.transaction() as session:
        item = await session.get_one(Evidence, UUID(evidence_id))
        for _ in range(times):
            await record(session, item, CustodyEventKind.EXPORTED, at=stack.clock.now())
    await stack.drain()


def context(stack: Stack) -> JobContext:
    """What a job gets when the worker runs it now."""
    return JobContext(stack.services.database, {}, stack.clock.now())


async def rows(stack: Stack, statement: str, **parameters: object) -> list[Any]:
    """Look into the database."""
    async with stack.services.database.autocommit() as connection:
        return list((await connection.execute(text(statement), parameters)).all())
