"""Coordinates with a datum."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.geo import Datum, Point

mainland = st.builds(Point, st.floats(18, 53), st.floats(74, 134), st.sampled_from(Datum))


@pytest.mark.parametrize(
    ("latitude_deg", "longitude_deg"),
    [(90.1, 0), (-91, 0), (0, 180.5), (0, -181), (math.nan, 0), (0, math.inf)],
)
def test_refuses_angles_out_of_range(latitude_deg: float, longitude_deg: float) -> None:
    with pytest.raises(ValueError, match="度应在"):
        Point(latitude_deg, longitude_deg, Datum.WGS84)


def test_gcj02_is_some_hundred_metres_from_wgs84_in_beijing() -> None:
    as_reported = Point(39.9087, 116.3975, Datum.WGS84)
    mistaken = Point(39.9087, 116.3975, Datum.GCJ02)
    assert 300 < as_reported.distance_m(mistaken) < 800


@given(mainland)
def test_datum_conversion_returns_to_the_same_place(point: Point) -> None:
    back = point.to_gcj02().to_wgs84()
    assert point.to_wgs84().distance_m(back) < 1


@given(mainland, mainland)
def test_distance_is_symmetric_and_zero_to_itself(here: Point, there: Point) -> None:
    assert here.distance_m(there) == pytest.approx(there.distance_m(here))
    assert here.distance_m(here) == 0


def test_distance_of_one_degree_of_latitude() -> None:
    south, north = Point(30, 120, Datum.WGS84), Point(31, 120, Datum.WGS84)
    assert south.distance_m(north) == pytest.approx(111_195, abs=10)
