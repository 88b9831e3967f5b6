"""A queue of matters and a roster as numbers, and what a plan for them is worth. Pure.

Scores are whole points, a million to a score of 1, so that sums are exact and an optimum can be proved to the last
point. The ``k``-th new case of a lawyer (from 0) is worth its score less ``losses[lawyer, k]``: more load and no
more rest, as if the cases were offered one after another. Losses never fall with ``k``: load costs convexly.

Objective: first as many matters as can be served at all, then the greatest total score among those plans.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from app.lawyers.matching.terms import POINTS

FORBIDDEN = -1
"""Value of a lawyer whom a constraint keeps from a matter."""
NOBODY = -1
"""Instead of a lawyer where a matter stays without one."""

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Problem:
    """Matters and lawyers by position.

    Attributes:
        values: kinds of matter × lawyers, points or :data:`FORBIDDEN`.
        kinds: row of ``values`` for each matter; matters alike share one.
        room: how many more cases each lawyer takes.
        losses: lawyers × new cases, points, not falling along a row.
        firms: number of each lawyer's firm, from 0.
        apart: pairs of matters that no firm may have both of: a client of one is the other side of the other.

    Raises:
        ValueError: shapes do not fit, or losses fall.
    """

    values: Whole
    kinds: Whole
    room: Whole
    losses: Whole
    firms: Whole
    apart: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        lawyers = self.values.shape[1]
        if self.room.shape != (lawyers,) or self.firms.shape != (lawyers,) or self.losses.shape[0] != lawyers:
            raise ValueError("every lawyer has a room, a firm and losses")
        if self.losses.shape[1] < self.room.max(initial=0):
            raise ValueError("a loss for every case a lawyer may get")
        if (np.diff(self.losses, axis=1) < 0).any() or (self.losses < 0).any():
            raise ValueError("losses must not fall, and not be negative")

    @property
    def matters(self) -> int:
        """How many matters wait."""
        return len(self.kinds)

    @cached_property
    def reward(self) -> int:
        """Worth of serving a matter at all: more than any change of scores that serving one more can bring, since
        each of the others loses a score of 1 at most, and one lawyer gets one more case.
        """
        return (self.matters + 1) * POINTS

    def value(self, matter: int, lawyer: int) -> int:
        """The score of a lawyer for a matter as things stand, or :data:`FORBIDDEN`."""
        return int(self.values[self.kinds[matter], lawyer])


@dataclass(frozen=True)
class Plan:
    """Who is asked for which matter.

    Attributes:
        lawyers: lawyer of each matter, or :data:`NOBODY`.
        score: total score, points.
        bound: no plan that serves as many matters has a greater total score; nothing for plans without a proof.
    """

    lawyers: tuple[int, ...]
    score: int
    bound: int | None = None

    @property
    def served(self) -> int:
        """How many matters have a lawyer."""
        return sum(lawyer != NOBODY for lawyer in self.lawyers)

    @property
    def gap(self) -> int | None:
        """What may be missing to the best plan, points; 0 is a proof of optimality."""
        return None if self.bound is None else self.bound - self.score


def score_of(problem: Problem, lawyers: tuple[int, ...]) -> int:
    """Total score of a plan, points.

    Raises:
        ValueError: it breaks a constraint (:func:`violations`).
    """
    if broken := violations(problem, lawyers):
        raise ValueError("; ".join(broken))
    counts = Counter(lawyer for lawyer in lawyers if lawyer != NOBODY)
    scores = sum(problem.value(matter, lawyer) for matter, lawyer in enumerate(lawyers) if lawyer != NOBODY)
    return scores - sum(int(problem.losses[lawyer, :count].sum()) for lawyer, count in counts.items())


def violations(problem: Problem, lawyers: tuple[int, ...]) -> list[str]:
    """Everything about a plan that no plan may have."""
    served = [(matter, lawyer) for matter, lawyer in enumerate(lawyers) if lawyer != NOBODY]
    found = [
        f"matter {matter} is not for lawyer {lawyer}"
        for matter, lawyer in served
        if problem.value(matter, lawyer) < 0
    ]
    counts = Counter(lawyer for _, lawyer in served)
    found += [f"too many for lawyer {lawyer}" for lawyer, count in counts.items() if count > problem.room[lawyer]]
    return found + [f"matters {one} and {other} in one firm" for one, other in together(problem, lawyers)]


def together(problem: Problem, lawyers: tuple[int, ...]) -> list[tuple[int, int]]:
    """Pairs of matters that a plan brings into one firm and that must be apart."""
    firm = [NOBODY if lawyer == NOBODY else int(problem.firms[lawyer]) for lawyer in lawyers]
    return [(one, other) for one, other in problem.apart if firm[one] == firm[other] != NOBODY]


def enemies(problem: Problem) -> dict[int, set[int]]:
    """For each matter those it must be kept apart from."""
    found: dict[int, set[int]] = defaultdict(set)
    for one, other in problem.apart:
        found[one].add(other)
        found[other].add(one)
    return found
