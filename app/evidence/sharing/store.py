"""SQL of sharings: who sees that something is shared, and the rows that granting and ending rest on."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.evidence import repository
from app.evidence.models import EvidenceMatter
from app.evidence.sharing.models import EvidenceSharing, EvidenceSharingFile
from app.evidence.sharing.reach import in_force, reading_paths
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.areas.agencies import subtree_clause
from app.kernel.errors import NotFound
from app.kernel.paging import PageRequest, keyset


@dataclass(frozen=True, slots=True)
class Holder:
    """The agency that has a matter now, and whether somebody decides on it: they share, and end sharings."""

    agency_id: UUID | None
    is_decided_on: bool


_OF_MATTER = col(EvidenceMatter.matter_id) == col(EvidenceSharing.matter_id)


def visible_to(actor: Actor, *, at: datetime) -> SelectOfScalar[EvidenceSharing]:
    """Sharings of matters within the actor's own reach, and those with the agencies they serve; no others'."""
    received = subtree_clause(col(EvidenceSharing.agency_id), reading_paths(actor))
    own = repository.in_own_reach(actor, Action.EVIDENCE_READ, at)
    return select(EvidenceSharing).join(EvidenceMatter, _OF_MATTER).where(or_(own, received))


async def one(session: AsyncSession, actor: Actor, sharing_id: UUID, *, at: datetime) -> EvidenceSharing:
    """One sharing.

    Raises:
        NotFound: none that the actor may know of.
    """
    found = await session.scalars(visible_to(actor, at=at).where(col(EvidenceSharing.id) == sharing_id))
    sharing = found.one_or_none()
    if sharing is None:
        raise NotFound()
    return sharing


async def page_of_matter(
    session: AsyncSession, actor: Actor, matter_id: UUID, page: PageRequest, *, at: datetime
) -> Sequence[EvidenceSharing]:
    """Sharings of a matter, newest first; ids grow with time."""
    statement = visible_to(actor, at=at).where(col(EvidenceSharing.matter_id) == matter_id)
    return (await session.scalars(keyset(statement, page, col(EvidenceSharing.id)))).all()


async def page_received(
    session: AsyncSession, actor: Actor, page: PageRequest, *, only_in_force: bool, at: datetime
) -> Sequence[EvidenceSharing]:
    """What is shared with the agencies the actor serves, newest first."""
    received = subtree_clause(col(EvidenceSharing.agency_id), reading_paths(actor))
    statement = select(EvidenceSharing).join(EvidenceMatter, _OF_MATTER).where(received)
    if only_in_force:
        statement = statement.where(in_force(at))
    return (await session.scalars(keyset(statement, page, col(EvidenceSharing.id)))).all()


async def one_to_end(session: AsyncSession, actor: Actor, sharing_id: UUID) -> tuple[EvidenceSharing, UUID]:
    """A sharing of a matter that the actor decides on, locked, and whose matter it is.

    Raises:
        NotFound: none such.
    """
    statement = (
        select(EvidenceSharing, EvidenceMatter.owner_id)
        .join(EvidenceMatter, _OF_MATTER)
        .where(
            col(EvidenceSharing.id) == sharing_id,
            repository.in_agency_reach(actor, Action.EVIDENCE_SHARE),
        )
        .with_for_update(of=EvidenceSharing)
    )
    found = (await session.execute(statement)).one_or_none()
    if found is None:
        raise NotFound()
    return found[0], found[1]


async def holders_of(session: AsyncSession, actor: Actor, matter_ids: Collection[UUID]) -> dict[UUID, Holder]:
    """Who has these matters, and whether the actor decides on them."""
    matter, decides = EvidenceMatter, repository.in_agency_reach(actor, Action.EVIDENCE_SHARE).label("decides")
    statement = select(matter.matter_id, matter.agency_id, decides).where(col(matter.matter_id).in_(matter_ids))
    return {row[0]: Holder(row[1], bool(row[2])) for row in await session.execute(statement)}


async def in_force_for(session: AsyncSession, matter_id: UUID, agency_id: UUID, *, at: datetime) -> bool:
    """Whether the agency reads files of the matter at ``at``."""
    statement = (
        select(EvidenceSharing.id)
        .join(EvidenceMatter, _OF_MATTER)
        .where(
            and_(
                col(EvidenceSharing.matter_id) == matter_id,
                col(EvidenceSharing.agency_id) == agency_id,
                in_force(at),
            )
        )
        .limit(1)
    )
    return (await session.scalars(statement)).first() is not None


async def files_of(session: AsyncSession, sharing_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """Ids of the files of each sharing that is not of the whole matter."""
    file = EvidenceSharingFile
    statement = select(file.sharing_id, file.evidence_id).where(col(file.sharing_id).in_(sharing_ids))
    found: dict[UUID, list[UUID]] = {}
    for sharing_id, evidence_id in (await session.execute(statement.order_by(col(file.evidence_id)))).all():
        found.setdefault(sharing_id, []).append(evidence_id)
    return found
