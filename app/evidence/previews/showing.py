"""Links to derived pictures. Seeing one is seeing the evidence, so it is written down.

A picture of web size is a look at the file itself, and is written down as opening the original is: for its owner,
in the audit and, as a commitment, in the custody ledger. A thumbnail is noted in the audit alone; the thumbnails
of a list once, with the list: a leaf of the ledger for each would say no more than that somebody turned a page.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.evidence import names, repository, rules
from app.evidence.enums import EvidenceStatus, MediaType
from app.evidence.errors import NoPreview, NotVerifiedYet
from app.evidence.models import Evidence
from app.evidence.previews.enums import PreviewSize
from app.evidence.previews.models import EvidenceClaim, EvidencePreview
from app.evidence.previews.rules import status_of
from app.evidence.previews.schemas import PreviewRequest
from app.evidence.reading import note_look
from app.evidence.sharing.opening import look
from app.evidence.standing import Standing
from app.evidence.storage.objects import ObjectStore
from app.kernel.actor import Actor


async def show(
    session: AsyncSession,
    store: ObjectStore,
    actor: Actor,
    evidence_id: UUID,
    asked: PreviewRequest,
    *,
    at: datetime,
) -> str:
    """A link, good for :data:`rules.OPENED_FOR`, to a derived picture; open to all who may read, scanned or not.

    Raises:
        NotFound, NotVerifiedYet, Withdrawn, Invalid: as for opening the original.
        NoPreview: there is none, or not yet.
    """
    if asked.size is PreviewSize.WEB:
        item = await look(
            session, actor, evidence_id, purpose=asked.purpose, note=asked.note, at=at, what="看预览图"
        )
    else:
        item = await repository.item(session, actor, evidence_id, at=at)
        if item.status is not EvidenceStatus.VERIFIED:
            raise NotVerifiedYet(state=str(item.status))
        await note_look(session, actor, item, at=at, note="看缩略图")
    made = await session.get(EvidencePreview, (item.id, asked.size))
    if made is None:
        raise NoPreview(previews=str(status_of(item)))
    return _link(store, made, item)


async def thumbnails(session: AsyncSession, store: ObjectStore, items: Sequence[Evidence]) -> Mapping[UUID, str]:
    """Links to the thumbnails of a page of files, by file: one query, and no network. The list notes the look."""
    by_id = {item.id: item for item in items if item.status is EvidenceStatus.VERIFIED}
    if not by_id:
        return {}
    statement = select(EvidencePreview).where(
        col(EvidencePreview.evidence_id).in_(by_id), col(EvidencePreview.size) == PreviewSize.THUMBNAIL
    )
    made = (await session.scalars(statement)).all()
    return {one.evidence_id: _link(store, one, by_id[one.evidence_id]) for one in made}


async def claim_of(session: AsyncSession, item: Evidence, standing: Standing) -> EvidenceClaim | None:
    """What a file says about itself; none where it was not asked, or could not be.

    Where it was taken is content: of a withdrawn file it is told to those alone who may still open it.
    """
    if item.status is EvidenceStatus.WITHDRAWN and not standing.opens_withdrawn:
        return None
    return await session.get(EvidenceClaim, item.id)


def _link(store: ObjectStore, made: EvidencePreview, item: Evidence) -> str:
    return store.presign_get(
        made.object_key,
        version_id=made.object_version,
        media_type=made.media_type,
        disposition=names.content_disposition(names.file_name(item.name, MediaType.JPEG)),
        expires=rules.OPENED_FOR,
    )
