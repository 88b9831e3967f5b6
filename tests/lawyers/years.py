"""Simulated years of a centre that always asks whoever is proposed first, to see whether anybody starves.

The roster, the cases and the answers are drawn from a seed; who is proposed comes from the product's own ranking.
"""

from collections import defaultdict, deque
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from uuid import UUID

from app.contracts.categories import CATEGORIES, CaseCategory, CaseGroup
from app.lawyers.enums import DeclineReason, WorkerKind
from app.lawyers.fairness.counting import Figures, Member, Tally, figures
from app.lawyers.matching.constraints import NO_RECORD, Demand, Profile, Record, exclusions
from app.lawyers.matching.ranking import place
from app.lawyers.matching.terms import Weights

COUNTY, NEIGHBOUR = "330106", "330110"
FIRST_DAY = date(2026, 1, 1)
DEMAND = {
    CaseCategory.LABOUR_REMUNERATION: 40,
    CaseCategory.WORK_INJURY: 15,
    CaseCategory.TRAFFIC_INJURY: 12,
    CaseCategory.MARRIAGE_FAMILY: 15,
    CaseCategory.SUPPORT_PAYMENTS: 8,
    CaseCategory.CRIMINAL_DEFENCE: 7,
    CaseCategory.MEDICAL_INJURY: 3,
}
"""Cases of a usual county, in hundredths."""
GROUPS = tuple(dict.fromkeys(CATEGORIES[category].group for category in DEMAND))
CASES_OF = {
    group: sum(count for category, count in DEMAND.items() if CATEGORIES[category].group is group)
    for group in GROUPS
}


@dataclass(slots=True)
class Worker:
    """A lawyer of the roster as the years go by: ``skill`` is the quality of their cases, nobody's to see."""

    profile: Profile
    since: date
    skill: float
    offered_on: list[date] = field(default_factory=list[date])

    def longest_wait(self, until: date) -> int:
        """Most days between two offers, from the entry to the end."""
        days = [self.since, *self.offered_on, until]
        return max((later - earlier).days for earlier, later in pairwise(days))


@dataclass(slots=True)
class Years:
    """One run: what was offered to whom; ``unmet`` cases found nobody."""

    workers: dict[UUID, Worker]
    counts: dict[tuple[UUID, CaseGroup], Tally]
    last_day: date
    unmet: int

    def figures(self) -> Figures:
        """As the report puts them together."""
        return figures([_member(worker, self.last_day) for worker in self.workers.values()], self.counts)


def roster(random: Random, size: int) -> dict[UUID, Worker]:
    """Lawyers of every kind: old hands and beginners, generous and sparing with their time, near and far.

    A tenth enters the roster a year later than the others.
    """
    found: dict[UUID, Worker] = {}
    for number in range(1, size + 1):
        years = random.choice([0, 1, 3, 6, 10, 20])
        groups = set(random.choices(GROUPS, [CASES_OF[group] for group in GROUPS], k=random.choice([1, 2, 3, 4])))
        is_new = number % 10 == 0
        profile = Profile(
            lawyer_id=UUID(int=number),
            person_id=UUID(int=1000 + number),
            name=f"律师{number}",
            firm=f"律所{number % 7}",
            kind=WorkerKind.LAWYER,
            capacity=random.choice([2, 4, 6, 8]),
            open_cases=0,
            suspended=False,
            specialties=dict.fromkeys(sorted(groups), 0 if is_new else years),
            areas=frozenset({random.choice([COUNTY, COUNTY, COUNTY, NEIGHBOUR])}),
            firm_id=UUID(int=2000 + number % 7),
        )
        since = FIRST_DAY + timedelta(days=365 if is_new else 0)
        found[profile.lawyer_id] = Worker(profile, since, random.uniform(0.3, 1.0))
    return found


def simulate(seed: int, weights: Weights, *, size: int = 40, years: int = 3, cases_a_year: int = 360) -> Years:
    """Let the years pass day by day. One in eight offers is declined, one in sixteen not answered."""
    random = Random(seed)
    workers = roster(random, size)
    run = Years(workers, defaultdict(Tally), FIRST_DAY + timedelta(days=365 * years), 0)
    ends: deque[tuple[date, UUID, CaseCategory]] = deque()
    today = FIRST_DAY
    while today < run.last_day:
        ends = _finish(ends, today, run, random)
        for _ in range(_arrivals(random, cases_a_year / 365)):
            category = random.choices(list(DEMAND), list(DEMAND.values()))[0]
            if (taker := _assign(run, category, today, weights, random)) is None:
                run.unmet += 1
            else:
                ends.append((today + timedelta(days=random.randint(40, 200)), taker, category))
        today += timedelta(days=1)
    return run


def _arrivals(random: Random, rate: float) -> int:
    return int(rate) + (random.random() < rate - int(rate))


def _assign(run: Years, category: CaseCategory, today: date, weights: Weights, random: Random) -> UUID | None:
    """Ask whoever is proposed first, until somebody accepts."""
    demand, seed = Demand(category, COUNTY, today), f"{random.getrandbits(64):016x}"
    able = [w for w in run.workers.values() if w.since <= today and not exclusions(demand, w.profile)]
    for worker in sorted(able, key=lambda one: place(demand, one.profile, weights, seed)):
        tally = run.counts[worker.profile.lawyer_id, demand.group]
        tally.offers += 1
        worker.offered_on.append(today)
        open_cases = worker.profile.open_cases
        worker.profile = replace(worker.profile, last_offered_on=today)
        answer = random.random()
        if answer < 1 / 8:
            tally.declines[DeclineReason.BUSY] = tally.declines.get(DeclineReason.BUSY, 0) + 1
        elif answer < 3 / 16:
            tally.expired += 1
        else:
            tally.taken += 1
            worker.profile = replace(worker.profile, open_cases=open_cases + 1)
            return worker.profile.lawyer_id
    return None


def _finish(
    ends: deque[tuple[date, UUID, CaseCategory]], today: date, run: Years, random: Random
) -> deque[tuple[date, UUID, CaseCategory]]:
    """Cases that end today become records of their lawyers; half of them are rated."""
    for ended_on, lawyer_id, category in ends:
        if ended_on > today:
            continue
        worker = run.workers[lawyer_id]
        profile, known = worker.profile, worker.profile.records.get(category, NO_RECORD)
        is_rated = random.random() < 1 / 2
        quality = min(max(random.gauss(worker.skill, 0.15), 0.0), 1.0) if is_rated else 0.0
        record = Record(known.cases_done + 1, known.quality_sum + quality, known.quality_count + is_rated)
        records = {**profile.records, category: record}
        worker.profile = replace(profile, open_cases=profile.open_cases - 1, records=records)
    return deque(case for case in ends if case[0] > today)


def _member(worker: Worker, last_day: date) -> Member:
    profile = worker.profile
    return Member(
        lawyer_id=profile.lawyer_id,
        name=profile.name,
        firm_id=profile.firm_id or profile.lawyer_id,
        firm=profile.firm,
        capacity=profile.capacity,
        open_cases=profile.open_cases,
        specialties=frozenset(profile.specialties),
        days=(last_day - worker.since).days,
    )
