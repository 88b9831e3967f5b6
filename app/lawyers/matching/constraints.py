"""What a matter demands, what is known of a lawyer, and what rules a lawyer out. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from app.contracts.categories import CATEGORIES, CaseCategory, CaseGroup
from app.kernel.calendar import add_months
from app.kernel.dictionaries import labels
from app.lawyers.enums import WorkerKind
from app.lawyers.names import name_key


class Constraint(StrEnum):
    """What rules a lawyer out."""

    OWN_MATTER = "own_matter"
    OPPONENT_IS_CLIENT = "opponent_is_client"
    CLIENT_WAS_OPPONENT = "client_was_opponent"
    RELATIVE_IS_OPPONENT = "relative_is_opponent"
    FIRM_IS_OPPONENT = "firm_is_opponent"
    COLLEAGUE_IN_CONFLICT = "colleague_in_conflict"
    SUSPENDED = "suspended"
    AT_CAPACITY = "at_capacity"
    DECLINED_BEFORE = "declined_before"
    REPLACED_BEFORE = "replaced_before"
    TOO_LITTLE_PRACTICE = "too_little_practice"
    NOT_FOR_MINORS = "not_for_minors"


labels(
    Constraint,
    {
        Constraint.OWN_MATTER: "本人就是当事人",
        Constraint.OPPONENT_IS_CLIENT: "对方是该律师的委托人",
        Constraint.CLIENT_WAS_OPPONENT: "申请人曾是该律师案件的对方",
        Constraint.RELATIVE_IS_OPPONENT: "对方是该律师的近亲属",
        Constraint.FIRM_IS_OPPONENT: "对方就是该律师所在的单位",
        Constraint.COLLEAGUE_IN_CONFLICT: "同一律所的其他律师有利益冲突",
        Constraint.SUSPENDED: "已暂停接受指派",
        Constraint.AT_CAPACITY: "在办案件已满",
        Constraint.DECLINED_BEFORE: "已谢绝过这件案件",
        Constraint.REPLACED_BEFORE: "这件案件更换掉的律师",
        Constraint.TOO_LITTLE_PRACTICE: "刑事辩护经历不够",
        Constraint.NOT_FOR_MINORS: "没有登记熟悉未成年人身心特点",
    },
)

SOURCES: Mapping[Constraint, str] = {
    Constraint.OWN_MATTER: "律师法 39",
    Constraint.OPPONENT_IS_CLIENT: "律师法 39",
    Constraint.CLIENT_WAS_OPPONENT: "律师法 39",
    Constraint.RELATIVE_IS_OPPONENT: "律师法 39",
    Constraint.FIRM_IS_OPPONENT: "律师法 23、39；律师执业行为规范 51",
    Constraint.COLLEAGUE_IN_CONFLICT: "律师法 23、39；律师执业行为规范 51、52",
    Constraint.SUSPENDED: "名册管理（内部）",
    Constraint.AT_CAPACITY: "承办上限（内部）",
    Constraint.DECLINED_BEFORE: "派案规则（内部）",
    Constraint.REPLACED_BEFORE: "法律援助法 55",
    Constraint.TOO_LITTLE_PRACTICE: "法律援助法 26",
    Constraint.NOT_FOR_MINORS: "148号令 26；未成年人保护法 104",
}


@dataclass(frozen=True, slots=True)
class Demand:
    """What a matter asks for.

    Attributes:
        client_keys, opponent_keys: names of everybody on a side, as :func:`name_key` gives them.
        client_ids: everyone on the client's side who is known as a person.
        today: in Asia/Shanghai, for years of experience.
        excluded_ids: persons who are not to be asked.
        practice_years: years of criminal work the law asks for.
        is_for_minor: who knows the ways of minors comes first.
        must_know_minors: nobody else may be asked.
    """

    category: CaseCategory
    area_code: str
    client_keys: frozenset[str]
    client_ids: frozenset[UUID]
    opponent_keys: frozenset[str]
    today: date
    excluded_ids: frozenset[UUID] = frozenset()
    practice_years: int = 0
    is_for_minor: bool = False
    must_know_minors: bool = False

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
    kind: WorkerKind
    capacity: int
    open_cases: int
    suspended: bool
    specialties: Mapping[CaseGroup, int]
    areas: frozenset[str]
    client_keys: frozenset[str] = frozenset()
    opponent_keys: frozenset[str] = frozenset()
    declined: bool = False
    knows_minors: bool = False
    defence_since: date | None = None


@dataclass(frozen=True, slots=True)
class Exclusion:
    """One constraint that rules a lawyer out, where it comes from, and why in plain Chinese."""

    constraint: Constraint
    source: str
    text: str


def exclusions(demand: Demand, profile: Profile) -> tuple[Exclusion, ...]:
    """Every constraint that rules the lawyer out; none when they may be asked."""
    failed = (constraint for constraint, fails in _CHECKS if fails(demand, profile))
    return tuple(Exclusion(c, SOURCES[c], _because(c, profile)) for c in failed)


def _own_matter(demand: Demand, profile: Profile) -> bool:
    return profile.person_id in demand.client_ids or name_key(profile.name) in demand.opponent_keys


def _opponent_is_client(demand: Demand, profile: Profile) -> bool:
    return not profile.client_keys.isdisjoint(demand.opponent_keys)


def _client_was_opponent(demand: Demand, profile: Profile) -> bool:
    return not profile.opponent_keys.isdisjoint(demand.client_keys)


def _too_little_practice(demand: Demand, profile: Profile) -> bool:
    if demand.practice_years == 0:
        return False
    since = profile.defence_since
    return since is None or add_months(since, 12 * demand.practice_years) > demand.today


_CHECKS: tuple[tuple[Constraint, Callable[[Demand, Profile], bool]], ...] = (
    (Constraint.OWN_MATTER, _own_matter),
    (Constraint.OPPONENT_IS_CLIENT, _opponent_is_client),
    (Constraint.CLIENT_WAS_OPPONENT, _client_was_opponent),
    (Constraint.SUSPENDED, lambda _, profile: profile.suspended),
    (Constraint.AT_CAPACITY, lambda _, profile: profile.open_cases >= profile.capacity),
    (Constraint.DECLINED_BEFORE, lambda _, profile: profile.declined),
    (Constraint.REPLACED_BEFORE, lambda demand, profile: profile.person_id in demand.excluded_ids),
    (Constraint.TOO_LITTLE_PRACTICE, _too_little_practice),
    (Constraint.NOT_FOR_MINORS, lambda demand, profile: demand.must_know_minors and not profile.knows_minors),
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
    Constraint.NOT_FOR_MINORS: "{}没有登记熟悉未成年人身心特点；确需选派的，请说明理由",
}
