"""The office's alarm about a check-in that did not come: after the person's time to explain, never before."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.correction.alarms.raising import Ground, raise_alarm
from app.correction.enums import AlarmCause, AlarmConfidence, CorrectionStatus, DutyKind, DutyStatus
from app.correction.orders.models import CorrectionOrder
from app.correction.schedule.models import CheckInDuty

MOST = 200
"""Orders looked at by one run of the job."""


def missed_key(duty_id: UUID) -> str:
    """What an alarm about a missed window is about."""
    return f"check-in-missed:{duty_id}"


async def alarm_missed(
    session: AsyncSession,
    order: CorrectionOrder,
    duty: CheckInDuty,
    *,
    confidence: AlarmConfidence,
    at: datetime,
) -> None:
    """Ask the office to look into one missed window."""
    await raise_alarm(
        session,
        order,
        AlarmCause.CHECK_IN_MISSED,
        key=missed_key(duty.id),
        confidence=confidence,
        evidence=[Ground("check_in_duty", duty.id, duty.opens_at)],
        at=at,
    )


async def is_anybody_due(session: AsyncSession, *, at: datetime) -> bool:
    """Whether anybody's time to explain is over."""
    statement = select(CheckInDuty.id).where(col(CheckInDuty.escalate_at) <= at).limit(1)
    return (await session.execute(statement)).first() is not None


async def alarm_unexplained(session: AsyncSession, *, at: datetime) -> bool:
    """Alarm the offices of everybody whose time to explain is over; says whether more are left.

    Whoever did not confirm a place has been asked about by telephone already.
    """
    due = col(CheckInDuty.escalate_at) <= at
    ids = select(CheckInDuty.order_id).where(due).distinct().order_by(col(CheckInDuty.order_id)).limit(MOST)
    chosen = (await session.scalars(ids)).all()
    statement = (
        select(CorrectionOrder)
        .where(col(CorrectionOrder.id).in_(chosen))
        .order_by(col(CorrectionOrder.id))
        .with_for_update(read=True, key_share=True)
    )
    orders = {order.id: order for order in (await session.scalars(statement)).all()}
    settled = (
        update(CheckInDuty)
        .where(due, col(CheckInDuty.order_id).in_(chosen))
        .values(escalate_at=None)
        .returning(CheckInDuty)
    )
    for duty in sorted((await session.scalars(settled)).all(), key=lambda duty: (duty.opens_at, duty.id)):
        order = orders.get(duty.order_id)
        missed = duty.status is DutyStatus.MISSED and duty.kind is not DutyKind.CONFIRM
        if missed and order is not None and order.status is CorrectionStatus.UNDER_CORRECTION:
            await alarm_missed(session, order, duty, confidence=AlarmConfidence.MEDIUM, at=at)
    return len(chosen) == MOST
