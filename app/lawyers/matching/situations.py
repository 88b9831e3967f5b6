"""What concerns one matter at one moment: conflicts, earlier answers, ties to related cases, the weights.

All of it is looked up from the matter's side, where parties and former offers are few, whatever the roster's size.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.matching import Need
from app.lawyers.conflicts.checking import conflicted
from app.lawyers.matching import repository
from app.lawyers.matching.constraints import Exclusion, Profile
from app.lawyers.matching.repository import NO_FACTS, PairFacts
from app.lawyers.matching.terms import Weights


@dataclass(frozen=True, slots=True)
class Situation:
    """By lawyer, conflicts of interest, and what lies between them and the matter; whoever is absent has none."""

    weights: Weights
    conflicts: Mapping[UUID, tuple[Exclusion, ...]]
    facts: Mapping[UUID, PairFacts]

    def of(self, profile: Profile) -> Profile:
        """The profile with what concerns the matter."""
        facts = self.facts.get(profile.lawyer_id, NO_FACTS)
        return replace(
            profile,
            conflicts=self.conflicts.get(profile.lawyer_id, ()),
            declined=facts.declined,
            expired=facts.expired,
            related=facts.related,
        )


async def load(session: AsyncSession, need: Need, *, lawyer_id: UUID | None = None) -> Situation:
    """The situation of a matter, for the whole roster or for one lawyer on it."""
    return Situation(
        weights=await repository.weights_of(session, need.agency_id),
        conflicts=await conflicted(session, need, lawyer_id=lawyer_id),
        facts=(await repository.pair_facts(session, [need], lawyer_id=lawyer_id))[need.matter_id],
    )


async def profiles(
    session: AsyncSession, need: Need, situation: Situation, at: datetime, lawyer_ids: Collection[UUID]
) -> list[Profile]:
    """Lawyers on the centre's roster, as they stand to the matter."""
    found = await repository.profiles(session, need.agency_id, at, lawyer_ids=lawyer_ids)
    return [situation.of(profile) for profile in found]


async def all_profiles(session: AsyncSession, need: Need, situation: Situation, at: datetime) -> list[Profile]:
    """As :func:`profiles`, the whole roster: its cost grows with it."""
    return [situation.of(profile) for profile in await repository.profiles(session, need.agency_id, at)]
