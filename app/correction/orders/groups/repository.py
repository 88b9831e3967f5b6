"""SQL of groups and plans; every caller has the order within reach already."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from app.correction.orders.groups.models import CorrectionGroupMember, CorrectionPlan


async def members(session: AsyncSession, order_id: UUID) -> Sequence[CorrectionGroupMember]:
    """Who is in the group now, in the order they joined."""
    statement = select(CorrectionGroupMember).where(
        col(CorrectionGroupMember.order_id) == order_id, col(CorrectionGroupMember.ended_at).is_(None)
    )
    return (await session.scalars(statement.order_by(col(CorrectionGroupMember.id)))).all()


def plans(order_id: UUID) -> SelectOfScalar[CorrectionPlan]:
    """Versions of the plan of an order."""
    return select(CorrectionPlan).where(col(CorrectionPlan.order_id) == order_id)


async def last_number(session: AsyncSession, order_id: UUID) -> int:
    """Number of the newest version; 0 where there is none."""
    statement = select(func.max(col(CorrectionPlan.number))).where(col(CorrectionPlan.order_id) == order_id)
    return (await session.execute(statement)).scalar_one() or 0
