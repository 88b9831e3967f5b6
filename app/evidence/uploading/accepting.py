"""Whether a matter takes files in."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.evidence import repository
from app.evidence.errors import MatterClosed
from app.kernel.access import Action
from app.kernel.actor import Actor


async def open_matter(session: AsyncSession, actor: Actor, matter_id: UUID, *, at: datetime) -> None:
    """Go on only while the caller's matter takes files in; its end waits for this transaction.

    Raises:
        NotFound: no such matter of the caller's.
        MatterClosed: its case has ended.
    """
    matter = await repository.matter(session, actor, matter_id, at=at, action=Action.EVIDENCE_UPLOAD, lock=True)
    if matter.closed_at is not None:
        raise MatterClosed()
