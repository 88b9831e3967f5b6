"""SQL of plans for whole queues. Reads made for a person begin at :func:`batches_visible_to`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_
from sqlalchemy import select as select_columns
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.kernel import access
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.areas.agencies import agency_by_id, subtree_clause
from app.kernel.errors import NotFound
from app.kernel.paging import PageRequest, keyset
from app.lawyers.batch.enums import LineStatus
from app.lawyers.batch.models import BatchAssignment, BatchLine
from app.lawyers.roster.models import Firm, Lawyer


@dataclass(frozen=True, slots=True)
class Named:
    """A lawyer as a line names them."""

    id: UUID
    name: str
    firm: str


def batches_visible_to(actor: Actor) -> SelectOfScalar[BatchAssignment]:
    """Plans of the centres whose matters the caller may assign."""
    paths = access.agency_paths(actor, Action.APPLICATION_ASSIGN)
    return select(BatchAssignment).where(subtree_clause(col(BatchAssignment.agency_id), paths))


async def require_reach(session: AsyncSession, actor: Actor, agency_id: UUID) -> None:
    """Nothing, where the caller may assign the centre's matters.

    Raises:
        NotFound: no such centre, or not within reach.
    """
    agency = await agency_by_id(session, agency_id)
    if agency is None or not access.reaches_agency(actor, Action.APPLICATION_ASSIGN, agency.tree_path):
        raise NotFound()


async def visible_batch(
    session: AsyncSession, actor: Actor, agency_id: UUID, batch_id: UUID, *, lock: bool = False
) -> BatchAssignment:
    """A plan of the centre, locked until commit with ``lock``.

    Raises:
        NotFound: none, or not within reach.
    """
    statement = batches_visible_to(actor).where(
        col(BatchAssignment.id) == batch_id, col(BatchAssignment.agency_id) == agency_id
    )
    if lock:
        statement = statement.with_for_update(of=BatchAssignment).execution_options(populate_existing=True)
    if (found := (await session.scalars(statement)).one_or_none()) is None:
        raise NotFound()
    return found


async def page_of_lines(
    session: AsyncSession, batch_id: UUID, page: PageRequest, status: LineStatus | None
) -> Sequence[BatchLine]:
    """A page of lines in the order of the queue, and one more."""
    statement = select(BatchLine).where(col(BatchLine.batch_id) == batch_id)
    if status is not None:
        statement = statement.where(col(BatchLine.status) == status)
    return (await session.scalars(keyset(statement, page, col(BatchLine.position), descending=False))).all()


async def planned_lines(session: AsyncSession, batch_id: UUID) -> Sequence[BatchLine]:
    """Lines that wait to be carried out, in order."""
    statement = select(BatchLine).where(
        col(BatchLine.batch_id) == batch_id, col(BatchLine.status) == LineStatus.PLANNED
    )
    return (await session.scalars(statement.order_by(col(BatchLine.position)))).all()


async def matters_of(session: AsyncSession, batch_id: UUID) -> set[UUID]:
    """Every matter of a plan."""
    statement = select(BatchLine.matter_id).where(col(BatchLine.batch_id) == batch_id)
    return set((await session.scalars(statement)).all())


async def lock_line(session: AsyncSession, batch_id: UUID, position: int) -> BatchLine:
    """A line as it stands now.

    Raises:
        NotFound: none.
    """
    statement = select(BatchLine).where(col(BatchLine.batch_id) == batch_id, col(BatchLine.position) == position)
    statement = statement.with_for_update().execution_options(populate_existing=True)
    if (found := (await session.scalars(statement)).one_or_none()) is None:
        raise NotFound()
    return found


async def counts_of(session: AsyncSession, batch_ids: Sequence[UUID]) -> Mapping[UUID, Mapping[LineStatus, int]]:
    """How many lines of these plans stand how."""
    statement = (
        select_columns(col(BatchLine.batch_id), col(BatchLine.status), func.count())
        .where(col(BatchLine.batch_id).in_(batch_ids))
        .group_by(col(BatchLine.batch_id), col(BatchLine.status))
    )
    found: dict[UUID, dict[LineStatus, int]] = {batch_id: {} for batch_id in batch_ids}
    for batch_id, status, count in (await session.execute(statement)).all():
        found[batch_id][status] = count
    return found


async def names_of(session: AsyncSession, lawyer_ids: set[UUID]) -> Mapping[UUID, Named]:
    """Lawyers by id, as lines name them."""
    statement = (
        select_columns(col(Lawyer.id), col(Lawyer.name), col(Firm.name))
        .join(Firm, col(Firm.id) == col(Lawyer.firm_id))
        .where(col(Lawyer.id).in_(lawyer_ids))
    )
    return {row[0]: Named(row[0], row[1], row[2]) for row in (await session.execute(statement)).all()}


async def colleagues_of(session: AsyncSession, lawyer_id: UUID) -> set[UUID]:
    """Everybody of the lawyer's firm, the lawyer too."""
    firm = select(Lawyer.firm_id).where(col(Lawyer.id) == lawyer_id).scalar_subquery()
    return set((await session.scalars(select(Lawyer.id).where(col(Lawyer.firm_id) == firm))).all())


async def lawyers_changed(session: AsyncSession, agency_id: UUID, since: datetime) -> int:
    """How many lawyers of a roster were entered, edited or offered something since."""
    statement = select(func.count()).where(
        col(Lawyer.agency_id) == agency_id,
        or_(col(Lawyer.updated_at) > since, col(Lawyer.last_offered_at) > since),
    )
    return (await session.scalars(statement)).one()
