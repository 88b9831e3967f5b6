"""The job that looks after files that got stuck on the way.

A phone that loses its network after the last byte must not lose the upload.
"""

from datetime import timedelta

from app.evidence import rules
from app.evidence.enums import EvidenceStatus
from app.evidence.errors import NotUploadedYet, PartsIncomplete, StorageUnavailable
from app.evidence.inspecting.concluding import VERIFY
from app.evidence.models import Evidence, EvidenceMatter
from app.evidence.repository import load, locked
from app.evidence.states import evidence_machine
from app.evidence.storage.objects import ObjectStore
from app.evidence.uploading import completing
from app.evidence.uploading.abandoning import abandon
from app.evidence.uploading.assembling import ensure_whole
from app.kernel import jobs
from app.kernel.bus import JobContext


async def look_after(context: JobContext, store: ObjectStore, *, kept: timedelta) -> None:
    """Help a file that got stuck: an upload whose completion was never told, or a verification that failed.

    ``kept`` is how long a declared file may take to arrive, since its owner last got the means to send it.
    """
    item = await load(context)
    if item is None:
        return
    if item.status is EvidenceStatus.ARRIVED:
        async with context.database.transaction() as session:
            await jobs.enqueue(session, VERIFY, {"evidence_id": str(item.id)})
            await completing.look_after(session, item, at=context.at + rules.LOOK_AFTER)
    elif item.status is EvidenceStatus.DECLARED:
        await _look_for_upload(context, store, item, kept)


async def _look_for_upload(context: JobContext, store: ObjectStore, item: Evidence, kept: timedelta) -> None:
    next_look = item.updated_at + kept
    async with context.database.session() as session:
        is_closed = (await session.get_one(EvidenceMatter, item.matter_id)).closed_at is not None
    has_arrived = False
    try:
        if not is_closed:
            await ensure_whole(store, item)
            has_arrived = True
    except StorageUnavailable:
        next_look = context.at + rules.LOOK_AFTER
    except (NotUploadedYet, PartsIncomplete):
        pass  # the owner has until ``next_look``
    async with context.database.transaction() as session:
        matter = await session.get_one(EvidenceMatter, item.matter_id, with_for_update=True)
        item = await locked(session, item.id)
        if item.status is not EvidenceStatus.DECLARED:
            return
        if has_arrived and matter.closed_at is None:
            await completing.arrive(session, item, actor=None, at=context.at)
        elif next_look > context.at and matter.closed_at is None:
            await completing.look_after(session, item, at=next_look)
        else:
            await abandon(session, item)
            await evidence_machine.fire(session, item, "expire", actor=None, at=context.at)
