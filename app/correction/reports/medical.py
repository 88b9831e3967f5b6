"""Whether somebody serves outside because they are ill (保外就医, 刑事诉讼法 265): who owes re-examinations."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.correction.enums import CorrectionCategory
from app.correction.orders.codes import ReleaseGround
from app.correction.orders.judgments.models import CorrectionJudgment
from app.correction.orders.models import CorrectionOrder


async def is_released_for_treatment(session: AsyncSession, order: CorrectionOrder) -> bool:
    """By the judgement as entered; while no ground is entered, nothing is owed on account of it."""
    if order.category is not CorrectionCategory.TEMPORARY_RELEASE:
        return False
    judgment = CorrectionJudgment
    ground = await session.scalars(select(judgment.release_ground).where(col(judgment.order_id) == order.id))
    return ground.one_or_none() is ReleaseGround.ILLNESS
