"""Take a file back with a reason. Nothing is deleted: its bytes, its record and its custody history stay."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.evidence import repository
from app.evidence.catalogue.changing import open_item
from app.evidence.custody.recording import record
from app.evidence.enums import CustodyEventKind, EvidenceStatus
from app.evidence.models import Evidence
from app.evidence.states import evidence_machine
from app.evidence.uploading.abandoning import abandon
from app.kernel.access import Action
from app.kernel.actor import Actor


async def withdraw(
    session: AsyncSession, actor: Actor, evidence_id: UUID, reason: str, *, at: datetime
) -> Evidence:
    """From now on the file does not count; parts still on their way are thrown away. Again: the same answer.

    Raises:
        NotFound: none that the caller may change.
        MatterEnded: its case has ended.
        WrongState: it was refused or lapsed.
        SignatureStays: something was signed with it.
    """
    item = await repository.item(session, actor, evidence_id, at=at, action=Action.EVIDENCE_CATALOGUE)
    if item.status is EvidenceStatus.WITHDRAWN:
        return item
    item = await open_item(session, actor, evidence_id, at=at)
    if item.status is EvidenceStatus.WITHDRAWN:
        return item
    evidence_machine.require(item, "withdraw", actor)
    await abandon(session, item)
    changes = {"withdrawal_reason": reason, "withdrawn_at": at}
    await evidence_machine.fire(session, item, "withdraw", actor=actor, at=at, reason=reason, changes=changes)
    if item.arrived_at is not None:
        await record(session, item, CustodyEventKind.WITHDRAWN, at=at, party_id=actor.person_id)
    return item
