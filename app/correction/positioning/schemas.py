"""What the API takes and gives about positioning."""

from datetime import date, datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from app.correction.enums import KeyAlgorithm
from app.correction.positioning.codes import AuthorisationStatus, DeviceSignalKind, PositioningGround
from app.kernel.geo import Datum
from app.kernel.http import LINE, LINES, Instant, Schema, example

AUTHORISATION = "0199e0a0-7c00-7000-8000-000000000d01"
DEVICE = "0199e0a0-7c00-7000-8000-000000000d02"
MOST_POSITIONS, MOST_SIGNALS = 500, 50
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000, pattern=LINES)]
ShortText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=300, pattern=LINE)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60, pattern=LINE)]
Degrees = Annotated[float, Field(allow_inf_nan=False)]
Percent = Annotated[int, Field(ge=0, le=100)]

_PROPOSAL: dict[str, Any] = {
    "ground": "left_without_approval",
    "reason": "未经批准离开杭州市两日，已核实并认定违规",
    "statement": "当时母亲生病，来不及请假",
    "evidence_ids": [],
    "renews_id": None,
    "assessment": None,
    "from_on": "2026-12-01",
    "to_on": "2027-02-28",
}
_AUTHORISATION: dict[str, Any] = _PROPOSAL | {
    "id": AUTHORISATION,
    "order_id": "0199e0a0-7c00-7000-8000-00000000000a",
    "status": "in_force",
    "created_at": "2026-11-30T01:00:00Z",
    "decided_at": "2026-11-30T06:00:00Z",
    "decision_reason": "符合第二十九条第一款第二项",
    "valid_from": "2026-11-30T16:00:00Z",
    "valid_to": "2027-02-28T16:00:00Z",
    "lifted_at": None,
    "lift_reason": None,
    "allowed_actions": ["lift"],
}
_DEVICE: dict[str, Any] = {
    "id": DEVICE,
    "vendor": "某科技公司",
    "model": "DW-3",
    "serial": "A1B2C3",
    "registered_at": "2026-12-01T01:00:00Z",
    "returned_at": None,
    "last_heard_at": None,
    "battery_percent": None,
}
_POSITION: dict[str, Any] = {
    "at": "2026-12-01T01:00:00Z",
    "latitude_deg": 29.6,
    "longitude_deg": 119.0,
    "datum": "wgs84",
    "accuracy_m": 12.0,
}


class PositioningPropose(Schema):
    """A proposal; ``renews_id`` and ``assessment`` where it extends one that ends the day before ``from_on``."""

    model_config = example(_PROPOSAL)
    ground: PositioningGround
    reason: Text
    statement: Text | None = None
    evidence_ids: Annotated[list[UUID], Field(max_length=20)] = Field(default_factory=list[UUID])
    renews_id: UUID | None = None
    assessment: Text | None = None
    from_on: date
    to_on: date

    @model_validator(mode="after")
    def _assessed(self) -> Self:
        if (self.renews_id is None) != (self.assessment is None):
            raise ValueError("申请延长的，要写明评估情况；第一次申请的，不用写")
        return self


class PositioningReason(Schema):
    """Why it is decided so."""

    model_config = example({"reason": "符合第二十九条第一款第二项"})
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000, pattern=LINES)]


class PositioningAuthorisationOut(Schema):
    """An authorisation: [``valid_from``, ``valid_to``) is what it covers."""

    model_config = example(_AUTHORISATION)
    id: UUID
    order_id: UUID
    ground: PositioningGround
    reason: str
    statement: str | None
    evidence_ids: list[UUID]
    renews_id: UUID | None
    assessment: str | None
    from_on: date
    to_on: date
    status: AuthorisationStatus
    created_at: datetime
    decided_at: datetime | None
    decision_reason: str | None
    valid_from: datetime | None
    valid_to: datetime | None
    lifted_at: datetime | None
    lift_reason: str | None
    allowed_actions: list[str] = Field(description="现在可以做的事，见字典 positioning_action")


class DeviceRegister(Schema):
    """A dedicated device; ``public_key`` is base64url: 32 bytes of Ed25519, or a point on P-256 (SEC 1 or DER)."""

    model_config = example(
        {
            "vendor": "某科技公司",
            "model": "DW-3",
            "serial": "A1B2C3",
            "algorithm": "ed25519",
            "public_key": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
        }
    )
    vendor: Name
    model: Name
    serial: Name
    algorithm: KeyAlgorithm
    public_key: Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"^[A-Za-z0-9_=-]+$")]


class PositioningDeviceOut(Schema):
    """A device a person wears or wore."""

    model_config = example(_DEVICE)
    id: UUID
    vendor: str
    model: str
    serial: str
    registered_at: datetime
    returned_at: datetime | None
    last_heard_at: datetime | None
    battery_percent: int | None


class PositioningOut(Schema):
    """Everything about positioning under an order but the places."""

    model_config = example(
        {
            "is_active": True,
            "authorisations": [_AUTHORISATION],
            "devices": [_DEVICE],
            "allowed_actions": ["propose"],
        }
    )
    is_active: bool = Field(description="现在是否在经批准的期限内")
    authorisations: list[PositioningAuthorisationOut]
    devices: list[PositioningDeviceOut]
    allowed_actions: list[str] = Field(description="现在可以做的事：propose 申请使用，register_device 登记装置")


class PositionLook(Schema):
    """From when to when (a week at most), and why: the person sees the reason."""

    model_config = example(
        {
            "since": "2026-12-01T00:00:00Z",
            "until": "2026-12-01T12:00:00Z",
            "reason": "核实装置被拆动的提醒",
            "datum": "gcj02",
        }
    )
    since: Instant
    until: Instant
    reason: ShortText
    datum: Datum = Datum.WGS84


class PositionOut(Schema):
    """Where the device was."""

    model_config = example(_POSITION)
    at: datetime
    latitude_deg: float
    longitude_deg: float
    datum: Datum
    accuracy_m: float


class PositionsOut(Schema):
    """Places in order of time; ``is_cut``: there are more, ask for less time."""

    model_config = example({"items": [_POSITION], "is_cut": False})
    items: list[PositionOut]
    is_cut: bool


class PositionInput(Schema):
    """One place."""

    model_config = example(_POSITION)
    at: Instant
    latitude_deg: Annotated[Degrees, Field(ge=-90, le=90)]
    longitude_deg: Annotated[Degrees, Field(ge=-180, le=180)]
    datum: Datum
    accuracy_m: Annotated[Degrees, Field(ge=0, le=10_000_000)]


class SignalInput(Schema):
    """Something else the device noticed."""

    model_config = example({"kind": "low_battery", "at": "2026-12-01T01:00:00Z", "battery_percent": 15})
    kind: DeviceSignalKind
    at: Instant
    battery_percent: Percent | None = None


class DeviceBatch(Schema):
    """What a device sends; the header ``X-Device-Signature`` signs the bytes of this document."""

    model_config = example(
        {
            "device_id": DEVICE,
            "counter": 17,
            "positions": [_POSITION],
            "signals": [{"kind": "low_battery", "at": "2026-12-01T01:00:00Z", "battery_percent": 15}],
        }
    )
    device_id: UUID
    counter: Annotated[int, Field(ge=1, le=2_147_483_647)]
    positions: Annotated[list[PositionInput], Field(max_length=MOST_POSITIONS)] = Field(
        default_factory=list[PositionInput]
    )
    signals: Annotated[list[SignalInput], Field(max_length=MOST_SIGNALS)] = Field(
        default_factory=list[SignalInput]
    )


class BatchTaken(Schema):
    """How many places were kept, how many no authorisation covers; whether the device is to go on sending."""

    model_config = example({"stored": 1, "refused": 0, "keep_sending": True})
    stored: int
    refused: int
    keep_sending: bool
