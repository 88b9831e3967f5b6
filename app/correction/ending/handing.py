"""Handover between offices of a county: one proposes, the other takes the person over or says why not."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.contracts.correction_ending import HandoverProposed, HandoverRefused
from app.correction.ending.codes import HandoverStatus
from app.correction.ending.errors import WrongOffice
from app.correction.ending.handover import transfer
from app.correction.ending.models import OrderHandover
from app.correction.ending.states import order_handover_machine
from app.correction.enums import CorrectionStatus
from app.correction.errors import OrderEnded
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.registering import OFFICES
from app.correction.orders.repository import order_for, reach
from app.correction.papers.repository import county_agency
from app.kernel import access, audit, events
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.areas.agencies import agency_by_id, subtree_clause
from app.kernel.areas.models import Agency
from app.kernel.clock import local_date
from app.kernel.errors import FieldError, NotFound


def visible_to(actor: Actor) -> SelectOfScalar[OrderHandover]:
    """Proposals from or to the actor's offices; none about the actor.

    A closed file's is seen by those it was given to, and by the office that is to take it over (社区矫正法 54).
    """
    paths = access.agency_paths(actor, Action.ORDER_TAKE_OVER)
    closed = select(CorrectionOrder.id).where(
        col(CorrectionOrder.is_sealed), ~reach(actor, Action.ORDER_TAKE_OVER)
    )
    sent = subtree_clause(col(OrderHandover.from_agency_id), paths)
    mine: ColumnElement[bool] = or_(
        subtree_clause(col(OrderHandover.to_agency_id), paths),
        sent & col(OrderHandover.order_id).not_in(closed),
    )
    return select(OrderHandover).where(mine, col(OrderHandover.person_id) != actor.person_id)


async def propose(
    session: AsyncSession, actor: Actor, order_id: UUID, agency_id: UUID, reason: str, *, at: datetime
) -> OrderHandover:
    """Ask another office of the county to take the person over.

    Raises:
        NotFound: beyond the actor's reach.
        OrderEnded: there is nobody to hand over.
        WrongOffice: the same office, none of this county's, or one that is closed.
        HandoverOpen: it was proposed already.
    """
    order = await order_for(session, actor, Action.SUBJECT_MANAGE, order_id, lock=True)
    if order.status is CorrectionStatus.ENDED:
        raise OrderEnded()
    agency = await _office_of_county(session, order, agency_id, at=at)
    handover = OrderHandover(
        order_id=order.id,
        person_id=order.person_id,
        from_agency_id=order.agency_id,
        from_path=order.agency_path,
        to_agency_id=agency.id,
        to_path=agency.tree_path,
        reason=reason,
        proposed_by=actor.person_id,
        created_at=at,
        updated_at=at,
    )
    session.add(handover)
    await session.flush()
    _note(session, actor, handover, "提出移交", at=at)
    await _tell(session, HandoverProposed, handover, at=at)
    return handover


async def answer(
    session: AsyncSession, actor: Actor, handover_id: UUID, name: str, *, text: str | None, at: datetime
) -> OrderHandover:
    """Accept, refuse or withdraw: ``name`` is the transition, ``text`` its reason.

    Raises:
        NotFound: beyond the actor's reach.
        WrongState: it was answered.
        Forbidden: the other office's to do.
        OrderEnded, WrongOffice: what was proposed no longer holds.
    """
    found = (await session.scalars(visible_to(actor).where(col(OrderHandover.id) == handover_id))).one_or_none()
    if found is None:
        raise NotFound()
    order = await session.get_one(CorrectionOrder, found.order_id, with_for_update=True)
    changes: dict[str, object] = {"answered_by": actor.person_id, "answered_at": at, "answer": text}
    await order_handover_machine.fire(session, found, name, actor=actor, at=at, reason=text, changes=changes)
    if found.status is HandoverStatus.ACCEPTED:
        await _accept(session, actor, order, found, at=at)
    elif found.status is HandoverStatus.REFUSED:
        await _tell(session, HandoverRefused, found, at=at)
    return found


async def drop_proposed(session: AsyncSession, order: CorrectionOrder, *, at: datetime) -> None:
    """Take back a handover that nobody answered: the order ended, and there is nobody left to hand over."""
    open_one = (col(OrderHandover.order_id) == order.id, col(OrderHandover.status) == HandoverStatus.PROPOSED)
    handover = (await session.scalars(select(OrderHandover).where(*open_one))).one_or_none()
    if handover is not None:
        changes: dict[str, object] = {"answered_at": at}
        await order_handover_machine.fire(session, handover, "withdraw", actor=None, at=at, changes=changes)


async def _accept(
    session: AsyncSession, actor: Actor, order: CorrectionOrder, handover: OrderHandover, *, at: datetime
) -> None:
    if order.status is CorrectionStatus.ENDED:
        raise OrderEnded()
    if order.agency_id != handover.from_agency_id:
        raise WrongOffice("矫正对象已经不在提出移交的单位，请重新提出移交")
    agency = await session.get_one(Agency, handover.to_agency_id)
    await transfer(session, order, agency, actor, reason=handover.reason, at=at)


async def _office_of_county(
    session: AsyncSession, order: CorrectionOrder, agency_id: UUID, *, at: datetime
) -> Agency:
    agency = await agency_by_id(session, agency_id)
    today = local_date(at)
    if (
        agency is None
        or agency.id == order.agency_id
        or agency.kind not in OFFICES
        or (agency.valid_to is not None and agency.valid_to <= today)
    ):
        message = "请选择本县（市、区）内另一个司法所或社区矫正中心"
        raise WrongOffice(fields=[FieldError("agency_id", "office", message)])
    county = await county_agency(session, order.agency_path)
    if (await county_agency(session, agency.tree_path)).area_code != county.area_code:
        message = "不在同一个县（市、区），请办理变更执行地"
        raise WrongOffice(fields=[FieldError("agency_id", "county", message)])
    return agency


async def _tell(
    session: AsyncSession,
    event: type[HandoverProposed] | type[HandoverRefused],
    handover: OrderHandover,
    *,
    at: datetime,
) -> None:
    told = event(
        handover_id=handover.id,
        order_id=handover.order_id,
        person_id=handover.person_id,
        from_agency_id=handover.from_agency_id,
        agency_id=handover.to_agency_id,
    )
    await events.record(session, told, at=at)


def _note(session: AsyncSession, actor: Actor, handover: OrderHandover, note: str, *, at: datetime) -> None:
    audit.add_entry(
        session,
        actor,
        Action.SUBJECT_MANAGE,
        object_type=order_handover_machine.name,
        object_id=handover.id,
        owner_id=handover.person_id,
        at=at,
        note=note,
    )
