"""The rota: on which days which lawyer is on duty, and where."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.contracts.lawyers import DutyChanged
from app.kernel import audit, events
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.clock import local_date
from app.kernel.errors import FieldError, Invalid, NotFound
from app.lawyers.errors import DutyPast
from app.lawyers.roster import keeping, repository
from app.lawyers.roster.models import DutyShift, Lawyer

FARTHEST_DAYS = 366
"""A rota is made for a year at most."""


@dataclass(frozen=True, slots=True)
class Shift:
    """A day on duty; ``on_leave`` where the lawyer went on leave since and somebody else has to come."""

    shift: DutyShift
    lawyer: Lawyer
    on_leave: bool = False


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday of the week a day is in."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


async def enter(
    session: AsyncSession, actor: Actor, lawyer_id: UUID, *, days: Sequence[date], place: str, at: datetime
) -> list[Shift]:
    """Put a lawyer on duty on some days, all or none; the lawyer is told.

    Raises:
        NotFound: on no roster the caller reaches.
        Invalid: days that cannot be, each with its rule: past, too far, on leave, or on duty already;
            the lawyer is suspended.
    """
    await keeping.roster_row(session, actor, lawyer_id, Action.ROTA_MANAGE)
    lawyer = await repository.lock_lawyer(session, lawyer_id)
    if lawyer is None:
        raise NotFound()
    if lawyer.suspended_at is not None:
        raise Invalid(fields=[FieldError("lawyer_id", "suspended", "这名律师已被暂停，不能安排值班")])
    if faults := await _faults(session, lawyer_id, days, local_date(at)):
        raise Invalid(fields=faults)
    shifts = [
        DutyShift(
            agency_id=lawyer.agency_id,
            lawyer_id=lawyer_id,
            on_day=day,
            place=place,
            entered_by=actor.person_id,
            entered_at=at,
        )
        for day in sorted(set(days))
    ]
    session.add_all(shifts)
    await session.flush()
    for shift in shifts:
        _audit(session, actor, shift, lawyer, at=at)
    added = tuple(shift.on_day for shift in shifts)
    told = DutyChanged(lawyer_id=lawyer_id, lawyer_person_id=lawyer.person_id, added=added)
    await events.record(session, told, at=at)
    return [Shift(shift, lawyer) for shift in shifts]


async def cancel(session: AsyncSession, actor: Actor, shift_id: UUID, *, at: datetime) -> Shift:
    """Take a lawyer off duty on a day to come; the lawyer is told.

    Raises:
        NotFound: none at an agency the caller reaches.
        DutyPast: the day is over, or was cancelled already.
    """
    statement = repository.shifts_visible_to(actor, Action.ROTA_MANAGE).where(col(DutyShift.id) == shift_id)
    statement = statement.with_for_update(of=DutyShift).execution_options(populate_existing=True)
    found = (await session.execute(statement)).one_or_none()
    if found is None:
        raise NotFound()
    shift, lawyer = found
    if shift.cancelled_at is not None or shift.on_day < local_date(at):
        raise DutyPast()
    shift.cancelled_at = at
    _audit(session, actor, shift, lawyer, at=at, note="取消值班")
    told = DutyChanged(lawyer_id=lawyer.id, lawyer_person_id=lawyer.person_id, removed=(shift.on_day,))
    await events.record(session, told, at=at)
    return Shift(shift, lawyer)


async def marked(session: AsyncSession, found: Collection[tuple[DutyShift, Lawyer]]) -> list[Shift]:
    """Days on duty, each with whether the lawyer is on leave then; one statement for all."""
    if not found:
        return []
    days = [shift.on_day for shift, _ in found]
    leaves = await repository.leave_between(session, {one.id for _, one in found}, min(days), max(days))
    return [
        Shift(
            shift,
            lawyer,
            any(one.lawyer_id == lawyer.id and one.from_on <= shift.on_day <= one.to_on for one in leaves),
        )
        for shift, lawyer in found
    ]


async def _faults(session: AsyncSession, lawyer_id: UUID, days: Sequence[date], today: date) -> list[FieldError]:
    taken = set(await repository.duty_between(session, lawyer_id, min(days), max(days)))
    leaves = await repository.leave_between(session, [lawyer_id], min(days), max(days))
    faults: list[FieldError] = []
    for index, day in enumerate(days):
        field = f"days.{index}"
        if day < today:
            faults.append(FieldError(field, "past", "这一天已经过去了"))
        elif (day - today).days > FARTHEST_DAYS:
            faults.append(FieldError(field, "too_far", "只能安排一年以内的值班"))
        elif day in taken:
            faults.append(FieldError(field, "taken", "这一天已经安排了值班"))
        elif any(one.from_on <= day <= one.to_on for one in leaves):
            faults.append(FieldError(field, "on_leave", "这一天律师休假"))
    return faults


def _audit(
    session: AsyncSession,
    actor: Actor,
    shift: DutyShift,
    lawyer: Lawyer,
    *,
    at: datetime,
    note: str | None = None,
) -> None:
    audit.add_entry(
        session,
        actor,
        Action.ROTA_MANAGE,
        object_type="duty_shift",
        object_id=shift.id,
        owner_id=lawyer.person_id,
        at=at,
        note=note,
    )
