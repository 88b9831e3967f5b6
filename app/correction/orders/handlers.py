"""What orders do about others' events: nobody reported in by the last day."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.alarms.raising import Ground, raise_alarm
from app.correction.enums import AlarmCause, AlarmConfidence, CorrectionStatus
from app.correction.orders.due import REPORT_IN
from app.correction.orders.models import CorrectionOrder
from app.kernel.bus import Bus
from app.kernel.clock_events import ClockOverdue


def register(bus: Bus) -> None:
    """Subscribe to overdue clocks; called by ``wiring``."""
    bus.subscribe(ClockOverdue, "correction.not_reported_in", not_reported_in)


async def not_reported_in(session: AsyncSession, event: ClockOverdue, at: datetime) -> None:
    """Somebody did not report in: they are looked for (社区矫正法 30), which the alarm begins.

    How sure it is: nothing of them was entered, which an office that is behind with its entries may explain.
    """
    if event.rule_code != REPORT_IN:
        return
    order = await session.get(CorrectionOrder, event.object_id, with_for_update=True, populate_existing=True)
    if order is None or order.status is not CorrectionStatus.REGISTERED or order.reported_on is not None:
        return
    await raise_alarm(
        session,
        order,
        AlarmCause.NOT_REPORTED_IN,
        key=f"not-reported-in:{order.id}",
        confidence=AlarmConfidence.MEDIUM,
        evidence=[Ground("clock", event.clock_id, at)],
        at=at,
    )
