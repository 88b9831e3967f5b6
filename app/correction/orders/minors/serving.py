"""Who is told what happens in a closed file: those who handle it, and never nobody."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.orders.models import CorrectionOrder
from app.identity import roles
from app.kernel.actor import Role


async def serving(session: AsyncSession, order: CorrectionOrder, *, at: datetime) -> Sequence[UUID]:
    """Officers a closed file was given to who still serve there; none where the file is open.

    Where all of them left, those who decide above: they give it to another, and reach it meanwhile.
    """
    if not order.is_sealed:
        return ()
    officers = await roles.on_duty_above(session, Role.OFFICER, order.agency_id, at=at)
    still = [person_id for person_id in order.minor_staff if person_id in officers]
    return still or await roles.on_duty(session, Role.DECIDER, order.agency_id, at=at)
