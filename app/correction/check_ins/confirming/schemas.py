"""What the API takes and gives about questions of a place."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import StringConstraints

from app.correction.check_ins.confirming.codes import CallFinding, QuestionOutcome, QuestionStatus
from app.kernel.http import LINES, Schema, example

Note = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500, pattern=LINES)]
CALL_EXAMPLE: dict[str, Any] = {
    "finding": "inside",
    "note": "电话联系本人，视频看到在家中，手机定位不准。",
    "called_by": "0199e0a0-7c00-7000-8000-000000000003",
    "called_at": "2026-12-01T01:30:00Z",
}


class CallCreate(Schema):
    """A call about a fix outside, and what was said."""

    model_config = example({"finding": "inside", "note": CALL_EXAMPLE["note"]})
    finding: CallFinding
    note: Note


class CallOut(Schema):
    """A call that was made."""

    model_config = example(CALL_EXAMPLE)
    finding: CallFinding
    note: str
    called_by: UUID
    called_at: datetime


class QuestionOut(Schema):
    """A fix outside that is being made sure of: by another check-in until ``closes_at``, then by a call.

    ``message`` says in plain words how it stands; ``office_asked_at`` is when the office was asked to call.
    """

    model_config = example(
        {
            "id": "0199e0a0-7c00-7000-8000-0000000000e1",
            "order_id": "0199e0a0-7c00-7000-8000-00000000000a",
            "person_id": "0199e0a0-7c00-7000-8000-000000000007",
            "check_in_id": "0199e0a0-7c00-8000-8000-00000000000c",
            "is_restricted": False,
            "duty_id": "0199e0a0-7c00-8000-8000-0000000000d1",
            "opens_at": "2026-12-01T01:02:00Z",
            "closes_at": "2026-12-01T01:22:00Z",
            "status": "asked",
            "outcome": None,
            "second_check_in_id": None,
            "asked_at": "2026-12-01T01:00:00Z",
            "office_asked_at": None,
            "message": "一次定位在区域外，正在等本人再签到一次确认，还不是违规。",
            "calls": [CALL_EXAMPLE],
            "allowed_actions": ["call"],
        }
    )
    id: UUID
    order_id: UUID
    person_id: UUID
    check_in_id: UUID
    is_restricted: bool
    duty_id: UUID | None
    opens_at: datetime
    closes_at: datetime
    status: QuestionStatus
    outcome: QuestionOutcome | None
    second_check_in_id: UUID | None
    asked_at: datetime
    office_asked_at: datetime | None
    message: str
    calls: list[CallOut]
    allowed_actions: list[str]
