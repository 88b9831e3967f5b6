"""Reading a year's holiday notice as typed in by an officer."""

from dataclasses import replace
from datetime import date

import pytest

from app.kernel.calendar import DayEntry, DayKind, WorkCalendar
from app.kernel.calendar_notice import Holiday, NoticeInvalid, read_notice

HOLIDAYS = [
    Holiday("元旦", date(2027, 1, 1), date(2027, 1, 3)),
    Holiday("春节", date(2027, 2, 5), date(2027, 2, 12)),
    Holiday("清明节", date(2027, 4, 3), date(2027, 4, 5)),
    Holiday("劳动节", date(2027, 5, 1), date(2027, 5, 5)),
    Holiday("端午节", date(2027, 6, 9), date(2027, 6, 9)),
    Holiday("中秋节", date(2027, 9, 15), date(2027, 9, 15)),
    Holiday("国庆节", date(2027, 10, 1), date(2027, 10, 7)),
]
MAKEUP = [date(2027, 2, 14), date(2027, 10, 9)]


def slips(holidays: list[Holiday], makeup: list[date]) -> list[tuple[str, str]]:
    with pytest.raises(NoticeInvalid) as refused:
        read_notice(2027, holidays, makeup)
    return [(slip.field, slip.rule) for slip in refused.value.fields]


def test_ranges_become_days_off_and_makeup_days_are_worked() -> None:
    rows = read_notice(2027, HOLIDAYS, MAKEUP)
    assert len(rows) == 3 + 8 + 3 + 5 + 1 + 1 + 7 + 2
    assert rows[date(2027, 2, 12)] == DayEntry(DayKind.HOLIDAY, "春节")
    assert rows[date(2027, 2, 14)].kind is DayKind.MAKEUP
    calendar = WorkCalendar(rows, frozenset({2027}))
    assert calendar.roll_forward(date(2027, 2, 5)) == date(2027, 2, 14)


def test_new_year_may_begin_in_the_last_days_of_december() -> None:
    longer = [replace(HOLIDAYS[0], first_day=date(2026, 12, 31)), *HOLIDAYS[1:]]
    assert date(2026, 12, 31) in read_notice(2027, longer, MAKEUP)


def test_missing_statutory_holidays_are_all_named_at_once() -> None:
    found = slips([h for h in HOLIDAYS if h.name not in {"清明节", "国庆节"}], MAKEUP)
    assert found == [("holidays", "missing_holiday")] * 4


def test_holiday_of_another_year_is_refused() -> None:
    wrong = [*HOLIDAYS, Holiday("元旦", date(2028, 1, 1), date(2028, 1, 2))]
    assert slips(wrong, MAKEUP) == [("holidays.7.first_day", "year")]


def test_range_that_runs_backward_is_refused() -> None:
    wrong = [*HOLIDAYS, Holiday("节", date(2027, 7, 2), date(2027, 7, 1))]
    assert slips(wrong, MAKEUP) == [("holidays.7.last_day", "order")]


def test_range_longer_than_any_holiday_is_refused_without_swallowing_the_year() -> None:
    wrong = [*HOLIDAYS, Holiday("节", date(2027, 7, 1), date(2027, 12, 1))]
    assert slips(wrong, MAKEUP) == [("holidays.7.last_day", "too_long")]


def test_fifteen_days_in_a_row_are_the_most_a_notice_may_give() -> None:
    fifteen = [*HOLIDAYS, Holiday("节", date(2027, 7, 1), date(2027, 7, 15))]
    assert date(2027, 7, 15) in read_notice(2027, fifteen, MAKEUP)
    sixteen = [*HOLIDAYS, Holiday("节", date(2027, 7, 1), date(2027, 7, 16))]
    assert slips(sixteen, MAKEUP) == [("holidays.7.last_day", "too_long")]


def test_overlapping_holidays_are_refused() -> None:
    wrong = [*HOLIDAYS, Holiday("节", date(2027, 10, 7), date(2027, 10, 8))]
    assert slips(wrong, MAKEUP) == [("holidays.7.first_day", "overlap")]


@pytest.mark.parametrize(
    ("day", "rule"),
    [
        (date(2027, 3, 1), "weekday"),
        (date(2027, 2, 6), "overlap"),
        (date(2027, 2, 14), "overlap"),
        (date(2026, 10, 10), "year"),
        (date(2028, 1, 1), "year"),
    ],
)
def test_makeup_workday_must_be_a_free_weekend_day_of_the_year(day: date, rule: str) -> None:
    assert slips(HOLIDAYS, [*MAKEUP, day]) == [("makeup_workdays.2", rule)]
