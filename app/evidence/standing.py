"""What somebody may do with the files of a matter besides reading them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.evidence.models import EvidenceMatter
from app.evidence.repository import in_agency_reach, in_own_reach
from app.kernel.access import Action
from app.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands towards a matter.

    Attributes:
        may_change: they may upload to it, so they catalogue and withdraw its files; and its case has not ended.
        opens_withdrawn: it is theirs, or of an agency they serve: they still see what was withdrawn.
    """

    may_change: bool
    opens_withdrawn: bool


NONE = Standing(may_change=False, opens_withdrawn=False)


async def standing_of(session: AsyncSession, actor: Actor, matter_id: UUID, *, at: datetime) -> Standing:
    """Where ``actor`` stands towards a matter."""
    matter = EvidenceMatter
    changes = and_(col(matter.closed_at).is_(None), in_own_reach(actor, Action.EVIDENCE_CATALOGUE, at))
    opens = or_(col(matter.owner_id) == actor.person_id, in_agency_reach(actor, Action.EVIDENCE_READ))
    found = await session.execute(select(changes, opens).where(col(matter.matter_id) == matter_id))
    row = found.one_or_none()
    return NONE if row is None else Standing(may_change=bool(row[0]), opens_withdrawn=bool(row[1]))
