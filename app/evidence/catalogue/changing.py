"""Whether files of a matter may still be catalogued and withdrawn."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.evidence import repository
from app.evidence.errors import MatterEnded
from app.evidence.models import Evidence
from app.kernel.access import Action
from app.kernel.actor import Actor


async def open_item(session: AsyncSession, actor: Actor, evidence_id: UUID, *, at: datetime) -> Evidence:
    """The file, locked, while its case goes on; the end of the case waits for this transaction.

    Raises:
        NotFound: none that the caller may change.
        MatterEnded: its case has ended.
    """
    action = Action.EVIDENCE_CATALOGUE
    item = await repository.item(session, actor, evidence_id, at=at, action=action)
    matter = await repository.matter(session, actor, item.matter_id, at=at, action=action, lock=True)
    if matter.closed_at is not None:
        raise MatterEnded()
    return await repository.locked(session, evidence_id)
