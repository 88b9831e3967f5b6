"""What the API takes and gives about moves."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from app.correction.areas.schemas import SQUARE, AreaInput
from app.correction.leave.answers import FilingOut
from app.correction.leave.schemas import Files, Line, Lines, Reference
from app.correction.moving.codes import MoveReason, MoveStatus
from app.kernel.clock_views import ClockView
from app.kernel.http import LINE, Instant, Schema, example

Receiver = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=LINE)]
MOVE_EXAMPLE: dict[str, Any] = {
    "id": "0199e0a0-7c00-7000-8000-0000000000f5",
    "order_id": "0199e0a0-7c00-7000-8000-00000000000a",
    "person_id": "0199e0a0-7c00-7000-8000-000000000007",
    "person_name": "王某",
    "agency_id": "0199e0a0-7c00-7000-8000-000000000002",
    "to_agency_id": None,
    "receiver": "建德市司法局社区矫正中心",
    "to_area_code": "330182",
    "reason": "work",
    "move_on": "2027-04-01",
    "is_short_notice": False,
    "status": "requested",
    "requested_at": "2027-02-20T01:00:00Z",
    "version": 1,
    "allowed_actions": ["withdraw"],
}


class MoveCreate(Schema):
    """A request to move: where to, from when, why. ``receiver`` where the new place is not in this system."""

    model_config = example(
        {
            "to_area_code": "330105",
            "to_place": "拱墅区某街道某小区",
            "receiver": "拱墅区社区矫正中心",
            "move_on": "2027-04-01",
            "reason": "work",
            "explanation": "公司搬到拱墅区，住处也搬过去",
            "evidence_ids": [],
        }
    )
    to_area_code: Annotated[str, StringConstraints(pattern=r"^[0-9]{6,12}$")]
    to_place: Line
    receiver: Receiver | None = None
    move_on: date
    reason: MoveReason
    explanation: Lines
    evidence_ids: Files = Field(default_factory=list[UUID])


class MoveConsultation(Schema):
    """The letter by which the new place is asked."""

    model_config = example({"reference": "矫函〔2027〕12号"})
    reference: Reference


class MoveAnswer(Schema):
    """What the new place says, itself or as the old office enters its letter."""

    model_config = example({"agrees": True, "answer": "住处和监护人已经核实，同意接收"})
    agrees: bool
    answer: Lines


class MoveApproval(Schema):
    """Approved; against the new place only with the document of the joint superior."""

    model_config = example({"superior_reference": None})
    superior_reference: Reference | None = None


class MoveRefusal(Schema):
    """Why a move is not approved."""

    model_config = example({"reason": "新住处没有核实到，请确定住处后再申请"})
    reason: Lines


class MoveFiles(Schema):
    """Files and legal documents sent to the new place."""

    model_config = example({"sent_on": "2026-11-20", "reference": "矫移〔2026〕7号"})
    sent_on: date
    reference: Reference


class MoveArrival(Schema):
    """The person is there: since which day, and the area they may move in from now on."""

    model_config = example({"arrived_on": "2026-11-20", "area": {"geometry": SQUARE, "datum": "wgs84"}})
    arrived_on: date
    area: AreaInput | None = None


class MoveOut(Schema):
    """A move in a list of either office, or one's own."""

    model_config = example(MOVE_EXAMPLE)
    id: UUID
    order_id: UUID
    person_id: UUID
    person_name: str | None
    agency_id: UUID
    to_agency_id: UUID | None
    receiver: str
    to_area_code: str
    reason: MoveReason
    move_on: date
    is_short_notice: bool
    status: MoveStatus
    requested_at: Instant
    version: int
    allowed_actions: list[str]


class MoveDetail(MoveOut):
    """A move with what each side wrote, its clocks, and what was filed."""

    model_config = example(
        MOVE_EXAMPLE
        | {
            "to_place": "建德市某街道某小区",
            "explanation": "公司搬走，住处也搬过去",
            "evidence_ids": [],
            "consult_reference": None,
            "agrees": None,
            "answer": None,
            "superior_reference": None,
            "decision_reason": None,
            "decided_at": None,
            "files_sent_on": None,
            "files_reference": None,
            "arrived_on": None,
            "clocks": [],
            "filings": [],
            "advice": [],
        }
    )
    to_place: str
    explanation: str
    evidence_ids: list[UUID]
    consult_reference: str | None
    agrees: bool | None
    answer: str | None
    superior_reference: str | None
    decision_reason: str | None
    decided_at: Instant | None
    files_sent_on: date | None
    files_reference: str | None
    arrived_on: date | None
    clocks: list[ClockView]
    filings: list[FilingOut]
    advice: list[str]
