"""What measures and objections do when their order goes to another office, or ends."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.contracts.correction_ending import CorrectionEnded, OrderHandedOver
from app.correction.discipline.codes import LIVE, SanctionObjectionStatus
from app.correction.discipline.models import Sanction, SanctionObjection
from app.correction.discipline.proposing import lapse_proposals
from app.correction.orders.models import CorrectionOrder
from app.kernel import clock_store
from app.kernel.bus import Bus


def register(bus: Bus) -> None:
    """Subscribe; called by ``wiring``."""
    bus.subscribe(OrderHandedOver, "correction.measures_follow", follow)
    bus.subscribe(CorrectionEnded, "correction.proposals_lapse", lapse)


async def follow(session: AsyncSession, event: OrderHandedOver, at: datetime) -> None:
    """Give what stands, and the periods that run, to the office that has the order now."""
    order = await session.get_one(CorrectionOrder, event.order_id, with_for_update=True, populate_existing=True)
    mine = col(Sanction.order_id) == order.id
    moved = update(Sanction).where(mine, col(Sanction.status).in_(LIVE)).returning(col(Sanction.id))
    here = {"agency_id": order.agency_id, "agency_path": order.agency_path}
    for sanction_id in (await session.scalars(moved.values(**here))).all():
        await clock_store.move_clocks(session, sanction_id, order.agency_id)
    filed = update(SanctionObjection).where(
        col(SanctionObjection.sanction_id).in_(select(Sanction.id).where(mine)),
        col(SanctionObjection.status) == SanctionObjectionStatus.FILED,
    )
    await session.execute(filed.values(agency_path=order.agency_path))


async def lapse(session: AsyncSession, event: CorrectionEnded, at: datetime) -> None:
    """Nobody decides a measure about somebody whose correction is over."""
    await session.get_one(CorrectionOrder, event.order_id, with_for_update=True)
    await lapse_proposals(session, event.order_id, at=at)
