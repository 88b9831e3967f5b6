"""What the API gives about leave."""

from datetime import date
from typing import Any
from uuid import UUID

from app.correction.areas.codes import AreaWarning
from app.correction.areas.schemas import SQUARE
from app.correction.enums import ApprovedAreaSource
from app.correction.leave.codes import LeaveDutyKind, LeaveLevel, LeaveReason, LeaveReportKind, LeaveStatus
from app.correction.leave.schemas import DAYS, FilingCreate, LeaveDays
from app.kernel.clock_views import ClockView
from app.kernel.http import Instant, Schema, example

LEAVE_ID = "0199e0a0-7c00-7000-8000-0000000000f1"
LEAVE_EXAMPLE: dict[str, Any] = DAYS | {
    "id": LEAVE_ID,
    "order_id": "0199e0a0-7c00-7000-8000-00000000000a",
    "person_id": "0199e0a0-7c00-7000-8000-000000000007",
    "person_name": "王某",
    "extends_id": None,
    "reason": "medical",
    "status": "awaiting_office",
    "level": "office",
    "level_source": "《社区矫正法实施办法》第二十七条第二款",
    "days": 5,
    "total_days": 5,
    "is_short_notice": False,
    "return_by": "2027-03-05T16:00:00Z",
    "decide_by": "2027-02-24",
    "requested_at": "2027-02-20T01:00:00Z",
    "version": 1,
    "allowed_actions": ["withdraw", "add_files"],
}


class LevelOut(Schema):
    """Who must decide so many days, under which article, and what to know before asking."""

    model_config = example(
        {
            "level": "county",
            "level_source": "《社区矫正法实施办法》第二十七条第二款",
            "days": 9,
            "total_days": 9,
            "window_from": "2027-03-01",
            "window_to": "2027-04-30",
            "apply_by": "2027-02-26",
            "is_short_notice": False,
            "binding": False,
        }
    )
    level: LeaveLevel
    level_source: str
    days: int
    total_days: int
    window_from: date
    window_to: date
    apply_by: date
    is_short_notice: bool
    binding: bool


class FilingOut(FilingCreate):
    """A filing as entered."""

    model_config = example(
        {"kind": "procuratorate", "done_on": "2026-11-20", "reference": "矫外备〔2026〕3号"}
        | {"recorded_at": "2026-11-20T02:00:00Z"}
    )
    recorded_at: Instant


class PlaceOut(Schema):
    """A place asked for; one without an outline has to be drawn before it is approved."""

    model_config = example(
        {
            "name": "宁波市某医院",
            "source": "drawn",
            "area_codes": [],
            "warnings": [],
            "has_outline": True,
            "geometry": SQUARE,
        }
    )
    name: str
    source: ApprovedAreaSource
    area_codes: list[str]
    warnings: list[AreaWarning]
    has_outline: bool
    geometry: dict[str, Any] | None


class LeaveDutyOut(Schema):
    """A day to be in touch, and whether it was done."""

    model_config = example({"kind": "phone", "due_on": "2027-03-03", "done": False})
    kind: LeaveDutyKind
    due_on: date
    done: bool


class LeaveReportOut(Schema):
    """What was told while away; ``by_officer`` where staff entered it."""

    model_config = example(
        {
            "id": "0199e0a0-7c00-7000-8000-0000000000f2",
            "kind": "phone",
            "told": "一切正常",
            "evidence_ids": [],
            "by_officer": False,
            "made_at": "2027-03-03T02:00:00Z",
        }
    )
    id: UUID
    kind: LeaveReportKind
    told: str
    evidence_ids: list[UUID]
    by_officer: bool
    made_at: Instant


class LeaveOut(LeaveDays):
    """A leave in a list; ``level`` must decide it by the end of ``decide_by``, none once it is decided.

    ``total_days`` are the days out within two months.
    """

    model_config = example(LEAVE_EXAMPLE)
    id: UUID
    order_id: UUID
    person_id: UUID
    person_name: str | None
    extends_id: UUID | None
    reason: LeaveReason
    status: LeaveStatus
    level: LeaveLevel
    level_source: str
    days: int
    total_days: int
    is_short_notice: bool
    return_by: Instant
    decide_by: date | None
    requested_at: Instant
    version: int
    allowed_actions: list[str]


class LeaveDetail(LeaveOut):
    """A leave with its places, what is owed and was told, what was filed, and its clocks.

    ``advice``: plain words on what to know, such as a request made late or whom to ask.
    """

    model_config = example(
        LEAVE_EXAMPLE
        | {
            "explanation": "到宁波复查，已经约好医生",
            "companions": None,
            "evidence_ids": [],
            "places": [],
            "decided_at": None,
            "decision_reason": None,
            "superior_reference": None,
            "conditions": None,
            "returned_on": None,
            "duties": [],
            "reports": [],
            "filings": [],
            "clocks": [],
            "advice": [],
        }
    )
    explanation: str
    companions: str | None
    evidence_ids: list[UUID]
    places: list[PlaceOut]
    decided_at: Instant | None
    decision_reason: str | None
    superior_reference: str | None
    conditions: str | None
    returned_on: date | None
    duties: list[LeaveDutyOut]
    reports: list[LeaveReportOut]
    filings: list[FilingOut]
    clocks: list[ClockView]
    advice: list[str]
