"""What the worker does with files: verify what arrived, and look after what got stuck on the way."""

from uuid import UUID

from app.evidence import rules, service
from app.evidence.enums import EvidenceStatus, RejectionReason
from app.evidence.errors import ObjectMissing, StorageUnavailable
from app.evidence.inspection import Finding, Inspection
from app.evidence.models import Evidence, EvidenceMatter
from app.evidence.repository import locked
from app.evidence.states import evidence_machine
from app.evidence.storage import ObjectStore
from app.kernel import jobs
from app.kernel.bus import Bus, JobContext


def register(bus: Bus, store: ObjectStore) -> None:
    """Register the jobs of evidence; each speaks to storage and tolerates being run again."""

    async def run_verify(context: JobContext) -> None:
        await verify(context, store)

    async def run_look_after(context: JobContext) -> None:
        await look_after(context, store)

    bus.register_external(service.VERIFY, run_verify)
    bus.register_external(service.LOOK_AFTER, run_look_after)


async def verify(context: JobContext, store: ObjectStore) -> None:
    """Read the stored object through once and write down whether it is what was declared.

    Raises:
        StorageUnavailable: the queue tries again; after its last attempt :func:`look_after` does.
    """
    item = await _load(context)
    if item is None or item.status is not EvidenceStatus.ARRIVED:
        return
    finding = await inspect(store, item)
    async with context.database.transaction() as session:
        await service.conclude(session, item.id, finding, at=context.at)


async def inspect(store: ObjectStore, item: Evidence) -> Finding:
    """Compare what is stored with what was declared; an object of another size is not even read.

    Raises:
        StorageUnavailable: see there.
    """
    inspection = Inspection(item.media_type)
    try:
        stored = await store.stat(item.object_key)
        if stored.size_bytes != item.size_bytes:
            return Finding(RejectionReason.SIZE_DIFFERS, stored.version_id)
        await store.read_through(item.object_key, inspection.feed, version_id=stored.version_id)
    except ObjectMissing:
        return Finding(RejectionReason.MISSING)
    return inspection.finding(
        size_bytes=item.size_bytes,
        sha256=item.sha256,
        version_id=stored.version_id,
    )


async def look_after(context: JobContext, store: ObjectStore) -> None:
    """Help a file that got stuck: an upload whose completion was never told, or a verification that failed.

    A phone that loses its network after the last byte must not lose the upload.
    """
    item = await _load(context)
    if item is None:
        return
    if item.status is EvidenceStatus.ARRIVED:
        async with context.database.transaction() as session:
            await jobs.enqueue(session, service.VERIFY, {"evidence_id": str(item.id)})
            await service.look_after(session, item, at=context.at + rules.LOOK_AFTER)
    elif item.status is EvidenceStatus.DECLARED:
        await _look_for_upload(context, store, item)


async def _look_for_upload(context: JobContext, store: ObjectStore, item: Evidence) -> None:
    lapses_at = item.declared_at + rules.UNFINISHED_KEPT
    next_look = lapses_at
    try:
        await store.stat(item.object_key)
        has_arrived = True
    except ObjectMissing:
        has_arrived = False
    except StorageUnavailable:
        has_arrived = False
        next_look = context.at + rules.LOOK_AFTER
    async with context.database.transaction() as session:
        matter = await session.get_one(EvidenceMatter, item.matter_id, with_for_update=True)
        item = await locked(session, item.id)
        if item.status is not EvidenceStatus.DECLARED:
            return
        if matter.closed_at is not None:
            await evidence_machine.fire(session, item, "expire", actor=None, at=context.at)
        elif has_arrived:
            await service.arrive(session, item, actor=None, at=context.at)
        elif next_look > context.at:
            await service.look_after(session, item, at=next_look)
        else:
            await evidence_machine.fire(session, item, "expire", actor=None, at=context.at)


async def _load(context: JobContext) -> Evidence | None:
    async with context.database.session() as session:
        return await session.get(Evidence, UUID(str(context.payload["evidence_id"])))
