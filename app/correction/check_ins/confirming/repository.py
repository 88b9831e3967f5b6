"""SQL of questions about a place. Every query made for a person begins at :func:`questions_visible_to`."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.correction.check_ins.confirming.models import LocationCall, LocationQuestion
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.repository import reach
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.errors import NotFound


def questions_visible_to(actor: Actor, action: Action) -> SelectOfScalar[LocationQuestion]:
    """Questions about the orders the actor may see under the action."""
    orders = select(CorrectionOrder.id).where(reach(actor, action))
    return select(LocationQuestion).where(col(LocationQuestion.order_id).in_(orders))


async def question_for(session: AsyncSession, actor: Actor, action: Action, question_id: UUID) -> LocationQuestion:
    """One question within reach.

    Raises:
        NotFound: none, or beyond the actor's reach.
    """
    statement = questions_visible_to(actor, action).where(col(LocationQuestion.id) == question_id)
    question = (await session.scalars(statement)).one_or_none()
    if question is None:
        raise NotFound()
    return question


async def calls_about(session: AsyncSession, question_ids: Collection[UUID]) -> Sequence[LocationCall]:
    """Calls made about questions, oldest first."""
    statement = select(LocationCall).where(col(LocationCall.question_id).in_(question_ids))
    return (await session.scalars(statement.order_by(col(LocationCall.id)))).all()
