"""What a lawyer is paid for a case (法律援助法 52): a subsidy, line by line, each with its reason. Pure.

Money is integer fen. A percentage of an amount is rounded half up to whole fen; every other step is exact.
The lines of a reckoning add up to its total, which is never negative and never falls when a base rises.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.contracts.categories import CATEGORIES, CaseCategory, CaseGroup
from app.kernel.dictionaries import dictionaries
from app.legal_aid.applying.codes import ForumStage
from app.legal_aid.eligibility.codes import CriminalStage, ForumKind
from app.legal_aid.quality.enums import SERVICES, QualityGrade, RateCode, RateUnit
from app.legal_aid.rules import yuan

LARGEST_RATE_FEN = 100_000_000
"""Not a legal limit: a subsidy of a million yuan is a slip of the keyboard."""
LARGEST_PERCENT = 200
LARGEST_SHARE = 100
LARGEST_PERSONS = 1000

FACTORS: Mapping[QualityGrade, RateCode] = {
    QualityGrade.EXCELLENT: RateCode.GRADE_EXCELLENT,
    QualityGrade.GOOD: RateCode.GRADE_GOOD,
    QualityGrade.QUALIFIED: RateCode.GRADE_QUALIFIED,
    QualityGrade.UNQUALIFIED: RateCode.GRADE_UNQUALIFIED,
}
CRIMINAL_SERVICES: Mapping[CriminalStage, RateCode] = {
    CriminalStage.INVESTIGATION: RateCode.CRIMINAL_INVESTIGATION,
    CriminalStage.PROSECUTION: RateCode.CRIMINAL_PROSECUTION,
    CriminalStage.FIRST_INSTANCE: RateCode.CRIMINAL_FIRST_INSTANCE,
    CriminalStage.SECOND_INSTANCE: RateCode.CRIMINAL_SECOND_INSTANCE,
    CriminalStage.RETRIAL: RateCode.CRIMINAL_RETRIAL,
    CriminalStage.DEATH_REVIEW: RateCode.DEATH_REVIEW,
}
BY_CATEGORY: Mapping[CaseCategory, RateCode] = {
    CaseCategory.ADMINISTRATIVE_REVIEW: RateCode.ADMINISTRATIVE_REVIEW,
    CaseCategory.ADMINISTRATIVE_LITIGATION: RateCode.ADMINISTRATIVE_FIRST_INSTANCE,
}
BY_GROUP: Mapping[CaseGroup, RateCode] = {
    CaseGroup.CRIMINAL: RateCode.CRIMINAL_REPRESENTATION,
    CaseGroup.STATE_COMPENSATION: RateCode.STATE_COMPENSATION,
}
"""Kinds of work that follow from what the case is about, whoever handles the dispute."""
BY_FORUM_STAGE: Mapping[ForumStage | None, RateCode] = {
    ForumStage.ARBITRATION: RateCode.LABOUR_ARBITRATION,
    ForumStage.SECOND_INSTANCE: RateCode.CIVIL_SECOND_INSTANCE,
    ForumStage.RETRIAL: RateCode.CIVIL_RETRIAL,
    ForumStage.ENFORCEMENT: RateCode.CIVIL_ENFORCEMENT,
}
TAX_NOTE = "法律援助补贴免征增值税和个人所得税（法律援助法第五十二条）"


class NoRate(Exception):
    """No rate is in force for this kind of work."""

    def __init__(self, code: RateCode) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class RateInForce:
    """One number of the table as it applies on a day, and the document it comes from."""

    value: int
    source: str
    effective_from: date


Tariff = Mapping[RateCode, RateInForce]


@dataclass(frozen=True, slots=True)
class Work:
    """What was done.

    Attributes:
        service: the kind of work, one of :data:`SERVICES`.
        recipients: people who received the aid in one case, at least one.
        former_lawyers: lawyers who began the case and were replaced.

    Raises:
        ValueError: no such service, no recipient, or a negative count.
    """

    service: RateCode
    recipients: int = 1
    is_cross_county: bool = False
    grade: QualityGrade | None = None
    former_lawyers: int = 0

    def __post_init__(self) -> None:
        if self.service not in SERVICES or self.recipients < 1 or self.former_lawyers < 0:
            raise ValueError("not a piece of work")


@dataclass(frozen=True, slots=True)
class Line:
    """One step: how much, to whom, and why. ``payee`` 0 is the lawyer who closed, then the former ones."""

    code: RateCode
    payee: int
    amount_fen: int
    reason: str


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The lines, in order, and their sum."""

    lines: tuple[Line, ...]
    total_fen: int

    def due_to(self, payee: int) -> int:
        """What one lawyer receives."""
        return sum(line.amount_fen for line in self.lines if line.payee == payee)


def largest(code: RateCode) -> int:
    """The most a rate may be set to."""
    if code is RateCode.FORMER_LAWYER_SHARE:
        return LARGEST_SHARE
    limits = {
        RateUnit.FEN: LARGEST_RATE_FEN,
        RateUnit.PERCENT: LARGEST_PERCENT,
        RateUnit.PERSONS: LARGEST_PERSONS,
    }
    return limits[code.unit]


def percent_of(amount_fen: int, percent: int) -> int:
    """A percentage in whole fen, rounded half up; neither argument is negative."""
    return (amount_fen * percent + 50) // 100


def usual_service(
    category: CaseCategory,
    *,
    forum: ForumKind | None = None,
    forum_stage: ForumStage | None = None,
    criminal_stage: CriminalStage | None = None,
) -> RateCode:
    """The kind of work as the application describes it; the officer who closes the case may say otherwise."""
    group = CATEGORIES[category].group
    if category is CaseCategory.CRIMINAL_DEFENCE:
        return CRIMINAL_SERVICES[criminal_stage or CriminalStage.FIRST_INSTANCE]
    if category is CaseCategory.ADMINISTRATIVE_LITIGATION and forum_stage is ForumStage.SECOND_INSTANCE:
        return RateCode.ADMINISTRATIVE_SECOND_INSTANCE
    if fixed := BY_CATEGORY.get(category) or BY_GROUP.get(group) or BY_FORUM_STAGE.get(forum_stage):
        return fixed
    if forum is ForumKind.ARBITRATION or (forum is None and group is CaseGroup.LABOUR):
        return RateCode.LABOUR_ARBITRATION
    is_lawsuit = forum is None or forum.is_litigation
    return RateCode.CIVIL_FIRST_INSTANCE if is_lawsuit else RateCode.CIVIL_NON_LITIGATION


def reckon(work: Work, tariff: Tariff) -> Reckoning:
    """The subsidy of a case.

    What has no rate adds nothing and takes nothing; only the base must have one.

    Raises:
        NoRate: nothing is set for this kind of work.
    """
    base = tariff.get(work.service)
    if base is None:
        raise NoRate(work.service)
    lines = [
        Line(work.service, 0, base.value, f"{_title(work.service)}，每件 {yuan(base.value)} 元（{_source(base)}）")
    ]
    lines += _extra_recipients(work, tariff)
    lines += _cross_county(work, tariff)
    lines += _quality(work, tariff, sum(line.amount_fen for line in lines))
    total = sum(line.amount_fen for line in lines)
    return Reckoning((*lines, *_shares(work, tariff, total)), total)


def _extra_recipients(work: Work, tariff: Tariff) -> list[Line]:
    rate = tariff.get(RateCode.EXTRA_RECIPIENT)
    extra = work.recipients - 1
    if rate is None or extra == 0:
        return []
    cap = tariff.get(RateCode.EXTRA_RECIPIENTS_COUNTED)
    counted = extra if cap is None else min(extra, cap.value)
    limit = "" if counted == extra else f"，最多计算 {counted} 名"
    reason = f"受援人 {work.recipients} 名，增加 {extra} 名{limit}，每名 {yuan(rate.value)} 元（{_source(rate)}）"
    return [Line(RateCode.EXTRA_RECIPIENT, 0, counted * rate.value, reason)]


def _cross_county(work: Work, tariff: Tariff) -> list[Line]:
    rate = tariff.get(RateCode.CROSS_COUNTY)
    if rate is None or not work.is_cross_county:
        return []
    reason = f"{_title(RateCode.CROSS_COUNTY)}，增加 {yuan(rate.value)} 元（{_source(rate)}）"
    return [Line(RateCode.CROSS_COUNTY, 0, rate.value, reason)]


def _quality(work: Work, tariff: Tariff, subtotal: int) -> list[Line]:
    code = FACTORS[work.grade] if work.grade else None
    rate = tariff.get(code) if code else None
    if code is None or rate is None:
        return []
    change = percent_of(subtotal, rate.value) - subtotal
    reason = f"{_title(code)}，按以上合计的 {rate.value}% 计算（{_source(rate)}）"
    return [Line(code, 0, change, reason)]


def _shares(work: Work, tariff: Tariff, total: int) -> list[Line]:
    """What moves from the lawyer who closed to those before; the lines cancel out."""
    code = RateCode.FORMER_LAWYER_SHARE
    rate = tariff.get(code)
    if rate is None or work.former_lawyers == 0:
        return []
    each = percent_of(total, rate.value) // work.former_lawyers
    why = f"更换前的律师 {work.former_lawyers} 名，共得总额的 {rate.value}%，平均分配（{_source(rate)}）"
    moved = Line(code, 0, -each * work.former_lawyers, why)
    return [moved, *(Line(code, payee, each, why) for payee in range(1, work.former_lawyers + 1))]


def _title(code: RateCode) -> str:
    return dictionaries()["rate_code"][code.value]


def _source(rate: RateInForce) -> str:
    return f"{rate.source}，{rate.effective_from:%Y-%m-%d} 起"
