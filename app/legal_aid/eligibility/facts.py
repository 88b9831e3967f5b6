"""Everything eligibility may rest on, each fact possibly unknown, and what cannot be true together. Pure.

One shape serves the self-test (hypothetical facts) and an application (its own facts), so that both are
judged by the same rules.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.contracts.categories import CATEGORIES, CaseCategory, CaseGroup
from app.kernel.errors import FieldError
from app.kernel.statutes import VERSIONS
from app.legal_aid.eligibility.codes import (
    Capacity,
    CriminalRole,
    CriminalStage,
    ForumKind,
    NoticeGround,
    PersonStatus,
)

ADULT_AGE = VERSIONS["legal_aid.adult_age"][0].value
ELDERLY_AGE = VERSIONS["legal_aid.elderly_age"][0].value

LARGEST_HOUSEHOLD = 30
"""Not a legal limit: catches typing errors."""
LARGEST_INCOME_FEN = 100_000_000
"""A million yuan a month, likewise."""
OLDEST = 130

ROLES = {
    CaseCategory.CRIMINAL_DEFENCE: frozenset({CriminalRole.SUSPECT}),
    CaseCategory.CRIMINAL_VICTIM: frozenset(
        {CriminalRole.VICTIM, CriminalRole.PRIVATE_PROSECUTOR, CriminalRole.CIVIL_PLAINTIFF}
    ),
    CaseCategory.COMPULSORY_TREATMENT: frozenset({CriminalRole.TREATMENT_RESPONDENT}),
}
"""Who somebody can be in each criminal category."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The hardship line that applies where the application is received: fen a person a month (art. 34)."""

    monthly_fen: int
    effective_from: date
    area_name: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CriminalFacts:
    """What is known of a criminal case; ``grounds`` are those of 法律援助法 art. 25(1)."""

    role: CriminalRole | None = None
    stage: CriminalStage | None = None
    grounds: frozenset[NoticeGround] | None = None
    is_ordinary_procedure: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the person says, and the line in force; ``None`` where nothing is known.

    The statuses are those of whoever receives the aid. Incomes are fen a month; ``opponent_in_household``:
    the other side is a family member living in the same household (148号令 18). ``centre_area`` is the area
    served by the centre that has, or would receive, the application; ``area_names`` are for reading alone.
    """

    category: CaseCategory
    statuses: frozenset[PersonStatus] | None = None
    age_years: int | None = None
    household_size: int | None = None
    household_income_fen: int | None = None
    own_income_fen: int | None = None
    opponent_in_household: bool | None = None
    pledges_hardship: bool | None = None
    agrees_to_data_sharing: bool | None = None
    line: Line | None = None
    has_counsel: bool | None = None
    is_retrial_ordered: bool | None = None
    capacity: Capacity | None = None
    is_detained: bool | None = None
    forum_kind: ForumKind | None = None
    forum_area: str | None = None
    event_area: str | None = None
    centre_area: str | None = None
    criminal: CriminalFacts | None = None
    area_names: Mapping[str, str] = field(default_factory=dict[str, str])

    def area_name(self, code: str) -> str:
        """The full name of an area for reading, or its code."""
        return self.area_names.get(code, code)

    @property
    def group(self) -> CaseGroup:
        """First level of the category."""
        return CATEGORIES[self.category].group

    @property
    def is_minor(self) -> bool | None:
        """未成年人, by status, age or the ground of the criminal case."""
        declared = self._declared(PersonStatus.MINOR) or NoticeGround.MINOR in notice_grounds(self)
        return declared or (None if self.age_years is None else self.age_years < ADULT_AGE)

    @property
    def is_elderly(self) -> bool | None:
        """老年人, by status or age."""
        declared = self._declared(PersonStatus.ELDERLY)
        return declared or (None if self.age_years is None else self.age_years >= ELDERLY_AGE)

    def is_(self, *statuses: PersonStatus) -> bool:
        """Whether the person is known to be one of these."""
        return self.statuses is not None and not self.statuses.isdisjoint(statuses)

    def _declared(self, status: PersonStatus) -> bool | None:
        if self.is_(status):
            return True
        return None if self.statuses is None else False


def notice_grounds(facts: Facts) -> frozenset[NoticeGround]:
    """The grounds of art. 25(1) that are known for a defendant: those named, and those that follow."""
    if facts.category is not CaseCategory.CRIMINAL_DEFENCE:
        return frozenset()
    criminal = facts.criminal or CriminalFacts()
    grounds = set(criminal.grounds or ())
    if criminal.stage is CriminalStage.DEATH_REVIEW:
        grounds.add(NoticeGround.DEATH_REVIEW)
    if facts.is_(PersonStatus.MINOR) or (facts.age_years is not None and facts.age_years < ADULT_AGE):
        grounds.add(NoticeGround.MINOR)
    return frozenset(grounds)


def contradictions(facts: Facts) -> Sequence[FieldError]:
    """Facts that cannot be true together, all at once."""
    return [*_of_the_person(facts), *_of_the_household(facts), *_of_the_case(facts)]


def _of_the_person(facts: Facts) -> Iterator[FieldError]:
    age = facts.age_years
    if facts.is_(PersonStatus.MINOR) and facts.is_(PersonStatus.ELDERLY):
        yield FieldError("statuses", "contradiction", "不满十八周岁和六十周岁以上不能同时选择")
    if age is not None and facts.is_(PersonStatus.MINOR) and age >= ADULT_AGE:
        yield FieldError("age_years", "contradiction", f"选了不满十八周岁，年龄却是 {age} 周岁，请核对")
    if age is not None and facts.is_(PersonStatus.ELDERLY) and age < ELDERLY_AGE:
        yield FieldError("age_years", "contradiction", f"选了六十周岁以上，年龄却是 {age} 周岁，请核对")
    grounds = (facts.criminal and facts.criminal.grounds) or frozenset()
    is_adult = facts.is_(PersonStatus.ELDERLY) or (age is not None and age >= ADULT_AGE)
    if NoticeGround.MINOR in grounds and is_adult:
        yield FieldError("criminal.grounds", "contradiction", "选了未成年人，年龄却已经成年，请核对")
    if {NoticeGround.MINOR, NoticeGround.INCAPABLE_ADULT} <= grounds:
        yield FieldError("criminal.grounds", "contradiction", "未成年人和成年人不能同时选择")


def _of_the_household(facts: Facts) -> Iterator[FieldError]:
    size, household, own = facts.household_size, facts.household_income_fen, facts.own_income_fen
    if household is not None and own is not None and own > household:
        yield FieldError("own_income_fen", "contradiction", "本人收入不能多于全家收入")
    if size == 1 and household is not None and own is not None and own < household:
        yield FieldError("household_income_fen", "contradiction", "家里只有一个人，全家收入应当等于本人收入")
    if size == 1 and facts.opponent_in_household:
        yield FieldError("opponent_in_household", "contradiction", "对方和您一起生活的，家里至少有两个人")


def _of_the_case(facts: Facts) -> Iterator[FieldError]:
    criminal = facts.criminal
    if criminal is None:
        return
    roles = ROLES.get(facts.category)
    if roles is None:
        yield FieldError("criminal", "not_for_category", "只有刑事案件才填写刑事案件的情况")
        return
    if criminal.role is not None and criminal.role not in roles:
        yield FieldError("criminal.role", "not_for_category", "这个身份和案件类型不一致，请核对")
    if criminal.grounds and facts.category is not CaseCategory.CRIMINAL_DEFENCE:
        yield FieldError("criminal.grounds", "not_for_category", "只有犯罪嫌疑人、被告人才填写这一项")
    stage, grounds = criminal.stage, criminal.grounds or frozenset()
    if NoticeGround.DEATH_REVIEW in grounds and stage not in {None, CriminalStage.DEATH_REVIEW}:
        yield FieldError("criminal.stage", "contradiction", "死刑复核案件的阶段应当是死刑复核")
    if NoticeGround.IN_ABSENTIA in grounds and stage is not None and not stage.is_trial:
        yield FieldError("criminal.stage", "contradiction", "缺席审判只发生在法院审判阶段")
    if criminal.is_ordinary_procedure and stage is not None and not stage.is_trial:
        yield FieldError("criminal.is_ordinary_procedure", "contradiction", "普通程序只发生在法院审判阶段")
