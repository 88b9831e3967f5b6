"""What somebody may do with the files of a matter besides reading them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.evidence.enums import EvidenceMatterAction
from app.evidence.models import EvidenceMatter
from app.evidence.repository import in_agency_reach, in_own_reach
from app.kernel.access import Action
from app.kernel.actor import Actor

PERMISSIONS: Mapping[EvidenceMatterAction, Action] = {
    EvidenceMatterAction.ADD: Action.EVIDENCE_UPLOAD,
    EvidenceMatterAction.BUNDLE: Action.EVIDENCE_BUNDLE,
    EvidenceMatterAction.SHARE: Action.EVIDENCE_SHARE,
}
"""By which permission each is done; in the order in which they are offered."""
WHILE_OPEN = frozenset({Action.EVIDENCE_UPLOAD, Action.EVIDENCE_CATALOGUE, Action.EVIDENCE_SHARE})
"""What ends with the case. Bundles are made afterwards too: a court may ask for the files then."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands towards a matter.

    Attributes:
        may_change: they may upload to it, so they catalogue and withdraw its files; and its case has not ended.
        opens_withdrawn: it is theirs, or of an agency they serve: they still see what was withdrawn.
        sees_openings: they may know who opened its files.
        actions: what they may do with its files as a whole.
    """

    may_change: bool
    opens_withdrawn: bool
    sees_openings: bool
    actions: tuple[EvidenceMatterAction, ...]


NONE = Standing(may_change=False, opens_withdrawn=False, sees_openings=False, actions=())


async def standing_of(session: AsyncSession, actor: Actor, matter_id: UUID, *, at: datetime) -> Standing:
    """Where ``actor`` stands towards a matter, in one statement."""
    matter = EvidenceMatter
    statement = select(
        may(actor, Action.EVIDENCE_CATALOGUE, at).label("changes"),
        or_(col(matter.owner_id) == actor.person_id, in_agency_reach(actor, Action.EVIDENCE_READ)).label("opens"),
        may(actor, Action.EVIDENCE_OPENINGS, at).label("sees"),
        *(may(actor, action, at).label(name) for name, action in PERMISSIONS.items()),
    )
    row = (await session.execute(statement.where(col(matter.matter_id) == matter_id))).one_or_none()
    if row is None:
        return NONE
    changes, opens, sees, *offered = (bool(value) for value in row)
    actions = tuple(action for action, is_offered in zip(PERMISSIONS, offered, strict=True) if is_offered)
    return Standing(changes, opens, sees, actions)


def may(actor: Actor, action: Action, at: datetime) -> ColumnElement[bool]:
    """Matters with whose files the actor may do this."""
    reach = in_own_reach(actor, action, at)
    return and_(col(EvidenceMatter.closed_at).is_(None), reach) if action in WHILE_OPEN else reach
