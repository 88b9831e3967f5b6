"""What the domain above tells and asks: which matter files belong to, who may read, whether all is there."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.evidence import repository, retaining
from app.evidence.enums import SIGNING, EvidenceKind, EvidenceStatus, MediaType
from app.evidence.models import Evidence, EvidenceMatter, EvidenceMatterReader
from app.evidence.sharing import ending
from app.kernel.database import new_id
from app.kernel.errors import NotFound

GONE = frozenset({EvidenceStatus.REJECTED, EvidenceStatus.EXPIRED, EvidenceStatus.WITHDRAWN})
PAGED = frozenset({MediaType.PDF, MediaType.DOCX, MediaType.XLSX, MediaType.TEXT, MediaType.CSV})
"""Documents that are printed on more than one page; of a table, a page is a sheet."""


@dataclass(frozen=True, slots=True)
class EvidenceCounts:
    """Files of a matter by status, signatures left out.

    Attributes:
        pending: being uploaded or verified.
        verified: what counts as evidence.
        rejected: was not what had been declared; the owner should upload again.
    """

    pending: int
    verified: int
    rejected: int


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What another domain may rest a reference on.

    Attributes:
        is_refused: what was stored is not what was declared, or nothing was stored in time, or it was withdrawn.
        has_pages: a document whose pages can be named; an image, a film or a recording is one page.
    """

    matter_id: UUID
    kind: EvidenceKind
    is_verified: bool
    is_refused: bool
    is_signature: bool
    has_pages: bool

    @classmethod
    def of(cls, item: Evidence) -> "FileFacts":
        """The facts of one file."""
        return cls(
            matter_id=item.matter_id,
            kind=item.kind,
            is_verified=item.status is EvidenceStatus.VERIFIED,
            is_refused=item.status in GONE,
            is_signature=item.kind in SIGNING,
            has_pages=item.media_type in PAGED,
        )


async def open_matter(session: AsyncSession, matter_id: UUID, owner_id: UUID, at: datetime) -> None:
    """Let ``owner_id`` collect files for ``matter_id``; opening it again changes nothing."""
    values = {"matter_id": matter_id, "owner_id": owner_id, "opened_at": at}
    await session.execute(insert(EvidenceMatter).values(**values).on_conflict_do_nothing())


async def assign_agency(session: AsyncSession, matter_id: UUID, agency_id: UUID) -> None:
    """Show the matter's files to staff of ``agency_id`` and above, and no longer to those of the one before.

    What the one before shared with others is void from then on; :func:`hand_over` also tells so.

    Raises:
        NotFound: the matter was never opened.
    """
    statement = update(EvidenceMatter).where(col(EvidenceMatter.matter_id) == matter_id)
    changed = await session.execute(statement.values(agency_id=agency_id).returning(col(EvidenceMatter.matter_id)))
    if changed.scalar_one_or_none() is None:
        raise NotFound()


async def hand_over(session: AsyncSession, matter_id: UUID, agency_id: UUID, at: datetime) -> None:
    """As :func:`assign_agency`, where another agency had the matter before: what that one shared ends.

    Raises:
        NotFound: the matter was never opened.
    """
    await assign_agency(session, matter_id, agency_id)
    await ending.end_of_former_agency(session, matter_id, at)


async def restrict(session: AsyncSession, matter_id: UUID, officer_ids: Sequence[UUID] | None) -> None:
    """Show the files, of the agency's officers, to these alone, and to those who decide above them; ``None`` opens
    them to all. A matter that was never opened is no error.
    """
    statement = update(EvidenceMatter).where(col(EvidenceMatter.matter_id) == matter_id)
    await session.execute(statement.values(officer_ids=None if officer_ids is None else [*officer_ids]))


async def close_matter(session: AsyncSession, matter_id: UUID, at: datetime) -> None:
    """The case ended: take nothing more in, share nothing any longer, and keep what is there from now on.

    Closing it again, or one that was never opened, changes nothing.
    """
    matter = EvidenceMatter
    statement = update(matter).where(col(matter.matter_id) == matter_id, col(matter.closed_at).is_(None))
    closed = await session.execute(statement.values(closed_at=at).returning(col(matter.matter_id)))
    if closed.scalar_one_or_none() is not None:
        await retaining.matter_ended(session, matter_id)
    await ending.end_all(session, matter_id, at)


async def reopen_matter(session: AsyncSession, matter_id: UUID) -> None:
    """The case goes on after all: take files in again; what was shared with others stays ended.

    One that is open, or was never opened, stays so.
    """
    statement = update(EvidenceMatter).where(col(EvidenceMatter.matter_id) == matter_id)
    await session.execute(statement.values(closed_at=None))


async def add_reader(session: AsyncSession, matter_id: UUID, person_id: UUID, at: datetime) -> None:
    """Let a person, such as the lawyer who took the case, read from now on; twice changes nothing."""
    values = {"id": new_id(), "matter_id": matter_id, "person_id": person_id, "since": at}
    await session.execute(insert(EvidenceMatterReader).values(**values).on_conflict_do_nothing())


async def end_reader(session: AsyncSession, matter_id: UUID, person_id: UUID, at: datetime) -> None:
    """Stop letting a person read; one who does not read is no error."""
    reader = EvidenceMatterReader
    await session.execute(
        update(reader)
        .where(col(reader.matter_id) == matter_id, col(reader.person_id) == person_id, col(reader.until).is_(None))
        .values(until=at)
    )


async def set_reader(session: AsyncSession, matter_id: UUID, person_id: UUID | None, at: datetime) -> None:
    """Let this person read, and nobody else any longer; with ``None`` nobody at all."""
    reader = EvidenceMatterReader
    others = update(reader).where(col(reader.matter_id) == matter_id, col(reader.until).is_(None))
    if person_id is not None:
        others = others.where(col(reader.person_id) != person_id)
    await session.execute(others.values(until=at))
    if person_id is not None:
        await add_reader(session, matter_id, person_id, at)


async def files(session: AsyncSession, evidence_ids: Collection[UUID]) -> dict[UUID, FileFacts]:
    """What is known of these files, for references to them; ids of no file are absent."""
    statement = select(Evidence).where(col(Evidence.id).in_(evidence_ids))
    return {item.id: FileFacts.of(item) for item in (await session.scalars(statement)).all()}


async def has_file(session: AsyncSession, matter_id: UUID, kinds: Collection[EvidenceKind]) -> bool:
    """Whether the matter has a file of one of these kinds that arrived and was not refused."""
    there = (EvidenceStatus.ARRIVED, EvidenceStatus.VERIFIED)
    statement = select(Evidence.id).where(
        col(Evidence.matter_id) == matter_id, col(Evidence.kind).in_(kinds), col(Evidence.status).in_(there)
    )
    return (await session.execute(statement.limit(1))).first() is not None


async def verified_signature(session: AsyncSession, matter_id: UUID) -> Evidence | None:
    """The signature or thumbprint that was verified last; none while there is no such."""
    return await repository.newest_signature(session, matter_id)


async def not_verified(session: AsyncSession, matter_id: UUID, evidence_ids: Collection[UUID]) -> list[UUID]:
    """Those of ``evidence_ids`` that are no verified files of the matter, in the order given."""
    if not evidence_ids:
        return []
    found = await repository.verified_ids(session, matter_id, evidence_ids)
    return [evidence_id for evidence_id in evidence_ids if evidence_id not in found]


async def counts(session: AsyncSession, matter_id: UUID) -> EvidenceCounts:
    """How many files of the matter are pending, verified and rejected."""
    by_status = await repository.count_by_status(session, matter_id)

    def number(*statuses: EvidenceStatus) -> int:
        return sum(by_status.get(status, 0) for status in statuses)

    return EvidenceCounts(
        pending=number(EvidenceStatus.DECLARED, EvidenceStatus.ARRIVED),
        verified=number(EvidenceStatus.VERIFIED),
        rejected=number(EvidenceStatus.REJECTED),
    )


async def verified_files(session: AsyncSession, matter_id: UUID) -> Sequence[Evidence]:
    """Verified files of the matter, signatures left out, in the order they were declared."""
    return await repository.verified(session, matter_id)


async def items_of(session: AsyncSession, matter_id: UUID, ids: Collection[UUID]) -> dict[UUID, Evidence]:
    """Those of the named files that belong to the matter and were not refused."""
    return {item.id: item for item in await repository.named(session, matter_id, ids)}
