"""In which capacity somebody reads a file that they may read: owner, lawyer, staff, or another agency's staff."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.evidence.models import EvidenceMatter
from app.evidence.repository import reader_exists
from app.evidence.sharing.purposes import Reach, reach_of_role
from app.evidence.sharing.reach import READERS
from app.kernel.access import ACCESS, Action
from app.kernel.actor import Actor, Grant, Role, Scope
from app.kernel.areas.models import Agency


@dataclass(frozen=True, slots=True)
class Capacity:
    """By what right, in which role and for which agency somebody reads; no agency for owner and lawyer."""

    reach: Reach
    role: Role
    agency_id: UUID | None = None


async def capacity_of(session: AsyncSession, actor: Actor, matter: EvidenceMatter, *, at: datetime) -> Capacity:
    """The nearest right the actor has to a matter that is within their reach."""
    if matter.owner_id == actor.person_id:
        return Capacity(Reach.OWNER, Role.APPLICANT)
    if own := await _staff_grant(session, actor, matter):
        return Capacity(reach_of_role(own.role), own.role, own.agency_id)
    if await reader_exists(session, matter.matter_id, actor.person_id, at=at):
        return Capacity(Reach.LAWYER, Role.LAWYER)
    other = min((g for g in actor.grants if g.role in READERS), key=_rank)
    return Capacity(Reach.SHARED, other.role, other.agency_id)


async def _staff_grant(session: AsyncSession, actor: Actor, matter: EvidenceMatter) -> Grant | None:
    """The grant by which the matter's agency is within the actor's reach; none where it is not."""
    scopes = ACCESS[Action.EVIDENCE_READ].scopes
    staff = [g for g in actor.grants if g.agency_path and scopes.get(g.role) is Scope.AGENCY]
    if not staff or matter.agency_id is None:
        return None
    path = (await session.scalars(select(Agency.tree_path).where(col(Agency.id) == matter.agency_id))).one()
    return _nearest(g for g in staff if g.agency_path and path.startswith(g.agency_path))


def _nearest(grants: Iterable[Grant]) -> Grant | None:
    return min(grants, key=_rank, default=None)


def _rank(grant: Grant) -> tuple[bool, int]:
    """Those who handle cases before those who supervise, then the agency furthest down."""
    return grant.role is Role.APPROVER, -len(grant.agency_path or "")
