"""SQL of evidence. Every read made for a person begins at :func:`visible_to` or :func:`matter_visible_to`."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, and_, any_, exists, false, func, literal, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.evidence.enums import SIGNING, EvidenceStatus, MediaType, ScanStatus
from app.evidence.models import Evidence, EvidenceMatter, EvidenceMatterReader
from app.evidence.sharing.reach import shared_with
from app.kernel import access
from app.kernel.access import Action
from app.kernel.actor import Actor, Role, Scope
from app.kernel.areas.agencies import subtree_clause
from app.kernel.bus import JobContext
from app.kernel.errors import NotFound
from app.kernel.paging import PageRequest, keyset

LIVE = (EvidenceStatus.DECLARED, EvidenceStatus.ARRIVED, EvidenceStatus.VERIFIED)
"""Files that take up one of the places a case has."""


def reads_at(at: datetime) -> ColumnElement[bool]:
    """Reader rows in force at ``at``."""
    reader = EvidenceMatterReader
    return and_(col(reader.since) <= at, or_(col(reader.until).is_(None), col(reader.until) > at))


def in_agency_reach(actor: Actor, action: Action) -> ColumnElement[bool]:
    """Matters of the agencies that the actor serves under ``action``; an officer, those open to them."""
    agency_id, officers = col(EvidenceMatter.agency_id), cast(ColumnElement[Any], col(EvidenceMatter.officer_ids))
    is_open = officers.is_(None) | (literal(actor.person_id, Uuid()) == any_(officers))
    served = subtree_clause(agency_id, access.agency_paths(actor, action)) & is_open
    above = access.agency_paths(actor, action, without=Role.OFFICER)
    return or_(served, subtree_clause(agency_id, above)) if above else served


def in_own_reach(actor: Actor, action: Action, at: datetime) -> ColumnElement[bool]:
    """Matters whose files the actor reaches under ``action``: own, held, or of the agencies served."""
    matter, reader = EvidenceMatter, EvidenceMatterReader
    reach = [false(), in_agency_reach(actor, action)]
    if access.has_scope(actor, action, Scope.OWN):
        reach.append(col(matter.owner_id) == actor.person_id)
    if access.has_scope(actor, action, Scope.HELD):
        held = and_(
            col(reader.matter_id) == col(matter.matter_id), col(reader.person_id) == actor.person_id, reads_at(at)
        )
        reach.append(exists().where(held))
    return or_(*reach)


def _in_reach(actor: Actor, action: Action, at: datetime, *, by_file: bool) -> ColumnElement[bool]:
    """The same, and for reading what another agency shares; ``by_file`` in a query of files."""
    own = in_own_reach(actor, action, at)
    return or_(own, shared_with(actor, at, by_file=by_file)) if action is Action.EVIDENCE_READ else own


def visible_to(actor: Actor, *, at: datetime, action: Action = Action.EVIDENCE_READ) -> SelectOfScalar[Evidence]:
    """Files the actor may know of."""
    return (
        select(Evidence)
        .join(EvidenceMatter, col(EvidenceMatter.matter_id) == col(Evidence.matter_id))
        .where(_in_reach(actor, action, at, by_file=True))
    )


def matter_visible_to(
    actor: Actor, *, at: datetime, action: Action = Action.EVIDENCE_READ
) -> SelectOfScalar[EvidenceMatter]:
    """Matters whose files the actor may know of."""
    return select(EvidenceMatter).where(_in_reach(actor, action, at, by_file=False))


async def item(
    session: AsyncSession,
    actor: Actor,
    evidence_id: UUID,
    *,
    at: datetime,
    action: Action = Action.EVIDENCE_READ,
) -> Evidence:
    """One file.

    Raises:
        NotFound: none that the actor may know of.
    """
    statement = visible_to(actor, at=at, action=action).where(col(Evidence.id) == evidence_id)
    found = (await session.scalars(statement)).one_or_none()
    if found is None:
        raise NotFound()
    return found


async def matter(
    session: AsyncSession,
    actor: Actor,
    matter_id: UUID,
    *,
    at: datetime,
    action: Action = Action.EVIDENCE_READ,
    lock: bool = False,
) -> EvidenceMatter:
    """One matter; ``lock`` makes others that add files to it wait.

    Raises:
        NotFound: none that the actor may know of.
    """
    statement = matter_visible_to(actor, at=at, action=action).where(col(EvidenceMatter.matter_id) == matter_id)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    found = (await session.scalars(statement)).one_or_none()
    if found is None:
        raise NotFound()
    return found


async def reader_exists(session: AsyncSession, matter_id: UUID, person_id: UUID, *, at: datetime) -> bool:
    """Whether the person, such as the lawyer who holds the case, reads the matter at ``at``."""
    reader = EvidenceMatterReader
    statement = select(reader.id).where(
        col(reader.matter_id) == matter_id, col(reader.person_id) == person_id, reads_at(at)
    )
    return (await session.scalars(statement.limit(1))).first() is not None


async def owner_of_matter(session: AsyncSession, matter_id: UUID) -> UUID:
    """Whose matter it is: they are told who looked."""
    statement = select(EvidenceMatter.owner_id).where(col(EvidenceMatter.matter_id) == matter_id)
    return (await session.execute(statement)).scalar_one()


async def page_of(
    session: AsyncSession, actor: Actor, matter_id: UUID, page: PageRequest, *, at: datetime
) -> Sequence[Evidence]:
    """The files of a matter, newest first; ids grow with time."""
    statement = visible_to(actor, at=at).where(col(Evidence.matter_id) == matter_id)
    return (await session.scalars(keyset(statement, page, col(Evidence.id)))).all()


async def twins(
    session: AsyncSession, matter_id: UUID, *, sha256: str, size_bytes: int, media_type: MediaType
) -> Sequence[Evidence]:
    """Live files of the matter with exactly this content, the furthest first."""
    statement = select(Evidence).where(
        col(Evidence.matter_id) == matter_id,
        col(Evidence.sha256) == sha256,
        col(Evidence.size_bytes) == size_bytes,
        col(Evidence.media_type) == media_type,
        col(Evidence.status).in_(LIVE),
    )
    found = (await session.scalars(statement)).all()
    return sorted(found, key=lambda twin: LIVE.index(twin.status), reverse=True)


async def withdrawn_twin(
    session: AsyncSession, matter_id: UUID, *, sha256: str, size_bytes: int, media_type: MediaType
) -> Evidence | None:
    """A file of the matter with this content, withdrawn after it had been verified: its bytes are kept.

    One in which malware was found since is none: whoever adds it again sends it again, to be scanned anew.
    """
    statement = select(Evidence).where(
        col(Evidence.matter_id) == matter_id,
        col(Evidence.sha256) == sha256,
        col(Evidence.size_bytes) == size_bytes,
        col(Evidence.media_type) == media_type,
        col(Evidence.status) == EvidenceStatus.WITHDRAWN,
        col(Evidence.verified_at).is_not(None),
        col(Evidence.scan) != ScanStatus.INFECTED,
    )
    return (await session.scalars(statement.order_by(col(Evidence.id).desc()).limit(1))).one_or_none()


async def count_files(session: AsyncSession, matter_id: UUID) -> tuple[int, int]:
    """How many places of the matter are taken, and how many files ever took one or arrived: their bytes stay."""
    is_live = col(Evidence.status).in_(LIVE)
    statement = select(func.count().filter(is_live), func.count()).where(
        col(Evidence.matter_id) == matter_id, or_(is_live, col(Evidence.arrived_at).is_not(None))
    )
    live, ever = (await session.execute(statement)).one()
    return live, ever


async def count_by_status(session: AsyncSession, matter_id: UUID) -> dict[EvidenceStatus, int]:
    """Files of the matter by status, signatures and thumbprints left out."""
    statement = (
        select(Evidence.status, func.count())
        .where(col(Evidence.matter_id) == matter_id, col(Evidence.kind).not_in(SIGNING))
        .group_by(col(Evidence.status))
    )
    return {EvidenceStatus(status): count for status, count in (await session.execute(statement)).all()}


async def verified_ids(session: AsyncSession, matter_id: UUID, evidence_ids: Collection[UUID]) -> set[UUID]:
    """Those of ``evidence_ids`` that are verified files of the matter."""
    statement = select(Evidence.id).where(
        col(Evidence.matter_id) == matter_id,
        col(Evidence.id).in_(evidence_ids),
        col(Evidence.status) == EvidenceStatus.VERIFIED,
    )
    return set((await session.scalars(statement)).all())


async def newest_signature(session: AsyncSession, matter_id: UUID) -> Evidence | None:
    """The verified signature or thumbprint that was given last."""
    statement = (
        select(Evidence)
        .where(
            col(Evidence.matter_id) == matter_id,
            col(Evidence.kind).in_(SIGNING),
            col(Evidence.status) == EvidenceStatus.VERIFIED,
        )
        .order_by(col(Evidence.id).desc())
        .limit(1)
    )
    return (await session.scalars(statement)).one_or_none()


async def verified(session: AsyncSession, matter_id: UUID) -> Sequence[Evidence]:
    """Verified files of the matter, signatures left out; ids grow with time."""
    statement = select(Evidence).where(
        col(Evidence.matter_id) == matter_id,
        col(Evidence.status) == EvidenceStatus.VERIFIED,
        col(Evidence.kind).not_in(SIGNING),
    )
    return (await session.scalars(statement.order_by(col(Evidence.id)))).all()


async def named(session: AsyncSession, matter_id: UUID, ids: Collection[UUID]) -> Sequence[Evidence]:
    """Those of the named files that belong to the matter and take up one of its places."""
    statement = select(Evidence).where(
        col(Evidence.id).in_(ids), col(Evidence.matter_id) == matter_id, col(Evidence.status).in_(LIVE)
    )
    return (await session.scalars(statement)).all()


async def locked(session: AsyncSession, evidence_id: UUID) -> Evidence:
    """A file as it stands now, locked until the end of the transaction; for the system itself.

    Raises:
        NotFound: no such file.
    """
    statement = select(Evidence).where(col(Evidence.id) == evidence_id).with_for_update()
    found = (await session.scalars(statement.execution_options(populate_existing=True))).one_or_none()
    if found is None:
        raise NotFound()
    return found


async def load(context: JobContext) -> Evidence | None:
    """The file a job is about, as it stands now; for the system itself."""
    async with context.database.session() as session:
        return await session.get(Evidence, UUID(str(context.payload["evidence_id"])))
