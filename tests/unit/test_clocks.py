"""The end of statutory periods: counting, rolling, pausing."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.calendar import DayEntry, DayKind, WorkCalendar, add_months
from app.kernel.clocks import Due, Pause, at_risk_on, due, due_before
from app.kernel.statutes import VERSIONS, Kind, Rule, Unit, statute

PLAIN = WorkCalendar()
TODAY = date(2026, 11, 21)
DECIDE = statute("legal_aid.decide", TODAY)
ASSIGN = statute("legal_aid.assign", TODAY)
INVESTIGATE = statute("correction.investigate", TODAY)
DEVICE = statute("correction.device_limit", TODAY)
FORWARD = statute("legal_aid.forward_from_custody", TODAY)
HEALTH = statute("correction.health_report", TODAY)
PERIODS = [
    rule
    for versions in VERSIONS.values()
    for rule in versions
    if rule.unit.is_period and rule.unit is not Unit.HOUR and rule.kind is not Kind.LEAD
]
STARTS = st.dates(date(2004, 1, 1), date(2095, 12, 31))
RULES = st.sampled_from(PERIODS)


def test_seven_days_from_receipt_do_not_count_the_day_of_receipt() -> None:
    assert due(DECIDE, date(2026, 3, 2), PLAIN) == Due(on=date(2026, 3, 9), provisional=False)


def test_last_day_in_national_day_2026_moves_to_the_day_after_the_holiday() -> None:
    assert due(DECIDE, date(2026, 9, 24), PLAIN) == Due(
        on=date(2026, 10, 8), provisional=False, rolled_from=date(2026, 10, 1)
    )


def test_last_day_on_a_makeup_workday_stays() -> None:
    saturday = due(DECIDE, date(2026, 10, 3), PLAIN)
    assert (saturday.on, saturday.rolled_from) == (date(2026, 10, 10), None)
    sunday = due(ASSIGN, date(2026, 9, 17), PLAIN)
    assert (sunday.on, sunday.rolled_from) == (date(2026, 9, 20), None)


def test_working_days_skip_the_holiday_and_count_the_makeup_days() -> None:
    # 28, 29, 30 September; 8, 9, 10 (make-up) October; 12 to 15 October
    assert due(INVESTIGATE, date(2026, 9, 25), PLAIN).on == date(2026, 10, 15)


def test_a_period_that_ends_in_an_unannounced_year_is_provisional_until_the_notice() -> None:
    started = date(2026, 12, 25)
    before = due(DECIDE, started, PLAIN)
    assert before == Due(on=date(2027, 1, 4), provisional=True, rolled_from=date(2027, 1, 1))
    notice = WorkCalendar({date(2027, 1, 1): DayEntry(DayKind.HOLIDAY, "元旦")}, frozenset({2027}))
    assert due(DECIDE, started, notice) == replace(before, provisional=False)


def test_spring_festival_2027_moves_when_the_notice_arrives() -> None:
    started = date(2027, 1, 29)
    assert due(DECIDE, started, PLAIN) == Due(date(2027, 2, 9), provisional=True, rolled_from=date(2027, 2, 5))
    week = {date(2027, 2, n): DayEntry(DayKind.HOLIDAY, "春节") for n in range(5, 13)}
    notice = WorkCalendar(week | {date(2027, 2, 13): DayEntry(DayKind.MAKEUP)}, frozenset({2027}))
    assert due(DECIDE, started, notice) == Due(date(2027, 2, 13), provisional=False, rolled_from=date(2027, 2, 5))


def test_an_end_that_did_not_move_is_provisional_in_an_unannounced_year() -> None:
    assert due(DECIDE, date(2027, 3, 1), PLAIN) == Due(date(2027, 3, 8), provisional=True)


def test_an_end_is_provisional_when_only_the_day_it_moved_from_is() -> None:
    monday_known = WorkCalendar({date(2027, 1, 4): DayEntry(DayKind.WORKING)})
    ends = due(DECIDE, date(2026, 12, 25), monday_known)
    assert (ends.on, ends.rolled_from, ends.provisional) == (date(2027, 1, 4), date(2027, 1, 1), True)


@pytest.mark.parametrize(("days", "ahead"), [(1, 1), (3, 1), (6, 2), (7, 2), (15, 5), (30, 5), (90, 5)])
def test_a_clock_presses_a_third_before_its_end_one_to_five_days(days: int, ahead: int) -> None:
    start = date(2026, 3, 2)
    ends = start + timedelta(days=days)
    assert at_risk_on(start, ends) == ends - timedelta(days=ahead)


def test_a_clock_never_presses_before_it_starts() -> None:
    assert at_risk_on(date(2026, 3, 2), date(2026, 3, 2)) == date(2026, 3, 2)


def test_a_measure_against_a_person_ends_on_its_day_holiday_or_not() -> None:
    ends = due(DEVICE, date(2026, 7, 3), PLAIN)
    assert ends == Due(on=date(2026, 10, 3), provisional=False)


def test_a_limit_in_an_unannounced_year_is_certain_all_the_same() -> None:
    assert not due(DEVICE, date(2026, 12, 1), PLAIN).provisional


def test_months_end_on_the_last_of_a_shorter_month() -> None:
    assert due(HEALTH, date(2026, 8, 31), PLAIN).on == date(2026, 9, 30)


def test_hours_run_through_the_night_to_an_instant() -> None:
    started = datetime(2026, 9, 30, 15, 30, tzinfo=UTC)
    ends = due(FORWARD, started, PLAIN)
    assert ends == Due(on=date(2026, 10, 1), provisional=False, at=started + timedelta(hours=24))


def test_an_instant_starts_a_period_in_days_on_its_day_in_china() -> None:
    assert due(DECIDE, datetime(2026, 3, 1, 17, 0, tzinfo=UTC), PLAIN).on == date(2026, 3, 9)


def test_days_waiting_for_the_applicant_do_not_count() -> None:
    asked, came = date(2026, 3, 4), date(2026, 3, 10)
    ends = due(DECIDE, date(2026, 3, 2), PLAIN, [Pause(asked, came)])
    # two days used (3, 4), six not counted (5 to 10), five left: 11 to 15; a Sunday, so Monday the 16th
    assert ends == Due(date(2026, 3, 16), provisional=False, rolled_from=date(2026, 3, 15), paused_days=6)


def test_working_days_lost_to_a_pause_are_counted_as_working_days() -> None:
    ends = due(INVESTIGATE, date(2026, 3, 2), PLAIN, [Pause(date(2026, 3, 5), date(2026, 3, 9))])
    assert (ends.on, ends.paused_days) == (date(2026, 3, 18), 2)  # 6 and 9 March


def test_months_are_moved_on_by_the_days_paused() -> None:
    ends = due(HEALTH, date(2026, 3, 2), PLAIN, [Pause(date(2026, 3, 5), date(2026, 3, 9))])
    assert (ends.on, ends.paused_days) == (date(2026, 4, 7), 4)  # the 6th is 清明节, made up


def test_a_pause_ending_and_a_second_one_during_the_extension_both_count() -> None:
    pauses = [Pause(date(2026, 3, 3), date(2026, 3, 6)), Pause(date(2026, 3, 10), date(2026, 3, 12))]
    ends = due(DECIDE, date(2026, 3, 2), PLAIN, pauses)
    # counted: 3; 7, 8, 9, 10; 13, 14 (a Saturday)
    assert ends == Due(date(2026, 3, 16), provisional=False, rolled_from=date(2026, 3, 14), paused_days=5)


def test_overlapping_pauses_count_a_day_once() -> None:
    pauses = [Pause(date(2026, 3, 3), date(2026, 3, 6)), Pause(date(2026, 3, 4), date(2026, 3, 6))]
    assert due(DECIDE, date(2026, 3, 2), PLAIN, pauses).paused_days == 3


def test_an_open_pause_counts_to_the_day_asked_about() -> None:
    open_pause = [Pause(date(2026, 3, 4))]
    assert due(DECIDE, date(2026, 3, 2), PLAIN, open_pause).on == date(2026, 3, 9)
    assert due(DECIDE, date(2026, 3, 2), PLAIN, open_pause, as_of=date(2026, 3, 7)).paused_days == 3


def test_a_pause_within_the_closing_holiday_holds_the_end_until_it_is_over() -> None:
    # the seventh day is 1 October; materials asked for on the 5th arrive on the 9th, a Friday
    ends = due(DECIDE, date(2026, 9, 24), PLAIN, [Pause(date(2026, 10, 5), date(2026, 10, 9))])
    assert (ends.on, ends.rolled_from) == (date(2026, 10, 10), date(2026, 10, 1))


@pytest.mark.parametrize("rule", [FORWARD])
def test_hours_need_an_instant_and_never_pause(rule: Rule) -> None:
    with pytest.raises(ValueError, match="instant"):
        due(rule, date(2026, 3, 2), PLAIN)
    with pytest.raises(ValueError, match="pause"):
        due(rule, datetime(2026, 3, 2, tzinfo=UTC), PLAIN, [Pause(date(2026, 3, 2))])


@pytest.mark.parametrize(
    "code", ["correction.warn_admonitions", "legal_aid.fraud_fine", "correction.move_apply_ahead"]
)
def test_what_is_no_forward_period_has_no_end(code: str) -> None:
    with pytest.raises(ValueError, match=code):
        due(statute(code, TODAY), date(2026, 3, 2), PLAIN)


def test_lead_times_count_back_and_do_not_move() -> None:
    assert due_before(statute("correction.leave_apply_ahead", TODAY), date(2026, 10, 5)) == date(2026, 10, 2)
    assert due_before(statute("correction.move_apply_ahead", TODAY), date(2026, 3, 31)) == date(2026, 2, 28)
    with pytest.raises(ValueError, match="lead"):
        due_before(DECIDE, date(2026, 3, 2))


@given(RULES, STARTS)
def test_every_clock_has_an_end_after_its_start(rule: Rule, start: date) -> None:
    assert due(rule, start, PLAIN).on > start


@given(RULES, STARTS, st.integers(0, 40))
def test_a_later_start_never_ends_earlier(rule: Rule, start: date, later: int) -> None:
    assert due(rule, start, PLAIN).on <= due(rule, start + timedelta(days=later), PLAIN).on


@given(RULES, STARTS)
def test_a_rolled_end_is_a_working_day(rule: Rule, start: date) -> None:
    ends = due(rule, start, PLAIN)
    if rule.rolls or rule.unit is Unit.WORKING_DAY:
        assert PLAIN.is_working(ends.on)
    else:
        assert ends.rolled_from is None


@given(st.sampled_from([r for r in PERIODS if r.kind is Kind.LIMIT and r.unit is Unit.DAY]), STARTS, st.data())
def test_separate_pauses_add_up_to_the_day(rule: Rule, start: date, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, rule.value - 1))
    lengths = data.draw(st.lists(st.integers(0, 30), min_size=1, max_size=4))
    pauses: list[Pause] = []
    since = start + timedelta(days=first)
    for length in lengths:
        pauses.append(Pause(since, since + timedelta(days=length)))
        since = since + timedelta(days=length)
    ends = due(rule, start, PLAIN, pauses)
    assert ends.paused_days == sum(lengths)
    assert ends.on == start + timedelta(days=rule.value + sum(lengths))


@given(RULES, STARTS, st.integers(0, 60), st.integers(0, 60))
def test_a_pause_never_shortens_a_period_nor_lengthens_it_by_more_than_itself(
    rule: Rule, start: date, after: int, length: int
) -> None:
    since = start + timedelta(days=after)
    without = due(rule, start, PLAIN)
    with_pause = due(rule, start, PLAIN, [Pause(since, since + timedelta(days=length))])
    assert without.on <= with_pause.on
    assert with_pause.paused_days <= length
    if rule.unit in {Unit.MONTH, Unit.YEAR} and not rule.rolls:
        months = rule.value * (12 if rule.unit is Unit.YEAR else 1)
        assert with_pause.on == add_months(start, months) + timedelta(days=with_pause.paused_days)
