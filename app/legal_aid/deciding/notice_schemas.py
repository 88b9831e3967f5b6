"""What the API of deficiency notices takes and gives."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from app.kernel.http import Schema, example
from app.legal_aid.applying.codes import Section
from app.legal_aid.deciding.enums import DeficiencyCode, DeficiencyStatus
from app.legal_aid.eligibility.codes import MaterialCode
from app.legal_aid.schemas import EVIDENCE_ID, LINES, LongText

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=4, max_length=500, pattern=LINES)]
ITEM_ID = "0199e0a0-7c00-7000-8000-000000000101"
_ITEM: dict[str, Any] = {
    "code": "missing_material",
    "text": "请补交工资条或者考勤记录，可以拍照上传。",
    "material": "matter_claim",
    "section": None,
    "evidence_id": None,
}
_ANSWER: dict[str, Any] = {
    "item_id": ITEM_ID,
    "evidence_ids": [EVIDENCE_ID],
    "explanation": "工地没有发过工资条，这是班组长记的考勤本。",
}
_ITEM_VIEW: dict[str, Any] = _ITEM | {
    "id": ITEM_ID,
    "was_visible_before": False,
    "explanation": None,
    "evidence_ids": [],
    "is_answered": False,
}
_NOTICE: dict[str, Any] = {
    "id": "0199e0a0-7c00-7000-8000-000000000102",
    "sequence": 1,
    "status": "open",
    "issued_at": "2026-07-02T02:00:00Z",
    "due_on": "2026-07-17",
    "provisional": False,
    "override_reason": None,
    "closed_at": None,
    "items": [_ITEM_VIEW],
}


class DeficiencyIn(Schema):
    """One thing that is missing. ``material``, ``section`` or ``evidence_id`` says what it is about, at most one
    of them; without ``text`` the applicant reads the usual words for the code.
    """

    model_config = example(_ITEM)
    code: DeficiencyCode
    text: Words | None = None
    material: MaterialCode | None = None
    section: Section | None = None
    evidence_id: UUID | None = None


class NoticeIn(Schema):
    """Everything that is missing, at once. Without ``due_on`` the centre's usual number of days applies.

    ``override_reason`` is for a supervisor who lets a later notice ask for what was visible before.
    """

    model_config = example({"items": [_ITEM], "due_on": None, "override_reason": None})
    items: Annotated[list[DeficiencyIn], Field(min_length=1, max_length=30)]
    due_on: date | None = Field(default=None, description="最后一天，应在今天以后")
    override_reason: Annotated[Words | None, Field(description="确需再次要求补充的理由（审批人员填写）")] = None


class AnswerIn(Schema):
    """The answer to one item: files, words, or both."""

    model_config = example(_ANSWER)
    item_id: UUID
    evidence_ids: Annotated[list[UUID], Field(max_length=20)] = Field(default_factory=list[UUID])
    explanation: LongText | None = None


class SupplementIn(Schema):
    """Answers to the open notice; those saved before need not be sent again."""

    model_config = example({"answers": [_ANSWER]})
    answers: Annotated[list[AnswerIn], Field(max_length=30)] = Field(default_factory=list[AnswerIn])


class DeficiencyView(Schema):
    """One item with the answer as far as it is given."""

    model_config = example(_ITEM_VIEW)
    id: UUID
    code: DeficiencyCode
    text: str
    material: str | None
    section: str | None
    evidence_id: UUID | None
    was_visible_before: bool
    explanation: str | None
    evidence_ids: list[UUID]
    is_answered: bool


class DeficiencyNoticeView(Schema):
    """A notice with its items. ``provisional``: a holiday notice not yet published may move the last day.

    ``override_reason`` is for staff.
    """

    model_config = example(_NOTICE)
    id: UUID
    sequence: int
    status: DeficiencyStatus
    issued_at: datetime
    due_on: date
    provisional: bool
    override_reason: str | None
    closed_at: datetime | None
    items: list[DeficiencyView]


class DeficiencyNotices(Schema):
    """Every notice of a case, the first one first."""

    model_config = example({"items": [_NOTICE]})
    items: list[DeficiencyNoticeView]


class NoticeCounts(Schema):
    """How often a centre asked, asked again, and asked for what was visible before."""

    model_config = example(
        {
            "agency_id": "0199e0a0-7c00-7000-8000-0000000000c1",
            "agency_name": "杭州市西湖区法律援助中心",
            "notices": 12,
            "later_notices": 2,
            "overrides": 1,
        }
    )
    agency_id: UUID
    agency_name: str
    notices: int
    later_notices: int
    overrides: int


class NoticeStatistics(Schema):
    """Counts of the centres within reach, by name."""

    model_config = example(
        {
            "issued_from": "2026-07-01",
            "issued_to": "2026-07-31",
            "items": [
                {
                    "agency_id": "0199e0a0-7c00-7000-8000-0000000000c1",
                    "agency_name": "杭州市西湖区法律援助中心",
                    "notices": 12,
                    "later_notices": 2,
                    "overrides": 1,
                }
            ],
        }
    )
    issued_from: date
    issued_to: date
    items: list[NoticeCounts]
