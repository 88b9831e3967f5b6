"""What the API takes and gives about leave."""

from datetime import date
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import (
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

from app.correction.areas.schemas import SQUARE, AreaInput
from app.correction.leave.codes import (
    FilingKind,
    LeaveDutyKind,
    LeaveReason,
    LeaveReportKind,
)
from app.kernel.http import LINE, LINES, Instant, Schema, example

MOST_PLACES = 5
MOST_FILES = 20
MOST_DUTIES = 60

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=LINE)]
Reference = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=LINE)]
Lines = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000, pattern=LINES)]
Files = Annotated[list[UUID], Field(max_length=MOST_FILES)]

PLACE: dict[str, Any] = {"name": "宁波市某医院", "area": {"geometry": SQUARE, "datum": "wgs84"}}
DAYS: dict[str, Any] = {"first_on": "2027-03-01", "last_on": "2027-03-05"}


class PlaceInput(Schema):
    """A place to go to: what it is called, and the division it is or its outline."""

    model_config = example(PLACE)
    name: Line
    area: AreaInput


class LeaveDays(Schema):
    """First and last day away, both counted."""

    model_config = example(DAYS)
    first_on: date
    last_on: date

    @field_validator("last_on")
    @classmethod
    def _in_order(cls, last_on: date, info: ValidationInfo) -> date:
        if "first_on" in info.data and last_on < info.data["first_on"]:
            raise ValueError("返回的日期不能早于出发的日期")
        return last_on


class LeaveCreate(LeaveDays):
    """A request for leave; ``evidence_ids`` are proofs uploaded under the order."""

    model_config = example(
        DAYS
        | {
            "reason": "medical",
            "explanation": "到宁波复查，已经约好医生",
            "places": [PLACE],
            "companions": "妻子李某",
            "evidence_ids": [],
        }
    )
    reason: LeaveReason
    explanation: Lines
    places: Annotated[list[PlaceInput], Field(min_length=1, max_length=MOST_PLACES)]
    companions: Line | None = None
    evidence_ids: Files = Field(default_factory=list[UUID])


class PlaceOutline(Schema):
    """The outline of a place that had none: ``position`` counts from 0 as the places are listed."""

    model_config = example({"position": 0, "area": {"geometry": SQUARE, "datum": "wgs84"}})
    position: Annotated[int, Field(ge=0, lt=MOST_PLACES)]
    area: AreaInput


class LeaveDutyInput(Schema):
    """A day to be in touch."""

    model_config = example({"kind": "phone", "due_on": "2027-03-03"})
    kind: LeaveDutyKind
    due_on: date


class LeaveApproval(Schema):
    """A leave approved: conditions, days to be in touch (by default at the agency's interval), missing outlines.

    ``superior_reference``: number of the document by which a superior outside this system decided.
    """

    model_config = example(
        {
            "conditions": "外出期间保持电话畅通",
            "duties": [{"kind": "phone", "due_on": "2027-03-03"}],
            "outlines": [],
            "superior_reference": None,
        }
    )
    conditions: Lines | None = None
    duties: Annotated[list[LeaveDutyInput], Field(max_length=MOST_DUTIES)] | None = None
    outlines: Annotated[list[PlaceOutline], Field(max_length=MOST_PLACES, default_factory=list[PlaceOutline])]
    superior_reference: Reference | None = None


class LeaveRefusal(Schema):
    """A leave not approved, with the reason; who is away already must be back until ``return_by``."""

    model_config = example({"reason": "没有约好的就诊记录，请补齐后再申请", "return_by": None})
    reason: Lines
    return_by: Instant | None = None
    superior_reference: Reference | None = None


class LeaveFiles(Schema):
    """More proofs for a request nobody has decided."""

    model_config = example({"evidence_ids": []})
    evidence_ids: Files


class LeaveReportCreate(Schema):
    """What someone away tells, or an officer enters for them."""

    model_config = example({"kind": "phone", "told": "一切正常，明天上午做检查", "evidence_ids": []})
    kind: LeaveReportKind
    told: Lines
    evidence_ids: Files = Field(default_factory=list[UUID])

    @model_validator(mode="after")
    def _own_way(self) -> Self:
        if self.kind in (LeaveReportKind.CANNOT_RETURN, LeaveReportKind.RETURNED):
            raise ValueError("不能按时返回、已经返回请用对应的按钮报告")
        return self


class LeaveExtensionCreate(Schema):
    """Cannot be back in time: why, and until which day."""

    model_config = example({"last_on": "2027-03-08", "told": "医生要求再住院三天", "evidence_ids": []})
    last_on: date
    told: Lines
    evidence_ids: Files = Field(default_factory=list[UUID])


class LeaveReturnCreate(Schema):
    """Back again, early, in time or late; what is told belongs to it.

    ``returned_on``: the day the person was back, where an officer enters it later; today otherwise.
    """

    model_config = example({"told": "已经回到家里", "returned_on": None, "evidence_ids": []})
    told: Lines
    returned_on: date | None = None
    evidence_ids: Files = Field(default_factory=list[UUID])


class LeaveRecall(Schema):
    """An order to come back: why, and until when."""

    model_config = example({"reason": "违反外出规定，没有到申请的地方", "return_by": "2027-03-03T10:00:00Z"})
    reason: Lines
    return_by: Instant


class FilingCreate(Schema):
    """Whom the office told or asked, on which day, by which document."""

    model_config = example({"kind": "procuratorate", "done_on": "2026-11-20", "reference": "矫外备〔2026〕3号"})
    kind: FilingKind
    done_on: date
    reference: Reference
