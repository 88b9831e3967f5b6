"""When check-ins are owed: one obligation a window, the same whenever it is asked, at hours people keep."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.correction.enums import AlarmCause, CorrectionTier, DutyKind
from app.correction.schedule.codes import SchedulePeriod
from app.correction.schedule.moments import last_call, moments_of
from app.correction.schedule.planning import DAY, DEFAULTS, Hours, Owed, Rhythm, is_at_night, moment, plan
from app.correction.schedule.silence import Silence
from app.kernel.calendar import WorkCalendar
from app.kernel.clock import SHANGHAI, local_date

CALENDAR = WorkCalendar()
RED = DEFAULTS[CorrectionTier.RED]
ORDER = UUID("0199e0a0-7c00-7000-8000-00000000000a")
SECRET = b"s" * 32
days = st.dates(date(2025, 1, 1), date(2026, 12, 1))
orders = st.uuids(version=4)


@st.composite
def rhythms(draw: st.DrawFn) -> Rhythm:
    """Any rhythm that the API would take."""
    edges = sorted(draw(st.sets(st.integers(10, 45), min_size=2, max_size=6)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    spot_minutes = draw(st.integers(3, 24)) * 5
    begin = draw(st.integers(60, 120)) * 5
    room = draw(st.integers(0, 60)) * 5
    return Rhythm(
        period=draw(st.sampled_from(SchedulePeriod)),
        checks=draw(st.integers(0, 8)),
        spots=draw(st.integers(0, 5)),
        windows=tuple(Hours(begin * 30, end * 30) for begin, end in pairs),
        spot_hours=Hours(begin, begin + spot_minutes + room),
        spot_minutes=spot_minutes,
        on_rest_days=draw(st.booleans()),
        checks_on_leave=True,
        spots_on_leave=False,
        explain_hours=24,
        gap_hours=6,
        lost_hours=72,
        lost_misses=3,
    )


def planned(rhythm: Rhythm, first: date, last: date, *, order: UUID = ORDER, secret: bytes = SECRET) -> list[Owed]:
    return plan(secret, order, rhythm, first, last, is_working=CALENDAR.is_working)


@settings(max_examples=30, deadline=None)
@given(rhythm=rhythms(), order=orders, first=days, length=st.integers(0, 60))
def test_a_moment_never_belongs_to_two_windows(rhythm: Rhythm, order: UUID, first: date, length: int) -> None:
    found = planned(rhythm, first, first + DAY * length, order=order)
    for before, after in pairwise(found):
        assert before.closes_at <= after.opens_at
    assert len({owed.id_for(order) for owed in found}) == len(found)
    assert all(owed.opens_at < owed.closes_at for owed in found)
    assert all(first <= local_date(owed.opens_at) <= first + DAY * length for owed in found)


@settings(max_examples=30, deadline=None)
@given(rhythm=rhythms(), order=orders, first=days, lengths=st.tuples(st.integers(0, 40), st.integers(0, 40)))
def test_a_day_owes_the_same_whenever_it_is_planned(
    rhythm: Rhythm, order: UUID, first: date, lengths: tuple[int, int]
) -> None:
    middle = first + DAY * lengths[0]
    last = middle + DAY + DAY * lengths[1]
    parts = planned(rhythm, first, middle, order=order) + planned(rhythm, middle + DAY, last, order=order)
    assert parts == planned(rhythm, first, last, order=order)


@settings(max_examples=30, deadline=None)
@given(rhythm=rhythms(), order=orders, day=days)
def test_a_period_owes_what_the_rhythm_says_and_no_more(rhythm: Rhythm, order: UUID, day: date) -> None:
    begin = day - DAY * day.weekday() if rhythm.period is SchedulePeriod.WEEK else day.replace(day=1)
    end = begin + 6 * DAY if rhythm.period is SchedulePeriod.WEEK else (begin + 31 * DAY).replace(day=1) - DAY
    found = planned(rhythm, begin, end, order=order)
    kinds = Counter(owed.kind for owed in found)
    every = [begin + DAY * number for number in range((end - begin).days + 1)]
    able = [one for one in every if rhythm.on_rest_days or CALENDAR.is_working(one)]
    assert kinds[DutyKind.SCHEDULED] == min(rhythm.checks, len(able))
    assert kinds[DutyKind.SPOT] <= 2 * rhythm.spots
    for owed in found:
        local = owed.opens_at.astimezone(SHANGHAI)
        begins = local.hour * 60 + local.minute
        length = (owed.closes_at - owed.opens_at) // timedelta(minutes=1)
        if owed.kind is DutyKind.SPOT:
            assert CALENDAR.is_working(local.date())
            assert rhythm.spot_hours.begin <= begins <= rhythm.spot_hours.end - rhythm.spot_minutes
            assert length == rhythm.spot_minutes
        else:
            assert local.date() in able
            assert Hours(begins, begins + length) in rhythm.windows


def test_unannounced_ones_are_as_many_as_set_and_hang_on_the_secret() -> None:
    first, last = date(2026, 3, 2), date(2026, 3, 29)
    people = [UUID(int=number << 64 | 1) for number in range(1, 400)]
    plans = [planned(RED, first, last, order=person) for person in people]
    spots = [owed for one in plans for owed in one if owed.kind is DutyKind.SPOT]
    assert 0.85 < len(spots) / (4 * len(people)) < 1.15
    minutes = Counter(owed.opens_at.astimezone(SHANGHAI).hour for owed in spots)
    assert set(minutes) == set(range(8, 17))
    assert planned(RED, first, last) != planned(RED, first, last, secret=b"t" * 32)
    after_one = Counter(
        any(
            other.kind is DutyKind.SPOT and local_date(other.opens_at) == local_date(owed.opens_at) + DAY
            for other in one
        )
        for one in plans
        for owed in one
        if owed.kind is DutyKind.SPOT and local_date(owed.opens_at).weekday() < 4
    )
    assert 0.1 < after_one[True] / after_one.total() < 0.3


def test_holidays_are_free_and_make_up_days_are_worked() -> None:
    golden_week = planned(replace(RED, checks=5, spots=5), date(2026, 10, 1), date(2026, 10, 7))
    assert golden_week == []
    [makeup] = planned(replace(RED, checks=7, spots=0), date(2026, 2, 14), date(2026, 2, 14))
    assert CALENDAR.is_working(date(2026, 2, 14))
    assert makeup.kind is DutyKind.SCHEDULED


def test_red_checks_in_twice_a_week_on_the_same_weekdays() -> None:
    found = [owed for owed in planned(RED, date(2026, 3, 2), date(2026, 3, 29)) if owed.kind is DutyKind.SCHEDULED]
    weekdays = Counter(local_date(owed.opens_at).weekday() for owed in found)
    assert sorted(weekdays.values()) == [4, 4]
    apart = abs(min(weekdays) - max(weekdays))
    assert apart >= 2
    hours = {(owed.opens_at.astimezone(SHANGHAI).hour, owed.closes_at.astimezone(SHANGHAI).hour) for owed in found}
    assert hours == {(12, 15), (19, 22)}


def test_reminders_fall_in_the_window_and_the_sweep_after_it() -> None:
    owed = Owed(DutyKind.SPOT, moment(date(2026, 3, 2), 600), moment(date(2026, 3, 2), 660))
    opening, last, closing = moments_of(owed)
    assert opening == owed.opens_at < last < owed.closes_at < closing
    assert owed.closes_at - last == timedelta(minutes=15)
    assert last_call(owed.opens_at, owed.opens_at + timedelta(hours=3)) == owed.opens_at + timedelta(minutes=150)


@pytest.mark.parametrize(("minute", "night"), [(419, True), (420, False), (1319, False), (1320, True), (0, True)])
def test_night_is_left_alone(minute: int, night: bool) -> None:
    assert is_at_night(moment(date(2026, 3, 2), minute), waking=Hours(420, 1320)) is night


@given(hours=st.integers(0, 400), misses=st.integers(1, 6))
def test_silence_is_first_a_gap_and_then_a_lost_contact(hours: int, misses: int) -> None:
    since = datetime(2026, 3, 2, tzinfo=SHANGHAI)
    cause = Silence(ORDER, since, since, misses, 6, 72, 3, ORDER).cause(since + timedelta(hours=hours))
    if hours >= 72 or misses >= 3:
        assert cause is AlarmCause.LOST_CONTACT
    else:
        assert cause is (AlarmCause.SIGNAL_GAP_PERSON if hours >= 6 else None)
