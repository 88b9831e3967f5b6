"""What the end of a term asks of the person now."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.ending.models import OrderCompletion
from app.correction.ending.rules import REMIND_AHEAD
from app.correction.ending.timing import due_day
from app.correction.enums import CorrectionStatus
from app.correction.orders.models import CorrectionOrder
from app.correction.todo import ToDo, ToDoKind
from app.kernel.clock import local_date


async def due_now(session: AsyncSession, order: CorrectionOrder, at: datetime) -> list[ToDo]:
    """The summary, from the day it is first asked for until it is there or was appraised without it."""
    if order.status is not CorrectionStatus.UNDER_CORRECTION:
        return []
    completion = await session.get(OrderCompletion, order.id)
    if completion is not None and (completion.summary_at or completion.appraised_at):
        return []
    due_on = await due_day(session, order, on=local_date(at))
    if local_date(at) < due_on - REMIND_AHEAD:
        return []
    return [ToDo(ToDoKind.SUMMARY, "correction_order", order.id, due_on=due_on)]
