"""SQL of legal aid. Every query made for a person begins at :func:`visible_to`."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, or_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.kernel import access
from app.kernel.access import Action
from app.kernel.actor import Actor, Scope
from app.kernel.areas.agencies import subtree_clause
from app.kernel.areas.models import Agency, Area
from app.kernel.errors import NotFound
from app.kernel.paging import PageRequest, keyset
from app.kernel.states import StateChange
from app.legal_aid.applying.models import EventPlace, MatterStatement, WageClaim
from app.legal_aid.enums import ApplicationStatus
from app.legal_aid.models import Application, ApplicationCounter, Decision
from app.legal_aid.policies import LAWYER_SEES


def reach(actor: Actor, action: Action) -> ColumnElement[bool]:
    """Applications within the actor's reach under the action; the SQL twin of ``policies.permits``."""
    clauses: list[ColumnElement[bool]] = [false()]
    if access.has_scope(actor, action, Scope.OWN):
        clauses.append(col(Application.applicant_id) == actor.person_id)
    if access.has_scope(actor, action, Scope.HELD):
        clauses.append(
            and_(col(Application.lawyer_person_id) == actor.person_id, col(Application.status).in_(LAWYER_SEES))
        )
    if paths := access.agency_paths(actor, action):
        clauses.append(subtree_clause(col(Application.agency_id), paths))
    return or_(*clauses)


def visible_to(actor: Actor, action: Action) -> SelectOfScalar[Application]:
    """Applications the actor may reach under the action."""
    return select(Application).where(reach(actor, action))


async def get_visible(
    session: AsyncSession, actor: Actor, action: Action, application_id: UUID, *, lock: bool = False
) -> Application:
    """The application, locked until commit with ``lock``.

    Raises:
        NotFound: none, or not within reach: which of the two is not told.
    """
    statement = visible_to(actor, action).where(col(Application.id) == application_id)
    if lock:
        statement = statement.with_for_update(of=Application).execution_options(populate_existing=True)
    found = (await session.execute(statement)).scalars().one_or_none()
    if found is None:
        raise NotFound()
    return found


async def locked(session: AsyncSession, application_id: UUID) -> Application | None:
    """The application for a handler, locked until commit."""
    statement = select(Application).where(col(Application.id) == application_id).with_for_update()
    return (await session.execute(statement.execution_options(populate_existing=True))).scalar_one_or_none()


async def count_drafts(session: AsyncSession, person_id: UUID) -> int:
    """How many drafts the person keeps."""
    statement = select(func.count()).where(
        col(Application.applicant_id) == person_id, col(Application.status) == ApplicationStatus.DRAFT
    )
    return (await session.execute(statement)).scalar_one()


async def next_sequence(session: AsyncSession, agency_id: UUID, year: int) -> int:
    """The next number of the centre in the year. The counter's row stays locked until commit, so that a
    number is never given twice and one taken by a transaction that fails is given to the next.
    """
    statement = insert(ApplicationCounter).values(agency_id=agency_id, year=year, last=1)
    result = await session.execute(
        statement.on_conflict_do_update(
            index_elements=["agency_id", "year"], set_={"last": col(ApplicationCounter.last) + 1}
        ).returning(col(ApplicationCounter.last))
    )
    return result.scalar_one()


async def claim_of(session: AsyncSession, application_id: UUID) -> WageClaim | None:
    """The section about the wages."""
    return await session.get(WageClaim, application_id)


async def amounts_of(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, int]:
    """What is asked for in a page of applications, in fen, where it is a sum of money."""
    wages = select(WageClaim.application_id, WageClaim.amount_fen).where(col(WageClaim.application_id).in_(ids))
    others = select(MatterStatement.application_id, MatterStatement.amount_fen).where(
        col(MatterStatement.application_id).in_(ids), col(MatterStatement.amount_fen).is_not(None)
    )
    rows = await session.execute(wages.union_all(others))
    return {row[0]: row[1] for row in rows.all()}


async def area_names_of(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, str]:
    """Full names of the areas of a page of applications."""
    rows = await session.execute(
        select(EventPlace.application_id, Area.full_name)
        .join(Area, col(Area.code) == col(EventPlace.area_code))
        .where(col(EventPlace.application_id).in_(ids))
    )
    return {row[0]: row[1] for row in rows.all()}


async def agencies_of(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Agency]:
    """Agencies by id."""
    rows = await session.execute(select(Agency).where(col(Agency.id).in_(ids)))
    return {row.id: row for row in rows.scalars()}


async def decision_of(session: AsyncSession, application_id: UUID) -> Decision | None:
    """The latest decision."""
    statement = (
        select(Decision)
        .where(col(Decision.application_id) == application_id)
        .order_by(col(Decision.at).desc(), col(Decision.id).desc())
        .limit(1)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def listed(
    session: AsyncSession, actor: Actor, page: PageRequest, status: ApplicationStatus | None
) -> Sequence[Application]:
    """A page of the applications the actor may read, newest first, and one more."""
    statement = visible_to(actor, Action.APPLICATION_READ)
    if status is None:
        statement = statement.where(col(Application.status) != ApplicationStatus.DISCARDED)
    else:
        statement = statement.where(col(Application.status) == status)
    return (await session.execute(keyset(statement, page, col(Application.id)))).scalars().all()


async def changes(session: AsyncSession, application_id: UUID, page: PageRequest) -> Sequence[StateChange]:
    """A page of the history, oldest first, and one more."""
    statement = select(StateChange).where(col(StateChange.object_id) == application_id)
    ordered = keyset(statement, page, col(StateChange.at), col(StateChange.id), descending=False)
    return (await session.execute(ordered)).scalars().all()


def history_key(row: StateChange) -> tuple[datetime, UUID]:
    """Sort key of the history."""
    return row.at, row.id
