"""The job that reads a stored file through once and has written down whether it is what was declared."""

from app.evidence.enums import EvidenceStatus, RejectionReason
from app.evidence.errors import ObjectMissing
from app.evidence.inspecting.concluding import conclude
from app.evidence.inspecting.inspection import Finding, Inspection
from app.evidence.models import Evidence
from app.evidence.repository import load
from app.evidence.storage.objects import ObjectStore
from app.kernel.bus import JobContext


async def verify(context: JobContext, store: ObjectStore) -> None:
    """Read the stored object through once and write down whether it is what was declared.

    Raises:
        StorageUnavailable: the queue tries again; after its last attempt the file is looked after.
    """
    item = await load(context)
    if item is None or item.status is not EvidenceStatus.ARRIVED:
        return
    finding = await inspect(store, item)
    async with context.database.transaction() as session:
        await conclude(session, item.id, finding, at=context.at)


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
