"""SQL of correction. Every query made for a person begins at :func:`visible_to`."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, false, or_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from app.correction.enums import CorrectionStatus
from app.correction.models import ApprovedArea, CheckIn, CheckInAttempt, CorrectionOrder
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


def check_ins_visible_to(actor: Actor, action: Action) -> SelectOfScalar[CheckIn]:
    """Check-ins of the orders the actor may see under the action."""
    orders = select(CorrectionOrder.id).where(reach(actor, action))
    return select(CheckIn).where(col(CheckIn.order_id).in_(orders))


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


async def latest_order(session: AsyncSession, person_id: UUID) -> CorrectionOrder | None:
    """A person's order: the one that runs, else the last that ended."""
    statement = (
        select(CorrectionOrder)
        .where(col(CorrectionOrder.person_id) == person_id)
        .order_by(col(CorrectionOrder.status) == CorrectionStatus.ENDED, col(CorrectionOrder.id).desc())
        .limit(1)
    )
    return (await session.scalars(statement)).one_or_none()


async def area_in_force(session: AsyncSession, order_id: UUID) -> ApprovedArea:
    """The approved area of an order; every order has one."""
    statement = select(ApprovedArea).where(
        col(ApprovedArea.order_id) == order_id, col(ApprovedArea.valid_to).is_(None)
    )
    return (await session.scalars(statement)).one()


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


async def agency_names(session: AsyncSession, agency_ids: Collection[UUID]) -> dict[UUID, str]:
    """Names of offices by id."""
    found = await session.scalars(select(Agency).where(col(Agency.id).in_(agency_ids)))
    return {agency.id: agency.name for agency in found}
