"""Parts of uploads that came to nothing are thrown away, so that storage keeps no rubbish.

What a phone sends after that is refused by storage. A day's sweep finds what nobody told us of: uploads begun by a
request that then failed, and parts that were on their way when their upload was aborted. Each installation has a
bucket of its own: the sweep takes every upload there that no file waits for.
"""

from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from app.evidence.models import Evidence
from app.evidence.storage.objects import EVIDENCE, ObjectStore
from app.evidence.uploading import repository
from app.kernel import jobs
from app.kernel.bus import JobContext

logger = structlog.get_logger(__name__)

ABORT = "evidence.abort_upload"
SWEEP = "evidence.sweep_uploads"
LEFT_FOR = timedelta(days=1)
"""Age of an upload that the sweep takes: long enough that no request is still about to write down its id."""


async def abandon(session: AsyncSession, item: Evidence) -> None:
    """The file is no longer awaited: after this transaction, what arrived of its parts is thrown away.

    A file without parts, and parts that another file of the matter waits for, are left alone.
    """
    if item.upload_id is not None:
        await throw_away(session, item, item.upload_id)
        item.upload_id = item.part_bytes = None
        await session.flush()


async def throw_away(session: AsyncSession, item: Evidence, upload_id: str) -> None:
    """After this transaction, have ``upload_id`` of the item's object aborted, unless a file waits for it."""
    payload = {"matter_id": str(item.matter_id), "object_key": item.object_key, "upload_id": upload_id}
    await jobs.enqueue(session, ABORT, payload)


async def abort(context: JobContext, store: ObjectStore) -> None:
    """Abort an upload that no file waits for.

    Raises:
        StorageUnavailable: the queue tries again; after its last attempt the sweep finds the upload.
    """
    upload_id = str(context.payload["upload_id"])
    async with context.database.session() as session:
        matter_id = UUID(str(context.payload["matter_id"]))
        if await repository.is_awaited(session, matter_id, upload_id):
            return
    await store.parts.abort(str(context.payload["object_key"]), upload_id)


async def sweep(context: JobContext, store: ObjectStore, *, left_for: timedelta = LEFT_FOR) -> None:
    """Abort uploads in storage, begun more than ``left_for`` ago, that no file waits for.

    Raises:
        StorageUnavailable: the queue tries again, and the next day's sweep does.
    """
    unfinished = await store.parts.unfinished(EVIDENCE, older_than=left_for)
    async with context.database.session() as session:
        awaited = await repository.awaited_uploads(session)
    forgotten = [upload for upload in unfinished if upload.upload_id not in awaited]
    for upload in forgotten:
        await store.parts.abort(upload.key, upload.upload_id)
    if forgotten:
        logger.info("uploads nobody waits for were aborted", count=len(forgotten))
