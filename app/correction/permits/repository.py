"""SQL of special permits. Every query made for a person begins at the orders they reach."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.correction.orders.models import CorrectionOrder
from app.correction.orders.repository import reach
from app.correction.permits.codes import SpecialPermitStatus
from app.correction.permits.models import SpecialPermit, SpecialPermitTelling
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.errors import NotFound


def visible_to(actor: Actor, action: Action) -> SelectOfScalar[SpecialPermit]:
    """Permits under orders the actor reaches."""
    join = col(CorrectionOrder.id) == col(SpecialPermit.order_id)
    return select(SpecialPermit).join(CorrectionOrder, join).where(reach(actor, action))


def listed(
    actor: Actor, *, order_id: UUID | None, status: SpecialPermitStatus | None
) -> SelectOfScalar[SpecialPermit]:
    """Permits for a list; those of closed files only where their order is asked for by name (社区矫正法 54)."""
    statement = visible_to(actor, Action.REPORT_READ)
    if order_id is None:
        is_own = col(CorrectionOrder.person_id) == actor.person_id
        statement = statement.where(is_own | ~col(CorrectionOrder.is_sealed))
    else:
        statement = statement.where(col(CorrectionOrder.id) == order_id)
    return statement if status is None else statement.where(col(SpecialPermit.status) == status)


async def permit_for(session: AsyncSession, actor: Actor, action: Action, permit_id: UUID) -> SpecialPermit:
    """One permit within reach.

    Raises:
        NotFound: none, or beyond the actor's reach.
    """
    found = await session.scalars(visible_to(actor, action).where(col(SpecialPermit.id) == permit_id))
    if (permit := found.one_or_none()) is None:
        raise NotFound()
    return permit


async def tellings(session: AsyncSession, permit_ids: Collection[UUID]) -> dict[UUID, list[SpecialPermitTelling]]:
    """Who was told of each."""
    telling = SpecialPermitTelling
    statement = select(telling).where(col(telling.permit_id).in_(permit_ids)).order_by(col(telling.id))
    found: dict[UUID, list[SpecialPermitTelling]] = {permit_id: [] for permit_id in permit_ids}
    for row in (await session.scalars(statement)).all():
        found[row.permit_id].append(row)
    return found
