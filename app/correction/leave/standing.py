"""What leave means for everything else of an order at an instant."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.leave import repository
from app.correction.leave.codes import OUT, UNDECIDED, LeaveStatus
from app.correction.leave.ladder import Span
from app.correction.leave.replacing import travel_days
from app.kernel.clock import local_date


@dataclass(frozen=True, slots=True)
class LeaveStanding:
    """The leave of a day: whether it was approved, whether the person travels that day, or whether nobody has
    decided what was asked for in time (then being away is first of all the office's delay).
    """

    leave_id: UUID
    is_away: bool
    is_travel_day: bool
    is_undecided: bool


async def standing_on(session: AsyncSession, order_id: UUID, at: datetime) -> LeaveStanding | None:
    """The leave that has the day of ``at``, approved or undecided; none where there is none."""
    today = local_date(at)
    states = OUT | UNDECIDED | {LeaveStatus.APPROVED}
    for leave in await repository.leaves_of(session, order_id, states):
        span = Span(leave.first_on, leave.last_on)
        late = leave.status in OUT and today > span.last and at < leave.return_by
        if not late and not span.first <= today <= span.last:
            continue
        is_undecided = leave.status in UNDECIDED
        travels = any(day.first <= today <= day.last for day in travel_days(span))
        return LeaveStanding(leave.id, not is_undecided, travels and not is_undecided, is_undecided)
    return None
