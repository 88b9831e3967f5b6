"""What the API takes and gives about reports."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from app.correction.reports.codes import (
    ChangeKind,
    ExtensionLevel,
    ExtensionStatus,
    ReportChannel,
    ReportDueAction,
    ReportDueStatus,
    ReportKind,
    ReportStatus,
)
from app.kernel.clock_views import ClockView
from app.kernel.http import LINE, LINES, Schema, example

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=5000, pattern=LINES)]
Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500, pattern=LINES)]
Missing = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=190, pattern=LINES)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=1000, pattern=LINES)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=LINE)]
DocumentNumber = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60, pattern=LINE)
]
Files = Annotated[list[UUID], Field(max_length=20)]

REPORT = "0199e0a0-7c00-7000-8000-000000000d01"
DUE = "0199e0a0-7c00-7000-8000-000000000d02"
ORDER = "0199e0a0-7c00-7000-8000-00000000000a"
REPORT_EXAMPLE: dict[str, Any] = {
    "id": REPORT,
    "order_id": ORDER,
    "due_id": DUE,
    "kind": "periodic",
    "change": None,
    "channel": "online",
    "status": "handed_in",
    "handed_in_at": "2026-12-01T01:00:00Z",
    "is_late": False,
    "version": 1,
    "allowed_actions": [],
}
DUE_EXAMPLE: dict[str, Any] = {
    "id": DUE,
    "order_id": ORDER,
    "kind": "periodic",
    "status": "waiting",
    "opens_on": "2026-11-26",
    "due_on": "2026-12-28",
    "told_at": None,
    "explanation": None,
    "excuse": None,
    "clocks": [],
    "allowed_actions": ["explain"],
}
EXTENSION_EXAMPLE: dict[str, Any] = {
    "id": "0199e0a0-7c00-7000-8000-000000000d03",
    "order_id": ORDER,
    "kind": "reexamination",
    "interval_months": 6,
    "level": "city",
    "ground": "病情稳定，医院在外市，来回不便",
    "from_on": "2026-12-01",
    "until_on": "2027-11-30",
    "status": "asked",
    "reason": None,
    "document_number": None,
    "procuratorate_told_on": None,
    "version": 1,
    "allowed_actions": [],
}


class ReportCreate(Schema):
    """A report, in words or as recordings and photos uploaded before; ``change``: what changed, if anything."""

    model_config = example({"kind": "periodic", "body": "这个月在家帮忙种地，没有外出，遵守各项规定。"})
    kind: ReportKind
    change: ChangeKind | None = None
    body: Words | None = None
    hospital: Line | None = None
    evidence_ids: Files = Field(default_factory=list[UUID])
    channel: ReportChannel | None = Field(
        default=None, description="工作人员代为记录时必填：当面、电话、视频还是书信"
    )


class ReportCompletion(Schema):
    """What was missing."""

    model_config = example({"body": "补充：这个月十二日到镇上赶集，当天返回。"})
    body: Words | None = None
    evidence_ids: Files = Field(default_factory=list[UUID])


class AcceptReport(Schema):
    """A note for the file, if there is anything to note."""

    model_config = example({"note": None})
    note: Sentence | None = None


class AskAgain(Schema):
    """Everything that is missing, told at once."""

    model_config = example({"missing": ["请写明这个月有没有找到工作", "请说一下参加学习的情况"]})
    missing: Annotated[list[Missing], Field(min_length=1, max_length=5)]


class ReportExplanation(Schema):
    """Why nothing came in time."""

    model_config = example({"explanation": "手机坏了，这两天在修，修好马上交。"})
    explanation: Reason


class ReportExcuse(Schema):
    """Why this one is not needed."""

    model_config = example({"reason": "本人住院，已到医院看望"})
    reason: Sentence


class ReportOut(Schema):
    """A report in a list."""

    model_config = example(REPORT_EXAMPLE)
    id: UUID
    order_id: UUID
    due_id: UUID | None
    kind: ReportKind
    change: ChangeKind | None
    channel: ReportChannel
    status: ReportStatus
    handed_in_at: datetime
    is_late: bool
    version: int
    allowed_actions: list[str]


class ReportDetail(ReportOut):
    """A report with its words."""

    model_config = example(
        REPORT_EXAMPLE
        | {
            "body": "这个月在家帮忙种地，没有外出，遵守各项规定。",
            "hospital": None,
            "evidence_ids": [],
            "recorded_by_self": True,
            "asked": None,
            "completion": None,
            "completed_at": None,
            "note": None,
        }
    )
    body: str | None
    hospital: str | None
    evidence_ids: list[UUID]
    recorded_by_self: bool
    asked: str | None
    completion: str | None
    completed_at: datetime | None
    note: str | None


class ReportDueOut(Schema):
    """A report that is or was owed; the clock names the article, or says that the agency set the interval."""

    model_config = example(DUE_EXAMPLE)
    id: UUID
    order_id: UUID
    kind: ReportKind
    status: ReportDueStatus
    opens_on: date
    due_on: date
    told_at: datetime | None
    explanation: str | None
    excuse: str | None
    clocks: list[ClockView]
    allowed_actions: list[ReportDueAction] = Field(description="现在可以做的事，见字典 report_due_action")


class ExtensionAsk(Schema):
    """Health reports or re-examinations less often: every ``interval_months`` for a time, and why."""

    model_config = example(
        {
            "kind": "reexamination",
            "interval_months": 6,
            "from_on": "2026-12-01",
            "until_on": "2027-11-30",
            "ground": "病情稳定，医院在外市，来回不便",
        }
    )
    kind: ReportKind
    interval_months: Annotated[int, Field(ge=1, le=24)]
    from_on: date
    until_on: date
    ground: Reason


class ExtensionDecision(Schema):
    """Reason, and the number of the approving document where the province approved."""

    model_config = example({"reason": "病情稳定，同意延长", "document_number": "浙矫批〔2026〕12号"})
    reason: Reason
    document_number: DocumentNumber | None = None


class ToldOn(Schema):
    """The day on which the procuratorate was told."""

    model_config = example({"told_on": "2026-12-02"})
    told_on: date


class ExtensionOut(Schema):
    """A longer interval asked for or granted; ``level`` says whose approval it takes."""

    model_config = example(EXTENSION_EXAMPLE)
    id: UUID
    order_id: UUID
    kind: ReportKind
    interval_months: int
    level: ExtensionLevel
    ground: str
    from_on: date
    until_on: date
    status: ExtensionStatus
    reason: str | None
    document_number: str | None
    procuratorate_told_on: date | None
    version: int
    allowed_actions: list[str]
