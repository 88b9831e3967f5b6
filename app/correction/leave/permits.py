"""Permits for recurring crossings (办法 29): one place, one rhythm, some months; renewed by asking again."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.contracts.correction_leave import CrossingPermitEnding, CrossingPermitRequested
from app.correction.files import require_files
from app.correction.leave import repository
from app.correction.leave.codes import CrossingPermitStatus
from app.correction.leave.errors import PermitNotRenewable, PlaceWithoutOutline
from app.correction.leave.ladder import DAY, Span, window_from
from app.correction.leave.levels import CROSSING, superiors_of
from app.correction.leave.models import CrossingPermit
from app.correction.leave.permit_schemas import CrossingPermitCreate
from app.correction.leave.permit_states import permit_machine, told
from app.correction.leave.places import Place, read_drawings, require_leaving, resolve, row_of
from app.correction.leave.replacing import end_areas, end_of, put_in_force
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.repository import order_for
from app.kernel import audit, events, timers
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.agency_rules import rule_for
from app.kernel.bus import Bus, Payload
from app.kernel.clock import local_date, start_of
from app.kernel.errors import FieldError, Invalid

EXPIRE = "correction.permit_expires"
REMIND = "correction.permit_remind"
REMIND_AHEAD = timedelta(days=14)
"""A reminder of ours, so that a renewal is decided before the permit ends; no law sets it."""


def register(bus: Bus) -> None:
    """Register the jobs; called by ``wiring``."""
    bus.register(EXPIRE, expire)
    bus.register(REMIND, remind)


async def request_permit(
    session: AsyncSession, actor: Actor, order_id: UUID, new: CrossingPermitCreate, *, at: datetime
) -> CrossingPermit:
    """Ask for a permit. Without a last day, or with a later one, it is the longest an agency gives.

    Raises:
        NotFound: no such order, or permit to renew, within reach.
        NotBegun, OrderEnded: nobody is under correction.
        Invalid: days past or in no order; files that are not the order's.
        BadArea, UnknownArea: a place cannot be used.
        LeaveNotNeeded: nobody leaves the city or county.
        PermitNotRenewable: the permit to renew was never in force.
    """
    drawings = await read_drawings([place.area for place in new.places])
    order = await order_for(session, actor, Action.LEAVE_APPLY, order_id)
    order = await repository.running_order(session, order.id)
    renewed = await _renewed(session, order, new.renews_id)
    span = await _span(session, order, new, renewed, at=at)
    places = [
        await resolve(
            session, one.name, one.area, drawing, agency_id=order.agency_id, field=f"places.{number}", at=at
        )
        for number, (one, drawing) in enumerate(zip(new.places, drawings, strict=True))
    ]
    await require_leaving(session, order, places)
    files = await require_files(session, order.id, new.evidence_ids)
    superiors = await superiors_of(session, order)
    permit = CrossingPermit(
        order_id=order.id,
        person_id=order.person_id,
        agency_id=order.agency_id,
        agency_path=order.agency_path,
        county_path=superiors.county_path,
        upper_path=superiors.upper_path,
        **new.model_dump(include={"renews_id", "reason", "explanation", "frequency"}),
        first_on=span.first,
        last_on=span.last,
        evidence_ids=files,
        requested_by=actor.person_id,
        requested_at=at,
        updated_at=at,
    )
    await _enter(session, actor, permit, places, at=at)
    return permit


async def approve(session: AsyncSession, actor: Actor, permit_id: UUID, *, at: datetime) -> CrossingPermit:
    """Approve: the places are added to the home area until the last day.

    Raises:
        NotFound: beyond the actor's reach.
        WrongState: decided already.
        LevelTooLow: the county decides.
        PlaceWithoutOutline: a place has no outline here; it is to be asked for again with a drawing.
    """
    permit, order = await _locked(session, actor, Action.LEAVE_DECIDE, permit_id)
    permit_machine.require(permit, "approve", actor)
    places = [Place.of(row) for row in await repository.places_of(session, permit_ids=[permit.id])]
    if any(place.outline is None for place in places):
        raise PlaceWithoutOutline(fields=[FieldError("places", "no_outline", "请本人在地图上画出地方后重新申请")])
    decided = {"decided_by": actor.person_id, "decided_at": at}
    await permit_machine.fire(session, permit, "approve", actor=actor, at=at, changes=decided)
    span = Span(permit.first_on, permit.last_on)
    await put_in_force(session, order, permit, places, span, set_by=actor.person_id, at=at)
    remind_at = end_of(span) - REMIND_AHEAD
    if remind_at > at:
        await _set(session, REMIND, permit, remind_at)
    return permit


async def refuse(
    session: AsyncSession, actor: Actor, permit_id: UUID, *, reason: str, at: datetime
) -> CrossingPermit:
    """Do not approve.

    Raises:
        NotFound, WrongState, LevelTooLow: as :func:`approve`.
    """
    permit, _ = await _locked(session, actor, Action.LEAVE_DECIDE, permit_id)
    decided = {"decided_by": actor.person_id, "decided_at": at, "decision_reason": reason}
    await permit_machine.fire(session, permit, "refuse", actor=actor, at=at, reason=reason, changes=decided)
    await _forget(session, permit)
    return permit


async def end(
    session: AsyncSession, actor: Actor, permit_id: UUID, name: str, *, at: datetime, reason: str | None = None
) -> CrossingPermit:
    """Withdraw, give up or revoke; the places are no longer part of the area.

    Raises:
        NotFound: beyond the actor's reach.
        WrongState: not from this state.
        LevelTooLow: the county revokes.
    """
    action = permit_machine.by_name[name].action or Action.LEAVE_APPLY
    permit, order = await _locked(session, actor, action, permit_id)
    await permit_machine.fire(session, permit, name, actor=actor, at=at, reason=reason)
    await end_areas(session, order, permit, at=at)
    await _forget(session, permit)
    return permit


async def expire(session: AsyncSession, payload: Payload, at: datetime) -> None:
    """The day after the last."""
    permit = await session.get(CrossingPermit, UUID(str(payload["permit_id"])))
    if permit is None:
        return
    await repository.locked_order(session, permit.order_id)
    await session.refresh(permit, with_for_update=True)
    if (
        permit.status in (CrossingPermitStatus.APPROVED, CrossingPermitStatus.REQUESTED)
        and local_date(at) > permit.last_on
    ):
        await permit_machine.fire(session, permit, "expire", actor=None, at=at)


async def remind(session: AsyncSession, payload: Payload, at: datetime) -> None:
    """Tell that the last day is near, unless a renewal was asked for."""
    permit = await session.get(CrossingPermit, UUID(str(payload["permit_id"])))
    if permit is None or permit.status is not CrossingPermitStatus.APPROVED:
        return
    renewal = select(CrossingPermit.id).where(col(CrossingPermit.renews_id) == permit.id).limit(1)
    if (await session.execute(renewal)).first() is None:
        await events.record(session, told(CrossingPermitEnding, permit, last_on=permit.last_on), at=at)


async def end_with_order(session: AsyncSession, order: CorrectionOrder, *, at: datetime) -> None:
    """Correction is over: what was asked for or in force is over with it. The order is locked."""
    open_ = (CrossingPermitStatus.REQUESTED, CrossingPermitStatus.APPROVED)
    statement = select(CrossingPermit).where(
        col(CrossingPermit.order_id) == order.id, col(CrossingPermit.status).in_(open_)
    )
    for permit in (await session.scalars(statement.order_by(col(CrossingPermit.id)))).all():
        await permit_machine.fire(session, permit, "expire", actor=None, at=at)
        await end_areas(session, order, permit, at=at)
        await _forget(session, permit)


async def _span(
    session: AsyncSession,
    order: CorrectionOrder,
    new: CrossingPermitCreate,
    renewed: CrossingPermit | None,
    *,
    at: datetime,
) -> Span:
    """From the day asked for, after the one renewed, for at most the months an agency gives, within the term."""
    today = local_date(at)
    first = new.first_on if renewed is None else max(new.first_on, renewed.last_on + DAY)
    if first < today:
        raise Invalid(fields=[FieldError("first_on", "past", "开始的日期不能早于今天")])
    if first > order.ends_on:
        raise Invalid(fields=[FieldError("first_on", "term", "开始的日期不能晚于矫正期的最后一天")])
    rule = await rule_for(session, CROSSING, agency_id=order.agency_id, on=today)
    ends: list[date] = [window_from(first, rule.value).last, order.ends_on]
    if new.last_on is not None:
        ends.append(new.last_on)
    if min(ends) < first:
        raise Invalid(fields=[FieldError("last_on", "order", "结束的日期不能早于开始的日期，也不能晚于矫正期满")])
    return Span(first, min(ends))


async def _renewed(session: AsyncSession, order: CorrectionOrder, renews_id: UUID | None) -> CrossingPermit | None:
    if renews_id is None:
        return None
    permit = await session.get(CrossingPermit, renews_id)
    if permit is None or permit.order_id != order.id:
        raise Invalid(fields=[FieldError("renews_id", "unknown", "找不到要续期的许可")])
    if (
        permit.status not in (CrossingPermitStatus.APPROVED, CrossingPermitStatus.EXPIRED)
        or permit.decided_by is None
    ):
        raise PermitNotRenewable()
    return permit


async def _enter(
    session: AsyncSession, actor: Actor, permit: CrossingPermit, places: list[Place], *, at: datetime
) -> None:
    session.add(permit)
    await session.flush()
    rows = [row_of(place, position) for position, place in enumerate(places)]
    for row in rows:
        row.permit_id = permit.id
    session.add_all(rows)
    audit.add_entry(
        session,
        actor,
        Action.LEAVE_APPLY,
        object_type=permit_machine.name,
        object_id=permit.id,
        owner_id=permit.person_id,
        at=at,
        note="申请经常往返许可",
    )
    await _set(session, EXPIRE, permit, start_of(permit.last_on + DAY))
    await events.record(session, told(CrossingPermitRequested, permit), at=at)


async def _locked(
    session: AsyncSession, actor: Actor, action: Action, permit_id: UUID
) -> tuple[CrossingPermit, CorrectionOrder]:
    permit = await repository.permit_for(session, actor, action, permit_id)
    order = await repository.locked_order(session, permit.order_id)
    await session.refresh(permit, with_for_update=True)
    return permit, order


async def _set(session: AsyncSession, name: str, permit: CrossingPermit, due_at: datetime) -> None:
    payload: Payload = {"permit_id": str(permit.id)}
    await timers.set_timer(session, name, key=str(permit.id), due_at=due_at, payload=payload)


async def _forget(session: AsyncSession, permit: CrossingPermit) -> None:
    for name in (EXPIRE, REMIND):
        await timers.cancel_timer(session, name, key=str(permit.id))
