"""What a caller may do with a case now: by state and permission, and where there is something to do it to."""

from collections.abc import Awaitable, Callable, Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.kernel.actor import Actor
from app.legal_aid.deciding.reviewing import transitions_offered
from app.legal_aid.handling.repository import open_replacement
from app.legal_aid.models import Application
from app.legal_aid.other_actions import other_actions
from app.legal_aid.quality.enums import ArchiveStatus, SubsidyStatus
from app.legal_aid.quality.models import CaseArchive, Subsidy


async def actions_offered(session: AsyncSession, actor: Actor, case: Application) -> list[str]:
    """Transitions first, in the order of their tables; the database is asked only about what may be offered."""
    names = [*await transitions_offered(session, actor, case), *other_actions(actor, case)]
    return [name for name in names if name not in OBJECTS or await OBJECTS[name](session, case.id)]


async def _awaits_replacement(session: AsyncSession, application_id: UUID) -> bool:
    return await open_replacement(session, application_id) is not None


async def _awaits_payment(session: AsyncSession, application_id: UUID) -> bool:
    subsidy = await session.get(Subsidy, application_id)
    return subsidy is not None and subsidy.status is SubsidyStatus.RECKONED


async def _has_file(session: AsyncSession, application_id: UUID) -> bool:
    archive = await session.get(CaseArchive, application_id)
    return archive is not None and archive.status is ArchiveStatus.READY


OBJECTS: Mapping[str, Callable[[AsyncSession, UUID], Awaitable[bool]]] = {
    "replace_lawyer": _awaits_replacement,
    "mark_paid": _awaits_payment,
    "open_archive": _has_file,
}
"""Actions that need a request, an amount or a file, and whether the case has it."""
