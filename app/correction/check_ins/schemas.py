"""What the API takes and gives about check-ins."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field

from app.correction.areas.schemas import Degrees
from app.correction.check_ins.codes import CheckInReason, CheckInVerdict
from app.correction.orders.schemas import ORDER, PERSON
from app.kernel.geo import Datum
from app.kernel.http import Schema, example

FIX_EXAMPLE: dict[str, Any] = {
    "latitude_deg": 29.6,
    "longitude_deg": 119.0,
    "datum": "gcj02",
    "accuracy_m": 25.0,
    "fixed_at": "2026-12-01T01:00:00Z",
}
CHECK_IN_EXAMPLE: dict[str, Any] = {
    "id": "0199e0a0-7c00-7000-8000-00000000000c",
    "attempt_id": "6f1c1c52-8d0f-4f6e-9b55-2a3f1d9c7e10",
    "order_id": ORDER,
    "verdict": "inside",
    "message": "签到成功。定位显示您在规定区域内。",
    "reasons": [],
    "distance_m": -2150.4,
    "accuracy_m": 25.0,
    "fixed_at": "2026-12-01T01:00:00Z",
    "received_at": "2026-12-01T01:00:04Z",
}


def _plausible(at: datetime) -> datetime:
    """A phone's clock may be wrong, but a year no calendar reaches cannot be stored."""
    if not 2000 <= at.year <= 2200:
        raise ValueError("时间不对，请检查手机的日期")
    return at


class FixInput(Schema):
    """Where the phone says it is. ``accuracy_m`` is its own figure, 0 where it gives none."""

    model_config = example(FIX_EXAMPLE)
    latitude_deg: Degrees
    longitude_deg: Degrees
    datum: Datum
    accuracy_m: Annotated[float, Field(ge=0, le=10_000_000, allow_inf_nan=False)]
    fixed_at: Annotated[AwareDatetime, AfterValidator(_plausible)]


class CheckInCreate(Schema):
    """One attempt to check in; the phone makes the id and sends it again until it has an answer."""

    model_config = example({"attempt_id": CHECK_IN_EXAMPLE["attempt_id"], "fix": FIX_EXAMPLE})
    attempt_id: UUID
    fix: FixInput


class CheckInOut(Schema):
    """A check-in and what it says. ``distance_m`` is to the border, negative within."""

    model_config = example(CHECK_IN_EXAMPLE)
    id: UUID
    attempt_id: UUID
    order_id: UUID
    verdict: CheckInVerdict
    message: str
    reasons: list[CheckInReason]
    distance_m: float | None
    accuracy_m: float
    fixed_at: datetime
    received_at: datetime


class LocationOut(Schema):
    """Where the phone said it was, in the datum it used."""

    model_config = example({"latitude_deg": 29.6, "longitude_deg": 119.0, "datum": "gcj02"})
    latitude_deg: float
    longitude_deg: float
    datum: Datum


class CheckInDetail(CheckInOut):
    """A check-in with its location, opened for the person or for the office on duty; each look is recorded."""

    model_config = example(
        CHECK_IN_EXAMPLE
        | {
            "person_id": PERSON,
            "location": {"latitude_deg": 29.6, "longitude_deg": 119.0, "datum": "gcj02"},
        }
    )
    person_id: UUID
    location: LocationOut
