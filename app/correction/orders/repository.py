"""SQL of correction. Every query made for a person begins at :func:`visible_to`."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, false, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.correction.enums import CorrectionStatus
from app.correction.orders.models import CorrectionOrder
from app.kernel import access
from app.kernel.access import Action
from app.kernel.actor import Actor, Scope
from app.kernel.areas.agencies import subtree_clause
from app.kernel.areas.models import Agency
from app.kernel.errors import NotFound


def reach(actor: Actor, action: Action) -> ColumnElement[bool]:
    """Orders within the actor's reach under the action; the SQL twin of ``policies.permits``.

    An officer's own order is theirs as its subject alone.
    """
    own = col(CorrectionOrder.person_id) == actor.person_id
    of_office = subtree_clause(col(CorrectionOrder.agency_id), access.agency_paths(actor, action))
    return or_(own if access.has_scope(actor, action, Scope.OWN) else false(), of_office & ~own)


def visible_to(actor: Actor, action: Action) -> SelectOfScalar[CorrectionOrder]:
    """Orders the actor may see under the action."""
    return select(CorrectionOrder).where(reach(actor, action))


async def order_for(session: AsyncSession, actor: Actor, action: Action, order_id: UUID) -> CorrectionOrder:
    """One order within reach.

    Raises:
        NotFound: none, or beyond the actor's reach.
    """
    statement = visible_to(actor, action).where(col(CorrectionOrder.id) == order_id)
    order = (await session.scalars(statement)).one_or_none()
    if order is None:
        raise NotFound()
    return order


async def latest_order(session: AsyncSession, person_id: UUID) -> CorrectionOrder | None:
    """A person's order: the one that runs, else the last that ended."""
    statement = (
        select(CorrectionOrder)
        .where(col(CorrectionOrder.person_id) == person_id)
        .order_by(col(CorrectionOrder.status) == CorrectionStatus.ENDED, col(CorrectionOrder.id).desc())
        .limit(1)
    )
    return (await session.scalars(statement)).one_or_none()


async def agency_names(session: AsyncSession, agency_ids: Collection[UUID]) -> dict[UUID, str]:
    """Names of offices by id."""
    found = await session.scalars(select(Agency).where(col(Agency.id).in_(agency_ids)))
    return {agency.id: agency.name for agency in found}
