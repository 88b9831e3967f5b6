"""SQL of correction. Every query made for a person begins at :func:`visible_to`."""

from collections.abc import Collection, Sequence
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, any_, false, literal, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.correction.enums import CorrectionStatus
from app.correction.orders.models import CorrectionOrder
from app.kernel import access
from app.kernel.access import Action
from app.kernel.actor import Actor, Role, Scope
from app.kernel.areas.agencies import subtree_clause
from app.kernel.areas.models import Agency
from app.kernel.errors import NotFound


def reach(actor: Actor, action: Action) -> ColumnElement[bool]:
    """Orders within the actor's reach under the action; the SQL twin of ``policies.permits``.

    An officer's own order is theirs as its subject alone, and a ward's as its guardian alone. A closed file is
    reached by the officers it was given to, and by those above them.
    """
    own = col(CorrectionOrder.person_id) == actor.person_id
    ward = col(CorrectionOrder.guardian_id).is_not_distinct_from(actor.person_id)
    staff = cast(ColumnElement[Any], col(CorrectionOrder.minor_staff))
    is_open = ~col(CorrectionOrder.is_sealed) | (literal(actor.person_id, Uuid()) == any_(staff))
    of_office = _served(access.agency_paths(actor, action)) & is_open
    if above := access.agency_paths(actor, action, without=Role.OFFICER):
        of_office = or_(of_office, _served(above))
    return or_(own if access.has_scope(actor, action, Scope.OWN) else false(), of_office & ~own & ~ward)


def visible_to(actor: Actor, action: Action) -> SelectOfScalar[CorrectionOrder]:
    """Orders the actor may see under the action, closed files given to them among these."""
    return select(CorrectionOrder).where(reach(actor, action))


def ordinary(actor: Actor, action: Action) -> SelectOfScalar[CorrectionOrder]:
    """The same without others' closed files: what ordinary lists and reads show (社区矫正法 54)."""
    is_own = col(CorrectionOrder.person_id) == actor.person_id
    return visible_to(actor, action).where(is_own | ~col(CorrectionOrder.is_sealed))


def wards_of(actor: Actor) -> SelectOfScalar[CorrectionOrder]:
    """Orders of minors whose guardian the actor is."""
    return select(CorrectionOrder).where(col(CorrectionOrder.guardian_id) == actor.person_id)


def _served(paths: Sequence[str]) -> ColumnElement[bool]:
    return subtree_clause(col(CorrectionOrder.agency_id), paths)


async def order_for(
    session: AsyncSession, actor: Actor, action: Action, order_id: UUID, *, lock: bool = False
) -> CorrectionOrder:
    """One order within reach; ``lock`` keeps it as it is until the transaction ends.

    Raises:
        NotFound: none, or beyond the actor's reach.
    """
    statement = visible_to(actor, action).where(col(CorrectionOrder.id) == order_id)
    return await _one(session, statement, lock=lock)


async def ordinary_order(session: AsyncSession, actor: Actor, action: Action, order_id: UUID) -> CorrectionOrder:
    """One order within reach that is no closed file of another.

    Raises:
        NotFound: none, beyond the actor's reach, or to be opened as a closed file.
    """
    return await _one(session, ordinary(actor, action).where(col(CorrectionOrder.id) == order_id))


async def _one(
    session: AsyncSession, statement: SelectOfScalar[CorrectionOrder], *, lock: bool = False
) -> CorrectionOrder:
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
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
