"""Which activities a person is expected at."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.correction.activities.codes import COMING, ActivityStatus
from app.correction.activities.models import Activity, Participation
from app.correction.activities.states import activity_machine
from app.correction.orders.models import CorrectionOrder
from app.correction.todo import ToDo, ToDoKind


async def due_now(session: AsyncSession, order: CorrectionOrder, at: datetime) -> list[ToDo]:
    """Activities still to come that the person is down for and has not declined."""
    statement = (
        select(Activity)
        .join(Participation, col(Participation.activity_id) == col(Activity.id))
        .where(
            col(Participation.order_id) == order.id,
            col(Participation.status).in_(COMING),
            col(Activity.status) == ActivityStatus.PLANNED,
            col(Activity.ends_at) > at,
        )
        .order_by(col(Activity.starts_at), col(Activity.id))
    )
    return [
        ToDo(ToDoKind.ACTIVITY, activity_machine.name, one.id, opens_at=one.starts_at, due_at=one.ends_at)
        for one in (await session.scalars(statement)).all()
    ]
