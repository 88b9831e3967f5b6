"""What leave, permits and moves do when their order goes to another office, or ends."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.contracts.correction_ending import CorrectionEnded, OrderHandedOver
from app.correction.enums import CorrectionStatus
from app.correction.leave import permits, repository, travelling
from app.correction.leave.codes import LIVE, CrossingPermitStatus, LeaveStatus
from app.correction.leave.levels import superiors_of
from app.correction.leave.models import CrossingPermit, LeaveRequest
from app.correction.moving import asking as moves
from app.correction.moving.codes import OPEN
from app.correction.moving.models import Relocation
from app.correction.moving.repository import open_move
from app.correction.orders.models import CorrectionOrder
from app.kernel import clock_store
from app.kernel.bus import Bus


def register(bus: Bus) -> None:
    """Subscribe to what becomes of orders; called by ``wiring``."""
    bus.subscribe(OrderHandedOver, "correction.leave_follows", follow_order)
    bus.subscribe(CorrectionEnded, "correction.leave_ends_with_order", end_with_order)


async def follow_order(session: AsyncSession, event: OrderHandedOver, at: datetime) -> None:
    """The new office, and who stands above it, have what is open of the order."""
    order = await repository.locked_order(session, event.order_id)
    superiors = await superiors_of(session, order)
    for row in await _open(session, order):
        if isinstance(row, Relocation) and row.to_agency_id == order.agency_id:
            continue
        row.agency_id, row.agency_path = order.agency_id, order.agency_path
        row.county_path, row.upper_path = superiors.county_path, superiors.upper_path
        await clock_store.move_clocks(session, row.id, order.agency_id)
    await session.flush()


async def end_with_order(session: AsyncSession, event: CorrectionEnded, at: datetime) -> None:
    """What is open ends with correction; nothing of it is owed any more."""
    order = await repository.locked_order(session, event.order_id)
    if order.status is CorrectionStatus.ENDED:
        await travelling.end_with_order(session, order, at=at)
        await permits.end_with_order(session, order, at=at)
        await moves.end_with_order(session, order, at=at)


async def _open(session: AsyncSession, order: CorrectionOrder) -> list[LeaveRequest | CrossingPermit | Relocation]:
    """Open rows of an order, each kind by ascending id."""
    leaves = await repository.leaves_of(session, order.id, LIVE | {LeaveStatus.RETURNED})
    open_ = (CrossingPermitStatus.REQUESTED, CrossingPermitStatus.APPROVED)
    statement = select(CrossingPermit).where(
        col(CrossingPermit.order_id) == order.id, col(CrossingPermit.status).in_(open_)
    )
    granted = (await session.scalars(statement.order_by(col(CrossingPermit.id)))).all()
    move = await open_move(session, order.id, OPEN)
    return [*sorted(leaves, key=lambda leave: leave.id), *granted, *([move] if move else [])]
