"""Who opened a file: for its owner, and for those who answer for the agency that keeps it. Nobody else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.evidence import repository
from app.evidence.sharing.models import EvidenceOpening
from app.identity import people
from app.identity.numbers import mask_name
from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.areas.models import Agency
from app.kernel.paging import PageRequest, cut, keyset

UNNAMED = "未登记姓名"


@dataclass(frozen=True, slots=True)
class Shown:
    """One opening with the names behind it; the person's is masked as in the list of all looks at one's data."""

    row: EvidenceOpening
    by: str
    agency: str | None


async def page_of(
    session: AsyncSession, actor: Actor, evidence_id: UUID, page: PageRequest, *, at: datetime
) -> tuple[Sequence[Shown], str | None]:
    """A page of who opened the file, newest first, and the cursor of the next.

    Raises:
        NotFound: no such file that the actor answers for.
    """
    item = await repository.item(session, actor, evidence_id, at=at, action=Action.EVIDENCE_OPENINGS)
    await audit.record_access(
        session,
        actor,
        Action.EVIDENCE_OPENINGS,
        object_type="evidence",
        object_id=item.id,
        owner_id=await repository.owner_of_matter(session, item.matter_id),
        at=at,
    )
    statement = select(EvidenceOpening).where(col(EvidenceOpening.evidence_id) == item.id)
    found = (await session.scalars(keyset(statement, page, col(EvidenceOpening.id)))).all()
    rows, cursor = cut(found, page, lambda row: (row.id,))
    names = await people.names(session, {row.person_id for row in rows})
    agencies = await agency_names(session, {row.agency_id for row in rows if row.agency_id is not None})
    return [_shown(row, names, agencies) for row in rows], cursor


async def agency_names(session: AsyncSession, agency_ids: set[UUID]) -> dict[UUID, str]:
    """Names of agencies, open and closed."""
    found = await session.execute(select(Agency.id, Agency.name).where(col(Agency.id).in_(agency_ids)))
    return {row.id: row.name for row in found}


def _shown(row: EvidenceOpening, names: Mapping[UUID, str], agencies: Mapping[UUID, str]) -> Shown:
    agency = agencies.get(row.agency_id) if row.agency_id else None
    return Shown(row, mask_name(names.get(row.person_id, UNNAMED)), agency)
