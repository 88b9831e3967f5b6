"""Limits of a wage claim, case numbers, the time to answer an offer, names in lists."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.identity.surnames import surname_only
from app.kernel.statutes import statute
from app.legal_aid.enums import TerminationGround
from app.legal_aid.rules import (
    EARLIEST_MONTH,
    case_number,
    month_text,
    parse_month,
    period_problems,
    remedy,
    termination_basis,
    yuan,
)

TODAY = date(2026, 7, 15)
MONTHS = st.dates(date(1900, 1, 1), date(2100, 1, 1)).map(lambda day: day.replace(day=1))
AT = datetime(2026, 7, 15, 1, tzinfo=UTC)


@given(MONTHS)
def test_month_survives_being_written_and_read(month: date) -> None:
    assert parse_month(month_text(month)) == month


@pytest.mark.parametrize(
    "text", ["2026-00", "2026-13", "2026-1", "26-01", "2026-01-01", "２０２６-01", "", "2026-01\n"]
)
def test_other_text_is_no_month(text: str) -> None:
    with pytest.raises(ValueError, match="月份"):
        parse_month(text)


@given(MONTHS, MONTHS)
def test_period_is_right_exactly_when_ordered_past_and_plausible(first: date, last: date) -> None:
    fine = EARLIEST_MONTH <= first <= last <= TODAY.replace(day=1)
    assert (period_problems(first, last, TODAY) == []) == fine


def test_every_problem_of_a_period_is_told() -> None:
    problems = period_problems(date(2026, 9, 1), date(2026, 8, 1), TODAY)
    assert [(p.field, p.rule) for p in problems] == [
        ("period_from", "not_future"),
        ("period_to", "not_future"),
        ("period_to", "order"),
    ]


def test_present_month_may_be_claimed() -> None:
    assert period_problems(date(2026, 7, 1), date(2026, 7, 1), TODAY) == []


def test_number_is_written_as_on_papers() -> None:
    assert case_number(2026, 12) == "〔2026〕法援字第00012号"
    assert case_number(2026, 123456) == "〔2026〕法援字第123456号"


@pytest.mark.parametrize(("fen", "text"), [(1, "0.01"), (100, "1.00"), (18_600_000, "186,000.00")])
def test_fen_are_read_as_yuan(fen: int, text: str) -> None:
    assert yuan(fen) == text


def test_remedy_names_bureau_periods_and_articles() -> None:
    text = remedy("西湖区司法局", statute("legal_aid.object", TODAY), statute("legal_aid.review_objection", TODAY))
    assert "自收到决定之日起15日内向西湖区司法局提出" in text
    assert "自收到异议之日起5日内审查" in text
    assert len(text) <= 500


@pytest.mark.parametrize("ground", TerminationGround)
def test_every_ground_of_termination_has_its_item(ground: TerminationGround) -> None:
    assert termination_basis(ground).startswith("《中华人民共和国法律援助法》第四十八条第（")


@pytest.mark.parametrize(
    ("name", "shown"), [("张建国", "张某"), ("欧阳锋", "欧阳某"), ("司马", "司某"), ("阿依古丽·买买提", "阿某")]
)
def test_lists_show_the_family_name_alone(name: str, shown: str) -> None:
    assert surname_only(name) == shown
