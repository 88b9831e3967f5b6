"""SQL of papers. Whoever reaches the case under ``PAPER_READ`` reaches its papers."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.errors import NotFound
from app.legal_aid.models import Application, Decision
from app.legal_aid.papers.codes import PaperKind
from app.legal_aid.papers.models import OfficialPaper
from app.legal_aid.repository import reach


def visible_to(actor: Actor, action: Action) -> SelectOfScalar[OfficialPaper]:
    """Papers of the cases the actor may reach under the action."""
    return (
        select(OfficialPaper)
        .join(Application, col(Application.id) == col(OfficialPaper.application_id))
        .where(reach(actor, action))
    )


async def papers_of(session: AsyncSession, actor: Actor, application_id: UUID) -> Sequence[OfficialPaper]:
    """The papers of a case in the order they were asked for; ids grow with time. A case has a dozen."""
    statement = visible_to(actor, Action.PAPER_READ).where(col(OfficialPaper.application_id) == application_id)
    return (await session.scalars(statement.order_by(col(OfficialPaper.id)))).all()


async def paper(
    session: AsyncSession, actor: Actor, action: Action, application_id: UUID, paper_id: UUID
) -> OfficialPaper:
    """One paper of this case.

    Raises:
        NotFound: none within reach.
    """
    statement = visible_to(actor, action).where(
        col(OfficialPaper.application_id) == application_id, col(OfficialPaper.id) == paper_id
    )
    found = (await session.scalars(statement)).one_or_none()
    if found is None:
        raise NotFound()
    return found


async def about(
    session: AsyncSession, application_id: UUID, kind: PaperKind, about_id: UUID
) -> OfficialPaper | None:
    """The paper of this kind about this very thing, if it was asked for."""
    statement = select(OfficialPaper).where(
        col(OfficialPaper.application_id) == application_id,
        col(OfficialPaper.kind) == kind,
        col(OfficialPaper.about_id) == about_id,
    )
    return (await session.scalars(statement)).one_or_none()


async def newest(session: AsyncSession, application_id: UUID, kind: PaperKind) -> OfficialPaper | None:
    """The last paper of the kind in the case."""
    statement = (
        select(OfficialPaper)
        .where(col(OfficialPaper.application_id) == application_id, col(OfficialPaper.kind) == kind)
        .order_by(col(OfficialPaper.sequence).desc())
        .limit(1)
    )
    return (await session.scalars(statement)).one_or_none()


async def next_sequence(session: AsyncSession, application_id: UUID, kind: PaperKind) -> int:
    """The number after the last of the kind; the application's row is locked by the caller."""
    statement = select(func.max(col(OfficialPaper.sequence))).where(
        col(OfficialPaper.application_id) == application_id, col(OfficialPaper.kind) == kind
    )
    return ((await session.execute(statement)).scalar_one() or 0) + 1


async def locked(session: AsyncSession, paper_id: UUID) -> OfficialPaper:
    """A paper as it stands now, locked until the end of the transaction; for the system itself."""
    statement = select(OfficialPaper).where(col(OfficialPaper.id) == paper_id).with_for_update()
    return (await session.scalars(statement.execution_options(populate_existing=True))).one()


async def decisions_of(session: AsyncSession, application_id: UUID) -> Sequence[Decision]:
    """Every decision of the case, oldest first."""
    statement = select(Decision).where(col(Decision.application_id) == application_id)
    return (await session.scalars(statement.order_by(col(Decision.at), col(Decision.id)))).all()
