"""Outlines of areas."""

import json
from typing import cast

import pytest

from app.kernel.areas.boundaries import (
    Boundary,
    BoundaryFileError,
    covers,
    packaged_boundaries,
    read_boundaries,
)
from app.kernel.geo import Datum, Point

SQUARE = [[120.0, 30.0], [120.2, 30.0], [120.2, 30.2], [120.0, 30.2], [120.0, 30.0]]
BOW_TIE = [[120.0, 30.0], [120.2, 30.2], [120.2, 30.0], [120.0, 30.2], [120.0, 30.0]]


def document(coordinates: object, kind: str = "Polygon", code: str = "330106") -> bytes:
    feature = {
        "type": "Feature",
        "properties": {"code": code},
        "geometry": {"type": kind, "coordinates": coordinates},
    }
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


def read(content: bytes, datum: Datum = Datum.WGS84) -> list[Boundary]:
    return read_boundaries(content, datum=datum, source="县民政局", accuracy_m=20, valid_from=None)


@pytest.fixture(scope="module")
def counties() -> dict[str, bytes]:
    return {b.area_code: cast(bytes, b.columns()["wkb_wgs84"]) for b in packaged_boundaries()}


def test_package_outlines_hold_the_places_they_name(counties: dict[str, bytes]) -> None:
    tiananmen = Point(39.9055, 116.3976, Datum.WGS84)
    assert [code for code, wkb in counties.items() if covers(wkb, tiananmen)] == ["110101"]


def test_point_is_taken_to_the_datum_of_the_outline(counties: dict[str, bytes]) -> None:
    west_lake = Point(30.2592, 120.1303, Datum.WGS84)
    assert covers(counties["330106"], west_lake)
    assert covers(counties["330106"], west_lake.to_gcj02())


def test_package_has_nearly_every_county_of_the_mainland(counties: dict[str, bytes]) -> None:
    assert len([code for code in counties if code < "710000"]) > 2800


def test_reads_an_agency_outline_with_its_accuracy() -> None:
    (own,) = read(document([SQUARE]))
    columns = own.columns()
    assert (columns["vertex_count"], columns["accuracy_m"], columns["is_packaged"]) == (5, 20, False)
    assert (columns["west_deg"], columns["north_deg"]) == (120.0, 30.2)


def test_moves_an_outline_drawn_on_a_chinese_map() -> None:
    (drawn,) = read(document([SQUARE]), Datum.GCJ02)
    corner = Point(30.0, 120.0, Datum.GCJ02).to_wgs84()
    assert drawn.geometry.bounds[0] == pytest.approx(corner.longitude_deg, abs=0.002)
    assert drawn.geometry.bounds[0] != 120.0


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "FeatureCollection"),
        (b'{"type":"FeatureCollection","features":[1]}', "FeatureCollection"),
        (document(SQUARE, kind="LineString"), "FeatureCollection"),
        (document([SQUARE], code="12"), "第 1 个要素：区划代码"),
        (document([BOW_TIE]), "相交"),
        (document([]), "至少要有 4 个点"),
        (document([SQUARE[:2]]), "至少要有 4 个点"),
        (document([[[120.0], [121.0]]]), "FeatureCollection"),
        (document([[["a", 1], [2, 3], [3, 4], ["a", 1]]]), "FeatureCollection"),
        (document([[[120, 95], [121, 95], [121, 96], [120, 95]]]), "纬度"),
    ],
)
def test_refuses_what_is_no_outline(content: bytes, message: str) -> None:
    with pytest.raises(BoundaryFileError, match=message):
        read(content)
