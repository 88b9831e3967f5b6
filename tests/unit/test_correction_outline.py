"""Outlines: read, refused, repaired, and measured in metres."""

import math
import random

import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st

from app.correction.areas.outline import (
    MOST_POSITIONS,
    MOST_POSITIONS_TO_REPAIR,
    MOST_RINGS,
    Outline,
    OutlineRefused,
    OutlineRepair,
    looks_swapped,
    metres_per_degree,
    read_outline,
)
from app.kernel.geo import Datum, Point
from tests.support.geodesic import geodesic_m

Ring = list[list[float]]

latitudes_deg = st.floats(18, 53)
longitudes_deg = st.floats(74, 134)


def box(west_deg: float, south_deg: float, east_deg: float, north_deg: float) -> Ring:
    corners = [[west_deg, south_deg], [east_deg, south_deg], [east_deg, north_deg], [west_deg, north_deg]]
    return [*corners, corners[0]]


SQUARE = box(119.0, 29.5, 119.1, 29.6)
HOLE = box(119.04, 29.54, 119.06, 29.56)


def wgs84(latitude_deg: float, longitude_deg: float) -> Point:
    return Point(latitude_deg, longitude_deg, Datum.WGS84)


def refusal(*polygons: list[Ring]) -> str:
    with pytest.raises(OutlineRefused) as refused:
        read_outline(list(polygons), Datum.WGS84)
    return refused.value.rule


def test_the_reference_agrees_with_published_geodesics() -> None:
    assert geodesic_m(wgs84(-37.95103342, 144.42486789), wgs84(-37.65282114, 143.92649553)) == pytest.approx(
        54972.271, abs=0.01
    )
    assert geodesic_m(wgs84(0, 100), wgs84(0, 101)) == pytest.approx(111319.491, abs=0.01)


def test_distance_is_negative_within_positive_without_and_zero_on_the_border() -> None:
    outline, _ = read_outline([[SQUARE]], Datum.WGS84)
    assert outline.signed_distance_m(wgs84(29.55, 119.05)) < -4000
    assert outline.signed_distance_m(wgs84(29.55, 119.2)) > 4000
    assert outline.signed_distance_m(wgs84(29.5, 119.05)) == pytest.approx(0, abs=1e-6)


def test_a_hole_is_outside_and_its_rim_is_the_border() -> None:
    outline, _ = read_outline([[SQUARE, HOLE]], Datum.WGS84)
    centre = outline.signed_distance_m(wgs84(29.55, 119.05))
    assert 900 < centre < 1200
    assert -200 < outline.signed_distance_m(wgs84(29.5412, 119.0387)) < 0


def test_the_nearest_of_several_polygons_counts() -> None:
    island = box(119.3, 29.5, 119.4, 29.6)
    outline, repairs = read_outline([[SQUARE], [island]], Datum.WGS84)
    assert repairs == []
    assert outline.signed_distance_m(wgs84(29.55, 119.35)) < 0
    assert outline.signed_distance_m(wgs84(29.55, 119.29)) == pytest.approx(969, abs=3)


def test_a_crossing_outline_is_repaired_with_a_message() -> None:
    bow_tie: Ring = [[119.0, 29.5], [119.1, 29.6], [119.1, 29.5], [119.0, 29.6], [119.0, 29.5]]
    outline, repairs = read_outline([[bow_tie]], Datum.WGS84)
    assert repairs == [OutlineRepair.CROSSING_REPAIRED]
    assert outline.geometry.is_valid
    assert outline.geometry.geom_type == "MultiPolygon"


@pytest.mark.parametrize("positions", [MOST_POSITIONS_TO_REPAIR, MOST_POSITIONS - 1])
def test_a_long_border_that_crosses_itself_is_refused_and_not_repaired(positions: int) -> None:
    draw = random.Random(positions)
    ring = [[draw.uniform(119.0, 119.1), draw.uniform(29.5, 29.6)] for _ in range(positions)]
    assert refusal([[*ring, ring[0]]]) == "crossing"


def test_a_long_border_that_does_not_cross_itself_is_taken_as_it_is() -> None:
    ring = [[longitude_deg, latitude_deg] for longitude_deg, latitude_deg in star(29.5, 119.0, [5000.0] * 19_000)]
    _, repairs = read_outline([[[*ring, ring[0]]]], Datum.WGS84)
    assert repairs == []


def test_overlapping_polygons_become_one_without_an_inner_border() -> None:
    outline, repairs = read_outline([[SQUARE], [box(119.05, 29.5, 119.15, 29.6)]], Datum.WGS84)
    assert repairs == [OutlineRepair.CROSSING_REPAIRED]
    assert outline.signed_distance_m(wgs84(29.55, 119.1)) < -4000


def test_an_open_ring_is_closed_with_a_message() -> None:
    outline, repairs = read_outline([[SQUARE[:-1]]], Datum.WGS84)
    assert repairs == [OutlineRepair.RING_CLOSED]
    assert outline.geometry.equals(shapely.Polygon(SQUARE))


def test_heights_are_left_out() -> None:
    outline, _ = read_outline([[[[*position, 35.0] for position in SQUARE]]], Datum.WGS84)
    assert not outline.geometry.has_z


NOT_AREAS: list[tuple[list[list[Ring]], str]] = [
    ([], "empty"),
    ([[]], "empty"),
    ([[[[29.5, 119.0], [29.5, 119.1], [29.6, 119.1]]]], "swapped"),
    ([[box(0.0, 0.0, 0.1, 0.1)]], "outside_china"),
    ([[box(-122.5, 37.7, -122.4, 37.8)]], "outside_china"),
    ([[box(190.0, 29.5, 191.0, 29.6)]], "outside_china"),
    ([[[[119.0, math.nan], [119.1, 29.5], [119.1, 29.6]]]], "outside_china"),
    ([[[[119.0, 29.5], [119.1, 29.5], [119.0, 29.5]]]], "too_few_corners"),
    ([[[]]], "too_few_corners"),
    ([[[[119.0, 29.5], [119.1, 29.6], [119.2, 29.7], [119.0, 29.5]]]], "no_surface"),
    ([[box(119.0, 29.5, 119.00001, 29.50001)]], "no_surface"),
    ([[[[119.0, 29.5]] * (MOST_POSITIONS + 1)]], "too_many_positions"),
    ([[SQUARE]] * (MOST_RINGS + 1), "too_many_rings"),
]


@pytest.mark.parametrize(("polygons", "rule"), NOT_AREAS)
def test_refuses_what_is_no_area(polygons: list[list[Ring]], rule: str) -> None:
    assert refusal(*polygons) == rule


def test_an_outline_drawn_on_a_chinese_map_is_moved_to_wgs84_and_back() -> None:
    outline, _ = read_outline([[SQUARE]], Datum.GCJ02)
    corner = Point(29.5, 119.0, Datum.GCJ02)
    assert abs(outline.signed_distance_m(corner)) < 1
    assert abs(outline.signed_distance_m(wgs84(29.5, 119.0))) > 100
    drawn = shapely.from_geojson(shapely.to_geojson(shapely.geometry.shape(outline.to_geojson(Datum.GCJ02))))
    assert drawn.hausdorff_distance(shapely.Polygon(SQUARE)) < 1e-6


@given(latitudes_deg, longitudes_deg)
def test_a_place_in_china_never_looks_swapped_and_its_exchange_always_does(
    latitude_deg: float, longitude_deg: float
) -> None:
    assert not looks_swapped(latitude_deg, longitude_deg)
    assert looks_swapped(longitude_deg, latitude_deg)


@given(latitudes_deg, longitudes_deg, st.floats(0, 2 * math.pi), st.floats(10, 20_000))
def test_distance_to_a_small_outline_agrees_with_the_geodesic(
    latitude_deg: float, longitude_deg: float, bearing: float, away_m: float
) -> None:
    """The stated error: d·tan|latitude|/2R, with 1 cm for the size of the target and rounding."""
    here = wgs84(latitude_deg, longitude_deg)
    there = wgs84(
        latitude_deg + math.degrees(away_m * math.cos(bearing) / 6_371_000),
        longitude_deg
        + math.degrees(away_m * math.sin(bearing) / 6_371_000 / math.cos(math.radians(latitude_deg))),
    )
    speck = shapely.Point(there.longitude_deg, there.latitude_deg).buffer(1e-8)
    exact_m = geodesic_m(here, there)
    allowed_m = exact_m**2 * math.tan(math.radians(latitude_deg)) / 2 / 6_350_000 + 0.01
    assert Outline(speck).signed_distance_m(here) == pytest.approx(exact_m, abs=allowed_m)


@given(latitudes_deg, longitudes_deg, st.lists(st.floats(300, 9_000), min_size=5, max_size=12), st.data())
def test_distance_to_a_border_agrees_with_the_geodesic_to_its_nearest_place(
    latitude_deg: float, longitude_deg: float, radii_m: list[float], data: st.DataObject
) -> None:
    polygon = shapely.Polygon(star(latitude_deg, longitude_deg, radii_m))
    outline = Outline(polygon)
    here = wgs84(latitude_deg + data.draw(st.floats(-0.1, 0.1)), longitude_deg + data.draw(st.floats(-0.1, 0.1)))
    dense = shapely.segmentize(polygon.exterior, 0.0005)
    nearest_m = min(geodesic_m(here, wgs84(lat, lon)) for lon, lat in dense.coords)
    assert abs(outline.signed_distance_m(here)) == pytest.approx(nearest_m, abs=0.001 * nearest_m + 35)
    assert abs(outline.signed_distance_m(here)) <= nearest_m * 1.002 + 0.01


@given(st.floats(80, 120), st.floats(-5, 5), st.floats(-0.2, 0.2), st.floats(-0.2, 0.2))
def test_moving_point_and_outline_along_the_parallel_changes_nothing(
    longitude_deg: float, shift_deg: float, north_deg: float, east_deg: float
) -> None:
    ring = [(119.0, 29.5), (119.1, 29.45), (119.12, 29.62), (119.03, 29.58)]
    moved = [(lon - 119 + longitude_deg + shift_deg, lat) for lon, lat in ring]
    still = [(lon - 119 + longitude_deg, lat) for lon, lat in ring]
    before = Outline(shapely.Polygon(still)).signed_distance_m(wgs84(29.5 + north_deg, longitude_deg + east_deg))
    after = Outline(shapely.Polygon(moved)).signed_distance_m(
        wgs84(29.5 + north_deg, longitude_deg + shift_deg + east_deg)
    )
    assume(abs(before) > 1e-3)
    assert after == pytest.approx(before, abs=1e-3)


@given(st.integers(25, 2_000), st.floats(-0.2, 0.2), st.floats(-0.2, 0.2))
def test_however_many_edges_there_are_the_nearest_one_is_found(
    corners: int, north_deg: float, east_deg: float
) -> None:
    radii_m = [5_000 + 4_000 * math.sin(number * 0.7) for number in range(corners)]
    polygon = shapely.Polygon(star(30.0, 119.0, radii_m))
    here = wgs84(30.0 + north_deg, 119.0 + east_deg)
    east_m, north_m = metres_per_degree(here.latitude_deg)
    plane = [
        ((lon - here.longitude_deg) * east_m, (lat - here.latitude_deg) * north_m)
        for lon, lat in polygon.exterior.coords
    ]
    nearest_m = shapely.LinearRing(plane).distance(shapely.Point(0, 0))
    assert abs(Outline(polygon).signed_distance_m(here)) == pytest.approx(nearest_m, abs=1e-6)


def star(latitude_deg: float, longitude_deg: float, radii_m: list[float]) -> list[tuple[float, float]]:
    """A polygon around a centre, one corner a radius; never crosses itself."""
    corners: list[tuple[float, float]] = []
    for number, radius_m in enumerate(radii_m):
        angle = 2 * math.pi * number / len(radii_m)
        north_deg = math.degrees(radius_m * math.cos(angle) / 6_371_000)
        east_deg = math.degrees(radius_m * math.sin(angle) / 6_371_000) / math.cos(math.radians(latitude_deg))
        corners.append((longitude_deg + east_deg, latitude_deg + north_deg))
    return corners
