"""What a person may still explain: open alarms about them that nobody has heard them on."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.correction.alarms.codes import HearingState
from app.correction.alarms.models import Alarm
from app.correction.alarms.states import alarm_machine
from app.correction.enums import AlarmStatus
from app.correction.orders.models import CorrectionOrder
from app.correction.todo import ToDo, ToDoKind


async def due_now(session: AsyncSession, order: CorrectionOrder, at: datetime) -> list[ToDo]:
    """One thing to explain an open alarm, oldest first; it has no last day: whoever is late is still heard."""
    statement = select(Alarm).where(
        col(Alarm.order_id) == order.id,
        col(Alarm.status) != AlarmStatus.CLOSED,
        col(Alarm.hearing) != HearingState.HEARD,
    )
    alarms = (await session.scalars(statement.order_by(col(Alarm.id)))).all()
    return [
        ToDo(ToDoKind.EXPLAIN, alarm_machine.name, alarm.id, opens_at=alarm.raised_at)
        for alarm in alarms
        if alarm.raised_at <= at
    ]
