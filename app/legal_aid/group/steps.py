"""What was done in the group's case, as every member may know it (法律援助法 46): which step, when, and where a
hearing is. What the lawyer wrote about it stays between lawyer, representative and centre: it may be about one of
the others.
"""

from collections.abc import Sequence
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import exists
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from app.legal_aid.group.answers import StepView
from app.legal_aid.handling.contents import EntryContent, Hearing
from app.legal_aid.handling.enums import EntryKind
from app.legal_aid.handling.models import HandlingEntry
from app.legal_aid.handling.rules import VISIBLE

SHOWN = VISIBLE - {EntryKind.INQUIRY_ANSWERED}
"""An answer is for whoever asked."""
MOST_STEPS = 30
CONTENT: TypeAdapter[EntryContent] = TypeAdapter(EntryContent)


async def steps(session: AsyncSession, application_id: UUID) -> Sequence[StepView]:
    """The latest steps that no later entry puts right, newest first."""
    later = aliased(HandlingEntry)
    statement = (
        select(HandlingEntry)
        .where(
            col(HandlingEntry.application_id) == application_id,
            col(HandlingEntry.kind).in_(SHOWN),
            ~exists().where(col(later.corrects_id) == col(HandlingEntry.id)),
        )
        .order_by(col(HandlingEntry.id).desc())
        .limit(MOST_STEPS)
    )
    return [_view(entry) for entry in (await session.scalars(statement)).all()]


async def is_shown(session: AsyncSession, entry_id: UUID) -> bool:
    """Whether this entry of the log is a step that members learn of."""
    entry = await session.get(HandlingEntry, entry_id)
    return entry is not None and entry.kind in SHOWN


def _view(entry: HandlingEntry) -> StepView:
    content = CONTENT.validate_python(entry.content)
    hearing = content if isinstance(content, Hearing) else None
    return StepView(
        kind=entry.kind,
        at=entry.happened_at,
        body=hearing.body if hearing else None,
        room=hearing.room if hearing else None,
    )
