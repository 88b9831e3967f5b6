from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.clock import SHANGHAI
from app.lawyers.assigning.timing import (
    URGENT,
    USUAL,
    Pace,
    after,
    answer_by,
    is_night,
    tell_at,
    waking,
)

moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 -- the zone is given beside
spans = st.timedeltas(timedelta(0), timedelta(days=6))


@st.composite
def paces(draw: st.DrawFn) -> Pace:
    begin, end = draw(st.integers(0, 23)), draw(st.integers(0, 23))
    shortest = draw(st.integers(1, 6))
    longest = timedelta(hours=shortest + draw(st.integers(0, 30)))
    return Pace(time(begin), time(end), longest, timedelta(hours=shortest), draw(st.integers(0, 2)))


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 12, day, hour, minute, tzinfo=SHANGHAI)


@given(moments, st.none() | st.timedeltas(timedelta(days=-5), timedelta(days=9)), st.integers(1, 10), paces())
def test_no_offer_is_told_or_expires_in_the_night_and_all_leave_time_to_answer(
    at: datetime, left: timedelta | None, rounds: int, pace: Pace
) -> None:
    told = tell_at(at, pace)
    by = answer_by(told, None if left is None else at + left, rounds=rounds, pace=pace)
    assert not is_night(told, pace)
    assert not is_night(by, pace)
    assert at <= told < by
    assert told - at < timedelta(days=1)
    assert by - told >= min(pace.shortest, pace.longest)
    assert by <= tell_at(told + pace.longest, pace)


@given(moments, spans, paces())
def test_counting_time_by_day_forth_and_back_agrees(at: datetime, spent: timedelta, pace: Pace) -> None:
    end = after(at, spent, pace)
    assert waking(at, end, pace) == spent
    assert not is_night(end, pace)


@given(moments, st.timedeltas(timedelta(hours=30), timedelta(days=5)), st.integers(1, 8))
def test_everybody_planned_can_be_asked_before_the_days_to_assign_end(
    at: datetime, left: timedelta, rounds: int
) -> None:
    """However many are planned: each who falls silent leaves time for the next, as long as all get the least."""
    assign_by, moment = at + left, at
    enough = waking(at, assign_by, USUAL) >= (rounds + USUAL.spare_rounds) * USUAL.shortest
    for still in range(rounds, 0, -1):
        moment = answer_by(tell_at(moment, USUAL), assign_by, rounds=still, pace=USUAL)
    if enough:
        assert moment <= assign_by


def test_a_lawyer_chosen_late_in_the_evening_is_told_in_the_morning() -> None:
    assert tell_at(local(1, 22), USUAL) == local(2, 7)
    assert tell_at(local(2, 6, 59), USUAL) == local(2, 7)
    assert tell_at(local(2, 7), USUAL) == local(2, 7)
    assert tell_at(local(1, 21, 59), USUAL) == local(1, 21, 59)
    assert tell_at(local(1, 23), URGENT) == local(1, 23)


def test_time_to_answer_is_what_is_left_shared_out_among_those_still_to_be_asked() -> None:
    told, end = local(1, 10), local(5, 0)
    assert answer_by(told, None, rounds=1, pace=USUAL) == local(2, 10)
    assert answer_by(told, end, rounds=1, pace=USUAL) == local(2, 10), "a day where there is time"
    assert waking(told, end, USUAL) == timedelta(hours=12 + 3 * 15)
    assert answer_by(told, end, rounds=5, pace=USUAL) == local(1, 19, 30), "57 hours by day among six"
    assert answer_by(local(4, 16), end, rounds=1, pace=USUAL) == local(4, 20), "the least there is"
    assert answer_by(local(4, 20), end, rounds=1, pace=USUAL) == local(5, 9), "not in the night"
    assert answer_by(local(9, 10), end, rounds=1, pace=USUAL) == local(9, 14), "late already"
    assert answer_by(local(1, 23), local(2, 1), rounds=1, pace=URGENT) == local(2, 0)
    assert answer_by(local(1, 23), None, rounds=1, pace=URGENT) == local(2, 3)


@pytest.mark.parametrize(
    ("longest", "shortest", "spare"), [(1, 2, 1), (1, 0, 1), (24, 4, -1)], ids=["shorter", "no time", "negative"]
)
def test_a_pace_that_leaves_no_time_is_refused(longest: int, shortest: int, spare: int) -> None:
    with pytest.raises(ValueError, match="some time"):
        Pace(longest=timedelta(hours=longest), shortest=timedelta(hours=shortest), spare_rounds=spare)


def test_an_offer_without_a_round_or_told_in_the_night_is_a_mistake_in_the_program() -> None:
    for told, rounds in ((local(1, 10), 0), (local(1, 23), 1)):
        with pytest.raises(ValueError, match="by day"):
            answer_by(told, None, rounds=rounds, pace=USUAL)
