"""All fixes of an attempt: combined honestly, doubted for the person's sake, odd ones marked."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from app.correction.areas.hours import Span, WeeklyHours
from app.correction.areas.outline import Outline, metres_per_degree
from app.correction.check_ins.codes import CheckInMark, CheckInReason, CheckInVerdict, FixProvider
from app.correction.check_ins.confirming.codes import QuestionOutcome
from app.correction.check_ins.confirming.weighing import Seen, weigh
from app.correction.check_ins.expected import AreaInForce, Claims, Expected, Fix, Restricted
from app.correction.check_ins.fixes import read_fix
from app.correction.check_ins.judgement import Judgement, judge, judge_attempt
from app.correction.check_ins.schemas import ATTEMPT_EXAMPLE, CheckInCreate
from app.correction.enums import AreaPurpose
from app.kernel.geo import Datum, Point

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
BEGUN = NOW - timedelta(days=100)
INSIDE, OUTSIDE, INDETERMINATE = CheckInVerdict
Mark, Reason = CheckInMark, CheckInReason
SOUTH_DEG, EAST_DEG = 29.5, 119.0
HOME = Outline(shapely.box(118.9, 29.5, 119.1, 29.7))
EXPECTED = Expected((AreaInForce(HOME, BEGUN),))
EAST_M, NORTH_M = metres_per_degree(SOUTH_DEG)


def at(north_m: float, east_m: float = 0.0) -> Point:
    """So far from the middle of the southern border; south is outside."""
    return Point(SOUTH_DEG + north_m / NORTH_M, EAST_DEG + east_m / EAST_M, Datum.WGS84)


def fix(
    north_m: float,
    accuracy_m: float = 15.0,
    *,
    age_s: float = 5,
    east_m: float = 0.0,
    by: FixProvider = FixProvider.GPS,
) -> Fix:
    return Fix(at(north_m, east_m), accuracy_m, NOW - timedelta(seconds=age_s), by)


def said(*fixes: Fix, expected: Expected = EXPECTED, **claims: object) -> Judgement:
    return judge_attempt(fixes, expected, made_at=NOW, received_at=NOW, claims=Claims(**claims))  # type: ignore[arg-type]


spots = st.builds(
    fix,
    st.floats(-3_000, 3_000),
    st.floats(1, 400),
    age_s=st.floats(0, 100),
    east_m=st.floats(-3_000, 3_000),
)


@given(spots)
def test_one_fix_far_from_any_doubt_says_what_it_says_alone(one: Fix) -> None:
    alone, together = judge(one, HOME, received_at=NOW), said(one)
    if together.verdict is not alone.verdict:
        assert (alone.verdict, together.reasons) == (OUTSIDE, (Reason.DATUM_SUSPECT,))
    assert together.distance_m == alone.distance_m


@given(st.lists(spots, min_size=1, max_size=6), st.randoms())
def test_the_order_of_the_fixes_changes_nothing(fixes: list[Fix], random: object) -> None:
    shuffled = sorted(fixes, key=lambda _: random.random())  # type: ignore[attr-defined]
    assert said(*shuffled) == said(*fixes)


@given(st.lists(spots, min_size=1, max_size=6))
def test_certainty_needs_a_fix_that_is_certain_by_itself(fixes: list[Fix]) -> None:
    judgement = said(*fixes)
    alone = {judge(one, HOME, received_at=NOW).verdict for one in fixes}
    assert judgement.verdict is INDETERMINATE or judgement.verdict in alone
    assert (judgement.verdict is INDETERMINATE) == bool(judgement.reasons)


@given(st.lists(spots, min_size=1, max_size=6))
def test_one_fix_surely_inside_is_enough_against_outside(fixes: list[Fix]) -> None:
    assert said(*fixes, fix(2_000, 15)).verdict is not OUTSIDE


def test_ten_fixes_are_no_surer_than_the_best_of_them() -> None:
    near = [fix(20, 15, age_s=second) for second in range(10)]
    assert said(*near).reasons == (Reason.NEAR_BORDER,)


def test_one_jump_among_three_does_not_undo_the_other_two() -> None:
    judgement = said(fix(2_000), fix(2_010), fix(-60_000))
    assert judgement.verdict is INSIDE
    half = said(fix(2_000), fix(-60_000))
    assert (half.verdict, half.reasons) == (INDETERMINATE, (Reason.FIXES_DISAGREE,))
    assert Mark.FIXES_DISAGREE in half.marks


def test_a_position_that_would_be_inside_under_the_other_datum_is_not_outside() -> None:
    meant = Point(29.5, 119.0, Datum.GCJ02).to_wgs84()
    yard = Outline(shapely.Point(meant.longitude_deg, meant.latitude_deg).buffer(100 / NORTH_M))
    mislabelled = Fix(Point(29.5, 119.0, Datum.WGS84), 15, NOW)
    judgement = said(mislabelled, expected=Expected((AreaInForce(yard, BEGUN),)))
    assert (judgement.verdict, judgement.reasons) == (INDETERMINATE, (Reason.DATUM_SUSPECT,))
    assert judgement.marks == (Mark.DATUM_SUSPECT,)
    far = said(fix(-5_000))
    assert (far.verdict, far.marks) == (OUTSIDE, ())


def test_nobody_is_outside_by_a_speed_nobody_has() -> None:
    before = Fix(at(5_000), 15, NOW - timedelta(seconds=60))
    expected = Expected(EXPECTED.areas, previous=(before,))
    judgement = said(fix(-30_000), expected=expected)
    assert (judgement.verdict, judgement.reasons) == (INDETERMINATE, (Reason.IMPOSSIBLE_SPEED,))
    assert judgement.marks == (Mark.IMPOSSIBLE_SPEED,)
    by_train = Expected(EXPECTED.areas, previous=(Fix(at(5_000), 15, NOW - timedelta(minutes=30)),))
    assert said(fix(-30_000), expected=by_train).verdict is OUTSIDE
    inside = Expected(EXPECTED.areas, previous=(Fix(at(-60_000), 15, NOW - timedelta(seconds=60)),))
    assert (said(fix(2_000), expected=inside).verdict, said(fix(2_000), expected=inside).marks) == (
        INSIDE,
        (Mark.IMPOSSIBLE_SPEED,),
    )


def test_odd_fixes_are_marked_and_accuse_nobody() -> None:
    again = Expected(EXPECTED.areas, previous=(Fix(at(2_000), 15, NOW - timedelta(days=1)),))
    assert said(fix(2_000), expected=again).marks == (Mark.REPEATED_IDENTICAL,)
    assert said(fix(2_000, by=FixProvider.NETWORK), expected=again).marks == ()
    held = [fix(2_000, age_s=second) for second in (5, 10, 15)]
    assert said(*held).marks == (Mark.REPEATED_IDENTICAL,), "a satellite position never stands still"
    assert said(fix(2_000, 0.5)).marks == (Mark.TOO_GOOD_TO_BE_TRUE,)
    assert said(fix(2_000, 0.5)).verdict is INSIDE
    mocked = said(fix(2_000), mock_location=True)
    assert (mocked.verdict, mocked.reasons, mocked.marks) == (
        INDETERMINATE,
        (Reason.MOCK_LOCATION,),
        (Mark.MOCK_LOCATION,),
    )
    at_sea = said(Fix(Point(29.5, 126.0, Datum.WGS84), 15, NOW, FixProvider.NETWORK))
    assert at_sea.verdict is OUTSIDE
    assert at_sea.marks == (Mark.NETWORK_POSITION, Mark.OFF_LAND)


def test_what_cannot_be_used_is_named_and_an_attempt_without_a_fix_says_so() -> None:
    assert said().reasons == (Reason.NO_FIX,)
    assert said(unreadable=(Reason.SWAPPED,)).reasons == (Reason.SWAPPED,)
    bad = (
        Fix(at(2_000), 0, NOW),
        Fix(at(2_000), 50_000, NOW),
        Fix(at(2_000), 15, NOW - timedelta(hours=1)),
        Fix(at(2_000), 15, NOW + timedelta(hours=1)),
        Fix(Point(0.001, -0.001, Datum.WGS84), 15, NOW),
    )
    assert said(*bad).reasons == (
        Reason.NO_POSITION,
        Reason.ACCURACY_MISSING,
        Reason.ACCURACY_TOO_COARSE,
        Reason.FIX_STALE,
        Reason.FIX_FROM_FUTURE,
    )
    assert said(*bad, fix(2_000)).verdict is INSIDE


def test_an_attempt_made_without_network_is_judged_by_when_it_was_made() -> None:
    later = NOW + timedelta(hours=6)
    judgement = judge_attempt([fix(2_000)], EXPECTED, made_at=NOW, received_at=later)
    assert judgement.verdict is INSIDE
    ahead = judge_attempt([Fix(at(2_000), 15, later)], EXPECTED, made_at=later, received_at=NOW)
    assert ahead.reasons == (Reason.FIX_FROM_FUTURE,)


def test_numbers_that_are_no_place_are_read_as_such() -> None:
    def read(latitude_deg: float, longitude_deg: float) -> Fix | CheckInReason:
        return read_fix(latitude_deg, longitude_deg, Datum.WGS84, accuracy_m=15, fixed_at=NOW)

    assert read(119.0, 29.6) is Reason.SWAPPED
    assert read(float("nan"), 119.0) is Reason.OUT_OF_RANGE
    assert read(29.6, 361.0) is Reason.OUT_OF_RANGE
    assert isinstance(read(29.6, 119.0), Fix)


SHANGHAI = Outline(shapely.box(121.2, 31.0, 121.8, 31.5))
AWAY = AreaInForce(SHANGHAI, NOW - timedelta(days=1), NOW + timedelta(days=1), AreaPurpose.LEAVE)


def test_an_approved_leave_takes_the_place_of_home_and_being_at_home_is_no_wrong() -> None:
    expected = Expected((*EXPECTED.areas, AWAY))
    there = Fix(Point(31.2, 121.5, Datum.WGS84), 15, NOW)
    assert said(there, expected=expected).verdict is INSIDE
    assert said(there).verdict is OUTSIDE
    at_home = said(fix(2_000), expected=expected)
    assert (at_home.verdict, at_home.marks) == (INSIDE, (Mark.HOME_DURING_LEAVE,))
    elsewhere = said(fix(-50_000), expected=expected)
    assert (elsewhere.verdict, elsewhere.marks) == (OUTSIDE, (Mark.OUTSIDE_ON_LEAVE,))
    over = judge_attempt([there], expected, made_at=NOW, received_at=NOW + timedelta(days=2))
    assert over.verdict is INSIDE, "it was made while the leave ran"
    back = NOW + timedelta(days=1)
    late = judge_attempt([Fix(there.point, 15, back)], expected, made_at=back, received_at=back)
    assert late.verdict is OUTSIDE


def test_a_crossing_adds_to_home_and_no_border_is_left_between_them() -> None:
    south = AreaInForce(
        Outline(shapely.box(118.9, 29.3, 119.1, 29.5)), BEGUN, NOW + timedelta(days=9), AreaPurpose.CROSSING
    )
    both = Expected((*EXPECTED.areas, south))
    assert said(fix(0), expected=both).verdict is INSIDE
    assert said(fix(-5_000), expected=both).verdict is INSIDE
    assert said(fix(0), expected=Expected(())).reasons == (Reason.NO_AREA,)


BAR = Outline(shapely.Point(EAST_DEG, 29.6).buffer(200 / NORTH_M))
NIGHTS = WeeklyHours(frozenset({4, 5}), 22 * 60, 6 * 60)


def test_a_closed_place_counts_in_its_hours_past_midnight_and_only_when_surely_in_it() -> None:
    friday = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
    closed = Restricted(UUID(int=1), BAR, Span(BEGUN), (NIGHTS,))
    expected = Expected(EXPECTED.areas, (closed,))
    in_it = Point(29.6, EAST_DEG, Datum.WGS84)
    door = Point(29.6 + 190 / NORTH_M, EAST_DEG, Datum.WGS84)

    def when(moment: datetime, point: Point = in_it, accuracy_m: float = 15) -> Judgement:
        return judge_attempt([Fix(point, accuracy_m, moment)], expected, made_at=moment, received_at=moment)

    caught = when(friday)
    assert (caught.verdict, caught.marks) == (OUTSIDE, (Mark.RESTRICTED_PLACE,))
    assert caught.distance_m == pytest.approx(175, abs=1)
    assert when(friday + timedelta(hours=6)).verdict is OUTSIDE, "Saturday, five in the morning"
    assert when(friday + timedelta(hours=8)).verdict is INSIDE
    assert when(friday - timedelta(days=1)).verdict is INSIDE
    at_the_door = when(friday, door)
    assert (at_the_door.verdict, at_the_door.marks) == (INSIDE, (Mark.NEAR_RESTRICTED_PLACE,))
    open_now = Restricted(UUID(int=1), BAR, Span(BEGUN), (NIGHTS,), (Span(friday, friday + timedelta(hours=1)),))
    allowed = judge_attempt(
        [Fix(in_it, 15, friday)], Expected(EXPECTED.areas, (open_now,)), made_at=friday, received_at=friday
    )
    assert allowed.verdict is INSIDE
    before = (Fix(Point(29.6 + 20_000 / NORTH_M, EAST_DEG, Datum.WGS84), 15, friday - timedelta(minutes=1)),)
    jumped = judge_attempt(
        [Fix(in_it, 15, friday)],
        Expected(EXPECTED.areas, (closed,), before),
        made_at=friday,
        received_at=friday,
    )
    assert (jumped.verdict, jumped.reasons) == (INDETERMINATE, (Reason.IMPOSSIBLE_SPEED,))
    assert Mark.RESTRICTED_PLACE not in jumped.marks


def test_a_fix_beyond_the_area_and_one_in_a_closed_place_confirm_nothing_of_each_other() -> None:
    beyond = Seen(OUTSIDE, NOW)
    in_it = Seen(OUTSIDE, NOW + timedelta(minutes=5), marks=frozenset({Mark.RESTRICTED_PLACE}))
    assert weigh(beyond, in_it) is None
    assert weigh(replace(beyond, marks=in_it.marks), in_it) is QuestionOutcome.SECOND_OUTSIDE


def test_an_attempt_is_known_by_the_millisecond_its_phone_signs() -> None:
    sent = CheckInCreate.model_validate(ATTEMPT_EXAMPLE | {"made_at": "2026-12-01T01:00:03.123456Z"})
    assert sent.made_at == datetime(2026, 12, 1, 1, 0, 3, 123_000, tzinfo=UTC)


@given(st.integers(0, 6), st.integers(0, 1439), st.integers(0, 1439), st.integers(0, 7 * 1440 - 1))
def test_hours_of_a_week_hold_as_long_as_they_say(day: int, starts: int, ends: int, minute: int) -> None:
    hours = WeeklyHours(frozenset({day}), starts, ends)
    monday = datetime(2026, 11, 15, 16, 0, tzinfo=UTC)
    length = (ends - starts) % 1440 or 1440
    since = (minute - (day * 1440 + starts)) % (7 * 1440)
    assert hours.holds(monday + timedelta(minutes=minute)) == (since < length)
