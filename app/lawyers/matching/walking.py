"""The best lawyers for a matter without reading the roster.

Cards (:class:`~app.lawyers.matching.models.LawyerCard`) lie in an index by the most their lawyers can reach, but
for what depends on the matter and the day: distance and rest, worth at most their weights. They are read from the
top down as far as needed. A card alone tells nearly what its lawyer reaches; only for those that reach most are
constraints and exact points worked out. The search ends as soon as nobody left out, further down or not
looked at closely, can come before the last one found; else it looks further. So the result is that of ranking
everybody (the threshold algorithm: Fagin, Lotem, Naor, 2003, doi:10.1016/S0022-0000(03)00026-6).

Who knows the matter already (continuity) is few and known beforehand, so they are looked at first and the term is
left out of what the others can reach. Where few lawyers speak the language wanted, or any specialty will do, there
is no order worth walking: all of them are scored.
"""

import math
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    CTE,
    BigInteger,
    Boolean,
    ColumnElement,
    CompoundSelect,
    Double,
    Integer,
    LargeBinary,
    Select,
    Uuid,
    cast,
    func,
    literal,
    null,
    select,
    true,
    tuple_,
    type_coerce,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.contracts.categories import CaseCategory, CaseGroup
from app.contracts.languages import Language
from app.kernel.database import checked
from app.lawyers.matching.models import LawyerCard
from app.lawyers.matching.scoring import (
    Experience,
    Specialty,
    given,
    is_eligible,
    is_second,
    points,
    reach_of_card,
    tie_break,
)
from app.lawyers.matching.terms import POINTS
from app.lawyers.roster.models import Lawyer, LawyerLanguage

FIRST_CARDS, FIRST_LOOKS, GROWTH = 2_000, 60, 4
"""How many cards are read, and how many lawyers looked at closely, at first; and how much further each time."""
FEW_SPEAKERS = 2_000
ROUNDING = 2
"""Points by which a bound, worked out in another order of operations, may be off."""


class Place(NamedTuple):
    """Where a lawyer comes, the least first, as :func:`app.lawyers.matching.ranking.place`."""

    second: bool
    minus_points: int
    tie: bytes
    lawyer_id: UUID


async def best(session: AsyncSession, values: Mapping[str, Any], limit: int) -> list[Place]:
    """The first ``limit`` lawyers, in order.

    Args:
        values: of :func:`app.lawyers.matching.scoring.parameters`.
    """
    values = {**values, "limit": limit}
    if values["language"] is not None and (values["any_specialty"] or await _few_speak(session, values)):
        return await _places(session, _OF_SPEAKERS, values)
    if values["any_specialty"]:
        return await _places(session, _OF_ROSTER, values)
    listed = [*values["same_client"], *values["same_opponent"]]
    found = await _places(session, _OF_LISTED, values | {"listed": listed}) if listed else []
    if values["is_for_minor"]:
        found = await _walk(session, _OF_CARDS_FOR_MINORS, values, found, second=False)
    return await _walk(session, _OF_CARDS, values, found, second=values["is_for_minor"])


async def better(session: AsyncSession, values: Mapping[str, Any], place: Place) -> int:
    """How many lawyers come before this place."""
    changing = values["w_distance"] + values["w_rest"] + values["w_continuity"]
    least = (-place.minus_points - ROUNDING) / POINTS - changing / values["w_total"]
    mine = {"second": place.second, "minus_points": place.minus_points, "tie": place.tie}
    if values["any_specialty"] or place.second:
        least = -1.0
    statement = _BETTER_OF_ROSTER if values["any_specialty"] else _BETTER_OF_CARDS
    return (await session.execute(statement, {**values, **mine, "least": least})).scalar_one()


async def _walk(
    session: AsyncSession,
    statement: CompoundSelect[Any],
    values: Mapping[str, Any],
    found: list[Place],
    *,
    second: bool,
) -> list[Place]:
    """Read cards from the top until nobody left out can come before the last of ``limit``.

    Args:
        found: places known already.
        second: whether who is left out comes after those who know the ways of minors, at best.
    """
    limit, cards, looks = values["limit"], FIRST_CARDS, FIRST_LOOKS
    reach = (values["w_distance"] + values["w_rest"]) / values["w_total"]
    while True:
        rows = (await session.execute(statement, {**values, "cards": cards, "looks": looks})).all()
        end = next(row for row in rows if row.lawyer_id is None)
        known = _merge(found, (_place(row) for row in rows if row.lawyer_id is not None), limit)
        further = _most(end.last_bound + reach) if end.minus_points == cards else None
        closer = _most(end.last_reach) if end.minus_points > looks else None
        wanted = 0 if len(known) < limit else -known[-1].minus_points
        if len(known) == limit and known[-1].second < second:
            return known
        cards *= GROWTH if (is_short := further is not None and further >= wanted) else 1
        looks *= GROWTH if (is_coarse := closer is not None and closer >= wanted) else 1
        if not (is_short or is_coarse):
            return known


def _most(part: float) -> int:
    """The points of a score nobody left out can exceed."""
    return math.floor(part * POINTS + 0.5) + ROUNDING


def _merge(one: Iterable[Place], other: Iterable[Place], limit: int) -> list[Place]:
    return sorted({*one, *other})[:limit]


async def _places(session: AsyncSession, statement: Select[Any], values: Mapping[str, Any]) -> list[Place]:
    return [_place(row) for row in (await session.execute(statement, dict(values))).all()]


def _place(row: Any) -> Place:
    return Place(row.second, row.minus_points, row.tie, row.lawyer_id)


async def _few_speak(session: AsyncSession, values: Mapping[str, Any]) -> bool:
    return (await session.execute(_COUNT_SPEAKERS, dict(values))).scalar_one() <= FEW_SPEAKERS


def _scored(source: CTE) -> Select[Any]:
    """Places of the lawyers of ``source`` (a column ``lawyer_id``) whom nothing excludes."""
    columns: list[ColumnElement[Any]] = [
        is_second().label("second"),
        (-points()).label("minus_points"),
        tie_break().label("tie"),
        source.c.lawyer_id.label("lawyer_id"),
    ]
    return (
        select(*columns)
        .select_from(source)
        .join(Lawyer, col(Lawyer.id) == source.c.lawyer_id)
        .outerjoin(
            Specialty,
            (col(Specialty.lawyer_id) == col(Lawyer.id)) & (col(Specialty.specialty) == given("group", _GROUP)),
        )
        .outerjoin(
            Experience,
            (col(Experience.lawyer_id) == col(Lawyer.id))
            & (col(Experience.category) == given("category", checked(CaseCategory))),
        )
        .where(col(Lawyer.agency_id) == given("agency", Uuid), is_eligible())
    )


def _first_of(source: CTE) -> Select[Any]:
    return _scored(source).order_by("second", "minus_points", "tie").limit(given("limit", BigInteger))


def _of_cards(*, of_minors: bool) -> CompoundSelect[Any]:
    """The best of those cards that reach most, and a row without a lawyer at the end: how many cards were read,
    the last bound, and what the last of those looked at closely reaches by the card.
    """
    wanted = [
        col(LawyerCard.agency_id) == given("agency", Uuid),
        col(LawyerCard.specialty) == given("group", _GROUP),
    ]
    if of_minors:
        wanted.append(col(LawyerCard.knows_minors).is_(true()))
    cards = (
        select(col(LawyerCard.lawyer_id), col(LawyerCard.bound), reach_of_card().label("reach"))
        .where(*wanted)
        .order_by(col(LawyerCard.bound).desc(), col(LawyerCard.lawyer_id))
        .limit(given("cards", BigInteger))
        .cte("cards")
    )
    nearest = select(cards).order_by(cards.c.reach.desc()).limit(given("looks", BigInteger)).cte("nearest")
    first = _first_of(nearest).cte("first")
    end = select(
        literal(False),
        cast(func.count(), Integer),
        cast(null(), LargeBinary),
        cast(null(), Uuid),
        func.min(cards.c.bound),
        select(func.min(nearest.c.reach)).scalar_subquery(),
    ).select_from(cards)
    return union_all(select(first, null().label("last_bound"), null().label("last_reach")), end)


def _better_of(source: CTE) -> Select[Any]:
    scored = _scored(source).cte("scored")
    mine = (given("second", Boolean), given("minus_points", Integer), given("tie", LargeBinary))
    return select(func.count()).where(tuple_(scored.c.second, scored.c.minus_points, scored.c.tie) < tuple_(*mine))


_GROUP = checked(CaseGroup)
_ROSTER = (
    select(type_coerce(col(Lawyer.id), Uuid()).label("lawyer_id"))
    .where(col(Lawyer.agency_id) == given("agency", Uuid))
    .cte("roster")
)
_SPEAKERS = (
    select(col(LawyerLanguage.lawyer_id))
    .where(col(LawyerLanguage.language) == given("language", checked(Language)))
    .cte("speakers")
)
_LISTED = select(func.unnest(given("listed", ARRAY(Uuid()))).label("lawyer_id")).cte("listed")
_REACHING = (
    select(col(LawyerCard.lawyer_id))
    .where(
        col(LawyerCard.agency_id) == given("agency", Uuid),
        col(LawyerCard.specialty) == given("group", _GROUP),
        col(LawyerCard.bound) >= given("least", Double),
    )
    .cte("reaching")
)
_FEW_OF_AGENCY = (
    select(col(LawyerLanguage.lawyer_id))
    .join(Lawyer, col(Lawyer.id) == col(LawyerLanguage.lawyer_id))
    .where(
        col(LawyerLanguage.language) == given("language", checked(Language)),
        col(Lawyer.agency_id) == given("agency", Uuid),
    )
    .limit(FEW_SPEAKERS + 1)
    .cte("few")
)
_COUNT_SPEAKERS = select(func.count()).select_from(_FEW_OF_AGENCY)
_OF_ROSTER, _OF_SPEAKERS, _OF_LISTED = _first_of(_ROSTER), _first_of(_SPEAKERS), _first_of(_LISTED)
_OF_CARDS, _OF_CARDS_FOR_MINORS = _of_cards(of_minors=False), _of_cards(of_minors=True)
_BETTER_OF_ROSTER, _BETTER_OF_CARDS = _better_of(_ROSTER), _better_of(_REACHING)
