"""SQL of injunctions. Every query made for a person begins at :func:`injunctions_visible_to`."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.correction.areas.injunctions.models import Injunction, InjunctionOpening
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.repository import reach
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.errors import NotFound


def injunctions_visible_to(actor: Actor, action: Action) -> SelectOfScalar[Injunction]:
    """Injunctions of the orders the actor may see under the action."""
    orders = select(CorrectionOrder.id).where(reach(actor, action))
    return select(Injunction).where(col(Injunction.order_id).in_(orders))


async def injunction_for(session: AsyncSession, actor: Actor, action: Action, injunction_id: UUID) -> Injunction:
    """One injunction within reach.

    Raises:
        NotFound: none, or beyond the actor's reach.
    """
    statement = injunctions_visible_to(actor, action).where(col(Injunction.id) == injunction_id)
    injunction = (await session.scalars(statement)).one_or_none()
    if injunction is None:
        raise NotFound()
    return injunction


async def closed_places(session: AsyncSession, order_id: UUID) -> Sequence[Injunction]:
    """The drawn places of an order, lifted ones too: a late attempt is judged by what stood when it was made."""
    statement = select(Injunction).where(
        col(Injunction.order_id) == order_id, col(Injunction.wkb_wgs84).is_not(None)
    )
    return (await session.scalars(statement.order_by(col(Injunction.id)))).all()


async def openings(session: AsyncSession, injunction_ids: Collection[UUID]) -> Sequence[InjunctionOpening]:
    """When closed places were opened."""
    statement = select(InjunctionOpening).where(col(InjunctionOpening.injunction_id).in_(injunction_ids))
    return (await session.scalars(statement.order_by(col(InjunctionOpening.id)))).all()
