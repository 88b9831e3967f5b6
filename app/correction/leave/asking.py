"""Asking for leave: checked, the level that must decide computed, sent there (办法 26, 27)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.correction_leave import LeaveWaits
from app.correction.files import require_files
from app.correction.leave import repository, timing
from app.correction.leave.codes import LIVE, LeaveLevel
from app.correction.leave.errors import LeaveOverlaps
from app.correction.leave.ladder import Limits, Ruling, Span, rule_level
from app.correction.leave.levels import AHEAD, DECIDE, limits_of, superiors_of
from app.correction.leave.models import LeaveRequest
from app.correction.leave.places import Place, read_drawings, require_leaving, resolve, row_of
from app.correction.leave.replacing import end_of
from app.correction.leave.schemas import LeaveCreate, LeaveDays
from app.correction.leave.states import leave_machine, told, waiting
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.repository import order_for
from app.kernel import audit, clock_store, clocks, events
from app.kernel.access import Action
from app.kernel.actor import Actor, Role
from app.kernel.agency_rules import rule_for
from app.kernel.clock import local_date
from app.kernel.errors import FieldError, Invalid

LONGEST_DAYS = 366
"""A mistyped year is caught; no law sets an upper bound."""


@dataclass(frozen=True, slots=True)
class Preview:
    """Who would have to decide, and the last day on which the request is in time."""

    ruling: Ruling
    apply_by: date
    is_short_notice: bool


async def request_leave(
    session: AsyncSession, actor: Actor, order_id: UUID, new: LeaveCreate, *, at: datetime
) -> LeaveRequest:
    """Ask for leave, for oneself or, as an officer, for a person of the office who cannot do it alone.

    Raises:
        NotFound: no such order within reach.
        NotBegun, OrderEnded: nobody is under correction.
        Invalid: days past, beyond the term, or too many; files that are not the order's.
        BadArea, UnknownArea: a place cannot be used.
        LeaveNotNeeded: nobody leaves the city or county.
        LeaveOverlaps: on these days there is a leave already.
    """
    drawings = await read_drawings([place.area for place in new.places])
    order = await order_for(session, actor, Action.LEAVE_APPLY, order_id)
    order = await repository.running_order(session, order.id)
    span = checked_span(new, order, local_date(at))
    places = [
        await resolve(
            session, one.name, one.area, drawing, agency_id=order.agency_id, field=f"places.{place}", at=at
        )
        for place, (one, drawing) in enumerate(zip(new.places, drawings, strict=True))
    ]
    await require_leaving(session, order, places)
    await require_free(session, order.id, span)
    files = await require_files(session, order.id, new.evidence_ids)
    seen = await preview(session, order, span, at=at)
    superiors = await superiors_of(session, order)
    leave = LeaveRequest(
        order_id=order.id,
        person_id=order.person_id,
        agency_id=order.agency_id,
        agency_path=order.agency_path,
        county_path=superiors.county_path,
        upper_path=superiors.upper_path,
        **new.model_dump(exclude={"places", "evidence_ids"}),
        evidence_ids=files,
        level=seen.ruling.level,
        level_rule=seen.ruling.because.code,
        total_days=seen.ruling.total_days,
        is_short_notice=seen.is_short_notice,
        requested_by=actor.person_id,
        requested_at=at,
        return_by=end_of(span),
        updated_at=at,
    )
    await enter(session, actor, leave, places, at=at)
    return leave


async def enter(
    session: AsyncSession, actor: Actor, leave: LeaveRequest, places: Sequence[Place], *, at: datetime
) -> None:
    """Keep a request, start its clock, send it to the level that must decide."""
    session.add(leave)
    await session.flush()
    rows = [row_of(place, position) for position, place in enumerate(places)]
    for row in rows:
        row.leave_id = leave.id
    session.add_all(rows)
    audit.add_entry(
        session,
        actor,
        Action.LEAVE_APPLY,
        object_type=leave_machine.name,
        object_id=leave.id,
        owner_id=leave.person_id,
        at=at,
        note="申请外出",
    )
    await _start_clock(session, leave, at=at)
    await timing.expect_departure(session, leave)
    if leave.level is LeaveLevel.OFFICE:
        await events.record(session, told(LeaveWaits, leave, **waiting(leave, LeaveLevel.OFFICE)), at=at)
        return
    name = "refer_to_county" if leave.level is LeaveLevel.COUNTY else "refer_upward"
    await leave_machine.fire(session, leave, name, actor=None, at=at)


async def _start_clock(session: AsyncSession, leave: LeaveRequest, *, at: datetime) -> None:
    """Count the days to decide, no more than are left before the person leaves."""
    rule = await rule_for(session, DECIDE, agency_id=leave.agency_id, on=local_date(at))
    left = max(1, (leave.first_on - local_date(at)).days)
    who = waiting(leave, leave.level)
    await clock_store.start_clock(
        session,
        DECIDE,
        object_type=leave_machine.name,
        object_id=leave.id,
        agency_id=UUID(str(who["waits_at"])),
        holder=Role(str(who["waits_for"])),
        at=at,
        value=min(rule.value, left),
    )


async def preview(
    session: AsyncSession, order: CorrectionOrder, span: Span, *, at: datetime, but: UUID | None = None
) -> Preview:
    """Who must decide so many days; ``but`` names a leave that these days go on from."""
    today = local_date(at)
    limits: Limits = await limits_of(session, order.agency_id, today)
    others = await repository.days_counted(session, order.id, but=() if but is None else (but,))
    ahead = await rule_for(session, AHEAD, agency_id=order.agency_id, on=today)
    apply_by = clocks.due_before(ahead, span.first)
    return Preview(rule_level(span, others, limits), apply_by, today > apply_by)


async def preview_for(
    session: AsyncSession, actor: Actor, order_id: UUID, days: LeaveDays, *, at: datetime
) -> Preview:
    """The same before anything is asked.

    Raises:
        NotFound: no such order within reach.
        Invalid: days past, beyond the term, or too many.
    """
    order = await order_for(session, actor, Action.LEAVE_APPLY, order_id)
    return await preview(session, order, checked_span(days, order, local_date(at)), at=at)


def checked_span(days: LeaveDays, order: CorrectionOrder, today: date) -> Span:
    """The days asked for.

    Raises:
        Invalid: past, beyond the last day of the term, or longer than a year.
    """
    wrong: list[FieldError] = []
    if days.first_on < today:
        wrong.append(FieldError("first_on", "past", "出发的日期不能早于今天"))
    if days.last_on > order.ends_on:
        wrong.append(FieldError("last_on", "term", "返回的日期不能晚于矫正期的最后一天，期满以后不用请假"))
    if (days.last_on - days.first_on).days >= LONGEST_DAYS:
        wrong.append(FieldError("last_on", "too_long", "外出时间太长，请核对日期"))
    if wrong:
        raise Invalid(fields=wrong)
    return Span(days.first_on, days.last_on)


async def require_free(session: AsyncSession, order_id: UUID, span: Span, *, but: Sequence[UUID] = ()) -> None:
    """Refuse leave on leave.

    Raises:
        LeaveOverlaps: a leave asked for, approved or under way has some of these days.
    """
    for other in await repository.leaves_of(session, order_id, LIVE):
        if other.id not in but and Span(other.first_on, other.last_on).overlaps(span):
            message = f"{other.first_on:%Y-%m-%d} 至 {other.last_on:%Y-%m-%d} 已有一份外出申请"
            raise LeaveOverlaps(
                message, fields=[FieldError("first_on", "overlap", message)], leave_id=str(other.id)
            )
