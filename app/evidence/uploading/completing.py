"""The upload is done, or came to nothing: have the file verified, or let its declaration lapse."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.evidence import repository, rules
from app.evidence.custody.recording import record
from app.evidence.enums import CustodyEventKind, EvidenceStatus
from app.evidence.inspecting.concluding import LOOK_AFTER, VERIFY
from app.evidence.models import Evidence
from app.evidence.states import evidence_machine
from app.evidence.storage.objects import ObjectStore
from app.evidence.uploading.accepting import open_matter
from app.evidence.uploading.assembling import ensure_whole
from app.kernel import jobs, timers
from app.kernel.access import Action
from app.kernel.actor import Actor


async def complete(
    session: AsyncSession, store: ObjectStore, actor: Actor, evidence_id: UUID, *, at: datetime
) -> Evidence:
    """The owner says the upload is done: join its parts, if any, then have it verified. Again: the same answer.

    Raises:
        NotFound: no such file of the caller's.
        NotUploadedYet: storage has nothing; the file stays declared.
        PartsIncomplete: parts are missing or have another size; what arrived is kept.
        StorageFull, StorageUnavailable: storage cannot be asked, or does not join; the file stays declared.
        WrongState: it was rejected or lapsed.
        MatterClosed: its case has ended.
    """
    item = await repository.item(session, actor, evidence_id, at=at, action=Action.EVIDENCE_UPLOAD)
    if item.status is EvidenceStatus.DECLARED:
        await open_matter(session, actor, item.matter_id, at=at)
        await session.commit()  # what was read so far ends here: no transaction is open during the calls
        await ensure_whole(store, item)
        await repository.matter(
            session, actor, item.matter_id, at=at, action=Action.EVIDENCE_UPLOAD, lock=True
        )  # before the item, as everybody locks them
        item = await repository.locked(session, evidence_id)
    if item.status in (EvidenceStatus.ARRIVED, EvidenceStatus.VERIFIED):
        return item
    await open_matter(session, actor, item.matter_id, at=at)
    return await arrive(session, item, actor=actor, at=at)


async def arrive(session: AsyncSession, item: Evidence, *, actor: Actor | None, at: datetime) -> Evidence:
    """The object is there: have it verified, and look again later in case that gets stuck.

    Raises:
        WrongState: it is not waiting to arrive.
    """
    evidence_machine.require(item, "complete", actor)
    item.arrived_at = at
    item.upload_id = item.part_bytes = None
    await session.flush()
    await evidence_machine.fire(session, item, "complete", actor=actor, at=at)
    await record(
        session, item, CustodyEventKind.RECEIVED, at=at, party_id=actor.person_id if actor else item.owner_id
    )
    await jobs.enqueue(session, VERIFY, {"evidence_id": str(item.id)})
    await look_after(session, item, at=at + rules.LOOK_AFTER)
    return item


async def look_after(session: AsyncSession, item: Evidence, *, at: datetime) -> None:
    """Look at the file again at ``at``, unless it is finished by then."""
    key = str(item.id)
    await timers.set_timer(session, LOOK_AFTER, key=key, due_at=at, payload={"evidence_id": key})
