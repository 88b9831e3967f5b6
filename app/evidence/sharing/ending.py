"""Ending a sharing before its date: by who decides, since the case ended, or since it passed to another agency."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.contracts.evidence import EvidenceSharingEnded
from app.evidence.models import EvidenceMatter
from app.evidence.sharing.models import EvidenceSharing
from app.kernel import audit, events
from app.kernel.access import Action
from app.kernel.actor import Actor


async def end_all(session: AsyncSession, matter_id: UUID, at: datetime) -> None:
    """The case has ended: what it was shared for is done (个人信息保护法 6、19). Again: nothing changes."""
    await _end_matching(session, matter_id, at)


async def end_of_former_agency(session: AsyncSession, matter_id: UUID, at: datetime) -> None:
    """The matter passed on: what the agency before granted is for the next one to grant anew, or not."""
    former = col(EvidenceSharing.granted_by_agency_id).is_distinct_from(col(EvidenceMatter.agency_id))
    await _end_matching(session, matter_id, at, former)


async def end_one(
    session: AsyncSession, sharing: EvidenceSharing, owner_id: UUID, *, actor: Actor | None, at: datetime
) -> None:
    """End a sharing that is still open, and tell; ``actor`` is none where it follows from the case."""
    sharing.ended_at = max(at, sharing.since)
    sharing.ended_by = actor.person_id if actor else None
    await session.flush()
    audit.add_entry(
        session,
        actor,
        Action.EVIDENCE_SHARE if actor else "evidence.sharing.end",
        object_type="evidence_sharing",
        object_id=sharing.id,
        owner_id=owner_id,
        at=at,
        note="结束共享",
    )
    ended = EvidenceSharingEnded(
        sharing_id=sharing.id,
        matter_id=sharing.matter_id,
        owner_id=owner_id,
        agency_id=sharing.agency_id,
        granted_by_agency_id=sharing.granted_by_agency_id,
    )
    await events.record(session, ended, at=at)


async def _end_matching(
    session: AsyncSession, matter_id: UUID, at: datetime, *conditions: ColumnElement[bool]
) -> None:
    statement = (
        select(EvidenceSharing, EvidenceMatter.owner_id)
        .join(EvidenceMatter, col(EvidenceMatter.matter_id) == col(EvidenceSharing.matter_id))
        .where(
            col(EvidenceSharing.matter_id) == matter_id,
            col(EvidenceSharing.ended_at).is_(None),
            col(EvidenceSharing.until) > at,
            *conditions,
        )
        .order_by(col(EvidenceSharing.id))
        .with_for_update(of=EvidenceSharing)
    )
    for sharing, owner_id in (await session.execute(statement)).all():
        await end_one(session, sharing, owner_id, actor=None, at=at)
