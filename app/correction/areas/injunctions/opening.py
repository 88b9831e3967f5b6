"""A closed place opened for somebody for a while, by a decision of the county (办法 39)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.correction.areas.injunctions.models import InjunctionOpening
from app.correction.check_ins.subjects import touch
from app.correction.orders.models import CorrectionOrder


async def open_place(
    session: AsyncSession,
    order: CorrectionOrder,
    injunction_id: UUID,
    *,
    request_id: UUID,
    opens_at: datetime,
    closes_at: datetime,
    at: datetime,
) -> None:
    """Let the place be entered in ``[opens_at, closes_at)``; the caller decided and tells the court."""
    row = InjunctionOpening(
        injunction_id=injunction_id, request_id=request_id, opens_at=opens_at, closes_at=closes_at, created_at=at
    )
    session.add(row)
    await touch(session, order)


async def close_place(session: AsyncSession, order: CorrectionOrder, *, request_id: UUID, at: datetime) -> None:
    """End early what a request opened."""
    of_request = (col(InjunctionOpening.request_id) == request_id, col(InjunctionOpening.closes_at) > at)
    ends = {"closes_at": at, "opens_at": at}
    await session.execute(
        update(InjunctionOpening).where(*of_request, col(InjunctionOpening.opens_at) > at).values(**ends)
    )
    await session.execute(update(InjunctionOpening).where(*of_request).values(closes_at=at))
    await touch(session, order)
