"""Sharings as they are shown: agencies by name, the last day as a day."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.evidence import repository
from app.evidence.models import EvidenceMatter
from app.evidence.sharing import store, windows
from app.evidence.sharing.models import EvidenceSharing
from app.evidence.sharing.openings import agency_names
from app.evidence.sharing.schemas import SharingOut
from app.kernel.actor import Actor
from app.kernel.paging import PageRequest, cut

Rows = tuple[list[SharingOut], str | None]


async def of_matter(
    session: AsyncSession, actor: Actor, matter_id: UUID, page: PageRequest, *, at: datetime
) -> Rows:
    """With whom a matter is shared; the other agency sees its own sharings alone.

    Raises:
        NotFound: no such matter that the actor may know of.
    """
    await repository.matter(session, actor, matter_id, at=at)
    return await _page(session, await store.page_of_matter(session, actor, matter_id, page, at=at), page, at)


async def received(
    session: AsyncSession, actor: Actor, page: PageRequest, *, only_in_force: bool, at: datetime
) -> Rows:
    """What others share with the agencies the caller works for."""
    rows = await store.page_received(session, actor, page, only_in_force=only_in_force, at=at)
    return await _page(session, rows, page, at)


async def one(session: AsyncSession, sharing: EvidenceSharing, *, at: datetime) -> SharingOut:
    """A single one."""
    return (await _shown(session, [sharing], at))[0]


async def _page(session: AsyncSession, rows: Sequence[EvidenceSharing], page: PageRequest, at: datetime) -> Rows:
    kept, cursor = cut(rows, page, lambda row: (row.id,))
    return await _shown(session, kept, at), cursor


async def _shown(session: AsyncSession, rows: Sequence[EvidenceSharing], at: datetime) -> list[SharingOut]:
    agencies = await agency_names(
        session, {id_ for row in rows for id_ in (row.agency_id, row.granted_by_agency_id)}
    )
    files = await store.files_of(session, [row.id for row in rows if not row.is_whole])
    matter = EvidenceMatter
    statement = select(matter.matter_id, matter.agency_id).where(
        col(matter.matter_id).in_({row.matter_id for row in rows})
    )
    holders = {row.matter_id: row.agency_id for row in await session.execute(statement)}
    return [
        SharingOut(
            agency_name=agencies[row.agency_id],
            granted_by_agency_name=agencies[row.granted_by_agency_id],
            evidence_ids=files.get(row.id, []),
            until=windows.last_day(row.until),
            in_force=holders[row.matter_id] == row.granted_by_agency_id
            and windows.is_in_force(row.since, row.until, row.ended_at, at=at),
            **row.model_dump(
                include={
                    "id",
                    "matter_id",
                    "agency_id",
                    "granted_by_agency_id",
                    "purpose",
                    "reason",
                    "is_whole",
                    "since",
                    "ended_at",
                }
            ),
        )
        for row in rows
    ]
