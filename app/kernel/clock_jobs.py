"""What happens to clocks by themselves: alarms in product time, and the recount after a new notice."""

from datetime import date, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.kernel import events, jobs, timers
from app.kernel.bus import Bus, Payload
from app.kernel.calendar_notice import first_day_touched
from app.kernel.calendar_store import load_calendar
from app.kernel.clock_events import CalendarPublished, ClockAtRisk, ClockEvent, ClockOverdue, ClockRecomputed
from app.kernel.clock_models import StatutoryClock
from app.kernel.clock_store import AT_RISK, OVERDUE, alarm_at, recount, set_alarms

RECOUNT = "kernel.recount_clocks"
PAGE = 500
"""Clocks recounted in one transaction; the next page is the next job."""

SECOND_PASS = timedelta(minutes=10)
"""Longer than any transaction may last."""

E = TypeVar("E", bound=ClockEvent)


def register(bus: Bus) -> None:
    """Register the jobs and subscribe to the calendar; called by ``wiring``."""
    bus.register(AT_RISK, warn)
    bus.register(OVERDUE, warn_overdue)
    bus.register(RECOUNT, recount_page)
    bus.subscribe(CalendarPublished, "kernel.recount_clocks_on_notice", recount_on_notice)


async def warn(session: AsyncSession, payload: Payload, at: datetime) -> None:
    """Tell, once, that little of a period is left."""
    clock = await _due_for(session, payload, AT_RISK, at)
    if clock is not None:
        await events.record(session, _event(ClockAtRisk, clock), at=at)


async def warn_overdue(session: AsyncSession, payload: Payload, at: datetime) -> None:
    """Tell, once, that a period has passed unmet."""
    clock = await _due_for(session, payload, OVERDUE, at)
    if clock is not None:
        await events.record(session, _event(ClockOverdue, clock), at=at)


async def recount_on_notice(session: AsyncSession, event: CalendarPublished, at: datetime) -> None:
    """Begin the recount: page by page in jobs of its own, so that no transaction grows with the case load.

    It is done a second time soon after, for clocks that a transaction under way counted on the old calendar.
    """
    payload: Payload = {"year": event.year, "after": None}
    await jobs.enqueue(session, RECOUNT, payload)
    await timers.set_timer(session, RECOUNT, key=str(event.year), due_at=at + SECOND_PASS, payload=payload)


async def recount_page(session: AsyncSession, payload: Payload, at: datetime) -> None:
    """Recount the next page of open clocks the year's notice can touch, and enqueue the page after it."""
    year, after = int(str(payload["year"])), payload["after"]
    statement = (
        select(StatutoryClock)
        .where(
            col(StatutoryClock.stopped_at).is_(None),
            col(StatutoryClock.due_on) >= first_day_touched(year),
            col(StatutoryClock.started_on) <= date(year, 12, 31),
        )
        .order_by(col(StatutoryClock.id))
        .limit(PAGE)
        .with_for_update()
    )
    if after is not None:
        statement = statement.where(col(StatutoryClock.id) > UUID(str(after)))
    rows = (await session.execute(statement)).scalars().all()
    calendar = await load_calendar(session)
    for clock in rows:
        was_on = clock.due_on
        if await recount(session, clock, calendar):
            await set_alarms(session, clock)
            await events.record(session, _event(ClockRecomputed, clock, was_on=was_on), at=at)
    if len(rows) == PAGE:
        await jobs.enqueue(session, RECOUNT, {"year": year, "after": str(rows[-1].id)})


async def _due_for(session: AsyncSession, payload: Payload, alarm: str, at: datetime) -> StatutoryClock | None:
    """The clock, locked, if the alarm still holds: it may have been stopped, paused or moved since."""
    clock = await session.get(StatutoryClock, UUID(str(payload["clock_id"])), with_for_update=True)
    if clock is None or clock.stopped_at is not None or clock.paused_since is not None:
        return None
    return clock if at >= alarm_at(clock, alarm) else None


def _event(kind: type[E], clock: StatutoryClock, **more: object) -> E:
    shared = {name: getattr(clock, name) for name in ClockEvent.model_fields if name != "clock_id"}
    return kind.model_validate({"clock_id": clock.id, **shared, **more})
