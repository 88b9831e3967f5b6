"""What happened elsewhere, entered in the ledger: check-ins that came late or said little, what alarms came to.

Each handler may run long after the fact and looks at how things stand then: a finding taken back meanwhile is not
entered, and what a late check-in contradicts is withdrawn.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.contracts.correction import (
    AlarmCleared,
    BreachConfirmed,
    BreachRetracted,
    CheckInDoubtful,
)
from app.contracts.correction_schedule import LateCheckInCounted
from app.correction.alarms.closing import withdraw_alarm
from app.correction.alarms.models import Alarm
from app.correction.check_ins.codes import CheckInVerdict
from app.correction.check_ins.models import CheckIn
from app.correction.enums import AlarmOutcome, AlarmStatus, DutyStatus
from app.correction.orders.models import CorrectionOrder
from app.correction.schedule import repository
from app.correction.schedule.alarming import missed_key
from app.correction.schedule.codes import SupervisionEntryKind
from app.correction.schedule.explaining import HELD, about_duty
from app.correction.schedule.ledger import Supervised, add_entry, standing_entries, stands
from app.correction.schedule.models import CheckInDuty, SupervisionEntry
from app.kernel import events
from app.kernel.bus import Bus

ARRIVED = "后来收到了在规定时间内做的签到，属于手机或者网络原因"
CONTACT = "后来收到了本人的签到，已经有联系"


def register(bus: Bus) -> None:
    """Subscribe to check-ins that need a line, and to the ends of alarms."""
    bus.subscribe(CheckInDoubtful, "correction.enter_check_in", enter_check_in)
    bus.subscribe(AlarmCleared, "correction.enter_cleared", enter_cleared)
    bus.subscribe(BreachConfirmed, "correction.enter_breach", enter_breach)
    bus.subscribe(BreachRetracted, "correction.enter_retracted", enter_retracted)


async def enter_check_in(session: AsyncSession, event: CheckInDoubtful, at: datetime) -> None:
    """An attempt that failed is a fault, an unclear place is unclear, and what came late was not missed."""
    order = await session.get(CorrectionOrder, event.order_id, with_for_update=True)
    check_in = await session.get(CheckIn, (event.check_in_id, event.made_at))
    if order is None or check_in is None:
        return
    kind, reason = _seen(check_in)
    if kind is not None:
        await add_entry(
            session,
            Supervised(event.order_id, event.person_id, event.agency_id),
            kind,
            happened_at=event.made_at,
            at=at,
            key=f"{kind}:{event.check_in_id}",
            duty_id=event.duty_id,
            check_in=(event.check_in_id, event.made_at),
            reason=reason,
        )
    if event.duty_id is not None:
        statement = select(CheckInDuty).where(*repository.is_duty(event.duty_id))
        duty = (await session.scalars(statement)).one_or_none()
        if duty is not None and duty.status is DutyStatus.ANSWERED:
            await _count_late(session, order, duty, check_in, at=at)
        elif duty is not None and duty.status is DutyStatus.ATTEMPTED:
            await _correct_missed(session, order, duty, check_in, at=at)


async def enter_cleared(session: AsyncSession, event: AlarmCleared, at: datetime) -> None:
    """Nobody did wrong: the lines that the alarm rested on are taken back."""
    alarm = await session.get(Alarm, event.alarm_id)
    if alarm is None or alarm.order_id is None or alarm.person_id is None:
        return
    about = [UUID(str(ground["id"])) for ground in alarm.evidence]
    statement = select(SupervisionEntry).where(
        col(SupervisionEntry.person_id) == alarm.person_id,
        col(SupervisionEntry.kind).in_([SupervisionEntryKind.MISSED, SupervisionEntryKind.OUTSIDE]),
        or_(col(SupervisionEntry.duty_id).in_(about), col(SupervisionEntry.check_in_id).in_(about)),
        stands(),
    )
    for entry in (await session.scalars(statement)).all():
        await add_entry(
            session,
            Supervised(alarm.order_id, alarm.person_id, alarm.agency_id),
            SupervisionEntryKind.CLEARED,
            happened_at=at,
            at=at,
            key=f"cleared:{entry.id}",
            duty_id=entry.duty_id,
            alarm_id=alarm.id,
            takes_back=entry.id,
            by=alarm.closed_by,
        )


async def enter_breach(session: AsyncSession, event: BreachConfirmed, at: datetime) -> None:
    """A person found a breach; one taken back meanwhile is not entered."""
    alarm = await session.get(Alarm, event.alarm_id, with_for_update=True)
    if (
        alarm is None
        or alarm.order_id is None
        or alarm.person_id is None
        or alarm.closed_at is None
        or alarm.status is not AlarmStatus.CLOSED
        or alarm.outcome is not AlarmOutcome.BREACH
    ):
        return
    await add_entry(
        session,
        Supervised(alarm.order_id, alarm.person_id, alarm.agency_id),
        SupervisionEntryKind.BREACH,
        happened_at=alarm.closed_at,
        at=at,
        key=f"breach:{alarm.id}:{alarm.closed_at.isoformat()}",
        alarm_id=alarm.id,
        by=alarm.closed_by,
    )


async def enter_retracted(session: AsyncSession, event: BreachRetracted, at: datetime) -> None:
    """A finding was taken back: its line counts nowhere any more."""
    statement = select(SupervisionEntry).where(
        col(SupervisionEntry.alarm_id) == event.alarm_id,
        col(SupervisionEntry.kind) == SupervisionEntryKind.BREACH,
        stands(),
    )
    for entry in (await session.scalars(statement)).all():
        await add_entry(
            session,
            Supervised(entry.order_id, entry.person_id, entry.agency_id),
            SupervisionEntryKind.CORRECTED,
            happened_at=at,
            at=at,
            key=f"retracted:{entry.id}",
            alarm_id=event.alarm_id,
            takes_back=entry.id,
        )


def _seen(check_in: CheckIn) -> tuple[SupervisionEntryKind | None, str | None]:
    """What the line of a check-in says, with the first reason of several."""
    if check_in.failures:
        return SupervisionEntryKind.ATTEMPT_FAILED, check_in.failures[0]
    if check_in.verdict is CheckInVerdict.INDETERMINATE:
        return SupervisionEntryKind.INDETERMINATE, check_in.reasons[0]
    return None, None


async def _correct_missed(
    session: AsyncSession, order: CorrectionOrder, duty: CheckInDuty, check_in: CheckIn, *, at: datetime
) -> None:
    """A failed attempt arrived after the window was swept: something came, so "missed" is taken back. What an
    alarm about it comes to is left to people: nothing was answered.
    """
    for entry in await standing_entries(session, duty_id=duty.id, kinds=(SupervisionEntryKind.MISSED,)):
        await add_entry(
            session,
            Supervised.of(order),
            SupervisionEntryKind.CORRECTED,
            happened_at=check_in.made_at,
            at=at,
            key=f"tried:{entry.id}",
            duty_id=duty.id,
            check_in=(check_in.id, check_in.made_at),
            takes_back=entry.id,
        )


async def _count_late(
    session: AsyncSession, order: CorrectionOrder, duty: CheckInDuty, check_in: CheckIn, *, at: datetime
) -> None:
    """Take back what was written when the window closed, and whatever followed from it."""
    for entry in await standing_entries(session, duty_id=duty.id, kinds=HELD):
        await add_entry(
            session,
            Supervised.of(order),
            SupervisionEntryKind.LATE,
            happened_at=check_in.made_at,
            at=at,
            key=f"late:{entry.id}",
            duty_id=duty.id,
            check_in=(check_in.id, check_in.made_at),
            takes_back=entry.id,
        )
        await withdraw_alarm(session, missed_key(duty.id), ARRIVED, at=at)
        for key in (f"signal-gap:{order.id}", f"lost-contact:{order.id}"):
            await withdraw_alarm(session, key, CONTACT, at=at)
        await events.record(session, about_duty(LateCheckInCounted, duty), at=at)
