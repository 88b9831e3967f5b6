"""What the API takes and gives about activities."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from app.correction.activities.codes import ActivityKind, ActivityStatus, ParticipationStatus
from app.correction.reports.schemas import Line, Sentence
from app.kernel.http import LINES, Instant, Schema, example

Details = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000, pattern=LINES)]
Short = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300, pattern=LINES)]

ACTIVITY = "0199e0a0-7c00-7000-8000-000000000d21"
OFFICE = "0199e0a0-7c00-7000-8000-000000000002"
ORDER = "0199e0a0-7c00-7000-8000-00000000000a"
NEW_EXAMPLE: dict[str, Any] = {
    "agency_id": OFFICE,
    "kind": "public_benefit",
    "is_for_minors": False,
    "title": "河道清洁",
    "place": "千岛湖镇滨江公园",
    "details": "请穿方便活动的鞋，工具由司法所准备",
    "starts_at": "2026-12-12T01:00:00Z",
    "ends_at": "2026-12-12T03:00:00Z",
    "capacity": 20,
}
ACTIVITY_EXAMPLE: dict[str, Any] = NEW_EXAMPLE | {
    "id": ACTIVITY,
    "status": "planned",
    "version": 1,
    "allowed_actions": [],
}
PARTICIPATION_EXAMPLE: dict[str, Any] = {
    "id": "0199e0a0-7c00-7000-8000-000000000d22",
    "activity_id": ACTIVITY,
    "order_id": ORDER,
    "status": "offered",
    "suits": "身体健康，住得近",
    "declined_for": None,
    "arrived_at": None,
    "left_at": None,
    "minutes": 0,
    "note": None,
}


class ActivityCreate(Schema):
    """An activity; ``is_for_minors`` says for whom it is, since both are never together."""

    model_config = example(NEW_EXAMPLE)
    agency_id: UUID
    kind: ActivityKind
    is_for_minors: bool = False
    title: Line
    place: Line
    details: Details | None = None
    starts_at: Instant
    ends_at: Instant
    capacity: Annotated[int, Field(ge=1, le=10_000)] | None = None


class ActivityOut(Schema):
    """An activity."""

    model_config = example(ACTIVITY_EXAMPLE)
    id: UUID
    agency_id: UUID
    kind: ActivityKind
    is_for_minors: bool
    title: str
    place: str
    details: str | None
    starts_at: datetime
    ends_at: datetime
    capacity: int | None
    status: ActivityStatus
    version: int
    allowed_actions: list[str]


class JoinActivity(Schema):
    """Which activity; ``suits`` is the office's reason why it fits what this person can do (社区矫正法 42)."""

    model_config = example({"activity_id": ACTIVITY, "suits": "身体健康，住得近"})
    activity_id: UUID
    suits: Short | None = None


class DeclineActivity(Schema):
    """What makes it impossible."""

    model_config = example({"reason": "腰伤没有好，干不了重活"})
    reason: Sentence


class Attendance(Schema):
    """From when to when somebody was there; neither, where they did not come."""

    model_config = example(
        {"arrived_at": "2026-12-12T01:00:00Z", "left_at": "2026-12-12T03:00:00Z", "note": "认真"}
    )
    arrived_at: Instant | None = None
    left_at: Instant | None = None
    note: Short | None = None


class ParticipationOut(Schema):
    """One person in one activity."""

    model_config = example(PARTICIPATION_EXAMPLE)
    id: UUID
    activity_id: UUID
    order_id: UUID
    status: ParticipationStatus
    suits: str | None
    declined_for: str | None
    arrived_at: datetime | None
    left_at: datetime | None
    minutes: int
    note: str | None


class KindHours(Schema):
    """Minutes of a kind in a month; ``agency_hours`` only where the agency set a number itself."""

    model_config = example({"kind": "public_benefit", "minutes": 120, "agency_hours": None})
    kind: ActivityKind
    minutes: int
    agency_hours: int | None


class MonthHours(Schema):
    """What a person attended in a month. No number of hours is ordered nationally; none decides anything here."""

    model_config = example(
        {
            "month": "2026-12",
            "items": [{"kind": "public_benefit", "minutes": 120, "agency_hours": None}],
        }
    )
    month: str
    items: list[KindHours]
