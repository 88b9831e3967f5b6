"""What a person has to do now, gathered from every package that knows of something."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.activities import due as activities
from app.correction.alarms import due as alarms
from app.correction.discipline import due as discipline
from app.correction.ending import due as ending
from app.correction.enums import CorrectionStatus
from app.correction.leave import due as leave
from app.correction.moving import due as moving
from app.correction.orders import due as orders
from app.correction.orders.models import CorrectionOrder
from app.correction.reports import due as reports
from app.correction.schedule import due as schedule
from app.correction.todo import ToDo
from app.kernel.clock import start_of

Source = Callable[[AsyncSession, CorrectionOrder, datetime], Awaitable[list[ToDo]]]
SOURCES: Sequence[Source] = (
    orders.due_now,
    schedule.due_now,
    leave.due_now,
    moving.due_now,
    reports.due_now,
    activities.due_now,
    ending.due_now,
    alarms.due_now,
    discipline.due_now,
)
NEVER = datetime.max.replace(tzinfo=UTC)


async def gather(session: AsyncSession, order: CorrectionOrder, *, at: datetime) -> list[ToDo]:
    """Everything the person has to do now, what ends first before what may wait; nothing once it is over."""
    if order.status is CorrectionStatus.ENDED:
        return []
    found = [one for source in SOURCES for one in await source(session, order, at)]
    return sorted(found, key=lambda one: (until(one), one.kind, one.object_id))


def until(to_do: ToDo) -> datetime:
    """The moment by which it is to be done; what has no end comes last."""
    if to_do.due_at is not None:
        return to_do.due_at
    return NEVER if to_do.due_on is None else start_of(to_do.due_on + timedelta(days=1))
