"""The job that looks after files that got stuck on the way.

A phone that loses its network after the last byte must not lose the upload.
"""

from app.evidence import rules
from app.evidence.enums import EvidenceStatus
from app.evidence.errors import ObjectMissing, StorageUnavailable
from app.evidence.inspecting.concluding import VERIFY
from app.evidence.models import Evidence, EvidenceMatter
from app.evidence.repository import load, locked
from app.evidence.states import evidence_machine
from app.evidence.storage.objects import ObjectStore
from app.evidence.uploading import completing
from app.kernel import jobs
from app.kernel.bus import JobContext


async def look_after(context: JobContext, store: ObjectStore) -> None:
    """Help a file that got stuck: an upload whose completion was never told, or a verification that failed."""
    item = await load(context)
    if item is None:
        return
    if item.status is EvidenceStatus.ARRIVED:
        async with context.database.transaction() as session:
            await jobs.enqueue(session, VERIFY, {"evidence_id": str(item.id)})
            await completing.look_after(session, item, at=context.at + rules.LOOK_AFTER)
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
            await completing.arrive(session, item, actor=None, at=context.at)
        elif next_look > context.at:
            await completing.look_after(session, item, at=next_look)
        else:
            await evidence_machine.fire(session, item, "expire", actor=None, at=context.at)
