"""What orders do about others' events: nobody reported in; another office took over; the order ended."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.contracts.correction_ending import CorrectionEnded, OrderHandedOver
from app.correction.alarms.raising import Ground, raise_alarm
from app.correction.enums import AlarmCause, AlarmConfidence, CorrectionStatus
from app.correction.orders.codes import TierChangeStatus
from app.correction.orders.due import REPORT_IN
from app.correction.orders.groups import keeping
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.tiers.models import TierChange
from app.correction.orders.tiers.states import tier_machine
from app.correction.waking import by_day
from app.kernel import timers
from app.kernel.bus import Bus, Payload
from app.kernel.clock import local_date, start_of
from app.kernel.clock_events import ClockOverdue

STILL_OUT = "correction.still_not_reported_in"


def register(bus: Bus) -> None:
    """Subscribe; called by ``wiring``."""
    bus.subscribe(ClockOverdue, "correction.not_reported_in", not_reported_in)
    bus.register(STILL_OUT, still_not_reported_in)
    bus.subscribe(OrderHandedOver, "correction.orders_follow", follow)
    bus.subscribe(CorrectionEnded, "correction.tier_proposals_end", withdraw_proposals)


async def not_reported_in(session: AsyncSession, event: ClockOverdue, at: datetime) -> None:
    """Somebody did not report in: they are looked for (社区矫正法 30), which the alarm begins.

    How sure it is: nothing of them was entered, which an office that is behind with its entries may explain.
    Who was registered only after the last day may stand at the counter: the office has until the next morning.
    Nobody is asked at night.
    """
    if event.rule_code != REPORT_IN:
        return
    order = await session.get(CorrectionOrder, event.object_id)
    if order is None:
        return
    entered_on = local_date(order.created_at)
    is_late_entry = event.due_on < entered_on
    if at < (morning := by_day(start_of(entered_on + timedelta(days=1)) if is_late_entry else at)):
        payload: Payload = {"order_id": str(order.id), "clock_id": str(event.clock_id)}
        await timers.set_timer(session, STILL_OUT, key=str(order.id), due_at=morning, payload=payload)
        return
    await _look_for(session, order.id, event.clock_id, at=at)


async def still_not_reported_in(session: AsyncSession, payload: Payload, at: datetime) -> None:
    """The morning after the last day, or after somebody was registered too late to report in in time."""
    await _look_for(session, UUID(str(payload["order_id"])), UUID(str(payload["clock_id"])), at=at)


async def _look_for(session: AsyncSession, order_id: UUID, clock_id: UUID, *, at: datetime) -> None:
    order = await session.get(CorrectionOrder, order_id, with_for_update=True, populate_existing=True)
    if order is None or order.status is not CorrectionStatus.REGISTERED or order.reported_on is not None:
        return
    await raise_alarm(
        session,
        order,
        AlarmCause.NOT_REPORTED_IN,
        key=f"not-reported-in:{order.id}",
        confidence=AlarmConfidence.MEDIUM,
        evidence=[Ground("clock", clock_id, at)],
        at=at,
    )


async def follow(session: AsyncSession, event: OrderHandedOver, at: datetime) -> None:
    """The former office's people leave the group, and a proposal that waits is the new office's to follow."""
    order = await session.get_one(CorrectionOrder, event.order_id, with_for_update=True, populate_existing=True)
    await keeping.end_office_members(session, order.id, joined_before=at, at=at)
    moved = update(TierChange).where(
        col(TierChange.order_id) == order.id, col(TierChange.status) == TierChangeStatus.PROPOSED
    )
    await session.execute(moved.values(agency_id=order.agency_id, agency_path=order.agency_path))


async def withdraw_proposals(session: AsyncSession, event: CorrectionEnded, at: datetime) -> None:
    """Nobody is supervised any more: what waits for a decision is taken back."""
    await session.get_one(CorrectionOrder, event.order_id, with_for_update=True)
    waiting = select(TierChange).where(
        col(TierChange.order_id) == event.order_id, col(TierChange.status) == TierChangeStatus.PROPOSED
    )
    for change in (await session.scalars(waiting)).all():
        await tier_machine.fire(session, change, "withdraw", actor=None, at=at, reason="矫正已经解除")
