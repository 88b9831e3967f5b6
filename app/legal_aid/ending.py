"""What every end of a case has in common, whoever brings it about."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.identity import holds
from app.kernel.clock_store import cancel_clocks
from app.legal_aid.models import Application


async def conclude(session: AsyncSession, case: Application, *, at: datetime) -> None:
    """Nothing runs on after the end: no clock, and the applicant may correct name and document again."""
    await cancel_clocks(session, case.id, at=at)
    await holds.release(session, case.applicant_id, case.id)
