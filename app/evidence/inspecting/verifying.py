"""The job that reads a stored file through once and has written down whether it is what was declared."""

from app.evidence.enums import EvidenceStatus, RejectionReason, ScanStatus
from app.evidence.errors import ObjectMissing
from app.evidence.inspecting.concluding import conclude
from app.evidence.inspecting.inspection import Finding, Inspection
from app.evidence.models import Evidence
from app.evidence.repository import load
from app.evidence.scanning.scanner import Scanner
from app.evidence.storage.objects import ObjectStore
from app.kernel.bus import JobContext


async def verify(
    context: JobContext, store: ObjectStore, *, max_pixels: int, scanner: Scanner | None = None
) -> None:
    """Read the stored object through once, have it scanned, and write down whether it is what was declared.

    What is declared rightly is scanned for malware in a second reading: a scanner that is slow, down or broken
    can do nothing to the first, and never keeps a file from being verified.

    Raises:
        StorageUnavailable: the queue tries again; after its last attempt the file is looked after.
    """
    item = await load(context)
    if item is None or item.status is not EvidenceStatus.ARRIVED:
        return
    finding = await inspect(store, item, max_pixels=max_pixels)
    scan = ScanStatus.NOT_SET_UP
    if scanner is not None and finding.rejection is None:
        scan = await scanner.scan(store, item.object_key, version_id=finding.version_id)
        if scan is ScanStatus.INFECTED:
            finding = Finding(RejectionReason.MALWARE, finding.version_id)
    async with context.database.transaction() as session:
        await conclude(session, item.id, finding, scan=scan, at=context.at)


async def inspect(store: ObjectStore, item: Evidence, *, max_pixels: int) -> Finding:
    """Compare what is stored with what was declared; an object of another size is not even read.

    Args:
        max_pixels: pictures that claim more are refused.

    Raises:
        StorageUnavailable: see there.
    """
    inspection = Inspection(item.media_type, max_pixels=max_pixels)
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
