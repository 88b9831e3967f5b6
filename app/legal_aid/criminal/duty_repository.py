"""SQL of duty lawyers' help. Every query made for a person begins at :func:`visible_to`."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, false, func, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.kernel import access
from app.kernel.access import Action
from app.kernel.actor import Actor, Scope
from app.kernel.areas.agencies import subtree_clause
from app.kernel.clock import SHANGHAI
from app.kernel.errors import NotFound
from app.kernel.paging import PageRequest, keyset
from app.legal_aid.criminal.enums import HelpKind
from app.legal_aid.criminal.models import DutyHelp, DutyHelpKind

READ = Action.DUTY_HELP_READ


def reach(actor: Actor) -> ColumnElement[bool]:
    """Records the actor made, and those of the agencies they serve."""
    clauses: list[ColumnElement[bool]] = [false()]
    if access.has_scope(actor, READ, Scope.OWN):
        clauses.append(col(DutyHelp.lawyer_person_id) == actor.person_id)
    if paths := access.agency_paths(actor, READ):
        clauses.append(subtree_clause(col(DutyHelp.agency_id), paths))
    return or_(*clauses)


def visible_to(actor: Actor) -> SelectOfScalar[DutyHelp]:
    """Records the actor may read."""
    return select(DutyHelp).where(reach(actor))


async def get_visible(
    session: AsyncSession,
    actor: Actor,
    duty_help_id: UUID,
    *,
    action: Action = Action.DUTY_HELP_READ,
    lock: bool = False,
) -> DutyHelp:
    """One record, locked until commit with ``lock``.

    Raises:
        NotFound: none, or not within reach.
    """
    statement = visible_to(actor).where(col(DutyHelp.id) == duty_help_id)
    if lock:
        statement = statement.with_for_update(of=DutyHelp).execution_options(populate_existing=True)
    found = (await session.scalars(statement)).one_or_none()
    if found is None:
        raise NotFound()
    return found


async def listed(
    session: AsyncSession, actor: Actor, page: PageRequest, period: tuple[datetime, datetime] | None
) -> Sequence[DutyHelp]:
    """A page of records, the latest help first, and one more; ``period`` is half open."""
    statement = visible_to(actor)
    if period is not None:
        statement = statement.where(_within(period))
    return (await session.scalars(keyset(statement, page, col(DutyHelp.helped_at), col(DutyHelp.id)))).all()


async def kinds_of(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, list[HelpKind]]:
    """Kinds of help by record, in the order of the law."""
    rows = await session.scalars(select(DutyHelpKind).where(col(DutyHelpKind.duty_help_id).in_(ids)))
    found: dict[UUID, list[HelpKind]] = {one: [] for one in ids}
    for row in rows:
        found[row.duty_help_id].append(row.kind)
    order = list(HelpKind)
    return {one: sorted(kinds, key=order.index) for one, kinds in found.items()}


async def totals(
    session: AsyncSession, actor: Actor, period: tuple[datetime, datetime]
) -> Sequence[tuple[str, int]]:
    """Occasions by month in Asia/Shanghai, oldest first."""
    month = _month()
    statement = select(month, func.count()).where(reach(actor), _within(period)).group_by(month).order_by(month)
    return [(row[0], row[1]) for row in (await session.execute(statement)).all()]


async def totals_by_kind(
    session: AsyncSession, actor: Actor, period: tuple[datetime, datetime]
) -> Sequence[tuple[str, HelpKind, int]]:
    """Help by month and kind."""
    month = _month()
    statement = (
        select(month, col(DutyHelpKind.kind), func.count())
        .join(DutyHelpKind, col(DutyHelpKind.duty_help_id) == col(DutyHelp.id))
        .where(reach(actor), _within(period))
        .group_by(month, col(DutyHelpKind.kind))
    )
    return [(row[0], HelpKind(row[1]), row[2]) for row in (await session.execute(statement)).all()]


def _month() -> ColumnElement[str]:
    return func.to_char(func.timezone(SHANGHAI.key, col(DutyHelp.helped_at)), "YYYY-MM")


def _within(period: tuple[datetime, datetime]) -> ColumnElement[bool]:
    begins, ends = period
    return (col(DutyHelp.helped_at) >= begins) & (col(DutyHelp.helped_at) < ends)
