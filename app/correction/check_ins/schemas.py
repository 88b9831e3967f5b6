"""What a phone sends when it checks in, and what it and the office are told."""

from datetime import datetime
from typing import Annotated, Any, Self, cast
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints, model_validator

from app.correction.check_ins import canonical
from app.correction.check_ins.attempt_codes import AttemptFailure, CheckInChannel, DevicePlatform, FaceFinding
from app.correction.check_ins.codes import CheckInMark, CheckInReason, CheckInVerdict, FixProvider
from app.correction.enums import CorrectionTier
from app.correction.orders.schemas import ORDER, PERSON
from app.kernel.geo import Datum
from app.kernel.http import LINE, Instant, Schema, example

CHECK_IN = "019ad75e-c0a0-8a2b-9c3d-4e5f60718293"
DUTY = "019ad75e-c0a0-8000-8000-00000000000d"
DEVICE = "0199e0a0-7c00-7000-8000-0000000000d1"
ATTEMPT = "6f1c1c52-8d0f-4f6e-9b55-2a3f1d9c7e10"
MOST_FIXES = 10
SAFE_INTEGER = 2**53 - 1
"""The largest whole number that JavaScript keeps exactly."""

FIX_EXAMPLE: dict[str, Any] = {
    "latitude_deg": 29.6,
    "longitude_deg": 119.0,
    "datum": "gcj02",
    "accuracy_m": 25.0,
    "provider": "gps",
    "fixed_at": "2026-12-01T01:00:00Z",
}
ATTEMPT_EXAMPLE: dict[str, Any] = {
    "attempt_id": ATTEMPT,
    "made_at": "2026-12-01T01:00:03Z",
    "fixes": [FIX_EXAMPLE],
    "failures": [],
    "device": {"platform": "android", "model": "HONOR X50", "app_version": "1.4.0", "battery_percent": 64},
}
CHECK_IN_EXAMPLE: dict[str, Any] = {
    "id": CHECK_IN,
    "attempt_id": ATTEMPT,
    "order_id": ORDER,
    "duty_id": DUTY,
    "channel": "phone",
    "verdict": "inside",
    "message": "签到成功。定位显示您在规定区域内。",
    "reasons": [],
    "failures": [],
    "distance_m": -2150.4,
    "accuracy_m": 25.0,
    "fixed_at": "2026-12-01T01:00:00Z",
    "made_at": "2026-12-01T01:00:03Z",
    "received_at": "2026-12-01T01:00:04Z",
    "is_signed": True,
    "is_late": False,
    "is_offline": False,
}


def _plausible(at: datetime) -> datetime:
    """A phone's clock may be wrong, but a year no calendar reaches cannot be stored."""
    if not 2000 <= at.year <= 2200:
        raise ValueError("时间不对，请检查手机的日期")
    return at


Angle = Annotated[float, Field(ge=-1000, le=1000, allow_inf_nan=False)]
"""Numbers out of range of the globe are kept: a phone that sends them has a fault, which is no one's breach."""
Moment = Annotated[AwareDatetime, AfterValidator(_plausible)]


def _to_millisecond(at: datetime) -> datetime:
    """What the phone signed and its attempt is known by, so that no two rows are one attempt."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


MadeAt = Annotated[Moment, AfterValidator(_to_millisecond)]
Token = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_=-]*$", max_length=200)]


class FixInput(Schema):
    """Where the phone says it is. ``accuracy_m`` is its own figure, 0 where it gives none."""

    model_config = example(FIX_EXAMPLE)
    latitude_deg: Angle
    longitude_deg: Angle
    datum: Datum
    accuracy_m: Annotated[float, Field(ge=0, le=10_000_000, allow_inf_nan=False)]
    provider: FixProvider = FixProvider.UNKNOWN
    fixed_at: Moment


class ChallengeAnswer(Schema):
    """Which window is answered, with the nonce that was given out for it."""

    model_config = example({"duty_id": DUTY, "nonce": "wGJ5bV0c3mQxH2m9h1rB4A"})
    duty_id: UUID
    nonce: Token


class DeviceClaims(Schema):
    """What the phone says of itself; nothing of it is believed to anybody's disadvantage."""

    model_config = example(ATTEMPT_EXAMPLE["device"])
    platform: DevicePlatform
    model: Annotated[str, StringConstraints(pattern=LINE, max_length=60)]
    app_version: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z.+-]+$", max_length=20)] | None = None
    mock_location: bool = False
    battery_percent: Annotated[int, Field(ge=0, le=100)] | None = None


class DeviceSignature(Schema):
    """Over the text of :mod:`app.correction.check_ins.canonical`; the counter grows with every attempt."""

    model_config = example({"device_id": DEVICE, "counter": 17, "value": "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEg"})
    device_id: UUID
    counter: Annotated[int, Field(ge=1, le=SAFE_INTEGER)]
    value: Token


class BorrowedPhone(Schema):
    """Whose phone it is, where it is not the person's own, and that the person and its owner agree."""

    model_config = example(
        {"owner_name": "李秀英", "consent": "我同意借用邻居的手机签到，位置只用来核对我在哪里。"}
    )
    owner_name: Annotated[str, StringConstraints(pattern=LINE, min_length=1, max_length=50)]
    consent: Annotated[str, StringConstraints(pattern=LINE, min_length=4, max_length=500)]


class CheckInCreate(Schema):
    """One attempt to check in; the phone makes the id and sends the same bytes again until it has an answer.

    ``failures`` say what kept the phone from a fix: such an attempt is a fault noted, and nothing is missed.
    Without ``challenge`` a signed attempt counts for the window that was open when it was made.
    """

    model_config = example(ATTEMPT_EXAMPLE)
    attempt_id: UUID
    made_at: MadeAt
    fixes: list[FixInput] = Field(default_factory=list[FixInput], max_length=MOST_FIXES)
    failures: list[AttemptFailure] = Field(default_factory=list[AttemptFailure], max_length=8)
    challenge: ChallengeAnswer | None = None
    device: DeviceClaims | None = None
    photo_id: UUID | None = None
    voice_id: UUID | None = None
    signature: DeviceSignature | None = None
    borrowed: BorrowedPhone | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.fixes and not self.failures:
            raise ValueError("没有位置时，请写明没有定位的原因")
        return self

    @property
    def evidence_ids(self) -> list[UUID]:
        """The files it names."""
        return [one for one in (self.photo_id, self.voice_id) if one is not None]

    def signed_text(self) -> bytes:
        """The bytes that the signature covers."""
        challenge, signature = self.challenge, self.signature
        return canonical.text(
            attempt_id=self.attempt_id,
            made_at=self.made_at,
            challenge=None if challenge is None else (challenge.duty_id, challenge.nonce),
            key=None if signature is None else (signature.device_id, signature.counter),
            fixes=self.fixes,
            failures=self.failures,
            device=self.device,
            photo_id=self.photo_id,
            voice_id=self.voice_id,
            owner_name=None if self.borrowed is None else self.borrowed.owner_name,
        ).encode()


class CheckInOut(Schema):
    """A check-in and what it says. ``distance_m`` is to the border, negative within. ``verdict`` is none where no
    place was asked for. ``is_late``: it came after its window; ``is_offline``: it was made without a network.
    """

    model_config = example(CHECK_IN_EXAMPLE)
    id: UUID
    attempt_id: UUID
    order_id: UUID
    duty_id: UUID | None
    channel: CheckInChannel
    verdict: CheckInVerdict | None
    message: str
    reasons: list[CheckInReason]
    failures: list[AttemptFailure]
    distance_m: float | None
    accuracy_m: float | None
    fixed_at: datetime | None
    made_at: datetime
    received_at: datetime
    is_signed: bool
    is_late: bool
    is_offline: bool


class LocationOut(Schema):
    """One fix as the phone sent it, in the datum it used."""

    model_config = example(
        {key: value for key, value in FIX_EXAMPLE.items() if key != "datum"} | {"datum": "gcj02"}
    )
    latitude_deg: float
    longitude_deg: float
    datum: Datum
    accuracy_m: float
    provider: FixProvider
    fixed_at: datetime


class CheckInDetail(CheckInOut):
    """A check-in with its fixes, opened for the person or for the office on duty; each look is recorded.

    ``fixes`` are empty once their time of storage is over.
    """

    model_config = example(
        CHECK_IN_EXAMPLE
        | {
            "person_id": PERSON,
            "marks": [],
            "fixes": [FIX_EXAMPLE],
            "evidence_ids": [],
            "recorded_by": None,
            "face": None,
        }
    )
    person_id: UUID
    marks: list[CheckInMark]
    fixes: list[LocationOut]
    evidence_ids: list[UUID]
    recorded_by: UUID | None
    face: FaceFinding | None


class LocationLook(Schema):
    """Since when, and why: each person shown sees the reason. ``order_id``: of this person alone."""

    model_config = example({"since": "2026-12-01T00:00:00Z", "reason": "核对今天的签到情况", "order_id": None})
    since: Instant
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=80, pattern=LINE)]
    order_id: UUID | None = None


PLACE_EXAMPLE: dict[str, Any] = {
    "order_id": ORDER,
    "person_name": "王某",
    "tier": "yellow",
    "check_in": cast("dict[str, Any]", CheckInDetail.model_config.get("json_schema_extra"))["examples"][0],
}


class Place(Schema):
    """The last check-in of one person."""

    model_config = example(PLACE_EXAMPLE)
    order_id: UUID
    person_name: str | None
    tier: CorrectionTier
    check_in: CheckInDetail


class Places(Schema):
    """The newest check-in of each person in reach; ``without`` is how many people sent none since then."""

    model_config = example({"items": [PLACE_EXAMPLE], "without": 2, "is_cut": False})
    items: list[Place]
    without: int
    is_cut: bool
