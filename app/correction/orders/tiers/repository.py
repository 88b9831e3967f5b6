"""SQL of tiers. Every query made for a person begins at :func:`changes_visible_to`."""

from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from app.correction.orders.models import CorrectionOrder
from app.correction.orders.repository import reach
from app.correction.orders.tiers.models import AssessmentScale, TierChange
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.areas.models import Agency
from app.kernel.errors import NotFound


def changes_visible_to(actor: Actor, action: Action) -> SelectOfScalar[TierChange]:
    """Proposals about the orders the actor reaches under the action."""
    orders = select(CorrectionOrder.id).where(reach(actor, action))
    return select(TierChange).where(col(TierChange.order_id).in_(orders))


async def change_for(session: AsyncSession, actor: Actor, action: Action, change_id: UUID) -> TierChange:
    """One proposal within reach.

    Raises:
        NotFound: none, or beyond the actor's reach.
    """
    statement = changes_visible_to(actor, action).where(col(TierChange.id) == change_id)
    change = (await session.scalars(statement)).one_or_none()
    if change is None:
        raise NotFound()
    return change


async def scale_in_force(session: AsyncSession, agency_id: UUID, on: date) -> AssessmentScale | None:
    """What the agency or the nearest above it set last for a day; none where nobody did."""
    own, setter = aliased(Agency), aliased(Agency)
    statement = (
        select(AssessmentScale)
        .join(setter, col(setter.id) == col(AssessmentScale.agency_id))
        .join(own, col(own.tree_path).startswith(col(setter.tree_path)))
        .where(col(own.id) == agency_id, col(AssessmentScale.effective_from) <= on)
        .order_by(func.length(setter.tree_path).desc(), col(AssessmentScale.effective_from).desc())
        .limit(1)
    )
    return (await session.scalars(statement)).one_or_none()
