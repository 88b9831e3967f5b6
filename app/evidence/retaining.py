"""Accepted evidence is put under object lock, and kept for years after its case ended.

What was verified is locked for the retention time from then on; when the case ends, from that day on. A lock is
only ever prolonged, and nothing is deleted when it runs out: file years are the agency's to fix with its archive
authority (档案法实施条例 19、24). What was rejected, or never arrived, is not locked. Files that share a stored
object each see to its lock.

``retained_until`` is written down only after storage confirmed it: a row without it tells of a lock that failed.
Storage that is down is asked again by the queue, which then holds the job. Storage that refuses would do so again
in a minute: that is logged as an error, and a daily look takes up what is behind; its job is held meanwhile.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import ColumnElement, and_, func, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.contracts.evidence import EvidenceVerified
from app.evidence import repository
from app.evidence.enums import EvidenceStatus
from app.evidence.errors import LockRefused, ObjectMissing
from app.evidence.models import Evidence, EvidenceMatter
from app.evidence.storage.objects import ObjectStore
from app.kernel import jobs
from app.kernel.bus import JobContext

logger = structlog.get_logger(__name__)

RETAIN = "evidence.retain"
RETAIN_MATTER = "evidence.retain_matter"
RETAIN_MISSED = "evidence.retain_missed"
ACCEPTED = (EvidenceStatus.VERIFIED, EvidenceStatus.WITHDRAWN)
"""Files that storage keeps under lock, if they were ever verified."""
BATCH = 500
"""Files a daily look takes up at most."""


async def on_verified(session: AsyncSession, event: EvidenceVerified, at: datetime) -> None:
    """Have the file locked after this transaction."""
    await jobs.enqueue(session, RETAIN, {"evidence_id": str(event.evidence_id)})


async def matter_ended(session: AsyncSession, matter_id: UUID) -> None:
    """Have all files of the matter kept from its end on, after this transaction."""
    await jobs.enqueue(session, RETAIN_MATTER, {"matter_id": str(matter_id)})


async def retain(context: JobContext, store: ObjectStore) -> None:
    """Lock one accepted file for as long as is due now.

    Raises:
        StorageUnavailable: the queue tries again, then holds the job.
    """
    item = await repository.load(context)
    if item is not None:
        await _retain_all(context, store, [item])


async def retain_matter(context: JobContext, store: ObjectStore) -> None:
    """Lock every accepted file of an ended matter from its end on.

    Raises:
        StorageUnavailable: as above; those done by then stay done.
    """
    async with context.database.session() as session:
        items = await _accepted_of(session, UUID(str(context.payload["matter_id"])))
    await _retain_all(context, store, items)


async def retain_missed(context: JobContext, store: ObjectStore) -> None:
    """Take up what a failure left behind, and what was verified before there were locks.

    Raises:
        LockRefused, ObjectMissing: some could not be locked; the others are.
        StorageUnavailable: as above.
    """
    async with context.database.session() as session:
        items = await _not_retained(session, years=store.retention.years, at=context.at, limit=BATCH)
    if refused := await _retain_all(context, store, items):
        raise refused[0]


async def _retain_all(context: JobContext, store: ObjectStore, items: Sequence[Evidence]) -> list[Exception]:
    """Lock each; one that cannot be locked keeps no other from it. Gives what storage refused."""
    ends = await _ends(context, {item.matter_id for item in items})
    refused: list[Exception] = []
    for item in items:
        due = _due(store, item, ends.get(item.matter_id))
        if due is None or due <= context.at or (item.retained_until is not None and item.retained_until >= due):
            continue
        try:
            await _retain(context, store, item, due)
        except (LockRefused, ObjectMissing) as error:
            logger.error("evidence is not locked", evidence_id=str(item.id), error=type(error).__name__)
            refused.append(error)
    return refused


async def _retain(context: JobContext, store: ObjectStore, item: Evidence, due: datetime) -> None:
    locked = await store.retention.lock(item.object_key, item.object_version, due)
    async with context.database.transaction() as session:
        row = await repository.locked(session, item.id)
        row.retained_until = max(locked.until, row.retained_until or locked.until)


def _due(store: ObjectStore, item: Evidence, ended_at: datetime | None) -> datetime | None:
    """Until when an accepted file is to be kept; none for one that is not accepted."""
    if item.status not in ACCEPTED or item.verified_at is None:
        return None
    return store.retention.until(max(item.verified_at, ended_at or item.verified_at)).replace(microsecond=0)


async def _ends(context: JobContext, matter_ids: set[UUID]) -> dict[UUID, datetime]:
    """When those of the matters that have ended did."""
    matter = EvidenceMatter
    statement = select(matter.matter_id, matter.closed_at).where(
        col(matter.matter_id).in_(matter_ids), col(matter.closed_at).is_not(None)
    )
    async with context.database.session() as session:
        rows = (await session.execute(statement)).all()
    return {matter_id: closed_at for matter_id, closed_at in rows if closed_at is not None}


async def _accepted_of(session: AsyncSession, matter_id: UUID) -> Sequence[Evidence]:
    """Files of the matter that storage keeps under lock."""
    statement = select(Evidence).where(col(Evidence.matter_id) == matter_id, _is_accepted())
    return (await session.scalars(statement.order_by(col(Evidence.id)))).all()


async def _not_retained(session: AsyncSession, *, years: int, at: datetime, limit: int) -> Sequence[Evidence]:
    """Accepted files whose lock is missing, or ends days before ``years`` after their case did.

    Those never locked come first; files whose time is over at ``at`` are left out.
    """
    kept, ended = func.make_interval(years), col(EvidenceMatter.closed_at)
    due = func.greatest(col(Evidence.verified_at), ended) + kept
    statement = (
        select(Evidence)
        .join(EvidenceMatter, col(EvidenceMatter.matter_id) == col(Evidence.matter_id))
        .where(
            _is_accepted(),
            due > at,
            or_(col(Evidence.retained_until).is_(None), col(Evidence.retained_until) < due - timedelta(days=2)),
        )
        .order_by(col(Evidence.retained_until).nulls_first(), col(Evidence.id))
        .limit(limit)
    )
    return (await session.scalars(statement)).all()


def _is_accepted() -> ColumnElement[bool]:
    return and_(col(Evidence.status).in_(ACCEPTED), col(Evidence.verified_at).is_not(None))
