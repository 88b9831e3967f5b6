"""What every end of a case has in common, whoever brings it about."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.evidence import matters
from app.identity import holds
from app.kernel.clock_store import cancel_clocks
from app.legal_aid.deciding.enums import DeficiencyStatus
from app.legal_aid.deciding.models import DeficiencyNotice
from app.legal_aid.group import files as group_files
from app.legal_aid.handling import repository as handling
from app.legal_aid.models import Application


async def conclude(session: AsyncSession, case: Application, *, at: datetime, keep: Collection[str] = ()) -> None:
    """Nothing runs on after the end: no clock but those in ``keep``, no uploads, no question to the applicant;
    name and document may be corrected again.
    """
    await cancel_clocks(session, case.id, at=at, keep=keep)
    await close_notice(session, case, DeficiencyStatus.RESCINDED, at=at)
    await handling.lapse_replacement(session, case.id, at)
    await matters.close_matter(session, case.id, at)
    await holds.release(session, case.applicant_id, case.id)
    if case.is_group:
        await group_files.follow_all(session, case, at=at)


async def close_notice(
    session: AsyncSession, case: Application, status: DeficiencyStatus, *, at: datetime
) -> None:
    """What was asked for is answered, or not needed any more; without an open notice nothing changes."""
    notice = DeficiencyNotice
    open_notice = (col(notice.application_id) == case.id, col(notice.status) == DeficiencyStatus.OPEN)
    await session.execute(update(notice).where(*open_notice).values(status=status, closed_at=at))
