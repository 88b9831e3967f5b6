"""What a person has to do before correction begins: to report in."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.enums import CorrectionStatus
from app.correction.orders.models import CorrectionOrder
from app.correction.todo import ToDo, ToDoKind
from app.kernel.clock_store import open_clocks

REPORT_IN = "correction.report_in"


async def due_now(session: AsyncSession, order: CorrectionOrder, at: datetime) -> list[ToDo]:
    """To report in, with the last day where a clock says it (社区矫正法 21)."""
    if order.status is not CorrectionStatus.REGISTERED or order.reported_on is not None:
        return []
    days = [clock.due_on for clock in await open_clocks(session, order.id) if clock.rule_code == REPORT_IN]
    due_on = days[0] if days else None
    return [ToDo(ToDoKind.REPORT_IN, "correction_order", order.id, opens_at=order.created_at, due_on=due_on)]
