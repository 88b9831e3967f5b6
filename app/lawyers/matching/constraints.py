"""What a matter demands, what is known of a lawyer, and what rules a lawyer out. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from app.contracts.categories import CATEGORIES, GROUP_TITLES, CaseCategory, CaseGroup
from app.contracts.languages import Language
from app.contracts.sexes import Sex
from app.kernel import statutes
from app.kernel.calendar import add_months
from app.kernel.dictionaries import dictionaries, labels
from app.lawyers.enums import FormerOffice, WorkerKind
from app.lawyers.matching.terms import Related

FORMER_JUDGE_BAN = "lawyers.former_judge_ban"


class Constraint(StrEnum):
    """What rules a lawyer out."""

    OWN_MATTER = "own_matter"
    OPPONENT_IS_CLIENT = "opponent_is_client"
    CLIENT_WAS_OPPONENT = "client_was_opponent"
    RELATIVE_IS_OPPONENT = "relative_is_opponent"
    FIRM_IS_OPPONENT = "firm_is_opponent"
    COLLEAGUE_IN_CONFLICT = "colleague_in_conflict"
    FORMER_OFFICE = "former_office"
    LAWYERS_ONLY = "lawyers_only"
    TOO_LITTLE_PRACTICE = "too_little_practice"
    NOT_FOR_MINORS = "not_for_minors"
    LANGUAGE = "language"
    NOT_A_WOMAN = "not_a_woman"
    SUSPENDED = "suspended"
    ON_LEAVE = "on_leave"
    AT_CAPACITY = "at_capacity"
    WEEK_FULL = "week_full"
    REPLACED_BEFORE = "replaced_before"
    DECLINED_BEFORE = "declined_before"
    EXPIRED_BEFORE = "expired_before"
    NO_SUCH_SPECIALTY = "no_such_specialty"


labels(
    Constraint,
    {
        Constraint.OWN_MATTER: "本人就是当事人",
        Constraint.OPPONENT_IS_CLIENT: "对方是该律师的委托人",
        Constraint.CLIENT_WAS_OPPONENT: "申请人曾是该律师案件的对方",
        Constraint.RELATIVE_IS_OPPONENT: "对方是该律师的近亲属",
        Constraint.FIRM_IS_OPPONENT: "对方就是该律师所在的单位",
        Constraint.COLLEAGUE_IN_CONFLICT: "同一律所的其他律师有利益冲突",
        Constraint.FORMER_OFFICE: "离任法官、检察官未满两年",
        Constraint.LAWYERS_ONLY: "刑事案件只能由律师办理",
        Constraint.TOO_LITTLE_PRACTICE: "刑事辩护经历不够",
        Constraint.NOT_FOR_MINORS: "没有登记熟悉未成年人身心特点",
        Constraint.LANGUAGE: "不会受援人的语言",
        Constraint.NOT_A_WOMAN: "受援人要求女律师",
        Constraint.SUSPENDED: "已暂停接受指派",
        Constraint.ON_LEAVE: "正在休假",
        Constraint.AT_CAPACITY: "在办案件已满",
        Constraint.WEEK_FULL: "本周新案已满",
        Constraint.REPLACED_BEFORE: "这件案件更换掉的律师",
        Constraint.DECLINED_BEFORE: "已谢绝过这件案件",
        Constraint.EXPIRED_BEFORE: "上次没有答复",
        Constraint.NO_SUCH_SPECIALTY: "没有登记这类专长",
    },
)

SOURCES: Mapping[Constraint, str] = {
    Constraint.OWN_MATTER: "律师法 39",
    Constraint.OPPONENT_IS_CLIENT: "律师法 39",
    Constraint.CLIENT_WAS_OPPONENT: "律师法 39",
    Constraint.RELATIVE_IS_OPPONENT: "律师法 39",
    Constraint.FIRM_IS_OPPONENT: "律师法 23、39；律师执业行为规范 51",
    Constraint.COLLEAGUE_IN_CONFLICT: "律师法 23、39；律师执业行为规范 51、52",
    Constraint.FORMER_OFFICE: "律师法 41",
    Constraint.LAWYERS_ONLY: "刑事诉讼法 33",
    Constraint.TOO_LITTLE_PRACTICE: "法律援助法 26",
    Constraint.NOT_FOR_MINORS: "148号令 26；未成年人保护法 104",
    Constraint.LANGUAGE: "民事诉讼法 11；刑事诉讼法 9；法律援助法 45",
    Constraint.NOT_A_WOMAN: "受援人要求（敏感案件）",
    Constraint.SUSPENDED: "名册管理（内部）",
    Constraint.ON_LEAVE: "名册管理（内部）",
    Constraint.AT_CAPACITY: "承办上限（内部）",
    Constraint.WEEK_FULL: "承办上限（内部）",
    Constraint.REPLACED_BEFORE: "法律援助法 55",
    Constraint.DECLINED_BEFORE: "派案规则（内部）",
    Constraint.EXPIRED_BEFORE: "派案规则（内部）",
    Constraint.NO_SUCH_SPECIALTY: "法律援助法 25；派案规则（内部）",
}

RELAXABLE = frozenset({Constraint.EXPIRED_BEFORE, Constraint.NO_SUCH_SPECIALTY})
"""What the officer may set aside: our own rules of good choice. Law, the recipient's wish and capacity stay."""

CONFLICTS = frozenset(
    {
        Constraint.OWN_MATTER,
        Constraint.OPPONENT_IS_CLIENT,
        Constraint.CLIENT_WAS_OPPONENT,
        Constraint.RELATIVE_IS_OPPONENT,
        Constraint.FIRM_IS_OPPONENT,
        Constraint.COLLEAGUE_IN_CONFLICT,
    }
)
"""Found from the parties (:mod:`app.lawyers.conflicts`), given to matching with the profile."""


@dataclass(frozen=True, slots=True)
class Demand:
    """What a matter asks for.

    Attributes:
        today: in Asia/Shanghai, for years of experience, leave and rest.
        excluded_ids: persons who are not to be asked.
        practice_years: years of criminal work the law asks for.
        is_for_minor: who knows the ways of minors comes first.
        must_know_minors: nobody else may be asked.
        is_criminal: only a lawyer may take it.
        language: the only one the recipient can be spoken to in.
        relaxed: constraints of ``RELAXABLE`` that the officer set aside.
    """

    category: CaseCategory
    area_code: str
    today: date
    excluded_ids: frozenset[UUID] = frozenset()
    practice_years: int = 0
    is_for_minor: bool = False
    must_know_minors: bool = False
    is_criminal: bool = False
    language: Language | None = None
    asks_for_woman: bool = False
    relaxed: frozenset[Constraint] = frozenset()

    @property
    def group(self) -> CaseGroup:
        """The specialty that fits."""
        return CATEGORIES[self.category].group

    @property
    def ban_months(self) -> int:
        """Months during which a former judge or prosecutor does not act (律师法 41)."""
        return 12 * statutes.statute(FORMER_JUDGE_BAN, self.today).value


@dataclass(frozen=True, slots=True)
class Record:
    """Closed cases of one category, and how well they went: the sum of qualities between 0 and 1, of so many."""

    cases_done: int = 0
    quality_sum: float = 0.0
    quality_count: int = 0


NO_RECORD = Record()


@dataclass(frozen=True, slots=True)
class Exclusion:
    """One constraint that rules a lawyer out, where it comes from, and why in plain Chinese."""

    constraint: Constraint
    source: str
    text: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a lawyer; the last block concerns the matter at hand.

    Attributes:
        specialties: whole years by specialty.
        areas: division codes served, of any level.
        capacity, open_cases: most cases at once; those offered and not answered, or accepted and not over.
        weekly_capacity, new_this_week: most new ones from Monday to Sunday, none for no limit; those offered
            and not given up.
        records: closed cases by category.
        last_offered_on: the day of the last offer in Asia/Shanghai.
        on_leave_until: the last day of a leave that covers today.
        conflicts: of interest, with the matter.
        declined, expired: this matter, before.
        related: how they know the matter already.
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
    firm_id: UUID | None = None
    sex: Sex = Sex.MAN
    languages: frozenset[Language] = frozenset()
    knows_minors: bool = False
    defence_since: date | None = None
    former_office: FormerOffice | None = None
    left_office_on: date | None = None
    weekly_capacity: int | None = None
    new_this_week: int = 0
    on_leave_until: date | None = None
    last_offered_on: date | None = None
    records: Mapping[CaseCategory, Record] = field(default_factory=dict[CaseCategory, Record])
    conflicts: tuple[Exclusion, ...] = ()
    declined: bool = False
    expired: bool = False
    related: Related | None = None


def exclusions(demand: Demand, profile: Profile) -> tuple[Exclusion, ...]:
    """Every constraint that rules the lawyer out; none when they may be asked."""
    failed = [
        constraint
        for constraint, fails in CHECKS.items()
        if constraint not in demand.relaxed and fails(demand, profile)
    ]
    return profile.conflicts + tuple(Exclusion(c, SOURCES[c], _because(c, demand, profile)) for c in failed)


def _in_former_office(demand: Demand, profile: Profile) -> bool:
    left = profile.left_office_on
    return left is not None and add_months(left, demand.ban_months) > demand.today


def _too_little_practice(demand: Demand, profile: Profile) -> bool:
    if demand.practice_years == 0:
        return False
    since = profile.defence_since
    return since is None or add_months(since, 12 * demand.practice_years) > demand.today


def _week_full(_: Demand, profile: Profile) -> bool:
    return profile.weekly_capacity is not None and profile.new_this_week >= profile.weekly_capacity


CHECKS: Mapping[Constraint, Callable[[Demand, Profile], bool]] = {
    Constraint.FORMER_OFFICE: _in_former_office,
    Constraint.LAWYERS_ONLY: lambda demand, one: demand.is_criminal and one.kind is not WorkerKind.LAWYER,
    Constraint.TOO_LITTLE_PRACTICE: _too_little_practice,
    Constraint.NOT_FOR_MINORS: lambda demand, one: demand.must_know_minors and not one.knows_minors,
    Constraint.LANGUAGE: lambda demand, one: demand.language is not None and demand.language not in one.languages,
    Constraint.NOT_A_WOMAN: lambda demand, one: demand.asks_for_woman and one.sex is not Sex.WOMAN,
    Constraint.SUSPENDED: lambda _, one: one.suspended,
    Constraint.ON_LEAVE: lambda demand, one: one.on_leave_until is not None and one.on_leave_until >= demand.today,
    Constraint.AT_CAPACITY: lambda _, one: one.open_cases >= one.capacity,
    Constraint.WEEK_FULL: _week_full,
    Constraint.REPLACED_BEFORE: lambda demand, one: one.person_id in demand.excluded_ids,
    Constraint.DECLINED_BEFORE: lambda _, one: one.declined,
    Constraint.EXPIRED_BEFORE: lambda _, one: one.expired,
    Constraint.NO_SUCH_SPECIALTY: lambda demand, one: demand.group not in one.specialties,
}
"""Every constraint but conflicts of interest; :mod:`app.lawyers.matching.scoring` says each again in SQL."""


def _because(constraint: Constraint, demand: Demand, profile: Profile) -> str:
    return _WHY[constraint].format(
        name=profile.name,
        open=profile.open_cases,
        capacity=profile.capacity,
        new=profile.new_this_week,
        weekly=profile.weekly_capacity,
        years=demand.practice_years,
        until=chinese_day(profile.on_leave_until),
        left=chinese_day(profile.left_office_on),
        ban=demand.ban_months // 12,
        language=dictionaries()["language"][demand.language] if demand.language else "",
        group=GROUP_TITLES[demand.group],
    )


_WHY: Mapping[Constraint, str] = {
    Constraint.FORMER_OFFICE: "{name}曾任法官或者检察官，{left}离任，未满 {ban} 年",
    Constraint.LAWYERS_ONLY: "{name}不是律师，不能办理刑事案件",
    Constraint.TOO_LITTLE_PRACTICE: "{name}登记的刑事辩护经历不够 {years} 年",
    Constraint.NOT_FOR_MINORS: "{name}没有登记熟悉未成年人身心特点；确需选派的，请说明理由",
    Constraint.LANGUAGE: "{name}没有登记会{language}，受援人只会这种语言",
    Constraint.NOT_A_WOMAN: "受援人要求女律师，{name}不是",
    Constraint.SUSPENDED: "{name}已暂停接受指派",
    Constraint.ON_LEAVE: "{name}休假到 {until}",
    Constraint.AT_CAPACITY: "{name}手上有 {open} 件，上限 {capacity} 件",
    Constraint.WEEK_FULL: "{name}本周已派 {new} 件，每周上限 {weekly} 件",
    Constraint.REPLACED_BEFORE: "这件案件原来由{name}办理，已经更换",
    Constraint.DECLINED_BEFORE: "{name}已经谢绝过这件案件",
    Constraint.EXPIRED_BEFORE: "这件案件问过{name}，没有按时答复",
    Constraint.NO_SUCH_SPECIALTY: "{name}没有登记{group}专长",
}


def chinese_day(day: date | None) -> str:
    """A day as people read it; nothing for none."""
    return f"{day.year} 年 {day.month} 月 {day.day} 日" if day else ""
