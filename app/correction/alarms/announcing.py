"""Telling the rest of the product what happened to an alarm."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.correction import AlarmEvent
from app.correction.alarms.models import Alarm
from app.kernel import events


async def announce(
    session: AsyncSession, kind: type[AlarmEvent], alarm: Alarm, *, at: datetime, **more: object
) -> None:
    """Record one event of an alarm; ``more`` are fields of that kind alone."""
    shared = {name: getattr(alarm, name) for name in ("order_id", "person_id", "agency_id", "cause")}
    await events.record(session, kind.model_validate({"alarm_id": alarm.id, **shared, **more}), at=at)
