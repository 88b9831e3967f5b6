"""The named terms of a score: what each is worth between 0 and 1, and how much each counts. Pure.

One arithmetic, three places: here for one lawyer, in SQL for the shortlist (:mod:`app.lawyers.matching.scoring`)
and in numpy for whole queues. All do the same operations of IEEE 754 doubles in the same order, so that the same
facts give the same points to the last digit; a change here is a change there, and tests compare them.

The shapes of the terms and the default weights are ours, not the law's: 法律援助法 25 and 148号令 25 only name
专业特长, 执业经验 and the recipient's wishes. A centre sets its own weights.
"""

import hashlib
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from uuid import UUID

from app.kernel.areas.codes import UNDER_PROVINCE, parse_code
from app.kernel.dictionaries import labels

YEARS_OF_SPECIALIST = 10
"""Years in a specialty that count in full."""
CASES_HALFWAY = 5
"""Closed cases of the category with which experience is worth 0.5."""
USUAL_QUALITY, USUAL_CASES = 0.7, 5
"""What a lawyer nobody rated yet is taken for, and with how many cases' weight (a Bayesian mean: one bad or one
brilliant case says little)."""
DAYS_OF_REST = 90
"""Days without an offer that count in full."""
POINTS = 1_000_000
"""Points of a score of 1; scores are compared by whole points."""


class Term(StrEnum):
    """Parts of a score, each between 0 and 1, in the order in which they are added up."""

    SPECIALTY = "specialty"
    EXPERIENCE = "experience"
    QUALITY = "quality"
    DISTANCE = "distance"
    LOAD = "load"
    REST = "rest"
    CONTINUITY = "continuity"


labels(
    Term,
    {
        Term.SPECIALTY: "专长",
        Term.EXPERIENCE: "办过的同类案件",
        Term.QUALITY: "办案质量",
        Term.DISTANCE: "离案件所在地的远近",
        Term.LOAD: "手上案件多少",
        Term.REST: "多久没有派案",
        Term.CONTINUITY: "办过有关联的案件",
    },
)


class Related(StrEnum):
    """How a lawyer knows the matter already."""

    SAME_CLIENT = "same_client"
    SAME_OPPONENT = "same_opponent"


RELATED_VALUES: Mapping[Related | None, float] = {Related.SAME_CLIENT: 1.0, Related.SAME_OPPONENT: 0.5, None: 0.0}


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each term counts; only their proportions matter.

    Raises:
        ValueError: a weight is negative or not finite, or all are zero.
    """

    version: str
    specialty: float
    experience: float
    quality: float
    distance: float
    load: float
    rest: float
    continuity: float

    def __post_init__(self) -> None:
        values = [self.of(term) for term in Term]
        if not all(math.isfinite(value) and value >= 0 for value in values) or not sum(values):
            raise ValueError(f"weights {self.version} must be finite, not negative, and not all zero")

    def of(self, term: Term) -> float:
        """The weight of one term."""
        return float(getattr(self, term.value))

    @property
    def total(self) -> float:
        """The sum, added in the order of :class:`Term`."""
        return sum_in_order([self.of(term) for term in Term])


if [field.name for field in fields(Weights)] != ["version", *Term]:
    raise TypeError("every term has a weight, and every weight a term, in one order")

WEIGHTS = Weights(
    "2026-2",
    specialty=0.20,
    experience=0.10,
    quality=0.10,
    distance=0.15,
    load=0.20,
    rest=0.20,
    continuity=0.05,
)
"""Of centres that set none. Load and rest together outweigh all that experience can add, so that nobody who
fits is passed over for ever."""


def specialty_value(years: int | None) -> float:
    """0 without the specialty, 0.5 with it, 1 from ten years on.

    Args:
        years: whole years in the specialty of the case; none without it.
    """
    if years is None:
        return 0.0
    return 0.5 + 0.5 * min(years, YEARS_OF_SPECIALIST) / YEARS_OF_SPECIALIST


def experience_value(cases_done: int) -> float:
    """Closed cases of the very category, with diminishing returns: 5 are worth 0.5, 15 are worth 0.75."""
    return cases_done / (cases_done + CASES_HALFWAY)


def quality_value(quality_sum: float, quality_count: int) -> float:
    """Mean quality of the closed cases of the category, shrunk towards the usual where there are few.

    Args:
        quality_sum: of outcomes and ratings between 0 and 1 (:class:`app.lawyers.records.models.LawyerRecord`).
        quality_count: how many cases have one.
    """
    return (USUAL_QUALITY * USUAL_CASES + quality_sum) / (USUAL_CASES + quality_count)


def distance_value(area_code: str, areas: Collection[str]) -> float:
    """1 where the place, or a division that holds it, is served; 0.5 in the same city, 0.2 in the province."""
    wanted = parse_code(area_code)
    if not {wanted.text, *wanted.ancestors}.isdisjoint(areas):
        return 1.0
    city = wanted.text[:4]
    if city[2:] not in UNDER_PROVINCE and any(code.startswith(city) for code in areas):
        return 0.5
    return 0.2 if any(code.startswith(wanted.text[:2]) for code in areas) else 0.0


def load_value(open_cases: int, capacity: int) -> float:
    """The part of the capacity that is free."""
    return max(capacity - open_cases, 0) / capacity if capacity > 0 else 0.0


def rest_value(idle_days: int | None) -> float:
    """Days since the last offer, as Asia/Shanghai counts them, in full from 90 on and for who was never asked."""
    if idle_days is None:
        return 1.0
    return min(max(idle_days, 0), DAYS_OF_REST) / DAYS_OF_REST


def continuity_value(related: Related | None) -> float:
    """1 for who acts or acted for somebody on the client's side, 0.5 for who acted against this other side."""
    return RELATED_VALUES[related]


def points(values: Sequence[float], weights: Weights) -> int:
    """The weighted mean of the terms in whole points, 0 to 1,000,000.

    Args:
        values: of every term, in the order of :class:`Term`.
    """
    weighted = [weights.of(term) * value for term, value in zip(Term, values, strict=True)]
    return math.floor(sum_in_order(weighted) / weights.total * POINTS + 0.5)


def sum_in_order(values: Sequence[float]) -> float:
    """Plain addition from left to right, which SQL and numpy repeat digit by digit (``sum`` may compensate)."""
    total = values[0]
    for value in values[1:]:
        total += value
    return total


def tie_break(seed: str, lawyer_id: UUID) -> bytes:
    """What orders lawyers of equal points: as good as chance, and the same again for the same seed."""
    return hashlib.sha256(f"{seed}{lawyer_id}".encode()).digest()
