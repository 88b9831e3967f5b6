"""SQL of the fairness report: one statement for the roster, one for offers, one for load, one for choices."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.contracts.categories import CATEGORIES, CaseCategory, CaseGroup
from app.contracts.matching import OverrideReason
from app.lawyers.assigning.models import Assignment, Offer
from app.lawyers.enums import AssignmentMode, AssignmentStatus, DeclineReason, OfferStatus
from app.lawyers.fairness.counting import Counts, Member, Tally
from app.lawyers.fairness.periods import Period, days_there
from app.lawyers.roster.models import Firm, Lawyer, LawyerLeave, LawyerSpecialty

SECONDS_A_DAY = 86_400


@dataclass(slots=True)
class Choices:
    """How the centre chose: assignments made in the period, how they stand, and why the first was passed over."""

    made: int = 0
    statuses: dict[AssignmentStatus, int] = field(default_factory=dict[AssignmentStatus, int])
    modes: dict[AssignmentMode, int] = field(default_factory=dict[AssignmentMode, int])
    overrides: dict[OverrideReason, int] = field(default_factory=dict[OverrideReason, int])


async def members(session: AsyncSession, agency_id: UUID, period: Period) -> list[Member]:
    """Everybody on the roster of the centre, with the days of the period on which they could be asked."""
    specialties = (
        select(func.array_agg(col(LawyerSpecialty.specialty)))
        .where(col(LawyerSpecialty.lawyer_id) == col(Lawyer.id))
        .correlate(Lawyer)
        .scalar_subquery()
    )
    statement = (
        select(Lawyer, col(Firm.name), specialties)
        .join(Firm, col(Firm.id) == col(Lawyer.firm_id))
        .where(col(Lawyer.agency_id) == agency_id)
    )
    away = await _leaves(session, agency_id, period)
    return [
        Member(
            lawyer_id=lawyer.id,
            name=lawyer.name,
            firm_id=lawyer.firm_id,
            firm=firm,
            capacity=lawyer.capacity,
            open_cases=lawyer.open_cases,
            specialties=frozenset(CaseGroup(group) for group in cast("Iterable[str] | None", groups) or ()),
            days=days_there(
                period,
                entered_at=lawyer.created_at,
                suspended_at=lawyer.suspended_at,
                leaves=away.get(lawyer.id, ()),
            ),
        )
        for lawyer, firm, groups in (await session.execute(statement)).all()
    ]


async def _leaves(session: AsyncSession, agency_id: UUID, period: Period) -> dict[UUID, list[tuple[date, date]]]:
    leave = LawyerLeave
    statement = (
        select(col(leave.lawyer_id), col(leave.from_on), col(leave.to_on))
        .join(Lawyer, col(Lawyer.id) == col(leave.lawyer_id))
        .where(
            col(Lawyer.agency_id) == agency_id,
            col(leave.cancelled_at).is_(None),
            col(leave.to_on) >= period.first,
            col(leave.from_on) <= period.last,
        )
    )
    found: dict[UUID, list[tuple[date, date]]] = {}
    for lawyer_id, first, last in (await session.execute(statement)).all():
        found.setdefault(lawyer_id, []).append((first, last))
    return found


def _is_taken() -> ColumnElement[bool]:
    """Offers that were accepted, whatever became of the case afterwards."""
    return or_(
        col(Offer.status).in_((OfferStatus.ACCEPTED, OfferStatus.COMPLETED)),
        and_(col(Offer.status) == OfferStatus.WITHDRAWN, col(Offer.answered_at).is_not(None)),
    )


async def counts(session: AsyncSession, agency_id: UUID, period: Period) -> Counts:
    """Offers made in the period and cases in hand during it, by lawyer and specialty of the case."""
    found: dict[tuple[UUID, CaseGroup], Tally] = {}

    def tally(lawyer_id: UUID, category: CaseCategory) -> Tally:
        return found.setdefault((lawyer_id, CATEGORIES[category].group), Tally())

    for lawyer_id, category, status, taken, reason, count in (
        await session.execute(_offers(agency_id, period))
    ).all():
        _count(tally(lawyer_id, category), status, count, is_taken=taken, reason=reason)
    for lawyer_id, category, seconds in (await session.execute(_load(agency_id, period))).all():
        tally(lawyer_id, category).case_days += float(seconds) / SECONDS_A_DAY
    return found


def _offers(agency_id: UUID, period: Period) -> Select[UUID, CaseCategory, OfferStatus, bool, DeclineReason, int]:
    offer, taken = Offer, _is_taken()
    key = (col(offer.lawyer_id), col(offer.category), col(offer.status), taken, col(offer.decline_reason))
    statement = select(*key, func.count()).where(
        col(offer.agency_id) == agency_id,
        col(offer.offered_at) >= period.begins,
        col(offer.offered_at) < period.ends,
    )
    return cast("Any", statement.group_by(*key))


def _load(agency_id: UUID, period: Period) -> Select[UUID, CaseCategory, float]:
    """Seconds of cases in hand: from the acceptance to the end of the case, cut to the period."""
    offer = Offer
    begun = func.coalesce(col(offer.answered_at), col(offer.offered_at))
    ended = case((col(offer.status) == OfferStatus.ACCEPTED, period.ends), else_=col(offer.updated_at))
    within = func.least(ended, period.ends) - func.greatest(begun, period.begins)
    statement = select(col(offer.lawyer_id), col(offer.category), func.sum(func.extract("epoch", within))).where(
        col(offer.agency_id) == agency_id, _is_taken(), begun < period.ends, ended > period.begins
    )
    return cast("Any", statement.group_by(col(offer.lawyer_id), col(offer.category)))


def _count(tally: Tally, status: OfferStatus, count: int, *, is_taken: bool, reason: DeclineReason | None) -> None:
    tally.offers += count
    if is_taken:
        tally.taken += count
    elif reason is not None:
        tally.declines[reason] = tally.declines.get(reason, 0) + count
    elif status is OfferStatus.EXPIRED:
        tally.expired += count
    elif status is OfferStatus.WITHDRAWN:
        tally.withdrawn += count
    else:
        tally.waiting += count


async def choices(session: AsyncSession, agency_id: UUID, period: Period) -> Choices:
    """The centre's assignments made in the period."""
    made = Assignment
    key = (col(made.mode), col(made.status), col(made.override_reason))
    statement = (
        select(*key, func.count())
        .where(
            col(made.agency_id) == agency_id,
            col(made.made_at) >= period.begins,
            col(made.made_at) < period.ends,
        )
        .group_by(*key)
    )
    found = Choices()
    rows = cast(
        "Iterable[tuple[AssignmentMode, AssignmentStatus, OverrideReason | None, int]]",
        (await session.execute(statement)).all(),
    )
    for mode, status, reason, count in rows:
        found.made += count
        found.modes[mode] = found.modes.get(mode, 0) + count
        found.statuses[status] = found.statuses.get(status, 0) + count
        if reason is not None:
            found.overrides[reason] = found.overrides.get(reason, 0) + count
    return found


async def lawyer_on(session: AsyncSession, agency_id: UUID, person_id: UUID) -> UUID | None:
    """The lawyer on the centre's roster who is this person."""
    statement = select(col(Lawyer.id)).where(
        col(Lawyer.agency_id) == agency_id, col(Lawyer.person_id) == person_id
    )
    return (await session.execute(statement)).scalar_one_or_none()
