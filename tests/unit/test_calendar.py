"""The working-day calendar: State Council notices, officer-entered rows, provisional years."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.calendar import (
    PACKAGE_YEARS,
    DayEntry,
    DayKind,
    DaySource,
    WorkCalendar,
    add_days,
    add_months,
    statutory_holidays,
)
from app.kernel.chinese_dates import CHINESE_NAMES, PUBLISHED_HOLIDAYS, PUBLISHED_MAKEUP

PLAIN = WorkCalendar()
DATES = st.dates(date(1950, 1, 1), date(2099, 12, 31))


def test_national_day_2026_knows_days_off_and_makeup_workdays() -> None:
    assert PLAIN.day(date(2026, 9, 20)).kind is DayKind.MAKEUP  # a Sunday
    assert [PLAIN.is_working(date(2026, 10, n)) for n in range(1, 12)] == [False] * 7 + [True] * 3 + [False]
    assert PLAIN.day(date(2026, 10, 10)).note == "国庆节调休上班"
    assert PLAIN.day(date(2026, 10, 1)).note == "国庆节"
    assert PLAIN.roll_forward(date(2026, 10, 1)) == date(2026, 10, 8)


def test_published_days_are_final_and_name_their_source() -> None:
    day = PLAIN.day(date(2026, 10, 8))
    assert (day.working, day.provisional, day.source) == (True, False, DaySource.STATE_COUNCIL)


def test_working_days_cross_the_new_year_into_a_provisional_year() -> None:
    # Thu 31 December 2026, Fri 1 January 2027 (元旦), weekend, Mon 4 January
    assert PLAIN.add_working_days(date(2026, 12, 30), 1) == date(2026, 12, 31)
    assert PLAIN.add_working_days(date(2026, 12, 30), 2) == date(2027, 1, 4)
    assert PLAIN.day(date(2027, 1, 1)).note == "元旦"
    assert PLAIN.day(date(2027, 1, 4)).provisional
    assert PLAIN.day(date(2027, 1, 4)).source is DaySource.COMPUTED


def test_last_week_of_the_last_known_year_may_still_be_moved_by_the_next_notice() -> None:
    last = max(PACKAGE_YEARS)
    assert not PLAIN.day(date(last, 12, 24)).provisional
    assert PLAIN.day(date(last, 12, 25)).provisional
    assert not PLAIN.day(date(last - 1, 12, 31)).provisional
    assert not WorkCalendar(announced_years={last + 1}).day(date(last, 12, 31)).provisional


def test_spring_festival_2027_is_computed_from_the_lunar_calendar_and_marked_provisional() -> None:
    eve, fourth = date(2027, 2, 5), date(2027, 2, 9)
    for n in range(4):
        day = PLAIN.day(eve + timedelta(days=n))
        assert (day.working, day.provisional, day.note) == (False, True, "春节")
    assert PLAIN.roll_forward(eve) == fourth
    assert PLAIN.day(fourth).provisional


def test_officer_rows_win_over_the_package_and_make_a_year_final() -> None:
    rows = {
        date(2027, 2, 9): DayEntry(DayKind.HOLIDAY, "春节"),
        date(2027, 2, 20): DayEntry(DayKind.MAKEUP, "春节调休上班"),
        date(2026, 10, 8): DayEntry(DayKind.HOLIDAY, "国庆节"),
    }
    entered = WorkCalendar(rows, announced_years=frozenset({2027}))
    assert not entered.is_working(date(2027, 2, 9))
    assert entered.is_working(date(2027, 2, 20))
    assert not entered.is_working(date(2026, 10, 8))
    assert not entered.day(date(2027, 2, 9)).provisional
    ordinary = entered.day(date(2027, 3, 1))
    assert (ordinary.working, ordinary.provisional, ordinary.source) == (True, False, DaySource.OFFICER)


def test_announced_year_takes_its_holidays_from_the_notice_alone() -> None:
    entered = WorkCalendar({}, announced_years=frozenset({2028}))
    assert entered.is_working(date(2028, 10, 2))  # a Monday that this (empty) notice does not list


@pytest.mark.parametrize("year", [2025, 2026])
def test_computed_holidays_are_days_off_in_the_published_years(year: int) -> None:
    assert len(statutory_holidays(year)) == 13
    assert set(statutory_holidays(year)) <= set(PUBLISHED_HOLIDAYS)


@pytest.mark.parametrize("year", range(2008, max(PACKAGE_YEARS) + 1))
def test_computed_lunar_festivals_and_qingming_agree_with_every_notice(year: int) -> None:
    names = {"春节", "清明节", "端午节", "中秋节"}
    for on, name in statutory_holidays(year).items():
        if name in names and on in PUBLISHED_HOLIDAYS:
            assert CHINESE_NAMES[PUBLISHED_HOLIDAYS[on]] in {name, "国庆节", "中秋节"}
    first = [on for on, name in statutory_holidays(year).items() if name == "春节"][1]
    assert PUBLISHED_HOLIDAYS[first] == "Spring Festival"


def test_mid_autumn_on_national_day_leaves_twelve_days() -> None:
    assert len(statutory_holidays(2031)) == 12
    assert statutory_holidays(2031)[date(2031, 10, 1)] == "中秋节"


def test_years_beyond_the_lunar_tables_still_answer() -> None:
    assert PLAIN.day(date(2150, 10, 1)).note == "国庆节"
    assert PLAIN.day(date(1900, 1, 2)).provisional


def test_every_name_in_the_package_has_a_chinese_one() -> None:
    assert {*PUBLISHED_HOLIDAYS.values(), *PUBLISHED_MAKEUP.values()} <= set(CHINESE_NAMES)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
    ],
)
def test_months_end_on_the_corresponding_day_or_the_last_of_the_month(start: date, count: int, end: date) -> None:
    assert add_months(start, count) == end


def test_days_do_not_count_the_start() -> None:
    assert add_days(date(2026, 3, 1), 7) == date(2026, 3, 8)


@given(DATES)
def test_every_day_from_1950_to_2099_has_an_answer(on: date) -> None:
    day = PLAIN.day(on)
    assert day.working is (day.kind is not DayKind.HOLIDAY)
    assert day.provisional or on.year in PACKAGE_YEARS


@given(DATES)
def test_rolling_forward_lands_on_the_first_working_day_and_stays_there(on: date) -> None:
    rolled = PLAIN.roll_forward(on)
    assert PLAIN.is_working(rolled)
    assert PLAIN.roll_forward(rolled) == rolled
    assert not any(PLAIN.is_working(on + timedelta(days=n)) for n in range((rolled - on).days))


@given(DATES, st.integers(0, 20), st.integers(0, 20))
def test_working_days_add_up(start: date, first: int, second: int) -> None:
    halfway = PLAIN.add_working_days(start, first)
    assert PLAIN.add_working_days(halfway, second) == PLAIN.add_working_days(start, first + second)


@given(DATES, st.integers(1, 120))
def test_a_month_later_lies_in_that_month_and_not_after_the_corresponding_day(start: date, count: int) -> None:
    end = add_months(start, count)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == count
    assert end.day <= start.day
