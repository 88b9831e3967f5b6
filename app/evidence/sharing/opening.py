"""Open a file: a link to the version that was verified, good for minutes, noted with its purpose."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.evidence import names, repository, rules
from app.evidence.custody.recording import record
from app.evidence.enums import CustodyEventKind, EvidenceStatus
from app.evidence.errors import NotVerifiedYet
from app.evidence.reading import note_look
from app.evidence.storage.objects import ObjectStore
from app.kernel.actor import Actor


async def open_file(
    session: AsyncSession, store: ObjectStore, actor: Actor, evidence_id: UUID, *, at: datetime
) -> str:
    """A link, good for :data:`rules.OPENED_FOR`, to the version that was verified; noted with its purpose.

    Raises:
        NotFound: none that the actor may know of.
        NotVerifiedYet: nothing was verified.
    """
    item = await repository.item(session, actor, evidence_id, at=at)
    if item.status is not EvidenceStatus.VERIFIED:
        raise NotVerifiedYet(state=str(item.status))
    await note_look(session, actor, item, at=at, note="打开文件")
    await record(session, item, CustodyEventKind.VIEWED, at=at, party_id=actor.person_id)
    name = names.file_name(item.name, item.media_type)
    return store.presign_get(
        item.object_key,
        version_id=item.object_version,
        media_type=item.media_type,
        disposition=names.content_disposition(name),
        expires=rules.OPENED_FOR,
    )
