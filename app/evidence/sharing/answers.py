"""Sharings as they are shown: agencies by name, the last day as a day."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.evidence import repository
from app.evidence.sharing import store, windows
from app.evidence.sharing.enums import SharingAction
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
    rows = await store.page_of_matter(session, actor, matter_id, page, at=at)
    return await _page(session, actor, rows, page, at=at)


async def received(
    session: AsyncSession, actor: Actor, page: PageRequest, *, only_in_force: bool, at: datetime
) -> Rows:
    """What others share with the agencies the caller works for."""
    rows = await store.page_received(session, actor, page, only_in_force=only_in_force, at=at)
    return await _page(session, actor, rows, page, at=at)


async def one(session: AsyncSession, actor: Actor, sharing: EvidenceSharing, *, at: datetime) -> SharingOut:
    """A single one."""
    return (await _shown(session, actor, [sharing], at=at))[0]


async def _page(
    session: AsyncSession, actor: Actor, rows: Sequence[EvidenceSharing], page: PageRequest, *, at: datetime
) -> Rows:
    kept, cursor = cut(rows, page, lambda row: (row.id,))
    return await _shown(session, actor, kept, at=at), cursor


async def _shown(
    session: AsyncSession, actor: Actor, rows: Sequence[EvidenceSharing], *, at: datetime
) -> list[SharingOut]:
    agencies = await agency_names(
        session, {id_ for row in rows for id_ in (row.agency_id, row.granted_by_agency_id)}
    )
    files = await store.files_of(session, [row.id for row in rows if not row.is_whole])
    holders = await store.holders_of(session, actor, {row.matter_id for row in rows})
    return [_sharing(row, agencies, files.get(row.id, []), holders[row.matter_id], at=at) for row in rows]


def _sharing(
    row: EvidenceSharing, agencies: Mapping[UUID, str], files: list[UUID], holder: store.Holder, *, at: datetime
) -> SharingOut:
    is_held = holder.agency_id == row.granted_by_agency_id
    in_force = is_held and windows.is_in_force(row.since, row.until, row.ended_at, at=at)
    shown = {"id", "matter_id", "agency_id", "granted_by_agency_id", "purpose", "reason", "is_whole", "since"}
    return SharingOut(
        agency_name=agencies[row.agency_id],
        granted_by_agency_name=agencies[row.granted_by_agency_id],
        evidence_ids=files,
        until=windows.last_day(row.until),
        in_force=in_force,
        allowed_actions=[SharingAction.END] if in_force and holder.is_decided_on else [],
        **row.model_dump(include=shown | {"ended_at"}),
    )
