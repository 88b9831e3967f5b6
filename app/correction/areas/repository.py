"""SQL of areas."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.correction.areas.models import ApprovedArea
from app.correction.enums import AreaPurpose


async def area_in_force(session: AsyncSession, order_id: UUID) -> ApprovedArea:
    """The approved area of an order; every order has one."""
    statement = select(ApprovedArea).where(
        col(ApprovedArea.order_id) == order_id,
        col(ApprovedArea.purpose) == AreaPurpose.HOME,
        col(ApprovedArea.valid_to).is_(None),
    )
    return (await session.scalars(statement)).one()
