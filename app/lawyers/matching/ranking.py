"""Who fits a matter, and why: hard constraints first, then a score from named terms. Pure.

Same inputs, same ranking: scores are rounded to six places and ties go to the smaller lawyer id. The officer
decides; this only proposes (个人信息保护法 24), with a reason for every place and for every exclusion.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, fields
from enum import StrEnum
from uuid import UUID

from app.contracts.categories import GROUP_TITLES
from app.contracts.lawyers import Candidate, Reason
from app.kernel.areas.codes import UNDER_PROVINCE, parse_code
from app.kernel.dictionaries import labels
from app.lawyers.matching.constraints import Demand, Exclusion, Profile, exclusions

YEARS_OF_SPECIALIST = 10
"""Years in a specialty that count in full."""
KNOWS_MINORS = "knows_minors"
"""Code of the reason that a minor's case adds."""


class Term(StrEnum):
    """Parts of a score, each between 0 and 1."""

    SPECIALTY = "specialty"
    LOAD = "load"
    AREA = "area"


labels(Term, {Term.SPECIALTY: "专长", Term.LOAD: "工作量", Term.AREA: "服务地区"})


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each term counts; only their proportions matter.

    Raises:
        ValueError: a weight is negative or not finite, or all are zero.
    """

    version: str
    specialty: float
    load: float
    area: float

    def __post_init__(self) -> None:
        values = [self.of(term) for term in Term]
        if not all(math.isfinite(value) and value >= 0 for value in values) or not sum(values):
            raise ValueError(f"weights {self.version} must be finite, not negative, and not all zero")

    def of(self, term: Term) -> float:
        """The weight of one term."""
        return float(getattr(self, term.value))


if {field.name for field in fields(Weights)} != {"version", *Term}:
    raise TypeError("every term has a weight, and every weight a term")

WEIGHTS = Weights("2026-1", specialty=0.5, load=0.25, area=0.25)


@dataclass(frozen=True, slots=True)
class Excluded:
    """A lawyer who cannot be proposed, with every constraint in the way."""

    lawyer_id: UUID
    name: str
    exclusions: tuple[Exclusion, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Candidates, best first, and those ruled out, by id."""

    candidates: tuple[Candidate, ...]
    excluded: tuple[Excluded, ...]
    weights_version: str


def rank(demand: Demand, profiles: Iterable[Profile], weights: Weights = WEIGHTS) -> Ranking:
    """Propose lawyers for a demand; the order of ``profiles`` does not matter. A minor's case is proposed to those
    who know the ways of minors before anybody else, whatever their score.
    """
    candidates: list[Candidate] = []
    excluded: list[Excluded] = []
    first: set[UUID] = set()
    for profile in profiles:
        if demand.is_for_minor and profile.knows_minors:
            first.add(profile.lawyer_id)
        if found := exclusions(demand, profile):
            excluded.append(Excluded(profile.lawyer_id, profile.name, found))
        else:
            candidates.append(score(demand, profile, weights))
    candidates.sort(key=lambda one: (one.lawyer_id not in first, -one.score, one.lawyer_id))
    excluded.sort(key=lambda item: item.lawyer_id)
    return Ranking(tuple(candidates), tuple(excluded), weights.version)


def score(demand: Demand, profile: Profile, weights: Weights = WEIGHTS) -> Candidate:
    """The lawyer's weighted mean of terms, with one reason a term, heaviest term first; in a minor's case it is
    said before all of them whether the lawyer knows minors, which is a duty and no part of the score.
    """
    reasons = [Reason(term.value, round(value, 6), text) for term, value, text in _terms(demand, profile)]
    total = math.fsum(weights.of(term) for term in Term)
    weighted = math.fsum(weights.of(Term(reason.code)) * reason.value for reason in reasons)
    reasons.sort(key=lambda reason: -weights.of(Term(reason.code)))
    if demand.is_for_minor:
        reasons.insert(0, _minors(profile))
    return Candidate(profile.lawyer_id, profile.name, profile.firm, round(weighted / total, 6), tuple(reasons))


def _terms(demand: Demand, profile: Profile) -> tuple[tuple[Term, float, str], ...]:
    return (
        _specialty(demand, profile),
        _load(profile),
        _area(demand, profile),
    )


def _minors(profile: Profile) -> Reason:
    if profile.knows_minors:
        return Reason(KNOWS_MINORS, 1.0, "熟悉未成年人身心特点")
    return Reason(KNOWS_MINORS, 0.0, "没有登记熟悉未成年人身心特点，选派要说明理由")


def _specialty(demand: Demand, profile: Profile) -> tuple[Term, float, str]:
    """0 without the specialty, 0.5 with it, 1 from ten years on."""
    title = GROUP_TITLES[demand.group]
    years = profile.specialties.get(demand.group)
    if years is None:
        return Term.SPECIALTY, 0.0, f"没有登记{title}专长"
    value = 0.5 + 0.5 * min(years, YEARS_OF_SPECIALIST) / YEARS_OF_SPECIALIST
    return Term.SPECIALTY, value, f"专长{title}，做了 {years} 年" if years else f"专长{title}，不满 1 年"


def _load(profile: Profile) -> tuple[Term, float, str]:
    """The part of the capacity that is free."""
    free = max(profile.capacity - profile.open_cases, 0)
    text = f"手上 {profile.open_cases} 件，还能接 {free} 件"
    return Term.LOAD, free / profile.capacity if profile.capacity else 0.0, text


def _area(demand: Demand, profile: Profile) -> tuple[Term, float, str]:
    """1 where the place, or a division that holds it, is served; 0.5 in the same city, 0.2 in the province."""
    wanted = parse_code(demand.area_code)
    if not profile.areas.isdisjoint((wanted.text, *wanted.ancestors)):
        return Term.AREA, 1.0, "服务案件所在地"
    city = wanted.text[:4]
    if city[2:] not in UNDER_PROVINCE and any(code.startswith(city) for code in profile.areas):
        return Term.AREA, 0.5, "服务同市的其他县区"
    if any(code.startswith(wanted.text[:2]) for code in profile.areas):
        return Term.AREA, 0.2, "服务同省的其他地方"
    return Term.AREA, 0.0, "不在案件所在省"
