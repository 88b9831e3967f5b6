"""What a lawyer has in hand: cases, offers that wait, the week, leave and duty."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func
from sqlalchemy import select as select_columns
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.contracts.matching import DutyDay
from app.kernel.actor import Actor
from app.kernel.clock import local_date, start_of
from app.kernel.errors import NotFound
from app.lawyers.assigning import repository
from app.lawyers.assigning.models import OPEN, WAITING, Assignment, Offer
from app.lawyers.enums import AssignmentStatus, OfferStatus
from app.lawyers.roster.models import DutyShift, Lawyer, LawyerLeave

DUTY_AHEAD = timedelta(days=14)
COUNTED = (*OPEN, OfferStatus.COMPLETED)
"""Offers of a week that count as new work: what came to nothing does not."""


@dataclass(frozen=True, slots=True)
class InHand:
    """Figures and rows of one lawyer at one moment."""

    lawyer: Lawyer
    handling: int
    waiting: Sequence[Offer]
    new_this_week: int
    on_leave_until: date | None
    firm_requests: int
    duties: Sequence[DutyDay]


async def in_hand(session: AsyncSession, actor: Actor, *, at: datetime) -> InHand:
    """The caller's own workload.

    Raises:
        NotFound: the caller is on no roster.
    """
    lawyer = (await session.scalars(select(Lawyer).where(col(Lawyer.person_id) == actor.person_id))).one_or_none()
    if lawyer is None:
        raise NotFound()
    today = local_date(at)
    own = col(Offer.lawyer_id) == lawyer.id
    waiting = select(Offer).where(own, col(Offer.status).in_(WAITING), col(Offer.expires_at) > at)
    monday = start_of(today - timedelta(days=today.weekday()))
    counts = select(
        func.count().filter(col(Offer.status) == OfferStatus.ACCEPTED),
        func.count().filter(col(Offer.status).in_(COUNTED), col(Offer.offered_at) >= monday),
    ).where(own)
    handling, new_this_week = (await session.execute(counts)).one()
    return InHand(
        lawyer=lawyer,
        handling=handling,
        waiting=(await session.scalars(waiting.order_by(col(Offer.expires_at), col(Offer.id)))).all(),
        new_this_week=new_this_week,
        on_leave_until=await _on_leave_until(session, lawyer.id, today),
        firm_requests=await _firm_requests(session, actor, at),
        duties=await duty_days(session, actor.person_id, today, today + DUTY_AHEAD),
    )


async def duty_days(session: AsyncSession, person_id: UUID, since: date, until: date) -> list[DutyDay]:
    """The days on which a lawyer is on duty, both ends included, in order."""
    statement = (
        select_columns(col(DutyShift.on_day), col(DutyShift.place))
        .join(Lawyer, col(Lawyer.id) == col(DutyShift.lawyer_id))
        .where(
            col(Lawyer.person_id) == person_id,
            col(DutyShift.on_day).between(since, until),
            col(DutyShift.cancelled_at).is_(None),
        )
        .order_by(col(DutyShift.on_day))
    )
    return [DutyDay(on, place) for on, place in (await session.execute(statement)).all()]


async def _on_leave_until(session: AsyncSession, lawyer_id: UUID, today: date) -> date | None:
    statement = select(func.max(col(LawyerLeave.to_on))).where(
        col(LawyerLeave.lawyer_id) == lawyer_id,
        col(LawyerLeave.cancelled_at).is_(None),
        col(LawyerLeave.from_on) <= today,
        col(LawyerLeave.to_on) >= today,
    )
    return (await session.execute(statement)).scalar_one()


async def _firm_requests(session: AsyncSession, actor: Actor, at: datetime) -> int:
    open_ones = repository.firm_requests_visible_to(actor).where(
        col(Assignment.status) == AssignmentStatus.ASKING, col(Assignment.name_by) > at
    )
    return (await session.execute(select(func.count()).select_from(open_ones.subquery()))).scalar_one()
