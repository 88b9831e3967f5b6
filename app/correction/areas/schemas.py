"""What the API takes and gives about areas."""

from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field, StringConstraints, field_validator, model_validator

from app.correction.areas.codes import AreaWarning
from app.correction.areas.outline import OutlineRepair, Rings
from app.correction.enums import ApprovedAreaSource
from app.kernel.geo import Datum
from app.kernel.http import Instant, Schema, example

Degrees = Annotated[float, Field(allow_inf_nan=False)]
Position = Annotated[list[Degrees], Field(min_length=2, max_length=3)]
PolygonRings = list[list[Position]]
DivisionCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{6,12}$")]
MOST_DIVISIONS = 20
MOST_FEATURES = 200

SQUARE: dict[str, Any] = {
    "type": "Polygon",
    "coordinates": [[[118.9, 29.5], [119.1, 29.5], [119.1, 29.7], [118.9, 29.7], [118.9, 29.5]]],
}
CIRCLE: dict[str, Any] = {"latitude_deg": 29.6, "longitude_deg": 119.0, "radius_m": 3000}
AREA_EXAMPLE: dict[str, Any] = {
    "id": "0199e0a0-7c00-7000-8000-00000000000b",
    "geometry": SQUARE,
    "datum": "wgs84",
    "accuracy_m": 0,
    "source": "drawn",
    "area_code": None,
    "area_codes": [],
    "repairs": [],
    "warnings": [],
    "valid_from": "2026-12-01T01:00:00Z",
}
CRS_TAKEN = ("CRS84", "4326", "4490")
"""What an old ``crs`` member may name: WGS-84, or CGCS2000, which is within centimetres of it."""


class PolygonGeometry(Schema):
    """A GeoJSON polygon: the outer ring, then holes; every position is longitude, then latitude."""

    model_config = example(SQUARE)
    type: Literal["Polygon"]
    coordinates: PolygonRings
    bbox: list[Degrees] | None = None

    @property
    def polygons(self) -> list[Rings]:
        """The one polygon it holds."""
        return [self.coordinates]


class MultiPolygonGeometry(Schema):
    """A GeoJSON multi-polygon: several areas that count as one."""

    model_config = example({"type": "MultiPolygon", "coordinates": [SQUARE["coordinates"]]})
    type: Literal["MultiPolygon"]
    coordinates: list[PolygonRings]
    bbox: list[Degrees] | None = None

    @property
    def polygons(self) -> list[Rings]:
        """The polygons it holds."""
        return list(self.coordinates)


Surface = Annotated[PolygonGeometry | MultiPolygonGeometry, Field(discriminator="type")]


class Feature(Schema):
    """A GeoJSON feature as map tools save it; its properties are not kept."""

    model_config = example({"type": "Feature", "geometry": SQUARE, "properties": {}})
    type: Literal["Feature"]
    geometry: Surface
    properties: dict[str, Any] | None = None
    id: str | int | None = None
    bbox: list[Degrees] | None = None

    @property
    def polygons(self) -> list[Rings]:
        """The polygons it holds."""
        return self.geometry.polygons


class FeatureCollection(Schema):
    """A GeoJSON file as map tools save it: all its areas count as one."""

    model_config = example(
        {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": SQUARE, "properties": {}}]}
    )
    type: Literal["FeatureCollection"]
    features: Annotated[list[Feature], Field(min_length=1, max_length=MOST_FEATURES)]
    name: str | None = None
    crs: dict[str, Any] | None = None
    bbox: list[Degrees] | None = None

    @field_validator("crs")
    @classmethod
    def _angles(cls, crs: dict[str, Any] | None) -> dict[str, Any] | None:
        """A file in a projection is metres, not degrees; RFC 7946 allows none."""
        if crs is not None and not str(crs.get("properties", {})).rstrip("'}").endswith(CRS_TAKEN):
            raise ValueError("文件用的是投影坐标，请导出成经纬度（WGS-84）后再上传")
        return crs

    @property
    def polygons(self) -> list[Rings]:
        """The polygons of all features."""
        return [rings for feature in self.features for rings in feature.polygons]


Geometry = Annotated[
    PolygonGeometry | MultiPolygonGeometry | Feature | FeatureCollection, Field(discriminator="type")
]


class CircleInput(Schema):
    """A circle around a place, in the datum named beside it."""

    model_config = example(CIRCLE)
    latitude_deg: Degrees
    longitude_deg: Degrees
    radius_m: Annotated[float, Field(ge=10, le=200_000, allow_inf_nan=False)]


class AreaInput(Schema):
    """An area: drawn or a circle on a map whose datum is named, or divisions whose outlines are known."""

    model_config = example({"geometry": SQUARE, "datum": "wgs84"})
    geometry: Geometry | None = None
    circle: CircleInput | None = None
    datum: Datum | None = None
    area_code: DivisionCode | None = None
    area_codes: Annotated[list[DivisionCode], Field(default_factory=list, max_length=MOST_DIVISIONS)]

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        on_map = [given for given in (self.geometry, self.circle) if given is not None]
        sources = len(on_map) + (self.area_code is not None) + bool(self.area_codes)
        if sources != 1:
            raise ValueError("请画出区域，或者画一个圆，或者选行政区划，只选一种")
        if bool(on_map) != (self.datum is not None):
            raise ValueError("在地图上画的要说明地图的坐标系（wgs84 或 gcj02）")
        return self

    @property
    def divisions(self) -> list[str]:
        """The codes of the divisions chosen, each once."""
        given = [self.area_code] if self.area_code is not None else self.area_codes
        return list(dict.fromkeys(given))


class AreaOut(Schema):
    """The area in force as GeoJSON in the datum asked for; ``accuracy_m`` is how far its border may be off."""

    model_config = example(AREA_EXAMPLE)
    id: UUID
    geometry: dict[str, Any]
    datum: Datum
    accuracy_m: int
    source: ApprovedAreaSource
    area_code: str | None
    area_codes: list[str]
    repairs: list[OutlineRepair]
    warnings: list[AreaWarning]
    valid_from: Instant
