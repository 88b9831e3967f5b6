"""SQL of papers. Whoever reaches the order under ``CORRECTION_PAPER_READ`` reaches its papers."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.correction.papers.codes import CorrectionPaperKind
from app.correction.papers.models import CorrectionPaper, CorrectionPaperNumber
from app.kernel.areas.models import Agency, AgencyKind
from app.kernel.errors import NotFound

COUNTY = (AgencyKind.CORRECTION_CENTRE, AgencyKind.JUSTICE_BUREAU)
"""Correction is the county agency's; an office acts for it (社区矫正法 9)."""


async def papers_of(session: AsyncSession, order_id: UUID) -> Sequence[CorrectionPaper]:
    """The papers of an order the caller reached, in the order they were asked for; an order has dozens at most."""
    statement = select(CorrectionPaper).where(col(CorrectionPaper.order_id) == order_id)
    return (await session.scalars(statement.order_by(col(CorrectionPaper.id)))).all()


async def paper_of(session: AsyncSession, order_id: UUID, paper_id: UUID) -> CorrectionPaper:
    """One paper of an order the caller reached.

    Raises:
        NotFound: none of this order.
    """
    statement = select(CorrectionPaper).where(
        col(CorrectionPaper.order_id) == order_id, col(CorrectionPaper.id) == paper_id
    )
    found = (await session.scalars(statement)).one_or_none()
    if found is None:
        raise NotFound()
    return found


async def about(session: AsyncSession, order_id: UUID, kind: CorrectionPaperKind, about_id: UUID) -> UUID | None:
    """The paper of this kind about this very thing, if it was asked for."""
    statement = select(CorrectionPaper.id).where(
        col(CorrectionPaper.order_id) == order_id,
        col(CorrectionPaper.kind) == kind,
        col(CorrectionPaper.about_id) == about_id,
    )
    return (await session.scalars(statement)).one_or_none()


async def next_number(session: AsyncSession, agency_id: UUID, kind: CorrectionPaperKind, year: int) -> int:
    """The next number of the agency's in the year; another who asks waits for this transaction."""
    counter = CorrectionPaperNumber
    statement = insert(counter).values(agency_id=agency_id, kind=kind, year=year, last=1)
    counted = statement.on_conflict_do_update(
        constraint="pk_correction_paper_number", set_={"last": col(counter.last) + 1}
    )
    return (await session.execute(counted.returning(col(counter.last)))).scalar_one()


async def county_agency(session: AsyncSession, agency_path: str) -> Agency:
    """The correction agency of the county: the nearest at or above the office.

    Raises:
        LookupError: the tree has none, which no office can be without.
    """
    ids = [UUID(part) for part in agency_path.split("/") if part]
    found = {a.id: a for a in await session.scalars(select(Agency).where(col(Agency.id).in_(ids)))}
    for agency_id in reversed(ids):
        if (agency := found[agency_id]).kind in COUNTY:
            return agency
    raise LookupError(f"no correction agency above {agency_path}")


async def locked(session: AsyncSession, paper_id: UUID) -> CorrectionPaper:
    """A paper as it stands now, locked until the end of the transaction; for the system itself."""
    statement = select(CorrectionPaper).where(col(CorrectionPaper.id) == paper_id).with_for_update()
    return (await session.scalars(statement.execution_options(populate_existing=True))).one()
