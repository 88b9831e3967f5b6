"""A peer's form: what it refuses, and the grade that follows from the points."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.legal_aid.quality.criteria import FORMS, Mark, form_of, form_on, grade, problems
from app.legal_aid.quality.enums import CriterionCode, QualityGrade

FORM = FORMS[0]
CODES = [criterion.code for criterion in FORM.criteria]


def marks(points: int | None = 8, **changes: int | None) -> list[Mark]:
    return [Mark(code, changes.get(code.value, points)) for code in CODES]


@pytest.mark.parametrize(
    ("points", "expected", "tenths"),
    [
        (10, QualityGrade.EXCELLENT, 1000),
        (8, QualityGrade.GOOD, 800),
        (6, QualityGrade.QUALIFIED, 600),
        (5, QualityGrade.UNQUALIFIED, 500),
        (0, QualityGrade.UNQUALIFIED, 0),
    ],
)
def test_grade_follows_from_the_points(points: int, expected: QualityGrade, tenths: int) -> None:
    result = grade(FORM, marks(points))
    assert (result.grade, result.total_tenths) == (expected, tenths)


def test_what_does_not_apply_is_left_out_of_the_whole() -> None:
    assert grade(FORM, marks(9, hearing=None, evidence=None)).total_tenths == 900


def test_every_problem_is_named_at_once() -> None:
    given_marks = [mark for mark in marks(meeting=None, documents=11, closing=-1) if mark.criterion != "reporting"]
    assert {(p.field, p.rule) for p in problems(FORM, [*given_marks, given_marks[1]])} == {
        ("scores.reporting", "missing"),
        ("scores.evidence", "twice"),
        ("scores.meeting", "applies"),
        ("scores.documents", "range"),
        ("scores.closing", "range"),
    }


def test_marks_that_do_not_fit_are_not_graded() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        grade(FORM, marks(11))


def test_forms_are_dated_and_known_by_version() -> None:
    assert form_on(date(2026, 7, 1)) is form_of("2026-1")
    assert form_on(date(2020, 1, 1)) is FORM
    with pytest.raises(KeyError):
        form_of("1999-1")


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.version)
def test_every_form_is_complete(form: object) -> None:
    assert form in FORMS
    assert set(CODES) == set(CriterionCode)
    assert [least for _, least in FORM.thresholds][-1] == 0
    assert all(better > worse for (_, better), (_, worse) in pairwise(FORM.thresholds))
    assert sum(criterion.weight for criterion in FORM.criteria) == 100


points = st.lists(st.integers(0, 10), min_size=len(CODES), max_size=len(CODES))


@given(points, st.integers(0, len(CODES) - 1))
def test_a_point_more_never_grades_lower(given_points: list[int], which: int) -> None:
    before = grade(FORM, [Mark(code, value) for code, value in zip(CODES, given_points, strict=True)])
    raised = [min(10, value + (place == which)) for place, value in enumerate(given_points)]
    after = grade(FORM, [Mark(code, value) for code, value in zip(CODES, raised, strict=True)])
    assert 0 <= before.total_tenths <= after.total_tenths <= 1000
