"""SQL of leave. Every query made for a person begins at a ``…visible_to``."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.correction.enums import CorrectionStatus
from app.correction.errors import NotBegun, OrderEnded
from app.correction.leave.codes import HAPPENED, LIVE, UNDECIDED
from app.correction.leave.ladder import Span
from app.correction.leave.models import (
    CorrectionFiling,
    CrossingPermit,
    LeaveDuty,
    LeavePlace,
    LeaveReport,
    LeaveRequest,
)
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.repository import ordinary, reach
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.errors import NotFound


def leaves_visible_to(actor: Actor, action: Action) -> SelectOfScalar[LeaveRequest]:
    """Leaves of the orders the actor may see under the action."""
    orders = select(CorrectionOrder.id).where(reach(actor, action))
    return select(LeaveRequest).where(col(LeaveRequest.order_id).in_(orders))


def permits_visible_to(actor: Actor, action: Action) -> SelectOfScalar[CrossingPermit]:
    """Permits of the orders the actor may see under the action."""
    orders = select(CorrectionOrder.id).where(reach(actor, action))
    return select(CrossingPermit).where(col(CrossingPermit.order_id).in_(orders))


def leaves_listed(actor: Actor, order_id: UUID | None) -> SelectOfScalar[LeaveRequest]:
    """Leaves as a list shows them, of one order or of all.

    Without an order, those of others' closed files are left out (社区矫正法 54): whoever opened one names it.
    """
    if order_id is not None:
        return leaves_visible_to(actor, Action.LEAVE_READ).where(col(LeaveRequest.order_id) == order_id)
    orders = ordinary(actor, Action.LEAVE_READ).with_only_columns(col(CorrectionOrder.id))
    return select(LeaveRequest).where(col(LeaveRequest.order_id).in_(orders))


def permits_listed(actor: Actor, order_id: UUID | None) -> SelectOfScalar[CrossingPermit]:
    """Permits as a list shows them, as :func:`leaves_listed`."""
    if order_id is not None:
        return permits_visible_to(actor, Action.LEAVE_READ).where(col(CrossingPermit.order_id) == order_id)
    orders = ordinary(actor, Action.LEAVE_READ).with_only_columns(col(CorrectionOrder.id))
    return select(CrossingPermit).where(col(CrossingPermit.order_id).in_(orders))


async def leave_for(session: AsyncSession, actor: Actor, action: Action, leave_id: UUID) -> LeaveRequest:
    """One leave within reach.

    Raises:
        NotFound: none, or beyond the actor's reach.
    """
    statement = leaves_visible_to(actor, action).where(col(LeaveRequest.id) == leave_id)
    leave = (await session.scalars(statement)).one_or_none()
    if leave is None:
        raise NotFound()
    return leave


async def permit_for(session: AsyncSession, actor: Actor, action: Action, permit_id: UUID) -> CrossingPermit:
    """One permit within reach.

    Raises:
        NotFound: none, or beyond the actor's reach.
    """
    statement = permits_visible_to(actor, action).where(col(CrossingPermit.id) == permit_id)
    permit = (await session.scalars(statement)).one_or_none()
    if permit is None:
        raise NotFound()
    return permit


async def locked_order(session: AsyncSession, order_id: UUID) -> CorrectionOrder:
    """The order, locked until the end of the transaction, before anything that belongs to it."""
    await session.flush()
    return await session.get_one(CorrectionOrder, order_id, with_for_update=True, populate_existing=True)


async def running_order(session: AsyncSession, order_id: UUID) -> CorrectionOrder:
    """The locked order of somebody who is under correction now.

    Raises:
        NotBegun: correction has not begun.
        OrderEnded: it is over.
    """
    order = await locked_order(session, order_id)
    if order.status is CorrectionStatus.REGISTERED:
        raise NotBegun()
    if order.status is CorrectionStatus.ENDED:
        raise OrderEnded()
    return order


async def locked_leave(session: AsyncSession, leave_id: UUID) -> LeaveRequest:
    """The leave as it stands, locked; its order is locked before."""
    return await session.get_one(LeaveRequest, leave_id, with_for_update=True, populate_existing=True)


async def leaves_of(
    session: AsyncSession, order_id: UUID, states: Collection[str] = LIVE | HAPPENED
) -> Sequence[LeaveRequest]:
    """Leaves of an order in some states, by their first day."""
    statement = (
        select(LeaveRequest)
        .where(col(LeaveRequest.order_id) == order_id, col(LeaveRequest.status).in_(states))
        .order_by(col(LeaveRequest.first_on), col(LeaveRequest.id))
    )
    return (await session.scalars(statement)).all()


async def days_counted(session: AsyncSession, order_id: UUID, *, but: Collection[UUID] = ()) -> list[Span]:
    """The spans of days out that count: approved or spent; who is back earlier or later counts to that day."""
    return [
        Span(leave.first_on, max(leave.first_on, leave.returned_on or leave.last_on))
        for leave in await leaves_of(session, order_id, HAPPENED)
        if leave.id not in but
    ]


async def extension_waiting(session: AsyncSession, leave_id: UUID) -> LeaveRequest | None:
    """A request to stay longer than this leave that nobody has decided."""
    statement = select(LeaveRequest).where(
        col(LeaveRequest.extends_id) == leave_id, col(LeaveRequest.status).in_(UNDECIDED)
    )
    return (await session.scalars(statement)).one_or_none()


async def places_of(
    session: AsyncSession, *, leave_ids: Collection[UUID] = (), permit_ids: Collection[UUID] = ()
) -> Sequence[LeavePlace]:
    """Places of leaves or permits, in the order given."""
    column, ids = (col(LeavePlace.leave_id), leave_ids) if leave_ids else (col(LeavePlace.permit_id), permit_ids)
    statement = select(LeavePlace).where(column.in_(ids)).order_by(col(LeavePlace.position))
    return (await session.scalars(statement)).all()


async def duties_of(session: AsyncSession, leave_id: UUID) -> Sequence[LeaveDuty]:
    """Days to be in touch, in order."""
    statement = select(LeaveDuty).where(col(LeaveDuty.leave_id) == leave_id).order_by(col(LeaveDuty.due_on))
    return (await session.scalars(statement)).all()


async def reports_of(session: AsyncSession, leave_id: UUID) -> Sequence[LeaveReport]:
    """What was told while away, in order."""
    statement = select(LeaveReport).where(col(LeaveReport.leave_id) == leave_id).order_by(col(LeaveReport.id))
    return (await session.scalars(statement)).all()


async def filings_about(session: AsyncSession, about_id: UUID) -> Sequence[CorrectionFiling]:
    """What was filed about a leave, a permit or a move, in order."""
    statement = (
        select(CorrectionFiling)
        .where(col(CorrectionFiling.about_id) == about_id)
        .order_by(col(CorrectionFiling.id))
    )
    return (await session.scalars(statement)).all()
