"""What someone with leave does: withdraw, cancel, report, ask for longer, come back."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.correction_leave import LeaveReported
from app.correction.files import require_files
from app.correction.leave import repository, timing
from app.correction.leave.asking import enter, preview, require_free
from app.correction.leave.codes import OUT, UNDECIDED, LeaveReportKind, LeaveStatus
from app.correction.leave.errors import ExtensionAsked, NotOut
from app.correction.leave.ladder import DAY, Span
from app.correction.leave.models import LeaveReport, LeaveRequest
from app.correction.leave.places import Place
from app.correction.leave.replacing import end_areas, end_of, put_in_force
from app.correction.leave.schemas import LeaveExtensionCreate, LeaveReportCreate, LeaveReturnCreate
from app.correction.leave.states import leave_machine, told
from app.correction.orders.models import CorrectionOrder
from app.kernel import audit, clock_store, events
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.clock import local_date
from app.kernel.errors import FieldError, Invalid
from app.kernel.states import WrongState


async def withdraw(session: AsyncSession, actor: Actor, leave_id: UUID, *, at: datetime) -> LeaveRequest:
    """Take a request back that nobody has decided; nothing of it counts. Who had asked to stay longer, and is late
    by now, gets the agency's hours to come back.

    Raises:
        NotFound: beyond the actor's reach.
        WrongState: decided already.
    """
    leave, order = await _locked(session, actor, leave_id)
    await leave_machine.fire(session, leave, "withdraw", actor=actor, at=at)
    await _end(session, order, leave, at=at)
    if leave.extends_id is not None:
        before = await repository.locked_leave(session, leave.extends_id)
        if before.status in OUT and before.return_by <= at:
            await timing.grant_time(session, before, None, at=at)
    return leave


async def cancel(session: AsyncSession, actor: Actor, leave_id: UUID, *, at: datetime) -> LeaveRequest:
    """Not go after all; the home area holds.

    Raises:
        NotFound: beyond the actor's reach.
        WrongState: not approved, or away already.
    """
    leave, order = await _locked(session, actor, leave_id)
    await leave_machine.fire(session, leave, "cancel", actor=actor, at=at)
    await _end(session, order, leave, at=at)
    return leave


async def add_files(
    session: AsyncSession, actor: Actor, leave_id: UUID, evidence_ids: Sequence[UUID], *, at: datetime
) -> LeaveRequest:
    """Add proofs to a request nobody has decided.

    Raises:
        NotFound: beyond the actor's reach.
        WrongState: decided already.
        Invalid: files that are not the order's.
    """
    leave, order = await _locked(session, actor, leave_id)
    if leave.status not in UNDECIDED:
        raise WrongState(state=str(leave.status))
    added = await require_files(session, order.id, evidence_ids)
    leave.evidence_ids = list(dict.fromkeys([*leave.evidence_ids, *added]))
    leave.version += 1
    leave.updated_at = at
    _audit(session, actor, leave, "补充证明材料", at=at)
    await session.flush()
    return leave


async def report(
    session: AsyncSession, actor: Actor, leave_id: UUID, new: LeaveReportCreate, *, at: datetime
) -> LeaveReport:
    """Be in touch while away, or enter that somebody was; it answers the days owed up to now.

    Raises:
        NotFound: beyond the actor's reach.
        NotOut: not away.
        Invalid: files that are not the order's.
    """
    leave, order = await _locked(session, actor, leave_id)
    if leave.status not in OUT:
        raise NotOut()
    files = await require_files(session, order.id, new.evidence_ids)
    row = await _told(session, actor, leave, new.kind, new.told, files=files, at=at)
    for duty in await repository.duties_of(session, leave.id):
        if duty.report_id is None and duty.due_on <= local_date(at):
            duty.report_id = row.id
    await session.flush()
    return row


async def come_back(
    session: AsyncSession, actor: Actor, leave_id: UUID, back: LeaveReturnCreate, *, at: datetime
) -> LeaveRequest:
    """Report being back: early, in time or late. The home area holds from now on.

    An officer who enters it later names the day, so that the delay adds no day out.

    Raises:
        NotFound: beyond the actor's reach.
        WrongState: not away.
        Invalid: a day before the leave or to come, or past by one's own word; files that are not the order's.
    """
    leave, order = await _locked(session, actor, leave_id)
    files = await require_files(session, order.id, back.evidence_ids)
    today = local_date(at)
    on = back.returned_on or today
    earliest = today if actor.person_id == leave.person_id else leave.first_on
    if not min(earliest, today) <= on <= today:
        raise Invalid(fields=[FieldError("returned_on", "period", "返回的日期要在外出期间或者以后，不能晚于今天")])
    changes: dict[str, object] = {"returned_on": on, "returned_at": at}
    await leave_machine.fire(session, leave, "return", actor=actor, at=at, changes=changes)
    await _told(session, actor, leave, LeaveReportKind.RETURNED, back.told, files=files, at=at)
    await _end(session, order, leave, at=at)
    longer = await repository.extension_waiting(session, leave.id)
    if longer is not None:
        await leave_machine.fire(session, longer, "withdraw", actor=actor, at=at)
        await _end(session, order, longer, at=at)
    return leave


async def ask_extension(
    session: AsyncSession, actor: Actor, leave_id: UUID, new: LeaveExtensionCreate, *, at: datetime
) -> LeaveRequest:
    """Report that one cannot be back in time and ask to stay (办法 28); decided by the level all its days need.

    Asked before the end, the areas of the leave hold until somebody has decided: waiting is no fault.

    Raises:
        NotFound: beyond the actor's reach.
        NotOut: not away.
        ExtensionAsked: one such request waits already.
        Invalid: a day not after the last, or beyond the term; files that are not the order's.
        LeaveOverlaps: on these days there is another leave.
    """
    leave, order = await _locked(session, actor, leave_id)
    if leave.status not in OUT:
        raise NotOut()
    if await repository.extension_waiting(session, leave.id) is not None:
        raise ExtensionAsked()
    span = _longer(leave, new, order)
    await require_free(session, order.id, span, but=[leave.id])
    files = await require_files(session, order.id, new.evidence_ids)
    await _told(session, actor, leave, LeaveReportKind.CANNOT_RETURN, new.told, files=files, at=at)
    longer = await _request(session, actor, order, leave, span, words=new.told, files=files, at=at)
    places = [Place.of(row) for row in await repository.places_of(session, leave_ids=[leave.id])]
    await enter(session, actor, longer, places, at=at)
    if leave.status is LeaveStatus.OVERDUE:
        await clock_store.stop_if_running(session, leave.id, timing.RETURN, at=at)
    if leave.status is not LeaveStatus.OVERDUE and at < leave.return_by:
        held = [place for place in places if place.outline is not None]
        await put_in_force(session, order, longer, held, span, set_by=actor.person_id, at=at)
    return longer


def _longer(leave: LeaveRequest, new: LeaveExtensionCreate, order: CorrectionOrder) -> Span:
    if new.last_on <= leave.last_on:
        message = "新的返回日期要晚于原来批准的日期"
        raise Invalid(fields=[FieldError("last_on", "not_later", message)])
    if new.last_on > order.ends_on:
        raise Invalid(fields=[FieldError("last_on", "term", "返回的日期不能晚于矫正期的最后一天")])
    return Span(leave.last_on + DAY, new.last_on)


async def _request(
    session: AsyncSession,
    actor: Actor,
    order: CorrectionOrder,
    leave: LeaveRequest,
    span: Span,
    *,
    words: str,
    files: list[UUID],
    at: datetime,
) -> LeaveRequest:
    """The row of the longer stay; its level follows from all days since the person left."""
    seen = await preview(session, order, Span(leave.first_on, span.last), at=at, but=leave.id)
    shared = {"order_id", "person_id", "agency_id", "agency_path", "county_path", "upper_path", "reason"}
    return LeaveRequest(
        **leave.model_dump(include=shared),
        extends_id=leave.id,
        explanation=words,
        companions=leave.companions,
        first_on=span.first,
        last_on=span.last,
        evidence_ids=files,
        level=seen.ruling.level,
        level_rule=seen.ruling.because.code,
        total_days=seen.ruling.total_days,
        is_short_notice=False,
        requested_by=actor.person_id,
        requested_at=at,
        return_by=end_of(span),
        updated_at=at,
    )


async def _told(
    session: AsyncSession,
    actor: Actor,
    leave: LeaveRequest,
    kind: LeaveReportKind,
    words: str,
    *,
    files: list[UUID],
    at: datetime,
) -> LeaveReport:
    row = LeaveReport(
        leave_id=leave.id, kind=kind, told=words, evidence_ids=files, recorded_by=actor.person_id, made_at=at
    )
    session.add(row)
    _audit(session, actor, leave, "外出报告", at=at)
    await session.flush()
    if kind is not LeaveReportKind.RETURNED:
        await events.record(session, told(LeaveReported, leave, reported=str(kind)), at=at)
    return row


async def _end(session: AsyncSession, order: CorrectionOrder, leave: LeaveRequest, *, at: datetime) -> None:
    """Nothing of the leave goes on: areas, clocks, timers."""
    await end_areas(session, order, leave, at=at)
    await clock_store.cancel_clocks(session, leave.id, at=at)
    await timing.forget(session, leave)


async def end_with_order(session: AsyncSession, order: CorrectionOrder, *, at: datetime) -> None:
    """Correction is over: leaves asked for, approved or under way are over with it. The order is locked."""
    for leave in await repository.leaves_of(session, order.id):
        if leave.status in UNDECIDED | OUT | {LeaveStatus.APPROVED}:
            await leave_machine.fire(session, leave, "void", actor=None, at=at)
            await _end(session, order, leave, at=at)


async def _locked(session: AsyncSession, actor: Actor, leave_id: UUID) -> tuple[LeaveRequest, CorrectionOrder]:
    leave = await repository.leave_for(session, actor, Action.LEAVE_APPLY, leave_id)
    order = await repository.locked_order(session, leave.order_id)
    return await repository.locked_leave(session, leave.id), order


def _audit(session: AsyncSession, actor: Actor, leave: LeaveRequest, note: str, *, at: datetime) -> None:
    audit.add_entry(
        session,
        actor,
        Action.LEAVE_APPLY,
        object_type=leave_machine.name,
        object_id=leave.id,
        owner_id=leave.person_id,
        at=at,
        note=note,
    )
