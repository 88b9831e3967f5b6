"""The one condition under which staff of another agency read files that were shared with theirs.

It extends reading alone: uploading, cataloguing, withdrawing and bundling never ask it. It ends by itself, at its
date or when the matter passes to another agency. Sharing a whole matter shares its evidence: not what never
counted, nor signatures and thumbprints (个人信息保护法 6、28), which must be named.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, false, or_
from sqlmodel import col

from app.evidence.enums import SIGNING
from app.evidence.models import Evidence, EvidenceMatter
from app.evidence.sharing.models import EvidenceSharing, EvidenceSharingFile
from app.kernel.actor import Actor, Role
from app.kernel.areas.agencies import subtree_clause

READERS = frozenset({Role.OFFICER, Role.DECIDER})
"""Who works on cases; those who supervise the receiving agency supervise its own cases, not this one."""


def reading_paths(actor: Actor) -> tuple[str, ...]:
    """Paths of the agencies for which the actor reads what others share."""
    return tuple(g.agency_path for g in actor.grants if g.role in READERS and g.agency_path is not None)


def in_force(at: datetime) -> ColumnElement[bool]:
    """Sharings that hold at ``at``; joined with their matter, whose agency must still be the one that granted."""
    sharing = EvidenceSharing
    return and_(
        col(sharing.since) <= at,
        col(sharing.until) > at,
        or_(col(sharing.ended_at).is_(None), col(sharing.ended_at) > at),
        col(sharing.granted_by_agency_id) == col(EvidenceMatter.agency_id),
    )


def shared_with(actor: Actor, at: datetime, *, by_file: bool) -> ColumnElement[bool]:
    """Matters shared with the actor's agencies; ``by_file`` where a query of files asks, file by file."""
    paths = reading_paths(actor)
    if not paths:
        return false()
    sharing, one = EvidenceSharing, EvidenceSharingFile
    shared = [
        col(sharing.matter_id) == col(EvidenceMatter.matter_id),
        in_force(at),
        subtree_clause(col(sharing.agency_id), paths),
    ]
    if by_file:
        named = (
            exists()
            .where(col(one.sharing_id) == col(sharing.id), col(one.evidence_id) == col(Evidence.id))
            .correlate(sharing, Evidence)
        )
        whole = and_(
            col(sharing.is_whole), col(Evidence.verified_at).is_not(None), col(Evidence.kind).not_in(SIGNING)
        )
        shared.append(or_(whole, named))
    return exists().where(and_(*shared)).correlate(EvidenceMatter, Evidence)
