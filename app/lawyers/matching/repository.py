"""SQL of matching: what is known of lawyers, of their ties to matters, and a centre's weights."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ScalarSelect, SQLColumnExpression, and_, func, or_
from sqlalchemy import select as select_columns
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.contracts.categories import CaseCategory, CaseGroup
from app.contracts.languages import Language
from app.contracts.matching import Need
from app.kernel.clock import local_date, start_of
from app.lawyers.assigning.models import OPEN, Offer
from app.lawyers.conflicts.models import MatterPartyName
from app.lawyers.enums import OfferStatus, PartySide
from app.lawyers.matching.constraints import Profile, Record
from app.lawyers.matching.models import MatchingWeights
from app.lawyers.matching.terms import WEIGHTS, Related, Term, Weights
from app.lawyers.names import name_key
from app.lawyers.records.models import LawyerRecord
from app.lawyers.roster.models import Firm, Lawyer, LawyerArea, LawyerLanguage, LawyerLeave, LawyerSpecialty

GIVEN_UP = (OfferStatus.DECLINED, OfferStatus.EXPIRED, OfferStatus.WITHDRAWN)
"""An offer in these states does not count as a new case of its week."""
HANDLED = (OfferStatus.ACCEPTED, OfferStatus.COMPLETED)


@dataclass(frozen=True, slots=True)
class PairFacts:
    """What lies between one lawyer and one matter: declined it or let it expire before, knows it already."""

    declined: bool = False
    expired: bool = False
    related: Related | None = None


NO_FACTS = PairFacts()


async def weights_of(session: AsyncSession, agency_id: UUID) -> Weights:
    """The newest weights of a centre; those of the product where it set none."""
    found = await current_weights(session, agency_id)
    return WEIGHTS if found is None else as_weights(found)


async def current_weights(session: AsyncSession, agency_id: UUID) -> MatchingWeights | None:
    """The newest row of a centre."""
    rows = select(MatchingWeights).where(col(MatchingWeights.agency_id) == agency_id)
    return (await session.scalars(rows.order_by(col(MatchingWeights.version).desc()).limit(1))).one_or_none()


def as_weights(row: MatchingWeights) -> Weights:
    """The row as matching weighs by it."""
    return Weights(f"v{row.version}", **{term.value: float(getattr(row, term.value)) for term in Term})


def monday_of(at: datetime) -> datetime:
    """When the week of ``at`` began in Asia/Shanghai."""
    today = local_date(at)
    return start_of(today - timedelta(days=today.weekday()))


async def profiles(
    session: AsyncSession, agency_id: UUID, at: datetime, *, lawyer_ids: Collection[UUID] | None = None
) -> list[Profile]:
    """What is known of lawyers on a centre's roster, all or some; nothing of a matter. One statement."""
    today = local_date(at)
    statement = (
        select_columns(
            Lawyer,
            col(Firm.name),
            _of_lawyer(
                select(func.jsonb_object_agg(LawyerSpecialty.specialty, LawyerSpecialty.since_year, type_=JSONB)),
                col(LawyerSpecialty.lawyer_id),
            ),
            _of_lawyer(select(func.array_agg(LawyerArea.area_code)), col(LawyerArea.lawyer_id)),
            _of_lawyer(select(func.array_agg(LawyerLanguage.language)), col(LawyerLanguage.lawyer_id)),
            _of_lawyer(select(_records()), col(LawyerRecord.lawyer_id)),
            leave_until(today).label("leave"),
            new_this_week(monday_of(at)).label("new"),
        )
        .join(Firm, col(Firm.id) == col(Lawyer.firm_id))
        .where(col(Lawyer.agency_id) == agency_id)
    )
    if lawyer_ids is not None:
        statement = statement.where(col(Lawyer.id).in_(lawyer_ids))
    return [_profile(row, today.year) for row in (await session.execute(statement)).all()]


def _profile(row: Any, this_year: int) -> Profile:
    lawyer, firm_name, specialties, areas, languages, records, leave, new = row
    years = cast("dict[str, int]", specialties or {})
    sums = cast("dict[str, tuple[int, float, int]]", records or {})
    return Profile(
        lawyer_id=lawyer.id,
        person_id=lawyer.person_id,
        name=lawyer.name,
        firm=firm_name,
        firm_id=lawyer.firm_id,
        kind=lawyer.kind,
        capacity=lawyer.capacity,
        open_cases=lawyer.open_cases,
        suspended=lawyer.suspended_at is not None,
        specialties={CaseGroup(code): max(this_year - since, 0) for code, since in years.items()},
        areas=frozenset(areas or ()),
        sex=lawyer.sex,
        languages=frozenset(Language(code) for code in languages or ()),
        knows_minors=lawyer.knows_minors,
        defence_since=lawyer.defence_since,
        former_office=lawyer.former_office,
        left_office_on=lawyer.left_office_on,
        weekly_capacity=lawyer.weekly_capacity,
        new_this_week=new,
        on_leave_until=leave,
        last_offered_on=None if lawyer.last_offered_at is None else local_date(lawyer.last_offered_at),
        records={
            CaseCategory(code): Record(done, float(total), rated) for code, (done, total, rated) in sums.items()
        },
    )


def leave_until(today: Any) -> ScalarSelect[Any]:
    """The last day of a leave of the lawyer outside that covers the day."""
    until = select(func.max(LawyerLeave.to_on)).where(
        col(LawyerLeave.from_on) <= today, col(LawyerLeave.to_on) >= today, col(LawyerLeave.cancelled_at).is_(None)
    )
    return _of_lawyer(until, col(LawyerLeave.lawyer_id))


def new_this_week(monday: Any) -> ScalarSelect[Any]:
    """Offers of the week to the lawyer outside that were not given up."""
    counted = select(func.count()).where(col(Offer.offered_at) >= monday, col(Offer.status).not_in(GIVEN_UP))
    return _of_lawyer(counted, col(Offer.lawyer_id))


async def without_own(session: AsyncSession, matter_id: UUID, profile: Profile, at: datetime) -> Profile:
    """The lawyer without this matter among their cases, where they are asked for it, or have it, already."""
    statement = select(Offer).where(
        col(Offer.matter_id) == matter_id,
        col(Offer.lawyer_id) == profile.lawyer_id,
        col(Offer.status).in_(OPEN),
    )
    offer = (await session.scalars(statement.limit(1))).one_or_none()
    if offer is None:
        return profile
    is_of_week = offer.offered_at >= monday_of(at)
    return replace(
        profile, open_cases=profile.open_cases - 1, new_this_week=profile.new_this_week - int(is_of_week)
    )


def _records() -> Any:
    sums = func.jsonb_build_array(LawyerRecord.cases_done, LawyerRecord.quality_sum, LawyerRecord.quality_count)
    return func.jsonb_object_agg(LawyerRecord.category, sums, type_=JSONB)


def _of_lawyer(statement: SelectOfScalar[Any], lawyer_id: SQLColumnExpression[UUID]) -> ScalarSelect[Any]:
    """A scalar subquery about the lawyer of the row outside."""
    return statement.where(lawyer_id == col(Lawyer.id)).correlate(Lawyer).scalar_subquery()


async def pair_facts(
    session: AsyncSession, needs: Sequence[Need], *, lawyer_id: UUID | None = None
) -> Mapping[UUID, Mapping[UUID, PairFacts]]:
    """By matter and lawyer, what lies between them; who is absent has nothing. Two statements for any number."""
    answered = await _answered(session, needs, lawyer_id)
    related = await _related(session, needs, lawyer_id)
    return {
        need.matter_id: {
            one: PairFacts(
                declined=OfferStatus.DECLINED in answered[need.matter_id].get(one, ()),
                expired=OfferStatus.EXPIRED in answered[need.matter_id].get(one, ()),
                related=related[need.matter_id].get(one),
            )
            for one in {*answered[need.matter_id], *related[need.matter_id]}
        }
        for need in needs
    }


async def _answered(
    session: AsyncSession, needs: Sequence[Need], lawyer_id: UUID | None
) -> Mapping[UUID, Mapping[UUID, set[OfferStatus]]]:
    """How earlier offers of the matters ended, where they came to nothing by the lawyer."""
    statement = select(col(Offer.matter_id), col(Offer.lawyer_id), col(Offer.status)).where(
        col(Offer.matter_id).in_([need.matter_id for need in needs]),
        col(Offer.status).in_((OfferStatus.DECLINED, OfferStatus.EXPIRED)),
    )
    if lawyer_id is not None:
        statement = statement.where(col(Offer.lawyer_id) == lawyer_id)
    found: dict[UUID, dict[UUID, set[OfferStatus]]] = defaultdict(lambda: defaultdict(set))
    for matter_id, one, status in (await session.execute(statement)).all():
        found[matter_id][one].add(status)
    return found


async def _related(
    session: AsyncSession, needs: Sequence[Need], lawyer_id: UUID | None
) -> Mapping[UUID, Mapping[UUID, Related]]:
    """Who handled, or handles, another matter for somebody on the client's side, or against this other side; a
    namesake with another number is somebody else.
    """
    clients = {party.person_id for need in needs for party in need.clients if party.person_id}
    opponents = {key for need in needs for party in need.opponents if (key := name_key(party.name))}
    party = MatterPartyName
    statement = (
        select_columns(
            col(party.matter_id),
            col(party.lawyer_id),
            col(party.side),
            col(party.person_id),
            col(party.name_key),
            col(party.number_index),
        )
        .distinct()
        .where(
            or_(
                and_(col(party.side) == PartySide.CLIENT, col(party.person_id).in_(clients)),
                and_(col(party.side) == PartySide.OPPONENT, col(party.name_key).in_(opponents)),
            ),
            select(Offer.id)
            .where(
                col(Offer.matter_id) == col(party.matter_id),
                col(Offer.lawyer_id) == col(party.lawyer_id),
                col(Offer.status).in_(HANDLED),
            )
            .exists(),
        )
    )
    if lawyer_id is not None:
        statement = statement.where(col(party.lawyer_id) == lawyer_id)
    by_client: dict[UUID | None, set[tuple[UUID | None, UUID]]] = defaultdict(set)
    by_opponent: dict[str, set[tuple[UUID | None, UUID, bytes | None]]] = defaultdict(set)
    for matter_id, one, side, person_id, key, number in (await session.execute(statement)).all():
        if side is PartySide.CLIENT:
            by_client[person_id].add((matter_id, one))
        else:
            by_opponent[key].add((matter_id, one, number))
    found: dict[UUID, dict[UUID, Related]] = defaultdict(dict)
    for need in needs:
        against = {
            (matter_id, one)
            for each in need.opponents
            for matter_id, one, number in by_opponent.get(name_key(each.name), ())
            if number is None or each.number in (None, number)
        }
        beside = {pair for each in need.clients if each.person_id for pair in by_client.get(each.person_id, ())}
        found[need.matter_id] |= {one: Related.SAME_OPPONENT for other, one in against if other != need.matter_id}
        found[need.matter_id] |= {one: Related.SAME_CLIENT for other, one in beside if other != need.matter_id}
    return found
