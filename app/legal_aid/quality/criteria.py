"""The form on which a peer assesses a case, and the grade that follows from it. Data and pure functions.

Practice, not law: 法律援助法 57 orders quality standards and third-party assessment, their numbers are set by
the administration. Each version applies from its day on; an assessment keeps the version it began with.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.kernel.errors import FieldError
from app.legal_aid.quality.enums import CriterionCode, QualityGrade

FULL_TENTHS = 1000
"""A hundred points, in tenths of a point."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of the form.

    Attributes:
        guide: what to look for, in plain Chinese.
        most: points that can be given, from 0 in whole points.
        weight: what one point counts for; only the proportions between criteria matter.
        may_not_apply: whether it can be left out (no hearing took place); the rest then counts for the whole.
    """

    code: CriterionCode
    guide: str
    most: int
    weight: int
    may_not_apply: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """One version of the form; thresholds are the least tenths of a point for a grade, the best first."""

    version: str
    effective_from: date
    criteria: tuple[Criterion, ...]
    thresholds: tuple[tuple[QualityGrade, int], ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """Points for one criterion; none where it does not apply."""

    criterion: CriterionCode
    points: int | None
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """Total in tenths of a point out of a hundred, and the grade."""

    total_tenths: int
    grade: QualityGrade


_C, _G = CriterionCode, QualityGrade

FORMS: tuple[Form, ...] = (
    Form(
        version="2026-1",
        effective_from=date(2026, 1, 1),
        criteria=(
            Criterion(_C.MEETING, "及时会见、约见受援人，问清事实，讲明风险，有笔录和签名", 10, 15),
            Criterion(_C.EVIDENCE, "按案件需要调查取证、阅卷，关键事实有证据", 10, 20, may_not_apply=True),
            Criterion(_C.DOCUMENTS, "起诉状、仲裁申请书、代理词、辩护词等准确完整", 10, 20),
            Criterion(_C.HEARING, "按时出庭、参加仲裁或者调解，充分发表意见", 10, 20, may_not_apply=True),
            Criterion(_C.REPORTING, "向受援人通报进展，重要情况及时报告法律援助机构", 10, 15),
            Criterion(_C.CLOSING, "结案报告和归档材料齐全、及时", 10, 10),
        ),
        thresholds=((_G.EXCELLENT, 900), (_G.GOOD, 750), (_G.QUALIFIED, 600), (_G.UNQUALIFIED, 0)),
    ),
)


def form_on(day: date) -> Form:
    """The form in force on a day; the first one for days before it."""
    in_force = [form for form in FORMS if form.effective_from <= day]
    return max(in_force, key=lambda form: form.effective_from) if in_force else FORMS[0]


def form_of(version: str) -> Form:
    """The form of an assessment.

    Raises:
        KeyError: no such version.
    """
    return {form.version: form for form in FORMS}[version]


def problems(form: Form, marks: Sequence[Mark]) -> list[FieldError]:
    """Everything wrong with the marks: missing or named twice, above the most, left out though it applies."""
    found: list[FieldError] = []
    given = [mark.criterion for mark in marks]
    for criterion in form.criteria:
        if given.count(criterion.code) == 0:
            found.append(FieldError(f"scores.{criterion.code}", "missing", "这一项没有打分"))
        elif given.count(criterion.code) > 1:
            found.append(FieldError(f"scores.{criterion.code}", "twice", "这一项打了两次分"))
    by_code = {criterion.code: criterion for criterion in form.criteria}
    for mark in marks:
        criterion = by_code.get(mark.criterion)
        if criterion is None:
            found.append(FieldError(f"scores.{mark.criterion}", "unknown", "评估表没有这一项"))
        elif mark.points is None and not criterion.may_not_apply:
            found.append(FieldError(f"scores.{mark.criterion}", "applies", "这一项必须打分"))
        elif mark.points is not None and not 0 <= mark.points <= criterion.most:
            message = f"这一项的分数应当在 0 到 {criterion.most} 之间"
            found.append(FieldError(f"scores.{mark.criterion}", "range", message))
    return found


def grade(form: Form, marks: Sequence[Mark]) -> Result:
    """The weighted share of the points that could be given, in tenths rounded half up, and its grade.

    Raises:
        ValueError: :func:`problems` finds something, or nothing applies.
    """
    if problems(form, marks):
        raise ValueError("the marks do not fit the form")
    weights: Mapping[CriterionCode, Criterion] = {criterion.code: criterion for criterion in form.criteria}
    applied = [(weights[mark.criterion], mark.points) for mark in marks if mark.points is not None]
    could = sum(criterion.weight * criterion.most for criterion, _ in applied)
    if could == 0:
        raise ValueError("nothing applies")
    given = sum(criterion.weight * points for criterion, points in applied)
    total = (2 * given * FULL_TENTHS + could) // (2 * could)
    return Result(total, next(grade for grade, least in form.thresholds if total >= least))
