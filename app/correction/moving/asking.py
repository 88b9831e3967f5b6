"""Asking to move, and taking it back (办法 30)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.correction_leave import MoveRequested
from app.correction.files import require_files
from app.correction.leave.cities import county_code
from app.correction.leave.levels import superiors_of
from app.correction.leave.repository import locked_order, running_order
from app.correction.moving import repository
from app.correction.moving.codes import OPEN
from app.correction.moving.errors import MoveNotNeeded, MoveOpen
from app.correction.moving.models import Relocation
from app.correction.moving.schemas import MoveCreate
from app.correction.moving.states import move_machine, told
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.repository import order_for
from app.kernel import audit, clock_store, clocks, events
from app.kernel.access import Action
from app.kernel.actor import Actor, Role
from app.kernel.agency_rules import rule_for
from app.kernel.areas.agencies import competent_agency
from app.kernel.areas.lookups import require_area
from app.kernel.areas.models import Agency, AgencyKind
from app.kernel.clock import local_date
from app.kernel.errors import FieldError, Invalid

AHEAD = "correction.move_apply_ahead"
CONSULT = "correction.move_consult"
ANSWER = "correction.move_answer"
DECIDE = "correction.move_decide"
TRANSFER = "correction.move_transfer_file"
REPORT_IN = "correction.move_report_in"


async def request_move(
    session: AsyncSession, actor: Actor, order_id: UUID, new: MoveCreate, *, at: datetime
) -> Relocation:
    """Ask to move, for oneself or, as an officer, for a person of the office.

    Raises:
        NotFound: no such order within reach.
        NotBegun, OrderEnded: nobody is under correction.
        UnknownArea: no such division in force.
        MoveNotNeeded: the new home is in the same county.
        Invalid: a day past or beyond the term; nobody named to receive; files that are not the order's.
        MoveOpen: there is a move already.
    """
    order = await order_for(session, actor, Action.MOVE_APPLY, order_id)
    order = await running_order(session, order.id)
    if await repository.open_move(session, order.id, OPEN) is not None:
        raise MoveOpen()
    today = local_date(at)
    if not today <= new.move_on <= order.ends_on:
        raise Invalid(fields=[FieldError("move_on", "period", "搬家的日期要在今天以后、矫正期满以前")])
    office = await session.get_one(Agency, order.agency_id)
    area = await require_area(session, new.to_area_code, today, field="to_area_code")
    if county_code(area.code) is None:
        message = "请选到县（市、区）或者乡镇、街道"
        raise Invalid(fields=[FieldError("to_area_code", "too_wide", message)])
    if county_code(area.code) == county_code(office.area_code):
        raise MoveNotNeeded(fields=[FieldError("to_area_code", "same_county", MoveNotNeeded.title)])
    receiver = await _receiver(session, area.code, at=at)
    if receiver is None and new.receiver is None:
        message = "系统里没有那边的社区矫正机构，请写上它的名称"
        raise Invalid(fields=[FieldError("receiver", "missing", message)])
    move = await _row(session, actor, order, new, receiver, at=at)
    session.add(move)
    await session.flush()
    _audit(session, actor, move, at=at)
    await clock_store.start_clock(
        session,
        CONSULT,
        object_type=move_machine.name,
        object_id=move.id,
        agency_id=move.agency_id,
        holder=Role.OFFICER,
        at=at,
    )
    await events.record(session, told(MoveRequested, move), at=at)
    return move


async def withdraw(session: AsyncSession, actor: Actor, move_id: UUID, *, at: datetime) -> Relocation:
    """Take the request back before it is decided.

    Raises:
        NotFound: beyond the actor's reach.
        WrongState: decided already.
    """
    move = await repository.move_for(session, actor, Action.MOVE_APPLY, move_id)
    await locked_order(session, move.order_id)
    await move_machine.fire(session, move, "withdraw", actor=actor, at=at)
    await clock_store.cancel_clocks(session, move.id, at=at)
    return move


async def end_with_order(session: AsyncSession, order: CorrectionOrder, *, at: datetime) -> None:
    """Correction is over: a move not completed is over with it. The order is locked."""
    move = await repository.open_move(session, order.id, OPEN)
    if move is not None:
        await move_machine.fire(session, move, "void", actor=None, at=at)
        await clock_store.cancel_clocks(session, move.id, at=at)


async def _receiver(session: AsyncSession, area_code: str, *, at: datetime) -> Agency | None:
    """The office or correction centre of the new home, where it works in this system."""
    for kind in (AgencyKind.TOWNSHIP_OFFICE, AgencyKind.CORRECTION_CENTRE):
        found = await competent_agency(session, area_code, kind, local_date(at))
        if found is not None:
            return found
    return None


async def _row(
    session: AsyncSession,
    actor: Actor,
    order: CorrectionOrder,
    new: MoveCreate,
    receiver: Agency | None,
    *,
    at: datetime,
) -> Relocation:
    files = await require_files(session, order.id, new.evidence_ids)
    superiors = await superiors_of(session, order)
    ahead = await rule_for(session, AHEAD, agency_id=order.agency_id, on=local_date(at))
    return Relocation(
        order_id=order.id,
        person_id=order.person_id,
        agency_id=order.agency_id,
        agency_path=order.agency_path,
        county_path=superiors.county_path,
        upper_path=superiors.upper_path,
        **new.model_dump(include={"to_area_code", "to_place", "move_on", "reason", "explanation"}),
        to_agency_id=receiver and receiver.id,
        to_agency_path=receiver and receiver.tree_path,
        receiver=receiver.name if receiver else new.receiver or "",
        is_short_notice=local_date(at) > clocks.due_before(ahead, new.move_on),
        evidence_ids=files,
        requested_by=actor.person_id,
        requested_at=at,
        updated_at=at,
    )


def _audit(session: AsyncSession, actor: Actor, move: Relocation, *, at: datetime) -> None:
    audit.add_entry(
        session,
        actor,
        Action.MOVE_APPLY,
        object_type=move_machine.name,
        object_id=move.id,
        owner_id=move.person_id,
        at=at,
        note="申请变更执行地",
    )
