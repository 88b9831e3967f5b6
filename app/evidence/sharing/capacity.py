"""In which capacity somebody reads a file that they may read: owner, lawyer, staff, or another agency's staff."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.evidence.models import EvidenceMatter
from app.evidence.repository import reader_exists
from app.evidence.sharing.models import EvidenceSharing
from app.evidence.sharing.purposes import Reach, reach_of_role
from app.evidence.sharing.reach import READERS, in_force
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
    other = await _receiving_grant(session, actor, matter, at=at)
    return Capacity(Reach.SHARED, other.role, other.agency_id)


async def _receiving_grant(session: AsyncSession, actor: Actor, matter: EvidenceMatter, *, at: datetime) -> Grant:
    """The grant for an agency that the matter is shared with; who serves several acts for that one."""
    statement = (
        select(Agency.tree_path)
        .join(EvidenceSharing, col(EvidenceSharing.agency_id) == col(Agency.id))
        .join(EvidenceMatter, col(EvidenceMatter.matter_id) == col(EvidenceSharing.matter_id))
        .where(col(EvidenceSharing.matter_id) == matter.matter_id, in_force(at))
    )
    paths = (await session.scalars(statement)).all()
    readers = [g for g in actor.grants if g.role in READERS]
    receiving = [g for g in readers if g.agency_path and any(path.startswith(g.agency_path) for path in paths)]
    return min(receiving or readers, key=_rank)


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
