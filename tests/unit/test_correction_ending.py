"""Ends, changed terms and periods of positioning as the law bounds them."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.correction.ending.codes import EndGround, TermChangeKind
from app.correction.ending.rules import REVOCATIONS, SUMMARY_RULE, change_errors, end_errors, summary_due_on
from app.correction.enums import CorrectionCategory
from app.correction.positioning.rules import FIRST_RULE, Covered, covering, last_possible_day, period_errors
from app.kernel import statutes

TODAY = date(2026, 12, 1)
DAYS = st.dates(date(2021, 1, 1), date(2090, 1, 1))
LIMIT = statutes.statute(FIRST_RULE, TODAY)


def test_summary_is_due_thirty_days_before_and_not_before_correction_began() -> None:
    rule = statutes.statute(SUMMARY_RULE, TODAY)
    assert summary_due_on(rule, date(2027, 3, 31), TODAY) == date(2027, 3, 1)
    assert summary_due_on(rule, date(2026, 12, 10), TODAY) == TODAY


@given(st.sampled_from(EndGround), st.sampled_from(CorrectionCategory))
def test_revocation_fits_its_category_alone(ground: EndGround, category: CorrectionCategory) -> None:
    wrong = end_errors(
        ground, category, document_on=TODAY, ended_on=TODAY, starts_on=date(2026, 1, 1), today=TODAY
    )
    fits = ground is not EndGround.EXPIRED and REVOCATIONS.get(ground, category) is category
    assert (wrong == []) is fits


@given(DAYS, DAYS)
def test_commutation_never_lengthens(was_on: date, ends_on: date) -> None:
    wrong = change_errors(
        TermChangeKind.COMMUTED,
        starts_on=date(2020, 7, 1),
        was_on=was_on,
        ends_on=ends_on,
        document_on=TODAY,
        today=TODAY,
    )
    assert (wrong == []) is (ends_on < was_on)


@given(DAYS)
def test_no_period_of_positioning_outlasts_three_calendar_months(from_on: date) -> None:
    last = last_possible_day(LIMIT, from_on)
    far = date(2099, 1, 1)
    assert period_errors(LIMIT, from_on, last, today=from_on, ends_on=far) == []
    longer = period_errors(LIMIT, from_on, last + timedelta(days=1), today=from_on, ends_on=far)
    assert [error.rule for error in longer] == ["too_long"]
    assert (last - from_on).days <= 91


def test_three_months_end_the_day_before_the_same_day() -> None:
    assert last_possible_day(LIMIT, date(2026, 12, 1)) == date(2027, 2, 28)
    assert last_possible_day(LIMIT, date(2026, 11, 30)) == date(2027, 2, 27)
    outlasting = period_errors(LIMIT, TODAY, date(2027, 1, 31), today=TODAY, ends_on=date(2027, 1, 15))
    assert [error.rule for error in outlasting] == ["after_end"]


@given(st.integers(-10, 130))
def test_periods_cover_from_their_first_instant_up_to_their_last(minute: int) -> None:
    since = datetime(2026, 12, 1, tzinfo=UTC)
    periods = [
        Covered("a", since, since + timedelta(minutes=60)),
        Covered("b", since + timedelta(minutes=60), since + timedelta(minutes=120)),
    ]
    found = covering(periods, since + timedelta(minutes=minute))
    wanted = None if not 0 <= minute < 120 else periods[minute // 60]
    assert found is wanted
