"""Who fits a matter, and why: hard constraints first, then a score from named terms. Pure.

Same inputs, same ranking: scores are rounded to six places and ties go to the smaller lawyer id. The officer
decides; this only proposes (个人信息保护法 24), with a reason for every place and for every exclusion.
"""

import math
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from uuid import UUID

from app.contracts.categories import CATEGORIES, GROUP_TITLES, CaseCategory, CaseGroup
from app.contracts.lawyers import Candidate, Reason
from app.kernel.areas.codes import UNDER_PROVINCE, parse_code
from app.kernel.dictionaries import labels

YEARS_OF_SPECIALIST = 10
"""Years in a specialty that count in full."""
YEARS_OF_VETERAN = 15
"""Years since the licence that count in full."""


class Constraint(StrEnum):
    """What rules a lawyer out."""

    OWN_MATTER = "own_matter"
    OPPONENT_IS_CLIENT = "opponent_is_client"
    CLIENT_WAS_OPPONENT = "client_was_opponent"
    SUSPENDED = "suspended"
    AT_CAPACITY = "at_capacity"
    DECLINED_BEFORE = "declined_before"
    REPLACED_BEFORE = "replaced_before"
    TOO_LITTLE_PRACTICE = "too_little_practice"


class Term(StrEnum):
    """Parts of a score, each between 0 and 1."""

    SPECIALTY = "specialty"
    LOAD = "load"
    AREA = "area"
    EXPERIENCE = "experience"


labels(
    Constraint,
    {
        Constraint.OWN_MATTER: "本人就是当事人",
        Constraint.OPPONENT_IS_CLIENT: "对方是该律师的委托人",
        Constraint.CLIENT_WAS_OPPONENT: "申请人曾是该律师案件的对方",
        Constraint.SUSPENDED: "已暂停接受指派",
        Constraint.AT_CAPACITY: "在办案件已满",
        Constraint.DECLINED_BEFORE: "已谢绝过这件案件",
        Constraint.REPLACED_BEFORE: "这件案件更换掉的律师",
        Constraint.TOO_LITTLE_PRACTICE: "刑事辩护经历不够",
    },
)
labels(Term, {Term.SPECIALTY: "专长", Term.LOAD: "工作量", Term.AREA: "服务地区", Term.EXPERIENCE: "执业经验"})

SOURCES: Mapping[Constraint, str] = {
    Constraint.OWN_MATTER: "律师法 39",
    Constraint.OPPONENT_IS_CLIENT: "律师法 39",
    Constraint.CLIENT_WAS_OPPONENT: "律师法 39",
    Constraint.SUSPENDED: "名册管理（内部）",
    Constraint.AT_CAPACITY: "承办上限（内部）",
    Constraint.DECLINED_BEFORE: "派案规则（内部）",
    Constraint.REPLACED_BEFORE: "法律援助法 55",
    Constraint.TOO_LITTLE_PRACTICE: "法律援助法 26",
}


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
    experience: float

    def __post_init__(self) -> None:
        values = [self.of(term) for term in Term]
        if not all(math.isfinite(value) and value >= 0 for value in values) or not sum(values):
            raise ValueError(f"weights {self.version} must be finite, not negative, and not all zero")

    def of(self, term: Term) -> float:
        """The weight of one term."""
        return float(getattr(self, term.value))


if {field.name for field in fields(Weights)} != {"version", *Term}:
    raise TypeError("every term has a weight, and every weight a term")

WEIGHTS = Weights("2026-1", specialty=0.5, load=0.25, area=0.15, experience=0.1)


@dataclass(frozen=True, slots=True)
class Demand:
    """What a matter asks for.

    Attributes:
        client_key, opponent_keys: names as :func:`name_key` gives them.
        year: the present year in Asia/Shanghai, for years of experience.
        other_client_keys, other_client_ids: everyone else on the client's side.
        excluded_ids: persons who are not to be asked.
        practice_years: years of criminal work the law asks for.
    """

    category: CaseCategory
    area_code: str
    client_id: UUID
    client_key: str
    opponent_keys: frozenset[str]
    year: int
    other_client_keys: frozenset[str] = frozenset()
    other_client_ids: frozenset[UUID] = frozenset()
    excluded_ids: frozenset[UUID] = frozenset()
    practice_years: int = 0

    @property
    def client_keys(self) -> frozenset[str]:
        """Everyone's names on the client's side."""
        return self.other_client_keys | {self.client_key}

    @property
    def client_ids(self) -> frozenset[UUID]:
        """Everyone on the client's side who is known as a person."""
        return self.other_client_ids | {self.client_id}

    @property
    def group(self) -> CaseGroup:
        """The specialty that fits."""
        return CATEGORIES[self.category].group


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a lawyer.

    Attributes:
        specialties: years by specialty.
        areas: division codes served, of any level.
        capacity, open_cases: most cases at once; those offered and not answered, or accepted and not over.
        client_keys, client_ids: those the lawyer acts or acted for; names alone for cases before this product.
        opponent_keys: the other sides of those cases. All three may be cut to the parties of the demand.
    """

    lawyer_id: UUID
    person_id: UUID
    name: str
    firm: str
    licensed_year: int
    capacity: int
    open_cases: int
    suspended: bool
    specialties: Mapping[CaseGroup, int]
    areas: frozenset[str]
    client_keys: frozenset[str] = frozenset()
    opponent_keys: frozenset[str] = frozenset()
    declined: bool = False


@dataclass(frozen=True, slots=True)
class Exclusion:
    """One constraint that rules a lawyer out, where it comes from, and why in plain Chinese."""

    constraint: Constraint
    source: str
    text: str


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


def name_key(name: str) -> str:
    """A name as it is compared: one width, no spaces, brackets or other marks, one case."""
    return "".join(c for c in unicodedata.normalize("NFKC", name).casefold() if c.isalnum())


def rank(demand: Demand, profiles: Iterable[Profile], weights: Weights = WEIGHTS) -> Ranking:
    """Propose lawyers for a demand; the order of ``profiles`` does not matter."""
    candidates: list[Candidate] = []
    excluded: list[Excluded] = []
    for profile in profiles:
        if found := exclusions(demand, profile):
            excluded.append(Excluded(profile.lawyer_id, profile.name, found))
        else:
            candidates.append(score(demand, profile, weights))
    candidates.sort(key=lambda candidate: (-candidate.score, candidate.lawyer_id))
    excluded.sort(key=lambda item: item.lawyer_id)
    return Ranking(tuple(candidates), tuple(excluded), weights.version)


def exclusions(demand: Demand, profile: Profile) -> tuple[Exclusion, ...]:
    """Every constraint that rules the lawyer out; none when they may be asked."""
    failed = (constraint for constraint, fails in _CHECKS if fails(demand, profile))
    return tuple(Exclusion(c, SOURCES[c], _because(c, profile)) for c in failed)


def score(demand: Demand, profile: Profile, weights: Weights = WEIGHTS) -> Candidate:
    """The lawyer's weighted mean of terms, with one reason a term, heaviest term first."""
    reasons = [Reason(term.value, round(value, 6), text) for term, value, text in _terms(demand, profile)]
    total = math.fsum(weights.of(term) for term in Term)
    weighted = math.fsum(weights.of(Term(reason.code)) * reason.value for reason in reasons)
    reasons.sort(key=lambda reason: -weights.of(Term(reason.code)))
    return Candidate(profile.lawyer_id, profile.name, profile.firm, round(weighted / total, 6), tuple(reasons))


def _own_matter(demand: Demand, profile: Profile) -> bool:
    return profile.person_id in demand.client_ids or name_key(profile.name) in demand.opponent_keys


def _opponent_is_client(demand: Demand, profile: Profile) -> bool:
    return not profile.client_keys.isdisjoint(demand.opponent_keys)


def _client_was_opponent(demand: Demand, profile: Profile) -> bool:
    return not profile.opponent_keys.isdisjoint(demand.client_keys)


def _too_little_practice(demand: Demand, profile: Profile) -> bool:
    return profile.specialties.get(CaseGroup.CRIMINAL, 0) < demand.practice_years


_CHECKS: tuple[tuple[Constraint, Callable[[Demand, Profile], bool]], ...] = (
    (Constraint.OWN_MATTER, _own_matter),
    (Constraint.OPPONENT_IS_CLIENT, _opponent_is_client),
    (Constraint.CLIENT_WAS_OPPONENT, _client_was_opponent),
    (Constraint.SUSPENDED, lambda _, profile: profile.suspended),
    (Constraint.AT_CAPACITY, lambda _, profile: profile.open_cases >= profile.capacity),
    (Constraint.DECLINED_BEFORE, lambda _, profile: profile.declined),
    (Constraint.REPLACED_BEFORE, lambda demand, profile: profile.person_id in demand.excluded_ids),
    (Constraint.TOO_LITTLE_PRACTICE, _too_little_practice),
)


def _because(constraint: Constraint, profile: Profile) -> str:
    if constraint is Constraint.AT_CAPACITY:
        return f"{profile.name}手上有 {profile.open_cases} 件，上限 {profile.capacity} 件"
    return _WHY[constraint].format(profile.name)


_WHY: Mapping[Constraint, str] = {
    Constraint.OWN_MATTER: "{}是这件案件的当事人，或者与对方同名",
    Constraint.OPPONENT_IS_CLIENT: "对方是{}的委托人，或者与其委托人同名",
    Constraint.CLIENT_WAS_OPPONENT: "申请人是{}所办案件的对方，或者与对方同名",
    Constraint.SUSPENDED: "{}已暂停接受指派",
    Constraint.DECLINED_BEFORE: "{}已经谢绝过这件案件",
    Constraint.REPLACED_BEFORE: "这件案件原来由{}办理，已经更换",
    Constraint.TOO_LITTLE_PRACTICE: "{}登记的刑事辩护经历不够法定年限",
}


def _terms(demand: Demand, profile: Profile) -> tuple[tuple[Term, float, str], ...]:
    return (
        _specialty(demand, profile),
        _load(profile),
        _area(demand, profile),
        _experience(demand, profile),
    )


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


def _experience(demand: Demand, profile: Profile) -> tuple[Term, float, str]:
    """Years since the licence; full from fifteen on."""
    years = max(demand.year - profile.licensed_year, 0)
    text = f"执业 {years} 年" if years else "执业不满 1 年"
    return Term.EXPERIENCE, min(years, YEARS_OF_VETERAN) / YEARS_OF_VETERAN, text
