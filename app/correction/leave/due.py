"""What someone with leave has to do now."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.leave import repository
from app.correction.leave.codes import OUT
from app.correction.leave.states import leave_machine
from app.correction.orders.models import CorrectionOrder
from app.correction.todo import ToDo, ToDoKind
from app.kernel.clock import local_date


async def due_now(session: AsyncSession, order: CorrectionOrder, at: datetime) -> list[ToDo]:
    """Days to be in touch up to today, and the report of being back."""
    found: list[ToDo] = []
    for leave in await repository.leaves_of(session, order.id, OUT):
        found += [
            ToDo(ToDoKind.LEAVE_REPORT, leave_machine.name, leave.id, due_on=duty.due_on)
            for duty in await repository.duties_of(session, leave.id)
            if duty.report_id is None and duty.due_on <= local_date(at)
        ]
        found.append(ToDo(ToDoKind.RETURN_FROM_LEAVE, leave_machine.name, leave.id, due_at=leave.return_by))
    return found
