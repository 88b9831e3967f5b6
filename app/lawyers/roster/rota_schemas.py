"""What the API of leave and of the rota takes and gives."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from app.kernel.http import Schema, example
from app.lawyers.roster.schemas import AGENCY_ID, LAWYER_ID

Place = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
_LEAVE: dict[str, Any] = {"from_on": "2027-02-01", "to_on": "2027-02-14", "reason": "探亲"}


class LeaveIn(Schema):
    """Days on which nothing new is taken, both included."""

    model_config = example(_LEAVE)

    from_on: date
    to_on: date
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)] | None = None


class LeaveView(Schema):
    """Leave; on ``duty_days`` the lawyer was to be on duty, and somebody else has to come."""

    model_config = example(
        _LEAVE
        | {
            "id": "01937b3e-0000-7000-8000-000000000041",
            "lawyer_id": LAWYER_ID,
            "entered_at": "2026-11-25T01:00:00Z",
            "cancelled_at": None,
            "duty_days": ["2027-02-03"],
        }
    )

    id: UUID
    lawyer_id: UUID
    from_on: date
    to_on: date
    reason: str | None
    entered_at: datetime
    cancelled_at: datetime | None
    duty_days: list[date]


class DutyIn(Schema):
    """A lawyer on duty at a place, on each of some days."""

    model_config = example(
        {"lawyer_id": LAWYER_ID, "days": ["2026-12-01", "2026-12-02"], "place": "看守所法律援助工作站"}
    )

    lawyer_id: UUID
    days: Annotated[list[date], Field(min_length=1, max_length=62)]
    place: Place


class ShiftView(Schema):
    """A day on duty; with ``on_leave`` somebody else has to come."""

    model_config = example(
        {
            "id": "01937b3e-0000-7000-8000-000000000042",
            "agency_id": AGENCY_ID,
            "lawyer_id": LAWYER_ID,
            "lawyer": "李律师",
            "on_day": "2026-12-01",
            "place": "看守所法律援助工作站",
            "on_leave": False,
        }
    )

    id: UUID
    agency_id: UUID
    lawyer_id: UUID
    lawyer: str
    on_day: date
    place: str
    on_leave: bool


class DutyEntered(Schema):
    """The days that were entered."""

    items: list[ShiftView]
