"""Measures that stand, and objections to them, follow a person to another office."""

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.correction.discipline.codes import LIVE, SanctionObjectionStatus
from app.correction.discipline.models import Sanction, SanctionObjection
from app.correction.orders.models import CorrectionOrder


async def follow_order(session: AsyncSession, order: CorrectionOrder) -> None:
    """Give what stands to the order's office; call it where the office changed, with the order locked."""
    mine = col(Sanction.order_id) == order.id
    await session.execute(
        update(Sanction)
        .where(mine, col(Sanction.status).in_(LIVE))
        .values(agency_id=order.agency_id, agency_path=order.agency_path)
    )
    filed = update(SanctionObjection).where(
        col(SanctionObjection.sanction_id).in_(select(Sanction.id).where(mine)),
        col(SanctionObjection.status) == SanctionObjectionStatus.FILED,
    )
    await session.execute(filed.values(agency_path=order.agency_path))
