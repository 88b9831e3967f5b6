"""SQL of check-ins. Every query made for a person begins at :func:`check_ins_visible_to`."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from app.correction.check_ins.models import CheckIn, CheckInAttempt
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.repository import reach as order_reach
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.errors import NotFound


def check_ins_visible_to(actor: Actor, action: Action) -> SelectOfScalar[CheckIn]:
    """Check-ins of the orders the actor may see under the action."""
    orders = select(CorrectionOrder.id).where(order_reach(actor, action))
    return select(CheckIn).where(col(CheckIn.order_id).in_(orders))


async def check_in_for(session: AsyncSession, actor: Actor, action: Action, check_in_id: UUID) -> CheckIn:
    """One check-in within reach.

    Raises:
        NotFound: none, or beyond the actor's reach.
    """
    statement = check_ins_visible_to(actor, action).where(col(CheckIn.id) == check_in_id)
    check_in = (await session.scalars(statement)).one_or_none()
    if check_in is None:
        raise NotFound()
    return check_in


async def claim_attempt(
    session: AsyncSession, attempt_id: UUID, *, person_id: UUID, check_in_id: UUID, at: datetime
) -> bool:
    """Claim an attempt id; false when it was claimed before. Waits for a twin still being written."""
    statement = insert(CheckInAttempt).values(
        attempt_id=attempt_id, person_id=person_id, check_in_id=check_in_id, received_at=at
    )
    claimed = await session.execute(statement.on_conflict_do_nothing().returning(col(CheckInAttempt.attempt_id)))
    return claimed.scalar_one_or_none() is not None


async def check_in_of_attempt(session: AsyncSession, attempt: CheckInAttempt) -> CheckIn:
    """The check-in an attempt became."""
    return await session.get_one(CheckIn, (attempt.check_in_id, attempt.received_at))


async def last_check_in_at(session: AsyncSession, order_id: UUID) -> datetime | None:
    """When the last check-in of an order came."""
    statement = select(func.max(col(CheckIn.received_at))).where(col(CheckIn.order_id) == order_id)
    return (await session.execute(statement)).scalar_one()
