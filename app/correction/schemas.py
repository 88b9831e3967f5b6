"""What the API takes and gives about orders and areas."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints, model_validator

from app.correction.enums import ApprovedAreaSource, CorrectionCategory, CorrectionStatus, CorrectionTier
from app.correction.outline import OutlineRepair, Rings
from app.identity.schemas import RealNameIn
from app.kernel.clock_views import ClockView
from app.kernel.geo import Datum
from app.kernel.http import Schema, example

Degrees = Annotated[float, Field(allow_inf_nan=False)]
Position = Annotated[list[Degrees], Field(min_length=2, max_length=3)]
PolygonRings = list[list[Position]]

PERSON = "0199e0a0-7c00-7000-8000-000000000007"
OFFICE = "0199e0a0-7c00-7000-8000-000000000002"
PERSON_EXAMPLE: dict[str, Any] = {
    "name": "王某",
    "kind": "resident_id",
    "number": "11010519491231002X",
    "phone": "13800138000",
}
ORDER = "0199e0a0-7c00-7000-8000-00000000000a"
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
ORDER_EXAMPLE: dict[str, Any] = {
    "id": ORDER,
    "person_id": PERSON,
    "person_name": "王某",
    "agency_id": OFFICE,
    "agency_name": "千岛湖司法所",
    "category": "probation",
    "tier": "yellow",
    "status": "registered",
    "starts_on": "2026-11-25",
    "ends_on": "2027-11-24",
    "version": 1,
    "allowed_actions": ["begin", "set_area"],
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


class PersonReceived(RealNameIn):
    """Who stands at the counter, as the document shown there says; ``phone`` serves someone new here."""

    model_config = example(PERSON_EXAMPLE)
    phone: Annotated[str, StringConstraints(pattern=r"^1[3-9][0-9]{9}$")] | None = None


class OrderCreate(Schema):
    """A person received for correction; ``starts_on`` is the day the judgement takes effect."""

    model_config = example(
        {
            "person": PERSON_EXAMPLE,
            "agency_id": OFFICE,
            "category": "probation",
            "tier": "yellow",
            "starts_on": "2026-11-25",
            "ends_on": "2027-11-24",
            "court": "淳安县人民法院",
            "area": {"geometry": SQUARE, "datum": "wgs84"},
        }
    )
    person: PersonReceived
    agency_id: UUID
    category: CorrectionCategory
    tier: CorrectionTier
    starts_on: date
    ends_on: date
    court: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    area: AreaInput


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


class OrderOut(Schema):
    """An order in a list."""

    model_config = example(ORDER_EXAMPLE)
    id: UUID
    person_id: UUID
    person_name: str | None
    agency_id: UUID
    agency_name: str
    category: CorrectionCategory
    tier: CorrectionTier
    status: CorrectionStatus
    starts_on: date
    ends_on: date
    version: int
    allowed_actions: list[str]


class OrderDetail(OrderOut):
    """An order with its area, what is due and under which article, and when the last check-in came."""

    model_config = example(
        ORDER_EXAMPLE
        | {
            "court": "淳安县人民法院",
            "began_at": None,
            "area": AREA_EXAMPLE,
            "clocks": [],
            "last_check_in_at": None,
        }
    )
    court: str
    began_at: datetime | None
    area: AreaOut
    clocks: list[ClockView]
    last_check_in_at: datetime | None
