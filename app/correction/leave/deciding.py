"""Deciding leave: by the level that must, with the areas, the days to be in touch and the paper that follow.

A good reason is to be granted (社区矫正法 27: 应当批准); a refusal therefore needs words.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.areas.approving import CheckedArea
from app.correction.leave import repository, timing
from app.correction.leave.asking import preview
from app.correction.leave.codes import OUT, LeaveDutyKind, LeaveStatus
from app.correction.leave.errors import LevelRose, PlaceWithoutOutline
from app.correction.leave.ladder import DAY, Span
from app.correction.leave.levels import CONTACT, DECIDE
from app.correction.leave.models import LeaveDuty, LeaveRequest
from app.correction.leave.places import Place, fill, read_drawings, resolve
from app.correction.leave.policies import RANK
from app.correction.leave.replacing import end_areas, put_in_force, travel_days
from app.correction.leave.schemas import LeaveApproval, LeaveDutyInput, LeaveRefusal
from app.correction.leave.states import leave_machine
from app.correction.leave.wording import decision_fields
from app.correction.orders.models import CorrectionOrder
from app.correction.papers.asking import ask_paper
from app.correction.papers.codes import CorrectionPaperKind
from app.kernel import clock_store
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.agency_rules import rule_for
from app.kernel.clock import local_date, start_of
from app.kernel.errors import FieldError, Invalid


async def approve(
    session: AsyncSession, actor: Actor, leave_id: UUID, approval: LeaveApproval, *, at: datetime
) -> LeaveRequest:
    """Approve a leave; days gone by before the decision are not made up for.

    Raises:
        NotFound: beyond the actor's reach.
        WrongState: decided already.
        LevelTooLow: a level above must decide; LevelRose: since days were approved meanwhile.
        PlaceWithoutOutline: a place cannot be put in force.
        Invalid: a day to be in touch outside the leave.
    """
    drawings = await read_drawings([one.area for one in approval.outlines], field="outlines")
    leave, order = await _locked(session, actor, leave_id)
    before = await _before(session, leave)
    leave.superior_reference = approval.superior_reference
    leave_machine.require(leave, "approve", actor)
    await _require_level(session, order, leave, before, at=at)
    places = await _with_outlines(session, leave, approval, drawings, at=at)
    duties = await _duties(session, leave, approval.duties, at=at)
    leave.conditions = approval.conditions
    await leave_machine.fire(session, leave, "approve", actor=actor, at=at, changes=_decision(actor, at))
    if before is None:
        await _go(session, order, leave, places, set_by=actor.person_id, at=at)
    else:
        await _go_on(session, order, leave, before, places, set_by=actor.person_id, at=at)
    session.add_all(duties)
    await session.flush()
    for duty in duties:
        await timing.expect_contact(session, duty)
    await clock_store.stop_if_running(session, leave.id, DECIDE, at=at)
    fields = decision_fields(leave, [place.name for place in places])
    await ask_paper(session, order, CorrectionPaperKind.LEAVE_DECISION, fields, about=leave.id, at=at)
    return leave


async def refuse(
    session: AsyncSession, actor: Actor, leave_id: UUID, refusal: LeaveRefusal, *, at: datetime
) -> LeaveRequest:
    """Do not approve; who is away already gets time to come back.

    Raises:
        NotFound: beyond the actor's reach.
        WrongState: decided already.
        LevelTooLow: a level above must decide.
        Invalid: a time to be back that is past, or after the term.
    """
    leave, order = await _locked(session, actor, leave_id)
    before = await _before(session, leave)
    if refusal.return_by is not None:
        _check_return(refusal.return_by, order, at)
    leave.superior_reference = refusal.superior_reference
    decision = _decision(actor, at) | {"decision_reason": refusal.reason}
    await leave_machine.fire(session, leave, "refuse", actor=actor, at=at, reason=refusal.reason, changes=decision)
    await timing.forget(session, leave)
    if before is not None and before.status in OUT:
        await timing.grant_time(session, before, refusal.return_by, at=at)
        await end_areas(session, order, leave, at=before.return_by)
    await clock_store.stop_if_running(session, leave.id, DECIDE, at=at)
    places = await repository.places_of(session, leave_ids=[leave.id])
    fields = decision_fields(leave, [place.name for place in places])
    await ask_paper(session, order, CorrectionPaperKind.LEAVE_DECISION, fields, about=leave.id, at=at)
    return leave


async def recall(
    session: AsyncSession, actor: Actor, leave_id: UUID, *, reason: str, return_by: datetime, at: datetime
) -> LeaveRequest:
    """Order somebody away to come back (办法 28), which answers a wish to stay longer too; the areas end when
    they are to be back.

    Raises:
        NotFound: beyond the actor's reach.
        WrongState: not away.
        Invalid: an instant past, or later than the leave or the term ends.
    """
    leave, order = await _locked(session, actor, leave_id)
    _check_return(return_by, order, at)
    if leave.status is LeaveStatus.AWAY and return_by > leave.return_by:
        message = "返回的时间要晚于现在，不能晚于批准的外出时间"
        raise Invalid(fields=[FieldError("return_by", "period", message)])
    leave.return_by = return_by
    await leave_machine.fire(session, leave, "recall", actor=actor, at=at, reason=reason)
    if (longer := await repository.extension_waiting(session, leave.id)) is not None:
        await leave_machine.fire(session, longer, "withdraw", actor=None, at=at, reason="已要求提前返回")
        await clock_store.cancel_clocks(session, longer.id, at=at)
        await end_areas(session, order, longer, at=at)
        await timing.forget(session, longer)
    await clock_store.cancel_clocks(session, leave.id, at=at)
    await end_areas(session, order, leave, at=return_by)
    await timing.expect_return(session, leave, at=at)
    return leave


async def confirm_return(session: AsyncSession, actor: Actor, leave_id: UUID, *, at: datetime) -> LeaveRequest:
    """The person was seen or heard to be back: the formalities are done.

    Raises:
        NotFound: beyond the actor's reach.
        WrongState: no report of being back.
    """
    leave, _ = await _locked(session, actor, leave_id)
    return await leave_machine.fire(session, leave, "confirm_return", actor=actor, at=at)


async def _locked(session: AsyncSession, actor: Actor, leave_id: UUID) -> tuple[LeaveRequest, CorrectionOrder]:
    leave = await repository.leave_for(session, actor, Action.LEAVE_DECIDE, leave_id)
    order = await repository.locked_order(session, leave.order_id)
    return await repository.locked_leave(session, leave.id), order


def _check_return(return_by: datetime, order: CorrectionOrder, at: datetime) -> None:
    if not at < return_by <= start_of(order.ends_on + DAY):
        message = "返回的时间要晚于现在，不能晚于矫正期的最后一天"
        raise Invalid(fields=[FieldError("return_by", "period", message)])


async def _before(session: AsyncSession, leave: LeaveRequest) -> LeaveRequest | None:
    """The leave this one goes on from, locked."""
    return None if leave.extends_id is None else await repository.locked_leave(session, leave.extends_id)


def _decision(actor: Actor, at: datetime) -> dict[str, object]:
    return {"decided_by": actor.person_id, "decided_at": at}


async def _require_level(
    session: AsyncSession,
    order: CorrectionOrder,
    leave: LeaveRequest,
    before: LeaveRequest | None,
    *,
    at: datetime,
) -> None:
    """Days approved since the request may make it a matter of the level above; it goes there, and is told."""
    first = leave.first_on if before is None else before.first_on
    seen = await preview(session, order, Span(first, leave.last_on), at=at, but=leave.extends_id)
    leave.total_days = seen.ruling.total_days
    if RANK[seen.ruling.level] <= RANK[leave.level]:
        return
    leave.level, leave.level_rule = seen.ruling.level, seen.ruling.because.code
    name = "refer_upward" if RANK[leave.level] == max(RANK.values()) else "refer_to_county"
    await leave_machine.fire(session, leave, name, actor=None, at=at)
    raise LevelRose(level=str(leave.level))


async def _with_outlines(
    session: AsyncSession,
    leave: LeaveRequest,
    approval: LeaveApproval,
    drawings: Sequence[CheckedArea | None],
    *,
    at: datetime,
) -> list[Place]:
    """The places, each with an outline: what was missing is drawn now and kept."""
    rows = {row.position: row for row in await repository.places_of(session, leave_ids=[leave.id])}
    for number, (one, drawing) in enumerate(zip(approval.outlines, drawings, strict=True)):
        row, field = rows.get(one.position), f"outlines.{number}"
        if row is None:
            raise Invalid(fields=[FieldError(f"{field}.position", "position", "没有这个目的地")])
        agency_id = leave.agency_id
        fill(row, await resolve(session, row.name, one.area, drawing, agency_id=agency_id, field=field, at=at))
    lacking = [
        FieldError(f"outlines.{position}", "no_outline", f"“{row.name}”还没有边界，请在地图上画出来")
        for position, row in rows.items()
        if row.wkb_wgs84 is None
    ]
    if lacking:
        raise PlaceWithoutOutline(fields=lacking)
    return [Place.of(row) for _, row in sorted(rows.items())]


async def _duties(
    session: AsyncSession, leave: LeaveRequest, given: Sequence[LeaveDutyInput] | None, *, at: datetime
) -> list[LeaveDuty]:
    """The days to be in touch: those given, else one every so many days, none on the last.

    Raises:
        Invalid: a day outside the leave, or twice.
    """
    if given is None:
        rule = await rule_for(session, CONTACT, agency_id=leave.agency_id, on=local_date(at))
        given = [
            LeaveDutyInput(kind=LeaveDutyKind.PHONE, due_on=leave.first_on + number * DAY)
            for number in range(rule.value, (leave.last_on - leave.first_on).days, rule.value)
        ]
    days = [duty.due_on for duty in given]
    if len(set(days)) != len(days) or any(not leave.first_on <= day <= leave.last_on for day in days):
        raise Invalid(fields=[FieldError("duties", "days", "报告的日期要在外出期间，每天最多一次")])
    today = local_date(at)
    return [
        LeaveDuty(leave_id=leave.id, kind=duty.kind, due_on=duty.due_on) for duty in given if duty.due_on >= today
    ]


async def _go(
    session: AsyncSession,
    order: CorrectionOrder,
    leave: LeaveRequest,
    places: Sequence[Place],
    *,
    set_by: UUID,
    at: datetime,
) -> None:
    """The areas of the leave take the place of home; who should have left already is away from now."""
    span = Span(leave.first_on, leave.last_on)
    travels = travel_days(span)
    await put_in_force(session, order, leave, places, span, set_by=set_by, at=at, travels=travels)
    await timing.expect_return(session, leave, at=at)
    if start_of(leave.first_on) <= at:
        await leave_machine.fire(session, leave, "depart", actor=None, at=at)


async def _go_on(
    session: AsyncSession,
    order: CorrectionOrder,
    leave: LeaveRequest,
    before: LeaveRequest,
    places: Sequence[Place],
    *,
    set_by: UUID,
    at: datetime,
) -> None:
    """The leave before ends by this one; the areas held meanwhile are replaced by those approved."""
    await end_areas(session, order, leave, at=at)
    span = Span(leave.first_on, leave.last_on)
    back = [Span(leave.last_on, leave.last_on)]
    await put_in_force(session, order, leave, places, span, set_by=set_by, at=at, travels=back)
    await leave_machine.fire(session, before, "extend", actor=None, at=at)
    await clock_store.cancel_clocks(session, before.id, at=at)
    await timing.forget(session, before)
    await timing.expect_return(session, leave, at=at)
    await leave_machine.fire(session, leave, "depart", actor=None, at=at)
