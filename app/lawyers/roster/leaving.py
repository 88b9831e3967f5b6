"""Leave: days on which a lawyer takes nothing new. Entered by the lawyer or by the centre."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.lawyers import DutyLeftOpen, LawyerAway
from app.kernel import audit, events
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.clock import local_date
from app.kernel.errors import FieldError, Invalid, NotFound
from app.lawyers.errors import LeaveOver, LeaveOverlaps
from app.lawyers.roster import keeping, repository
from app.lawyers.roster.models import Lawyer, LawyerLeave

LONGEST_DAYS = 731
"""Two years: longer than any leave; who is away longer leaves the roster."""


@dataclass(frozen=True, slots=True)
class Leave:
    """Leave with the days in it on which the lawyer was to be on duty: somebody else has to come then."""

    leave: LawyerLeave
    duty_days: list[date]


async def enter(
    session: AsyncSession,
    actor: Actor,
    lawyer_id: UUID,
    *,
    from_on: date,
    to_on: date,
    reason: str | None,
    at: datetime,
) -> Leave:
    """Enter leave, both days included. Where it has begun, what waits for the lawyer's answer goes on to the next;
    days on duty in it are told to the centre.

    Raises:
        NotFound: the lawyer is out of the caller's reach.
        Invalid: it ends before it begins, is past already, or is too long.
        LeaveOverlaps: some of the days are entered already.
    """
    await keeping.roster_row(session, actor, lawyer_id, Action.LEAVE_ENTER)
    _refuse_impossible(from_on, to_on, local_date(at))
    lawyer = await _locked(session, lawyer_id)
    if await repository.leave_between(session, [lawyer_id], from_on, to_on):
        raise LeaveOverlaps()
    leave = LawyerLeave(
        lawyer_id=lawyer_id,
        from_on=from_on,
        to_on=to_on,
        reason=reason,
        entered_by=actor.person_id,
        entered_at=at,
    )
    session.add(leave)
    await session.flush()
    duty_days = await repository.duty_between(session, lawyer_id, from_on, to_on)
    if duty_days:
        told = DutyLeftOpen(
            leave_id=leave.id,
            lawyer_id=lawyer_id,
            lawyer_person_id=lawyer.person_id,
            agency_id=lawyer.agency_id,
            days=len(duty_days),
        )
        await events.record(session, told, at=at)
    if from_on <= local_date(at):
        away = LawyerAway(lawyer_id=lawyer_id, lawyer_person_id=lawyer.person_id)
        await events.record(session, away, at=at)
    _audit(session, actor, leave, lawyer, at)
    return Leave(leave, duty_days)


async def cancel(
    session: AsyncSession, actor: Actor, lawyer_id: UUID, leave_id: UUID, *, at: datetime
) -> LawyerLeave:
    """Take leave back; one that has begun ends yesterday, and the days gone by stay written.

    Raises:
        NotFound: none of this lawyer's within the caller's reach.
        LeaveOver: it is past, or was taken back.
    """
    await keeping.roster_row(session, actor, lawyer_id, Action.LEAVE_ENTER)
    lawyer = await _locked(session, lawyer_id)
    leave = await session.get(LawyerLeave, leave_id, populate_existing=True)
    if leave is None or leave.lawyer_id != lawyer_id:
        raise NotFound()
    today = local_date(at)
    if leave.cancelled_at is not None or leave.to_on < today:
        raise LeaveOver()
    if leave.from_on < today:
        leave.to_on = today - timedelta(days=1)
    else:
        leave.cancelled_at = at
    _audit(session, actor, leave, lawyer, at)
    await session.flush()
    return leave


async def look(session: AsyncSession, actor: Actor, lawyer_id: UUID, *, at: datetime) -> None:
    """Before a lawyer's leave is shown: it says why somebody is away, so the lawyer can see that it was read.

    Raises:
        NotFound: the lawyer is out of the caller's reach.
    """
    row = await keeping.roster_row(session, actor, lawyer_id, Action.LEAVE_ENTER)
    await audit.record_access(
        session,
        actor,
        Action.LEAVE_ENTER,
        object_type="lawyer",
        object_id=lawyer_id,
        owner_id=row.lawyer.person_id,
        at=at,
    )


async def with_duty(session: AsyncSession, lawyer_id: UUID, leaves: Sequence[LawyerLeave]) -> list[Leave]:
    """Each leave with the days on duty that fall into it; one statement for all."""
    if not leaves:
        return []
    first, last = min(one.from_on for one in leaves), max(one.to_on for one in leaves)
    days = await repository.duty_between(session, lawyer_id, first, last)
    return [Leave(one, [day for day in days if one.from_on <= day <= one.to_on]) for one in leaves]


def _refuse_impossible(from_on: date, to_on: date, today: date) -> None:
    if to_on < from_on:
        raise Invalid(fields=[FieldError("to_on", "order", "结束日期不能早于开始日期")])
    if to_on < today:
        raise Invalid(fields=[FieldError("to_on", "past", "这几天已经过去了")])
    if (to_on - from_on).days >= LONGEST_DAYS:
        raise Invalid(fields=[FieldError("to_on", "too_long", "休假时间太长，请联系法律援助中心")])


async def _locked(session: AsyncSession, lawyer_id: UUID) -> Lawyer:
    """Locked before leave is looked at: nobody is offered a case, or put on duty, in between."""
    lawyer = await repository.lock_lawyer(session, lawyer_id)
    if lawyer is None:
        raise NotFound()
    return lawyer


def _audit(session: AsyncSession, actor: Actor, leave: LawyerLeave, lawyer: Lawyer, at: datetime) -> None:
    audit.add_entry(
        session,
        actor,
        Action.LEAVE_ENTER,
        object_type="lawyer_leave",
        object_id=leave.id,
        owner_id=lawyer.person_id,
        at=at,
    )
