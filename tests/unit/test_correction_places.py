"""Circles, joined divisions, drawings compared with their county, and what settles a fix outside."""

import math
from datetime import UTC, datetime, timedelta

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from app.correction.areas.codes import AreaWarning
from app.correction.areas.comparing import warnings_of
from app.correction.areas.land import is_off_land
from app.correction.areas.outline import Outline, metres_per_degree, read_outline
from app.correction.areas.shapes import circle, join_divisions
from app.correction.check_ins.codes import CheckInMark, CheckInVerdict
from app.correction.check_ins.confirming.codes import QuestionOutcome
from app.correction.check_ins.confirming.weighing import Seen, weigh, weigh_all
from app.kernel.geo import Datum, Point

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
INSIDE, OUTSIDE, INDETERMINATE = CheckInVerdict
EAST_M, NORTH_M = metres_per_degree(30.0)
COUNTY = Outline(shapely.box(119.0, 30.0, 119.5, 30.4), 20)


@given(st.floats(18, 53), st.floats(74, 134), st.floats(10, 5_000), st.floats(0, 2 * math.pi))
def test_a_circle_holds_whatever_is_within_its_radius_and_little_more(
    latitude_deg: float, longitude_deg: float, radius_m: float, bearing: float
) -> None:
    outline = circle(Point(latitude_deg, longitude_deg, Datum.WGS84), radius_m)
    east_m, north_m = metres_per_degree(latitude_deg)

    def beyond_m(away_m: float) -> float:
        here = Point(
            latitude_deg + away_m * math.cos(bearing) / north_m,
            longitude_deg + away_m * math.sin(bearing) / east_m,
            Datum.WGS84,
        )
        return outline.signed_distance_m(here)

    assert beyond_m(0.999 * radius_m) < 0 < beyond_m(1.003 * radius_m)


def test_a_circle_abroad_is_refused() -> None:
    with pytest.raises(ValueError, match="中国"):
        circle(Point(1.0, 2.0, Datum.WGS84), 100)


def test_divisions_drawn_apart_or_over_each_other_become_one_without_a_border_between() -> None:
    gap = 30 / EAST_M
    west, east = shapely.box(119.0, 30.0, 119.1, 30.1), shapely.box(119.1 + gap, 30.0, 119.2, 30.1)
    joined, was_closed = join_divisions([Outline(west, 20), Outline(east, 500)])
    assert (was_closed, joined.accuracy_m) == (True, 500)
    assert joined.signed_distance_m(Point(30.05, 119.1 + gap / 2, Datum.WGS84)) < -4_000
    over, was_closed = join_divisions([Outline(west), Outline(shapely.box(119.09, 30.0, 119.2, 30.1))])
    assert not was_closed
    assert over.signed_distance_m(Point(30.05, 119.1, Datum.WGS84)) < -4_000
    island = Outline(shapely.box(119.3, 30.0, 119.4, 30.1))
    apart, was_closed = join_divisions([Outline(west), island])
    assert (len(shapely.get_parts(apart.geometry)), was_closed) == (2, False)


def drawing(geometry: shapely.Polygon, drawn_in: Datum, declared: Datum) -> Outline:
    """What the office hands in: true places as numbers of one datum, declared as another."""
    rings = [list(geometry.exterior.coords)]
    written = [[list(_numbers(lon, lat, drawn_in)) for lon, lat in ring] for ring in rings]
    outline, _ = read_outline([written], declared)
    return outline


def _numbers(lon: float, lat: float, datum: Datum) -> tuple[float, float]:
    point = Point(lat, lon, Datum.WGS84)
    shown = point.to_gcj02() if datum is Datum.GCJ02 else point
    return shown.longitude_deg, shown.latitude_deg


@pytest.mark.parametrize("drawn_in", Datum)
@pytest.mark.parametrize("declared", Datum)
def test_a_drawing_along_the_countys_border_tells_a_wrongly_named_datum(drawn_in: Datum, declared: Datum) -> None:
    along = shapely.segmentize(shapely.box(119.0, 30.0, 119.5, 30.4), 0.02)
    found = warnings_of(drawing(along, drawn_in, declared), declared, COUNTY)
    assert found == (() if drawn_in is declared else (AreaWarning.DATUM_SUSPECT,))


def test_a_drawing_within_or_across_the_county_says_so() -> None:
    within = drawing(shapely.box(119.2, 30.1, 119.3, 30.2), Datum.WGS84, Datum.WGS84)
    assert warnings_of(within, Datum.WGS84, COUNTY) == ()
    across = drawing(shapely.box(119.4, 30.1, 119.8, 30.2), Datum.WGS84, Datum.WGS84)
    assert warnings_of(across, Datum.WGS84, COUNTY) == (AreaWarning.BEYOND_COUNTY,)


@pytest.mark.parametrize(
    ("place", "is_off"),
    [
        ((30.25, 120.17), False),
        ((20.0, 110.3), False),
        ((30.0, 122.1), False),
        ((16.8, 112.3), False),
        ((29.5, 126.0), True),
        ((37.5, 127.0), True),
    ],
    ids=["Hangzhou", "Haikou", "Zhoushan", "Yongxing", "at sea", "abroad"],
)
def test_the_countrys_islands_are_land_and_the_sea_is_not(place: tuple[float, float], is_off: bool) -> None:
    assert is_off_land(Point(*place, Datum.WGS84)) is is_off


FIRST = Seen(OUTSIDE, NOW, NOW)


def later(minutes: float, verdict: CheckInVerdict | None = OUTSIDE, *marks: CheckInMark) -> Seen:
    moment = NOW + timedelta(minutes=minutes)
    return Seen(verdict, moment, moment, frozenset(marks))


def test_only_a_later_fix_surely_outside_confirms_and_one_inside_clears() -> None:
    assert weigh(FIRST, later(5)) is QuestionOutcome.SECOND_OUTSIDE
    assert weigh(FIRST, later(5, INSIDE)) is QuestionOutcome.SECOND_INSIDE
    assert weigh(FIRST, later(5, INDETERMINATE)) is None
    assert weigh(FIRST, later(1)) is None, "the same error still"
    assert weigh(FIRST, later(-5, INSIDE)) is None
    assert weigh(FIRST, Seen(None, NOW + timedelta(minutes=5))) is None, "a call says nothing of the place"
    unbound = Seen(INSIDE, NOW + timedelta(minutes=5), NOW + timedelta(minutes=5), is_bound=False)
    assert weigh(FIRST, unbound) is None, "an old one could be sent again"
    at_counter = Seen(None, NOW + timedelta(minutes=5), in_person=True)
    assert weigh(FIRST, at_counter) is QuestionOutcome.SEEN_IN_PERSON


@pytest.mark.parametrize("mark", [CheckInMark.REPEATED_IDENTICAL, CheckInMark.MOCK_LOCATION])
def test_a_doubtful_second_fix_settles_nothing(mark: CheckInMark) -> None:
    assert weigh(FIRST, later(5, OUTSIDE, mark)) is None
    assert weigh(FIRST, later(5, INSIDE, mark)) is None


def test_two_positions_of_the_network_alone_confirm_nothing() -> None:
    by_network = Seen(OUTSIDE, NOW, NOW, frozenset({CheckInMark.NETWORK_POSITION}))
    assert weigh(by_network, later(5, OUTSIDE, CheckInMark.NETWORK_POSITION)) is None
    assert weigh(by_network, later(5)) is QuestionOutcome.SECOND_OUTSIDE
    stale = Seen(OUTSIDE, NOW + timedelta(minutes=5), NOW)
    assert weigh(FIRST, stale) is None, "the position is of the first check-in"


@given(st.lists(st.tuples(st.floats(-10, 60), st.sampled_from([INSIDE, INDETERMINATE])), max_size=8))
def test_nothing_but_a_second_fix_outside_ever_confirms(came: list[tuple[float, CheckInVerdict]]) -> None:
    found = weigh_all(FIRST, [later(minutes, verdict) for minutes, verdict in came])
    assert found is None or found[0] is QuestionOutcome.SECOND_INSIDE


def test_the_first_that_settles_it_does() -> None:
    found = weigh_all(FIRST, [later(9, INSIDE), later(5), later(3, INDETERMINATE)])
    assert found is not None
    assert found[0] is QuestionOutcome.SECOND_OUTSIDE
