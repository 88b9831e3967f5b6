"""What a person may still say to a proposal before anybody decides."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.correction.alarms.codes import HearingState
from app.correction.discipline.codes import REWARDS, SanctionStatus
from app.correction.discipline.models import Sanction
from app.correction.discipline.states import sanction_machine
from app.correction.orders.models import CorrectionOrder
from app.correction.todo import ToDo, ToDoKind


async def due_now(session: AsyncSession, order: CorrectionOrder, at: datetime) -> list[ToDo]:
    """One thing to explain for each measure proposed on which the person has not been heard, oldest first."""
    statement = select(Sanction).where(
        col(Sanction.order_id) == order.id,
        col(Sanction.status) == SanctionStatus.PROPOSED,
        col(Sanction.measure).not_in(REWARDS),
        col(Sanction.hearing) != HearingState.HEARD,
    )
    proposals = (await session.scalars(statement.order_by(col(Sanction.id)))).all()
    return [
        ToDo(ToDoKind.EXPLAIN, sanction_machine.name, one.id, opens_at=one.proposed_at)
        for one in proposals
        if one.proposed_at <= at
    ]
