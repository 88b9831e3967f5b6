"""Routes that belong to no domain: dictionaries, health, metrics, and the demo's clock."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import cache
from typing import Annotated, cast

from fastapi import APIRouter, Body, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import AwareDatetime, Field
from sqlalchemy import text

from app.kernel import demo_clock, dictionaries, timers
from app.kernel.clock import MovableClock
from app.kernel.compression import Document
from app.kernel.database import Database
from app.kernel.draining import Drainer, draining
from app.kernel.errors import FieldError, Invalid
from app.kernel.guard import public
from app.kernel.http import Schema, api_router, example
from app.settings import Settings

Check = Callable[[], Awaitable[None]]

LONGEST_MOVE = timedelta(days=400)
CLOSE_ENOUGH = timedelta(seconds=5)
PROBE_S = 2
"""A probe that hangs is a failure: whoever asks decides by it whether to send people here."""

router = api_router("", "基础")
plain_router = APIRouter(tags=["运行"])
demo_router = APIRouter(prefix="/demo", tags=["演示"])


class Dictionaries(Schema):
    """Chinese labels of every code the API uses."""

    model_config = example({"dictionaries": {"role": {"applicant": "申请人", "lawyer": "律师"}}})
    dictionaries: dict[str, dict[str, str]]


class Health(Schema):
    """Whether the process answers, and whether what it needs answers."""

    model_config = example({"status": "ok"})
    status: str


class ClockMove(Schema):
    """Where to move the product's clock: an instant, or a number of days from now."""

    model_config = example({"days": 7})
    to: AwareDatetime | None = None
    days: Annotated[int, Field(ge=0, le=LONGEST_MOVE.days)] | None = None


class ClockState(Schema):
    """The product's time after the move and how many alarms fell due on the way."""

    model_config = example({"now": "2026-12-01T01:00:00Z", "alarms": 3})
    now: datetime
    alarms: int


@router.get(
    "/dictionaries",
    summary="代码和中文名称对照",
    response_model=Dictionaries,
    dependencies=[public("labels hold no personal data")],
)
async def get_dictionaries(request: Request) -> Response:
    """Every phone loads it at each start: it is written once a process, and again only to who has an older one."""
    return _labels().answer(request.headers)


@cache
def _labels() -> Document:
    """Labels are registered as modules are imported: they are complete before the first request."""
    told = Dictionaries(dictionaries={k: dict(v) for k, v in dictionaries.dictionaries().items()})
    return Document(told.model_dump_json().encode())


@plain_router.get("/health/live", summary="进程是否存活", dependencies=[public("probe")])
async def live() -> Health:
    return Health(status="ok")


@plain_router.get("/health/ready", summary="能否提供服务", dependencies=[public("probe")])
async def ready(request: Request) -> Health:
    async with asyncio.timeout(PROBE_S):
        async with cast(Database, request.app.state.database).autocommit() as connection:
            await connection.execute(text("SELECT 1"))
        for check in cast(Sequence[Check], request.app.state.readiness):
            await check()
    return Health(status="ok")


@plain_router.get(
    "/metrics", summary="运行指标", include_in_schema=False, dependencies=[public("loopback scrape")]
)
async def metrics(request: Request) -> Response:
    for measure in cast(Sequence[Check], request.app.state.measures):
        with suppress(Exception):  # what cannot be measured now keeps its last value; the others are still told
            async with asyncio.timeout(PROBE_S):
                await measure()
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


@demo_router.post(
    "/clock", summary="把系统时间往前拨，并办理到期的事", dependencies=[public("demo and test only")]
)
async def move_clock(request: Request, move: Annotated[ClockMove, Body()]) -> ClockState:
    state = request.app.state
    clock = cast(MovableClock, state.clock)
    now = clock.now()
    target = move.to or now + timedelta(days=move.days or 0)
    if not now - CLOSE_ENOUGH <= target <= now + LONGEST_MOVE:
        raise Invalid(fields=[FieldError("to", "forward", "时间只能往后拨，最多 400 天")])
    database, url = cast(Database, state.database), cast(Settings, state.settings).database_url
    async with draining(database, clock, url.get_secret_value()) as drainer:
        alarms = await advance(database, clock, drainer, target)
    return ClockState(now=clock.now(), alarms=alarms)


async def advance(database: Database, clock: MovableClock, drainer: Drainer, target: datetime) -> int:
    """Step the clock from alarm to alarm up to ``target``, running the jobs of each step in order."""
    alarms = 0
    await drainer.drain()
    while True:
        async with database.transaction() as session:
            due = await timers.next_due(session)
            step = target if due is None else min(due, target)
            await demo_clock.move(session, clock, step)
            alarms += await timers.promote_due(session, clock.now())
        await drainer.drain()
        if due is None or due > target:
            return alarms
