"""From what is known of a queue and a roster to the lines of a plan. Pure: it runs in a thread of the worker."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from app.contracts.matching import Candidate, Need
from app.lawyers.batch.enums import ALL_TAKEN, BatchMethod
from app.lawyers.batch.parting import apart
from app.lawyers.batch.problem import NOBODY, Plan, Problem
from app.lawyers.batch.scoring import Matter, Roster, obstacles_of, problem_of
from app.lawyers.batch.simple import greedy
from app.lawyers.batch.solving import solve
from app.lawyers.matching.constraints import Constraint, Profile
from app.lawyers.matching.ranking import score
from app.lawyers.matching.terms import Weights, tie_break


@dataclass(frozen=True)
class Queue:
    """Everything a plan rests on.

    Attributes:
        needs, matters: in the order of the queue.
        profiles: the roster, without what concerns a matter.
        seed: breaks ties between plans of equal worth.
    """

    needs: Sequence[Need]
    matters: Sequence[Matter]
    profiles: Sequence[Profile]
    weights: Weights
    seed: str


@dataclass(frozen=True, slots=True)
class Draft:
    """One line: whom to ask and why; or how many lawyers what keeps away."""

    candidate: Candidate | None
    obstacles: Mapping[str, int] = field(default_factory=dict[str, int])


def draft(queue: Queue, method: BatchMethod) -> tuple[Plan, list[Draft]]:
    """The plan, and a line for each matter. The order of the roster does not matter: the seed gives it one."""
    people = sorted(queue.profiles, key=lambda one: tie_break(queue.seed, one.lawyer_id))
    roster = Roster(people)
    firms = [one.firm_id for one in people]
    problem = problem_of(roster, queue.matters, queue.weights, firms=firms, apart=apart(queue.needs))
    plan = (greedy if method is BatchMethod.GREEDY else solve)(problem)
    counts: Counter[int] = Counter()
    drafts: list[Draft] = []
    for number, (matter, lawyer) in enumerate(zip(queue.matters, plan.lawyers, strict=True)):
        if lawyer == NOBODY:
            drafts.append(Draft(None, _taken(problem, plan, number) or obstacles_of(roster, matter)))
        else:
            drafts.append(Draft(_candidate(queue, matter, people[lawyer], counts[lawyer])))
            counts[lawyer] += 1
    return plan, drafts


def _taken(problem: Problem, plan: Plan, matter: int) -> dict[str, int]:
    """How many lawyers could take the matter, had the plan not filled them; or, where they have room left, had it
    not given a matter of its other side to their firm. Empty where nobody could.
    """
    able = np.flatnonzero(problem.values[problem.kinds[matter]] >= 0)
    asked = np.array([one for one in plan.lawyers if one != NOBODY], dtype=np.int64)
    given = np.bincount(asked, minlength=len(problem.room))
    kept_apart = int(np.count_nonzero(given[able] < problem.room[able]))
    counted = {ALL_TAKEN: len(able) - kept_apart, Constraint.COLLEAGUE_IN_CONFLICT.value: kept_apart}
    return {code: count for code, count in counted.items() if count}


def _candidate(queue: Queue, matter: Matter, profile: Profile, before: int) -> Candidate:
    """The lawyer with reasons, as they stand once ``before`` earlier lines of the plan were offered to them."""
    stands = replace(profile, related=matter.related.get(profile.lawyer_id))
    if before:
        stands = replace(stands, open_cases=profile.open_cases + before, last_offered_on=matter.demand.today)
    return score(matter.demand, stands, queue.weights)
