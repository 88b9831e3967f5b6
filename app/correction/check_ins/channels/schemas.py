"""What an officer writes down: a check-in at the counter or by phone, and what a photo shows."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from app.correction.check_ins.attempt_codes import CheckInChannel, FaceFinding, VerifiedBy
from app.correction.check_ins.schemas import ATTEMPT, CHECK_IN, MOST_FIXES, FixInput, MadeAt
from app.kernel.http import LINE, LINES, Schema, example

Words = Annotated[str, StringConstraints(pattern=LINES, strip_whitespace=True, min_length=1, max_length=500)]
Name = Annotated[str, StringConstraints(pattern=LINE, strip_whitespace=True, min_length=1, max_length=50)]

RECORD_EXAMPLE: dict[str, Any] = {
    "attempt_id": ATTEMPT,
    "channel": "counter",
    "made_at": "2026-12-01T01:00:00Z",
    "verified_by": "seen",
    "note": "本人到所，当面说明近况",
}


class CheckInRecordCreate(Schema):
    """A check-in that an officer takes in for a person: at the counter, by phone, or from a helper's phone.

    A helper's phone needs the person's consent in their own words and the helper's name; its fixes are judged as
    any others. No place is asked for at the counter or by phone.
    """

    model_config = example(RECORD_EXAMPLE)
    attempt_id: UUID
    channel: Literal[CheckInChannel.COUNTER, CheckInChannel.CALL, CheckInChannel.HELPER]
    made_at: MadeAt
    verified_by: VerifiedBy
    note: Words
    helper_name: Name | None = None
    consent: Words | None = None
    fixes: list[FixInput] = Field(default_factory=list[FixInput], max_length=MOST_FIXES)

    @model_validator(mode="after")
    def _fits_the_channel(self) -> Self:
        is_helped = self.channel is CheckInChannel.HELPER
        if is_helped and not (self.helper_name and self.consent and self.fixes):
            raise ValueError("借用别人的手机签到，要写明手机主人、本人同意的话，并带上位置")
        if not is_helped and (self.helper_name or self.consent or self.fixes):
            raise ValueError("当面或电话签到不需要位置和帮忙的人")
        return self


class FaceLook(Schema):
    """What an officer saw on the photo of a check-in."""

    model_config = example({"finding": "matches", "note": None})
    finding: Literal[FaceFinding.MATCHES, FaceFinding.UNCLEAR, FaceFinding.DIFFERS]
    note: Words | None = None


class FaceOut(Schema):
    """A photo that was looked at, or waits for it."""

    model_config = example(
        {
            "check_in_id": CHECK_IN,
            "finding": "matches",
            "note": None,
            "looked_by": "0199e0a0-7c00-7000-8000-000000000009",
            "looked_at": "2026-12-01T02:00:00Z",
        }
    )
    check_in_id: UUID
    finding: FaceFinding
    note: str | None
    looked_by: UUID | None
    looked_at: datetime | None
