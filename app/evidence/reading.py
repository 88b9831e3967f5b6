"""What people see of evidence: one file, and a page of a matter's. A look by others than the owner is noted."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.evidence import repository
from app.evidence.models import Evidence
from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.paging import PageRequest, cut


async def read(session: AsyncSession, actor: Actor, evidence_id: UUID, *, at: datetime) -> Evidence:
    """One file; a look by someone other than its owner is noted.

    Raises:
        NotFound: none that the actor may know of.
    """
    item = await repository.item(session, actor, evidence_id, at=at)
    await note_look(session, actor, item, at=at)
    return item


async def read_page(
    session: AsyncSession,
    actor: Actor,
    matter_id: UUID,
    page: PageRequest,
    *,
    at: datetime,
    note: str | None = None,
) -> tuple[Sequence[Evidence], str | None]:
    """A page of a matter's files, newest first, and the cursor of the next; noted once for the matter.

    Raises:
        NotFound: no such matter that the actor may know of.
    """
    matter = await repository.matter(session, actor, matter_id, at=at)
    await audit.record_access(
        session,
        actor,
        Action.EVIDENCE_READ,
        object_type="evidence_matter",
        object_id=matter_id,
        owner_id=matter.owner_id,
        at=at,
        note=note,
    )
    rows = await repository.page_of(session, actor, matter_id, page, at=at)
    return cut(rows, page, lambda item: (item.id,))


async def note_look(
    session: AsyncSession, actor: Actor, item: Evidence, *, at: datetime, note: str | None = None
) -> None:
    """Note the look for whose matter it is, whoever photographed the paper."""
    await audit.record_access(
        session,
        actor,
        Action.EVIDENCE_READ,
        object_type="evidence",
        object_id=item.id,
        owner_id=await repository.owner_of_matter(session, item.matter_id),
        at=at,
        note=note,
    )
