"""Terms: the last day as courts count it, credit for detention, commutation, ages."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.correction.orders.terms import Term, age_on, at_least, commuted, credited_days, last_day, with_credit

DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))
TERMS = st.builds(Term, st.integers(0, 25), st.integers(0, 40), st.integers(0, 60)).filter(
    lambda t: not t.is_empty
)

COUNTED = [
    (date(2026, 1, 15), Term(months=6), date(2026, 7, 14)),
    (date(2026, 11, 25), Term(years=1), date(2027, 11, 24)),
    (date(2026, 3, 1), Term(years=1, months=6), date(2027, 8, 31)),
    # a month that begins on the last day of its month ends on the day before the last day of the other month
    (date(2026, 2, 28), Term(months=1), date(2026, 3, 30)),
    (date(2026, 8, 31), Term(months=1), date(2026, 9, 29)),
    # the day does not exist
    (date(2026, 1, 30), Term(months=1), date(2026, 2, 27)),
    (date(2015, 8, 30), Term(months=6), date(2016, 2, 28)),
    (date(2015, 8, 30), Term(months=5, days=7), date(2016, 2, 5)),
    (date(2024, 2, 29), Term(years=1), date(2025, 2, 27)),
    (date(2026, 5, 1), Term(days=15), date(2026, 5, 15)),
]


@pytest.mark.parametrize(("starts_on", "term", "ends_on"), COUNTED, ids=str)
def test_the_last_day_is_the_day_before_the_same_day(starts_on: date, term: Term, ends_on: date) -> None:
    assert last_day(starts_on, term) == ends_on


@given(DAYS, TERMS, TERMS)
def test_a_term_is_no_shorter_for_more_of_it(starts_on: date, term: Term, more: Term) -> None:
    longer = Term(term.years + more.years, term.months + more.months, term.days + more.days)
    assert starts_on <= last_day(starts_on, term) <= last_day(starts_on, longer)


@given(DAYS, st.integers(1, 300))
def test_months_stay_within_the_month_they_lead_to(starts_on: date, months: int) -> None:
    after = last_day(starts_on, Term(months=months)) + timedelta(days=1)
    assert (after.year - starts_on.year) * 12 + after.month - starts_on.month == months


@given(DAYS, st.integers(1, 25))
def test_twelve_months_are_a_year_but_where_february_ends(starts_on: date, years: int) -> None:
    by_years, by_months = last_day(starts_on, Term(years=years)), last_day(starts_on, Term(months=12 * years))
    ends_february = starts_on.month == 2 and starts_on.day >= 28
    assert by_years == by_months or (ends_february and abs((by_years - by_months).days) == 1)


@given(DAYS, TERMS, st.integers(0, 4000))
def test_a_day_in_custody_takes_two_off_and_never_more_than_there_are(
    starts_on: date, term: Term, detained: int
) -> None:
    end = last_day(starts_on, term)
    credit = credited_days(detained, 2)
    left = (with_credit(starts_on, end, credit) - starts_on).days + 1
    assert left == max((end - starts_on).days + 1 - 2 * detained, 0)


@given(DAYS, TERMS, TERMS)
def test_a_commutation_shortens_and_never_goes_below_nothing(starts_on: date, term: Term, cut: Term) -> None:
    end = last_day(starts_on, term)
    shortened = commuted(starts_on, end, cut)
    assert starts_on - timedelta(days=1) <= shortened < end or shortened == starts_on - timedelta(days=1)


@given(DAYS, TERMS)
def test_taking_off_whole_months_gives_what_was_left_out_of_the_sentence(starts_on: date, term: Term) -> None:
    assume(starts_on.day <= 27 and term.years + term.months > 0)
    assert commuted(starts_on, last_day(starts_on, Term(term.years + 1, term.months)), Term(years=1)) == (
        last_day(starts_on, Term(term.years, term.months))
    )


@given(DAYS, TERMS, TERMS)
def test_of_two_lengths_one_is_at_least_the_other(starts_on: date, one: Term, other: Term) -> None:
    assert at_least(starts_on, one, one)
    assert at_least(starts_on, one, other) or at_least(starts_on, other, one)
    assert at_least(starts_on, one, Term())
    assert not at_least(starts_on, Term(), one)


def test_a_year_of_age_is_full_on_the_day_after_the_birthday() -> None:
    born = date(2008, 11, 22)
    assert [age_on(born, date(2026, 11, day)) for day in (21, 22, 23)] == [17, 17, 18]
    assert [age_on(date(2008, 2, 29), date(2026, month, day)) for month, day in ((2, 28), (3, 1))] == [17, 18]


def test_no_term_is_negative_or_endless() -> None:
    with pytest.raises(ValueError, match="negative"):
        Term(months=-1)
    with pytest.raises(ValueError, match="empty"):
        last_day(date(2026, 1, 1), Term())
    with pytest.raises(ValueError, match="no time"):
        credited_days(-1, 2)
    with pytest.raises(OverflowError):
        last_day(date(9990, 1, 1), Term(years=25))


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (Term(1, 6), "1年6个月"),
        (Term(0, 5, 7), "5个月零7天"),
        (Term(0, 0, 15), "15天"),
        (Term(), "0天"),
    ],
    ids=str,
)
def test_a_length_reads_as_a_judgement_writes_it(term: Term, text: str) -> None:
    assert term.text == text
