"""What reports a person has to make or complete now."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.correction.orders.models import CorrectionOrder
from app.correction.reports import dues
from app.correction.reports.codes import ReportStatus
from app.correction.reports.models import CorrectionReport
from app.correction.reports.states import report_machine
from app.correction.todo import ToDo, ToDoKind
from app.kernel.clock import local_date, start_of


async def due_now(session: AsyncSession, order: CorrectionOrder, at: datetime) -> list[ToDo]:
    """Reports owed whose period has begun, and those asked to be completed."""
    owed = [
        ToDo(ToDoKind.REPORT, dues.OBJECT, due.id, opens_at=start_of(due.opens_on), due_on=due.due_on)
        for due in await dues.waiting_dues(session, order.id)
        if due.opens_on <= local_date(at)
    ]
    asked = select(CorrectionReport.id).where(
        col(CorrectionReport.order_id) == order.id, col(CorrectionReport.status) == ReportStatus.ASKED_AGAIN
    )
    rows = (await session.scalars(asked.order_by(col(CorrectionReport.id)))).all()
    return owed + [ToDo(ToDoKind.COMPLETE_REPORT, report_machine.name, one) for one in rows]
