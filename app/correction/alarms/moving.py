"""Open alarms and searches follow a person to another office."""

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.correction.alarms.models import Alarm
from app.correction.alarms.search_models import SearchRecord
from app.correction.enums import AlarmStatus
from app.correction.orders.models import CorrectionOrder


async def follow_order(session: AsyncSession, order: CorrectionOrder) -> None:
    """Give what is open about the order to its office; call it where the office changed, with the order locked."""
    here = {"agency_id": order.agency_id, "agency_path": order.agency_path}
    alarms = update(Alarm).where(col(Alarm.order_id) == order.id, col(Alarm.status) != AlarmStatus.CLOSED)
    await session.execute(alarms.values(**here))
    searches = update(SearchRecord).where(
        col(SearchRecord.order_id) == order.id, col(SearchRecord.closed_at).is_(None)
    )
    await session.execute(searches.values(**here))
