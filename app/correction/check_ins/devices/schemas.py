"""What the API takes and gives about phones that sign check-ins."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from app.correction.check_ins.attempt_codes import DevicePlatform
from app.correction.check_ins.schemas import DEVICE, DUTY
from app.correction.enums import DutyKind, KeyAlgorithm
from app.kernel.http import LINE, Schema, example

DEVICE_EXAMPLE: dict[str, Any] = {
    "id": DEVICE,
    "algorithm": "ed25519",
    "platform": "android",
    "device_class": "android HONOR X50",
    "registered_at": "2026-12-01T01:00:00Z",
    "revoked_at": None,
    "last_made_at": "2026-12-08T04:10:00Z",
}
Encoded = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]+=*$", max_length=200)]


class EnrolmentOut(Schema):
    """The code to be shown at the counter, once; the person types it into their own phone."""

    model_config = example({"code": "482913", "expires_at": "2026-12-01T01:10:00Z"})
    code: str
    expires_at: datetime


class DeviceCreate(Schema):
    """A phone's public key (base64url), with proof that the phone holds the private one: its signature (base64url)
    over ``yijiantong-device-1``, code, algorithm and ``public_key`` as given here, one a line.
    """

    model_config = example(
        {
            "code": "482913",
            "algorithm": "ed25519",
            "public_key": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
            "proof": "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJCrze8SNFZ4kA",
            "platform": "android",
            "model": "HONOR X50",
        }
    )
    code: Annotated[str, Field(pattern=r"^[0-9]{6}$")]
    algorithm: KeyAlgorithm
    public_key: Encoded
    proof: Encoded
    platform: DevicePlatform
    model: Annotated[str, StringConstraints(pattern=LINE, min_length=1, max_length=45)]


class DeviceOut(Schema):
    """A registered phone; its key is of no use to anybody and not shown."""

    model_config = example(DEVICE_EXAMPLE)
    id: UUID
    algorithm: KeyAlgorithm
    platform: DevicePlatform
    device_class: str
    registered_at: datetime
    revoked_at: datetime | None
    last_made_at: datetime | None


class DeviceList(Schema):
    """A person's phones, newest first; there are few."""

    model_config = example({"items": [DEVICE_EXAMPLE]})
    items: list[DeviceOut]


class ChallengeOut(Schema):
    """The window that is open now, and the nonce that only its answer may carry. ``phrase`` is read out where a
    person answers by voice. ``now`` is our time: a phone takes its offset from it.
    """

    model_config = example(
        {
            "duty_id": DUTY,
            "kind": "scheduled",
            "nonce": "wGJ5bV0c3mQxH2m9h1rB4A",
            "phrase": "三八零五一七",
            "opens_at": "2026-12-01T04:00:00Z",
            "closes_at": "2026-12-01T07:00:00Z",
            "now": "2026-12-01T04:02:11Z",
        }
    )
    duty_id: UUID
    kind: DutyKind
    nonce: str
    phrase: str
    opens_at: datetime
    closes_at: datetime
    now: datetime
