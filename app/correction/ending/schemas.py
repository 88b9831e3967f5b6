"""What the API takes and gives about ends and moves."""

from datetime import date, datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from app.correction.ending.codes import EndGround, HandoverStatus, TermChangeKind
from app.kernel.http import LINE, LINES, Schema, example

ORDER = "0199e0a0-7c00-7000-8000-00000000000a"
PERSON = "0199e0a0-7c00-7000-8000-000000000007"
OFFICE = "0199e0a0-7c00-7000-8000-000000000002"
OTHER_OFFICE = "0199e0a0-7c00-7000-8000-000000000003"
MOST_FILES = 20
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=LINE)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000, pattern=LINES)]
LongText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000, pattern=LINES)]
Opinion = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000, pattern=LINES)]
Files = Annotated[list[UUID], Field(max_length=MOST_FILES)]

_CHANGE: dict[str, Any] = {
    "kind": "commuted",
    "ends_on": "2027-08-24",
    "document": "（2027）浙01刑更12号刑事裁定书",
    "document_on": "2026-11-20",
    "reason": "确有悔改表现，裁定减刑三个月",
}
_END: dict[str, Any] = {
    "ground": "rejudged",
    "document": "（2026）浙01刑终345号刑事判决书",
    "document_on": "2026-11-20",
    "ended_on": "2026-11-20",
    "reason": "二审改判，不再实行社区矫正",
    "evidence_ids": [],
}
_HANDOVER: dict[str, Any] = {
    "id": "0199e0a0-7c00-7000-8000-000000000c01",
    "order_id": ORDER,
    "person_id": PERSON,
    "person_name": "王某",
    "from_agency_id": OFFICE,
    "from_agency_name": "千岛湖司法所",
    "to_agency_id": OTHER_OFFICE,
    "to_agency_name": "临岐司法所",
    "reason": "居住地搬到临岐镇",
    "status": "proposed",
    "created_at": "2026-12-01T01:00:00Z",
    "answered_at": None,
    "answer": None,
    "allowed_actions": ["accept", "refuse"],
}
_TRANSFER: dict[str, Any] = {
    "from_agency_name": "千岛湖司法所",
    "to_agency_name": "临岐司法所",
    "reason": "居住地搬到临岐镇",
    "moved_at": "2026-12-02T01:00:00Z",
}


class SummaryInput(Schema):
    """The person's summary, as text, as files (a photo of the sheet, a recording), or both."""

    model_config = example({"text": "一年来我按时报告，参加了学习，认识到自己的错误。", "evidence_ids": []})
    text: LongText | None = None
    evidence_ids: Files = Field(default_factory=list[UUID])

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.text is None and not self.evidence_ids:
            raise ValueError("请填写总结，或者上传总结的照片、录音")
        return self


class AppraisalCreate(Schema):
    """The office's written appraisal; ``advice`` is for those who help with settling in."""

    model_config = example(
        {"facts": "能够遵守规定，按时报告", "opinion": "合格，建议按期解除", "advice": "需要介绍工作"}
    )
    facts: LongText
    opinion: Opinion
    advice: Opinion | None = None


class TermChangeCreate(Schema):
    """A document that moves the last day of a term to ``ends_on``."""

    model_config = example(_CHANGE)
    kind: TermChangeKind
    ends_on: date
    document: Line
    document_on: date
    reason: Text


class EarlyEnd(Schema):
    """A document upon which correction ends before its last day."""

    model_config = example(_END)
    ground: EndGround
    document: Line
    document_on: date
    ended_on: date
    reason: Text
    evidence_ids: Files = Field(default_factory=list[UUID])


class Resettlement(Schema):
    """Who helps the person settle in, and what was agreed."""

    model_config = example({"note": "已和镇安置帮教办交接，推荐参加电工培训"})
    note: Text


class SummaryOut(Schema):
    """The person's summary."""

    model_config = example(
        {"text": "一年来我按时报告。", "evidence_ids": [], "is_own": True, "handed_in_at": "2027-10-20T02:00:00Z"}
    )
    text: str | None
    evidence_ids: list[UUID]
    is_own: bool = Field(description="本人提交的为真，工作人员代为记录的为假")
    handed_in_at: datetime


class AppraisalOut(Schema):
    """The office's appraisal."""

    model_config = example(
        {"facts": "能够遵守规定", "opinion": "合格", "advice": None, "appraised_at": "2027-10-21T02:00:00Z"}
    )
    facts: str
    opinion: str
    advice: str | None
    appraised_at: datetime


class TermChangeOut(Schema):
    """One time the last day was moved."""

    model_config = example(_CHANGE | {"was_on": "2027-11-24", "decided_at": "2026-11-21T02:00:00Z"})
    kind: TermChangeKind
    was_on: date
    ends_on: date
    document: str
    document_on: date
    reason: str
    decided_at: datetime


class EndOut(Schema):
    """How the order ended."""

    model_config = example(
        _END
        | {
            "ended_at": "2026-11-21T02:00:00Z",
            "resettlement": None,
            "resettled_at": None,
            "needs_resettlement": False,
        }
    )
    ground: EndGround
    ended_on: date
    document: str | None
    document_on: date | None
    reason: str | None
    evidence_ids: list[UUID]
    ended_at: datetime
    needs_resettlement: bool
    resettlement: str | None
    resettled_at: datetime | None


class CompletionOut(Schema):
    """Everything about the end of an order. ``version`` is the order's, for ``If-Match``.

    ``summary_due_on`` is the last day for summary and appraisal, under ``summary_source``.
    """

    model_config = example(
        {
            "order_id": ORDER,
            "status": "under_correction",
            "version": 3,
            "ends_on": "2027-11-24",
            "summary_due_on": "2027-10-25",
            "summary_source": "社区矫正法实施办法第五十三条",
            "summary": None,
            "appraisal": None,
            "term_changes": [],
            "end": None,
            "allowed_actions": ["hand_in_summary"],
        }
    )
    order_id: UUID
    status: str
    version: int
    ends_on: date
    summary_due_on: date
    summary_source: str
    summary: SummaryOut | None
    appraisal: AppraisalOut | None
    term_changes: list[TermChangeOut]
    end: EndOut | None
    allowed_actions: list[str] = Field(description="现在可以做的事，见字典 correction_order_action")


class HandoverCreate(Schema):
    """The office that shall take the person over, and why."""

    model_config = example({"agency_id": OTHER_OFFICE, "reason": "居住地搬到临岐镇"})
    agency_id: UUID
    reason: Text


class HandoverAnswer(Schema):
    """Why the office does not take the person over."""

    model_config = example({"reason": "人不住在本镇，已经核实"})
    reason: Text


class HandoverOut(Schema):
    """A proposal. The name of whose file is closed is told to those who work on it alone."""

    model_config = example(_HANDOVER)
    id: UUID
    order_id: UUID
    person_id: UUID
    person_name: str | None
    from_agency_id: UUID
    from_agency_name: str
    to_agency_id: UUID
    to_agency_name: str
    reason: str
    status: HandoverStatus
    created_at: datetime
    answered_at: datetime | None
    answer: str | None
    allowed_actions: list[str] = Field(description="现在可以做的事，见字典 order_handover_action")


class TransferOut(Schema):
    """One time the order changed offices."""

    model_config = example(_TRANSFER)
    from_agency_name: str
    to_agency_name: str
    reason: str
    moved_at: datetime


class OrderMoves(Schema):
    """Where an order was, oldest first, and what was proposed."""

    model_config = example({"transfers": [_TRANSFER], "handovers": [_HANDOVER | {"allowed_actions": []}]})
    transfers: list[TransferOut]
    handovers: list[HandoverOut]
