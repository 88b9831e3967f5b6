"""The shortlist of a matter, and how one lawyer stands to it."""

import hashlib
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.categories import CaseCategory
from app.contracts.lawyers import Candidate, Need, Obstacle, Shortlist, Standing
from app.kernel.clock import local_date
from app.kernel.errors import FieldError
from app.lawyers.errors import LawyerExcluded, NotOnRoster
from app.lawyers.matching import repository
from app.lawyers.matching.constraints import Demand, exclusions
from app.lawyers.matching.ranking import WEIGHTS, rank, score
from app.lawyers.names import name_key

LONGEST = 10


async def shortlist(session: AsyncSession, need: Need, *, at: datetime, limit: int = LONGEST) -> Shortlist:
    """The best lawyers on the centre's roster whom no hard constraint excludes, best first."""
    demand = demand_of(need, at)
    found = await repository.profiles(session, need.agency_id, need.matter_id, demand)
    ranked = rank(demand, found)
    return Shortlist(ranked.candidates[:limit], (), WEIGHTS.version, seed_of(need))


async def standing(session: AsyncSession, need: Need, lawyer_id: UUID, *, at: datetime) -> Standing:
    """Why this lawyer is proposed, or why not.

    Raises:
        NotOnRoster: the lawyer is not on the roster of ``need.agency_id``.
    """
    demand = demand_of(need, at)
    found = await repository.profiles(session, need.agency_id, need.matter_id, demand)
    ranked = rank(demand, found)
    for place, candidate in enumerate(ranked.candidates, start=1):
        if candidate.lawyer_id == lawyer_id:
            return Standing(lawyer_id, candidate.name, candidate.firm, place, candidate, ())
    for profile in found:
        if profile.lawyer_id == lawyer_id:
            obstacles = tuple(
                Obstacle(item.constraint.value, item.source, item.text) for item in exclusions(demand, profile)
            )
            return Standing(lawyer_id, profile.name, profile.firm, None, None, obstacles)
    raise NotOnRoster(fields=[FieldError("lawyer_id", "not_on_roster", NotOnRoster.title)])


async def assess(session: AsyncSession, need: Need, lawyer_id: UUID, at: datetime) -> Candidate:
    """The lawyer as a candidate, checked against every constraint; the lawyer's row is locked.

    Raises:
        LawyerExcluded: a constraint is in the way.
    """
    must_know_minors = need.is_for_minor and not need.is_minors_reason_given
    demand = replace(demand_of(need, at), must_know_minors=must_know_minors)
    (profile,) = await repository.profiles(session, need.agency_id, need.matter_id, demand, lawyer_id=lawyer_id)
    if found := exclusions(demand, profile):
        raise LawyerExcluded(
            "；".join(f"{item.text}（{item.source}）" for item in found),
            constraints=[item.constraint.value for item in found],
        )
    return score(demand, profile)


def demand_of(need: Need, at: datetime) -> Demand:
    """The matter as matching compares it."""
    return Demand(
        category=CaseCategory(need.category),
        area_code=need.area_code,
        client_keys=frozenset(key for party in need.clients if (key := name_key(party.name))),
        client_ids=frozenset(party.person_id for party in need.clients if party.person_id),
        opponent_keys=frozenset(key for party in need.opponents if (key := name_key(party.name))),
        today=local_date(at),
        excluded_ids=frozenset(need.excluded_ids),
        practice_years=need.practice_years,
        is_for_minor=need.is_for_minor,
    )


def seed_of(need: Need) -> str:
    """What breaks ties: a hash of the matter, so that nobody is always first and anybody can do it again."""
    return hashlib.sha256(need.matter_id.bytes).hexdigest()[:16]
