"""Keeps the row that the check-in path begins with."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.correction.check_ins.models import CheckInSubject
from app.correction.enums import CorrectionStatus
from app.correction.orders.models import CorrectionOrder


async def touch(session: AsyncSession, order: CorrectionOrder) -> None:
    """Say that what a check-in is judged by has changed: state, office, areas, places, devices, leave."""
    await session.flush()
    values: dict[str, object] = {
        "person_id": order.person_id,
        "order_id": order.id,
        "agency_id": order.agency_id,
        "is_watched": order.status is CorrectionStatus.UNDER_CORRECTION,
    }
    statement = insert(CheckInSubject).values(**values, stamp=1)
    changed = values | {"stamp": col(CheckInSubject.stamp) + 1}
    await session.execute(statement.on_conflict_do_update(index_elements=["person_id"], set_=changed))
