"""What open alarms and searches do when their order goes to another office, or ends."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.contracts.correction_ending import CorrectionEnded, OrderHandedOver
from app.correction.alarms.models import Alarm
from app.correction.alarms.search_models import SearchRecord
from app.correction.alarms.searching import stop_search
from app.correction.enums import AlarmStatus
from app.correction.orders.models import CorrectionOrder
from app.kernel.bus import Bus

OVER = "矫正已经结束，不用再找"


def register(bus: Bus) -> None:
    """Subscribe; called by ``wiring``."""
    bus.subscribe(OrderHandedOver, "correction.alarms_follow", follow)
    bus.subscribe(CorrectionEnded, "correction.searches_end", end_search)


async def follow(session: AsyncSession, event: OrderHandedOver, at: datetime) -> None:
    """Give what is open about the order to the office that has it now."""
    order = await session.get_one(CorrectionOrder, event.order_id, with_for_update=True, populate_existing=True)
    here = {"agency_id": order.agency_id, "agency_path": order.agency_path}
    alarms = update(Alarm).where(col(Alarm.order_id) == order.id, col(Alarm.status) != AlarmStatus.CLOSED)
    await session.execute(alarms.values(**here))
    searches = update(SearchRecord).where(
        col(SearchRecord.order_id) == order.id, col(SearchRecord.closed_at).is_(None)
    )
    await session.execute(searches.values(**here))


async def end_search(session: AsyncSession, event: CorrectionEnded, at: datetime) -> None:
    """Nobody is looked for any longer whose correction is over; alarms stay open until people close them."""
    await stop_search(session, event.order_id, OVER, at=at)
