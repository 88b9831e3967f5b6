"""One check-in owed besides the plan: to make sure of a fix outside."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.enums import DutyKind, DutyStatus
from app.correction.orders.models import CorrectionOrder
from app.correction.schedule.models import CheckInDuty
from app.correction.schedule.moments import TICK, moments_of, wake_at
from app.correction.schedule.planning import Owed, Rhythm
from app.correction.schedule.schedules import load_settings
from app.kernel.clock import local_date

SNAPSHOT = ("explain_hours", "gap_hours", "lost_hours", "lost_misses")


async def owe(
    session: AsyncSession,
    order: CorrectionOrder,
    kind: DutyKind,
    *,
    opens_at: datetime,
    closes_at: datetime,
    at: datetime,
) -> UUID:
    """Owe one check-in, reminded, swept and explained like any other; the same window twice is one."""
    owed = Owed(kind, opens_at.replace(microsecond=opens_at.microsecond // 1000 * 1000), closes_at)
    settings = await load_settings(session, [order.agency_path])
    rhythm = settings.rhythm(order.agency_path, order.tier, local_date(opens_at))
    row = duty_values(order, owed, rhythm, at=at)
    await session.execute(insert(CheckInDuty).values(row).on_conflict_do_nothing())
    await wake_at(session, TICK, moments_of(owed))
    return owed.id_for(order.id)


def duty_values(order: CorrectionOrder, owed: Owed, rhythm: Rhythm, *, at: datetime) -> dict[str, object]:
    """The row of one window."""
    return {
        "id": owed.id_for(order.id),
        "opens_at": owed.opens_at,
        "closes_at": owed.closes_at,
        "order_id": order.id,
        "person_id": order.person_id,
        "agency_id": order.agency_id,
        "kind": owed.kind,
        "tier": order.tier,
        "status": DutyStatus.WAITING,
        "created_at": at,
        **{name: getattr(rhythm, name) for name in SNAPSHOT},
    }
