"""Check-ins as things to do now: what is open, and what may still be explained."""

from datetime import datetime, timedelta

from sqlalchemy import and_, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.correction.enums import DutyKind, DutyStatus
from app.correction.orders.models import CorrectionOrder
from app.correction.schedule.models import CheckInDuty
from app.correction.todo import ToDo, ToDoKind

OBJECT = "check_in_duty"
RECENT = timedelta(days=31)
OPEN = (DutyStatus.WAITING, DutyStatus.ATTEMPTED)


async def due_now(session: AsyncSession, order: CorrectionOrder, at: datetime) -> list[ToDo]:
    """Windows open now, and missed ones whose time to explain runs."""
    is_open = and_(col(CheckInDuty.closes_at) > at, col(CheckInDuty.status).in_(OPEN))
    may_explain = and_(col(CheckInDuty.status) == DutyStatus.MISSED, col(CheckInDuty.escalate_at) > at)
    statement = (
        select(CheckInDuty)
        .where(
            col(CheckInDuty.order_id) == order.id,
            col(CheckInDuty.opens_at) <= at,
            col(CheckInDuty.opens_at) > at - RECENT,
            or_(is_open, may_explain),
        )
        .order_by(col(CheckInDuty.opens_at), col(CheckInDuty.id))
    )
    return [_to_do(duty) for duty in (await session.scalars(statement)).all()]


def _to_do(duty: CheckInDuty) -> ToDo:
    if duty.status is DutyStatus.MISSED:
        return ToDo(ToDoKind.EXPLAIN, OBJECT, duty.id, duty.opens_at, duty.escalate_at)
    kind = ToDoKind.CONFIRM_PLACE if duty.kind is DutyKind.CONFIRM else ToDoKind.CHECK_IN
    return ToDo(kind, OBJECT, duty.id, duty.opens_at, duty.closes_at)
