"""What time does to check-ins owed: planned every night, opened, closed, escalated, and gaps looked for."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.correction.enums import CorrectionStatus
from app.correction.orders.models import CorrectionOrder
from app.correction.schedule import handlers
from app.correction.schedule.alarming import alarm_unexplained, is_anybody_due
from app.correction.schedule.gaps import look_for_gaps
from app.correction.schedule.moments import GAPS, TICK
from app.correction.schedule.planning import moment
from app.correction.schedule.reminding import remind
from app.correction.schedule.schedules import SETTLE_ALL
from app.correction.schedule.settling import settle
from app.correction.schedule.sweeping import close_windows
from app.kernel import jobs
from app.kernel.bus import Bus, Payload
from app.kernel.clock import local_date

NIGHTLY = "correction.schedule_nightly"
ESCALATE = "correction.escalate_duties"
BATCH = 500
"""Orders planned in one transaction."""
AT_NIGHT = 2 * 60 + 30
"""Minutes after midnight when the coming weeks are planned."""


def register(bus: Bus) -> None:
    """Register the jobs, and the handlers that keep the ledger."""
    bus.register(NIGHTLY, _nightly)
    bus.repeat(NIGHTLY, next_night)
    bus.register(SETTLE_ALL, _settle_all)
    bus.register(TICK, _tick)
    bus.register(ESCALATE, _escalate)
    bus.register(GAPS, _gaps)
    handlers.register(bus)


def next_night(at: datetime) -> datetime:
    """The next time to plan, after ``at``."""
    today = moment(local_date(at), AT_NIGHT)
    return today if today > at else moment(local_date(at) + timedelta(days=1), AT_NIGHT)


async def _nightly(session: AsyncSession, payload: Payload, at: datetime) -> None:
    """Everything once, whatever alarm of the clock may have been lost."""
    for name in (SETTLE_ALL, TICK, GAPS):
        await jobs.enqueue(session, name, {}, since=at)


async def _settle_all(session: AsyncSession, payload: Payload, at: datetime) -> None:
    """Plan a batch of orders, at or below an agency where one is named, and hand on to the next."""
    after, below = payload.get("after"), payload.get("below")
    statement = select(CorrectionOrder).where(
        col(CorrectionOrder.status) == CorrectionStatus.UNDER_CORRECTION,
    )
    if isinstance(after, str):
        statement = statement.where(col(CorrectionOrder.id) > UUID(after))
    if isinstance(below, str):
        statement = statement.where(col(CorrectionOrder.agency_path).startswith(below, autoescape=True))
    statement = statement.order_by(col(CorrectionOrder.id)).limit(BATCH).with_for_update(read=True)
    orders = (await session.scalars(statement)).all()
    await settle(session, orders, at=at)
    if len(orders) == BATCH:
        rest = {"after": str(orders[-1].id)} | ({"below": below} if isinstance(below, str) else {})
        await jobs.enqueue(session, SETTLE_ALL, rest, since=at)


async def _tick(session: AsyncSession, payload: Payload, at: datetime) -> None:
    """Close what is over before reminding of what is open."""
    await close_windows(session, at=at)
    await remind(session, at=at)
    if await is_anybody_due(session, at=at):
        await jobs.enqueue(session, ESCALATE, {}, since=at)


async def _escalate(session: AsyncSession, payload: Payload, at: datetime) -> None:
    if await alarm_unexplained(session, at=at):
        await jobs.enqueue(session, ESCALATE, {}, since=at)


async def _gaps(session: AsyncSession, payload: Payload, at: datetime) -> None:
    await look_for_gaps(session, at=at)
