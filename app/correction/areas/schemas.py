"""What the API takes and gives about areas."""

from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints, model_validator

from app.correction.areas.outline import OutlineRepair, Rings
from app.correction.enums import ApprovedAreaSource
from app.kernel.geo import Datum
from app.kernel.http import Schema, example

Degrees = Annotated[float, Field(allow_inf_nan=False)]
Position = Annotated[list[Degrees], Field(min_length=2, max_length=3)]
PolygonRings = list[list[Position]]

SQUARE: dict[str, Any] = {
    "type": "Polygon",
    "coordinates": [[[118.9, 29.5], [119.1, 29.5], [119.1, 29.7], [118.9, 29.7], [118.9, 29.5]]],
}
AREA_EXAMPLE: dict[str, Any] = {
    "id": "0199e0a0-7c00-7000-8000-00000000000b",
    "geometry": SQUARE,
    "datum": "wgs84",
    "accuracy_m": 0,
    "source": "drawn",
    "area_code": None,
    "repairs": [],
    "valid_from": "2026-12-01T01:00:00Z",
}


class PolygonGeometry(Schema):
    """A GeoJSON polygon: the outer ring, then holes; every position is longitude, then latitude."""

    model_config = example(SQUARE)
    type: Literal["Polygon"]
    coordinates: PolygonRings

    @property
    def polygons(self) -> list[Rings]:
        """The one polygon it holds."""
        return [self.coordinates]


class MultiPolygonGeometry(Schema):
    """A GeoJSON multi-polygon: several areas that count as one."""

    model_config = example({"type": "MultiPolygon", "coordinates": [SQUARE["coordinates"]]})
    type: Literal["MultiPolygon"]
    coordinates: list[PolygonRings]

    @property
    def polygons(self) -> list[Rings]:
        """The polygons it holds."""
        return list(self.coordinates)


Geometry = Annotated[PolygonGeometry | MultiPolygonGeometry, Field(discriminator="type")]


class AreaInput(Schema):
    """The area a person may move in: drawn on a map whose datum is named, or a division with an outline."""

    model_config = example({"geometry": SQUARE, "datum": "wgs84"})
    geometry: Geometry | None = None
    datum: Datum | None = None
    area_code: Annotated[str, StringConstraints(pattern=r"^[0-9]{6,12}$")] | None = None

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.geometry is None) == (self.area_code is None):
            raise ValueError("请画出区域，或者选一个行政区划，二者选一")
        if (self.geometry is None) != (self.datum is None):
            raise ValueError("画出的区域要说明地图的坐标系（wgs84 或 gcj02）")
        return self


class AreaOut(Schema):
    """The area in force as GeoJSON in the datum asked for; ``accuracy_m`` is how far its border may be off."""

    model_config = example(AREA_EXAMPLE)
    id: UUID
    geometry: dict[str, Any]
    datum: Datum
    accuracy_m: int
    source: ApprovedAreaSource
    area_code: str | None
    repairs: list[OutlineRepair]
    valid_from: AwareDatetime
