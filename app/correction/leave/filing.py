"""What an office told or asked others about a leave, a permit or a move: entered by hand, never sent from here."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.leave.models import CorrectionFiling
from app.correction.leave.schemas import FilingCreate
from app.kernel.actor import Actor
from app.kernel.clock import local_date
from app.kernel.errors import FieldError, Invalid


async def file(
    session: AsyncSession, actor: Actor, *, order_id: UUID, about_id: UUID, new: FilingCreate, at: datetime
) -> CorrectionFiling:
    """Enter whom the office told; the caller has checked its reach.

    Raises:
        Invalid: a day that has not come.
    """
    if new.done_on > local_date(at):
        raise Invalid(fields=[FieldError("done_on", "future", "日期不能晚于今天")])
    row = CorrectionFiling(
        order_id=order_id, about_id=about_id, recorded_by=actor.person_id, recorded_at=at, **new.model_dump()
    )
    session.add(row)
    await session.flush()
    return row
