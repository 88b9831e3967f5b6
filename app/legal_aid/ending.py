"""What every end of a case has in common, whoever brings it about."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.evidence import matters
from app.identity import holds
from app.kernel.clock_store import cancel_clocks
from app.legal_aid.group import files as group_files
from app.legal_aid.handling import repository as handling
from app.legal_aid.models import Application


async def conclude(session: AsyncSession, case: Application, *, at: datetime) -> None:
    """Nothing runs on after the end: no clock, no uploads; name and document may be corrected again."""
    await cancel_clocks(session, case.id, at=at)
    await handling.lapse_replacement(session, case.id, at)
    await matters.close_matter(session, case.id, at)
    await holds.release(session, case.applicant_id, case.id)
    if case.is_group:
        await group_files.follow_all(session, case, at=at)
