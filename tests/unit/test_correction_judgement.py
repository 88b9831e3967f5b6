"""The three-valued judgement: never more certain than one fix allows."""

from datetime import UTC, datetime, timedelta

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from app.correction.areas.outline import Outline, metres_per_degree
from app.correction.check_ins.codes import CheckInReason, CheckInVerdict
from app.correction.check_ins.expected import Fix
from app.correction.check_ins.fixes import BEST_ACCURACY_M, MARGIN_FACTOR, WORST_ACCURACY_M, margin_m
from app.correction.check_ins.judgement import Judgement, judge
from app.kernel.geo import Datum, Point

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
INSIDE, OUTSIDE, INDETERMINATE = CheckInVerdict
RANK = {INSIDE: 0, INDETERMINATE: 1, OUTSIDE: 2}

TOWNSHIP = shapely.Polygon(
    [(119.0, 29.5), (119.1, 29.48), (119.16, 29.55), (119.1, 29.6), (119.02, 29.58)],
    [[(119.06, 29.53), (119.08, 29.53), (119.08, 29.55), (119.06, 29.55)]],
)
OUTLINE = Outline(TOWNSHIP)
SOUTH_BORDER_DEG = 29.5
STRAIGHT = Outline(shapely.box(118.0, SOUTH_BORDER_DEG, 120.0, 31.0))

places = st.builds(Point, st.floats(29.4, 29.7), st.floats(118.9, 119.3), st.sampled_from(Datum))
accuracies_m = st.floats(0.01, WORST_ACCURACY_M)


def fix(point: Point, accuracy_m: float = 15.0, age: timedelta = timedelta(seconds=5)) -> Fix:
    return Fix(point, accuracy_m, NOW - age)


def at_distance(north_m: float, accuracy_m: float = 15.0, outline: Outline = STRAIGHT) -> Judgement:
    """Judge a fix so many metres north of a straight southern border."""
    _, metres = metres_per_degree(SOUTH_BORDER_DEG)
    return judge(
        fix(Point(SOUTH_BORDER_DEG + north_m / metres, 119.0, Datum.WGS84), accuracy_m), outline, received_at=NOW
    )


def test_a_good_fix_deep_inside_is_inside() -> None:
    judgement = at_distance(500)
    assert (judgement.verdict, judgement.reasons) == (INSIDE, ())
    assert judgement.distance_m == pytest.approx(-500, abs=0.1)


def test_a_good_fix_far_outside_is_outside() -> None:
    assert at_distance(-500).verdict is OUTSIDE


def test_the_circle_of_95_in_100_must_lie_wholly_on_one_side() -> None:
    assert pytest.approx(1.6215, abs=1e-4) == MARGIN_FACTOR
    assert at_distance(163, 100).verdict is INSIDE
    near = at_distance(161, 100)
    assert (near.verdict, near.reasons) == (INDETERMINATE, (CheckInReason.NEAR_BORDER,))
    assert at_distance(-161, 100).verdict is INDETERMINATE
    assert at_distance(-163, 100).verdict is OUTSIDE


def test_a_border_that_may_be_off_widens_the_margin() -> None:
    generalised = Outline(STRAIGHT.geometry, accuracy_m=500)
    assert at_distance(-400, 15, generalised).verdict is INDETERMINATE
    assert at_distance(-600, 15, generalised).verdict is OUTSIDE


def test_a_claim_too_good_to_be_true_is_not_believed() -> None:
    assert at_distance(-12, 1.7).verdict is INDETERMINATE
    assert margin_m(0.5) == margin_m(BEST_ACCURACY_M)


def test_reading_a_chinese_map_position_as_gps_would_change_the_answer() -> None:
    where = Point(29.5007, 119.0, Datum.WGS84)
    as_map = where.to_gcj02()
    mistaken = Point(as_map.latitude_deg, as_map.longitude_deg, Datum.WGS84)
    assert judge(fix(where), STRAIGHT, received_at=NOW).verdict is INSIDE
    assert judge(fix(as_map), STRAIGHT, received_at=NOW).verdict is INSIDE
    assert judge(fix(mistaken), STRAIGHT, received_at=NOW).verdict is not INSIDE


MIDDLE = Point(29.5, 119.05, Datum.WGS84)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (Fix(MIDDLE, 0, NOW), CheckInReason.ACCURACY_MISSING),
        (Fix(MIDDLE, 50_000, NOW), CheckInReason.ACCURACY_TOO_COARSE),
        (Fix(MIDDLE, 15, NOW - timedelta(hours=1)), CheckInReason.FIX_STALE),
        (Fix(MIDDLE, 15, NOW + timedelta(hours=1)), CheckInReason.FIX_FROM_FUTURE),
        (Fix(Point(0.0, 0.0, Datum.GCJ02), 15, NOW), CheckInReason.NO_POSITION),
    ],
)
def test_a_fix_that_cannot_be_used_says_nothing_and_says_why(bad: Fix, reason: CheckInReason) -> None:
    assert judge(bad, OUTLINE, received_at=NOW) == Judgement(INDETERMINATE, None, (reason,))


def test_every_fault_is_named_at_once() -> None:
    bad = Fix(Point(0.0, 0.0, Datum.WGS84), 0, NOW - timedelta(days=1))
    assert len(judge(bad, OUTLINE, received_at=NOW).reasons) == 3


def test_a_phone_clock_slightly_ahead_is_forgiven() -> None:
    ahead = Fix(MIDDLE, 15, NOW + timedelta(seconds=90))
    assert CheckInReason.FIX_FROM_FUTURE not in judge(ahead, OUTLINE, received_at=NOW).reasons


@given(places, places, accuracies_m)
def test_deeper_inside_never_turns_inside_into_outside(one: Point, other: Point, accuracy_m: float) -> None:
    deep, shallow = sorted((one, other), key=OUTLINE.signed_distance_m)
    verdicts = [judge(fix(p, accuracy_m), OUTLINE, received_at=NOW).verdict for p in (deep, shallow)]
    assert RANK[verdicts[0]] <= RANK[verdicts[1]]


@given(places, accuracies_m, accuracies_m)
def test_a_larger_error_only_moves_towards_indeterminate(point: Point, one_m: float, other_m: float) -> None:
    better, worse = sorted((one_m, other_m))
    sure = judge(fix(point, better), OUTLINE, received_at=NOW)
    unsure = judge(fix(point, worse), OUTLINE, received_at=NOW)
    assert unsure.verdict in (sure.verdict, INDETERMINATE)
    assert unsure.distance_m == sure.distance_m


@given(places, accuracies_m, st.floats(0, 5_000))
def test_a_worse_border_only_moves_towards_indeterminate(point: Point, accuracy_m: float, off_m: float) -> None:
    sure = judge(fix(point, accuracy_m), OUTLINE, received_at=NOW).verdict
    unsure = judge(fix(point, accuracy_m), Outline(TOWNSHIP, off_m), received_at=NOW).verdict
    assert unsure in (sure, INDETERMINATE)


@given(places, accuracies_m)
def test_the_datum_a_position_is_given_in_does_not_change_the_answer(point: Point, accuracy_m: float) -> None:
    gps = judge(fix(point.to_wgs84(), accuracy_m), OUTLINE, received_at=NOW)
    chinese_map = judge(fix(point.to_gcj02(), accuracy_m), OUTLINE, received_at=NOW)
    assert gps.distance_m is not None
    assert chinese_map.distance_m == pytest.approx(gps.distance_m, abs=1)
    if abs(abs(gps.distance_m) - margin_m(accuracy_m)) > 1:
        assert chinese_map.verdict is gps.verdict


@given(places, accuracies_m)
def test_a_verdict_other_than_indeterminate_needs_the_whole_circle_on_one_side(
    point: Point, accuracy_m: float
) -> None:
    judgement = judge(fix(point, accuracy_m), OUTLINE, received_at=NOW)
    assert judgement.distance_m is not None
    certain = abs(judgement.distance_m) >= margin_m(accuracy_m)
    assert (judgement.verdict is not INDETERMINATE) == certain
