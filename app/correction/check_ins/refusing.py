"""An attempt that is refused for its phone is still an attempt: its window is not missed, and the office asks."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.correction.alarms.raising import Ground, raise_alarm
from app.correction.check_ins.models import CheckInSubject
from app.correction.enums import AlarmCause, AlarmConfidence, DutyStatus
from app.correction.orders.models import CorrectionOrder
from app.correction.schedule.models import CheckInDuty
from app.kernel.clock import local_date


async def note_unusable(session: AsyncSession, person_id: UUID, duty_id: UUID | None, *, at: datetime) -> None:
    """Note that something arrived of a phone whose clock or program is wrong: a fault, and nothing is missed."""
    arrived = update(CheckInSubject).where(col(CheckInSubject.person_id) == person_id)
    await session.execute(arrived.values(last_received_at=at))
    if duty_id is not None:
        await _attempted(session, person_id, duty_id)


async def note_refused(session: AsyncSession, person_id: UUID, duty_id: UUID | None, *, at: datetime) -> None:
    """Note that something arrived from an unknown or copied phone: one alarm a person and day, a weak one."""
    subject = await session.get(CheckInSubject, person_id)
    if subject is None:
        return
    order = await session.get_one(CorrectionOrder, subject.order_id)
    if duty_id is not None:
        await _attempted(session, person_id, duty_id)
    await raise_alarm(
        session,
        order,
        AlarmCause.UNKNOWN_DEVICE,
        key=f"unknown_device:{order.id}:{local_date(at)}",
        confidence=AlarmConfidence.LOW,
        evidence=[] if duty_id is None else [Ground("duty", duty_id, at)],
        at=at,
    )


async def _attempted(session: AsyncSession, person_id: UUID, duty_id: UUID) -> None:
    """The window is not missed; one swept as missed stays so, since nobody signed for when this was made."""
    statement = update(CheckInDuty).where(
        col(CheckInDuty.id) == duty_id,
        col(CheckInDuty.person_id) == person_id,
        col(CheckInDuty.status) == DutyStatus.WAITING,
    )
    await session.execute(statement.values(status=DutyStatus.ATTEMPTED))
