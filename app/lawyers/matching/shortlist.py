"""The shortlist of a matter, and how one lawyer stands to it."""

import hashlib
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.categories import CaseCategory
from app.contracts.matching import Candidate, Need, Obstacle, Shortlist, Standing
from app.kernel.clock import local_date
from app.kernel.errors import FieldError
from app.lawyers.errors import LawyerExcluded, NotOnRoster
from app.lawyers.matching import counting, repository, situations, walking
from app.lawyers.matching.constraints import RELAXABLE, Constraint, Demand, Exclusion, exclusions
from app.lawyers.matching.ranking import place, rank, score
from app.lawyers.matching.relaxing import FEW, relaxations
from app.lawyers.matching.scoring import parameters

LONGEST = 10


async def shortlist(
    session: AsyncSession,
    need: Need,
    *,
    at: datetime,
    limit: int = LONGEST,
    relaxed: Collection[str] = (),
) -> Shortlist:
    """The best lawyers on the centre's roster whom no hard constraint excludes, best first; where they are few,
    what could be set aside, and how many more that brings.

    Args:
        relaxed: codes of constraints the officer sets aside; others than ``RELAXABLE`` stay.
    """
    demand, seed = demand_of(need, at, relaxed), seed_of(need)
    situation = await situations.load(session, need)
    values = parameters(need.agency_id, demand, situation, seed, at)
    places = await walking.best(session, values, limit)
    found = await situations.profiles(session, need, situation, at, [place.lawyer_id for place in places])
    ranked = rank(demand, found, situation.weights, seed).candidates
    is_short = len(ranked) < min(FEW, limit)
    kept = await counting.kept_away(session, values) if is_short else ()
    loosened = relaxations(demand, kept, is_empty=not ranked) if is_short else ()
    return Shortlist(ranked, loosened, situation.weights.version, seed)


async def standing(
    session: AsyncSession, need: Need, lawyer_id: UUID, *, at: datetime, relaxed: Collection[str] = ()
) -> Standing:
    """Why this lawyer is proposed, or why not; the matter itself does not count against who has it.

    Raises:
        NotOnRoster: the lawyer is not on the roster of ``need.agency_id``.
    """
    demand, seed = demand_of(need, at, relaxed), seed_of(need)
    situation = await situations.load(session, need)
    found = await situations.profiles(session, need, situation, at, [lawyer_id])
    if not found:
        raise NotOnRoster(fields=[FieldError("lawyer_id", "not_on_roster", NotOnRoster.title)])
    profile = await repository.without_own(session, need.matter_id, found[0], at)
    if excluded := exclusions(demand, profile):
        obstacles = tuple(obstacle(item) for item in excluded)
        return Standing(lawyer_id, profile.name, profile.firm, None, None, obstacles)
    mine = walking.Place(*place(demand, profile, situation.weights, seed), lawyer_id)
    values = parameters(need.agency_id, demand, situation, seed, at)
    before = await walking.better(session, values, mine)
    candidate = score(demand, profile, situation.weights)
    return Standing(lawyer_id, profile.name, profile.firm, before + 1, candidate, ())


async def assess(
    session: AsyncSession, need: Need, lawyer_id: UUID, at: datetime, *, relaxed: Collection[str] = ()
) -> Candidate:
    """The lawyer as a candidate, checked against every constraint; the lawyer's row is locked.

    Raises:
        LawyerExcluded: a constraint is in the way.
    """
    must_know_minors = need.is_for_minor and not need.is_minors_reason_given
    demand = replace(demand_of(need, at, relaxed), must_know_minors=must_know_minors)
    situation = await situations.load(session, need, lawyer_id=lawyer_id)
    (profile,) = await situations.profiles(session, need, situation, at, [lawyer_id])
    if found := exclusions(demand, profile):
        raise LawyerExcluded(
            "；".join(f"{item.text}（{item.source}）" for item in found),
            constraints=[item.constraint.value for item in found],
        )
    return score(demand, profile, situation.weights)


def obstacle(found: Exclusion) -> Obstacle:
    """The exclusion as others are told."""
    return Obstacle(found.constraint.value, found.source, found.text, found.constraint in RELAXABLE)


def demand_of(need: Need, at: datetime, relaxed: Collection[str] = ()) -> Demand:
    """The matter as matching compares it; of ``relaxed`` only what may be."""
    return Demand(
        category=CaseCategory(need.category),
        area_code=need.area_code,
        today=local_date(at),
        excluded_ids=frozenset(need.excluded_ids),
        practice_years=need.practice_years,
        is_for_minor=need.is_for_minor,
        is_criminal=need.is_criminal,
        language=need.language,
        asks_for_woman=need.asks_for_woman,
        relaxed=frozenset(Constraint(code) for code in relaxed if code in RELAXABLE),
    )


def seed_of(need: Need) -> str:
    """What breaks ties: a hash of the matter, so that nobody is always first and anybody can do it again."""
    return hashlib.sha256(need.matter_id.bytes).hexdigest()[:16]
