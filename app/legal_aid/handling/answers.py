"""What the API of handling gives."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from app.contracts.categories import CaseCategory
from app.kernel.clock_views import ClockView
from app.kernel.http import Schema, example
from app.legal_aid.handling.contents import ENTRY_ID, EntryContent
from app.legal_aid.handling.enums import (
    AgreementAuthority,
    CalendarKind,
    ClosingBasis,
    ClosingItem,
    EntryKind,
    ExcuseGround,
    OutcomeKind,
    ReplacementAction,
    ReplacementGround,
    ReplacementOutcome,
)
from app.legal_aid.handling.schemas import MEMBER_ID, ShareIn
from app.legal_aid.schemas import EVIDENCE_ID

APPLICATION_ID = "0199e0a0-7c00-7000-8000-0000000000a1"
_CLOCK: dict[str, Any] = {
    "id": "0199e0a0-7c00-7000-8000-0000000000d2",
    "rule_code": "legal_aid.sign_agreement",
    "title": "与受援人签订委托协议和授权委托书",
    "holder": "承办律师",
    "holder_role": "lawyer",
    "started_on": "2026-07-06",
    "due_on": "2026-07-13",
    "due_at": None,
    "days_left": 5,
    "overdue": False,
    "at_risk": False,
    "provisional": False,
    "rolled_from": "2026-07-11",
    "law": "办理法律援助案件程序规定",
    "article": "第二十七条",
    "binding": False,
    "paused_since": None,
    "pause_reason": None,
    "paused_days": 0,
    "stopped_at": None,
    "outcome": None,
}
_REQUEST_ID = "0199e0a0-7c00-7000-8000-000000000d01"


class AgreementView(Schema):
    """The agreement of the lawyer who handles the case, or why there is none yet."""

    model_config = example(
        {
            "signed_on": "2026-07-08",
            "authority": "special",
            "evidence_ids": [EVIDENCE_ID],
            "excuse": None,
            "excuse_reason": None,
            "recorded_at": "2026-07-08T08:00:00Z",
        }
    )
    signed_on: date | None
    authority: AgreementAuthority | None
    evidence_ids: list[UUID]
    excuse: ExcuseGround | None
    excuse_reason: str | None
    recorded_at: datetime


class EntryView(Schema):
    """One entry of the log. ``corrected_by_id``: a later entry puts it right."""

    model_config = example(
        {
            "id": ENTRY_ID,
            "kind": "progress",
            "happened_at": "2026-07-10T02:00:00Z",
            "entered_at": "2026-07-10T02:10:00Z",
            "author": "李律师",
            "visible_to_recipient": True,
            "content": {"kind": "progress", "text": "已向劳动人事争议仲裁委员会提交仲裁申请，正在等通知。"},
            "evidence_ids": [],
            "corrects_id": None,
            "corrected_by_id": None,
        }
    )
    id: UUID
    kind: EntryKind
    happened_at: datetime
    entered_at: datetime
    author: str
    visible_to_recipient: bool
    content: EntryContent
    evidence_ids: list[UUID]
    corrects_id: UUID | None
    corrected_by_id: UUID | None


class ReplacementView(Schema):
    """A request for another lawyer, for the centre and for whoever filed it."""

    model_config = example(
        {
            "id": _REQUEST_ID,
            "ground": "not_performing",
            "is_by_lawyer": False,
            "lawyer": "李律师",
            "reasons": "律师接案后一个月没有联系我，电话也不接，微信记录可以证明。",
            "evidence_ids": [EVIDENCE_ID],
            "filed_at": "2026-08-10T02:00:00Z",
            "decided_at": None,
            "outcome": None,
            "decision_reasons": None,
            "allowed_actions": ["approve", "refuse"],
        }
    )
    id: UUID
    ground: ReplacementGround
    is_by_lawyer: bool
    lawyer: str
    reasons: str
    evidence_ids: list[UUID]
    filed_at: datetime
    decided_at: datetime | None
    outcome: ReplacementOutcome | None
    decision_reasons: str | None
    allowed_actions: list[ReplacementAction]


class Replacements(Schema):
    """Requests for another lawyer in this case, newest first."""

    items: list[ReplacementView]


class OutcomeView(Schema):
    """How the case ended."""

    model_config = example(
        {
            "kind": "arbitration_award",
            "recovered_fen": 2_800_000,
            "avoided_loss_fen": 0,
            "basis": "arbitration_document",
            "closing_on": "2026-09-20",
            "evidence_ids": [EVIDENCE_ID],
            "summary": "仲裁裁决用人单位十日内支付拖欠的工资两万八千元，已全部付清。",
            "shares": [{"member_id": MEMBER_ID, "recovered_fen": 2_800_000}],
            "report": None,
            "handed_in_at": None,
            "version": 9,
        }
    )
    kind: OutcomeKind
    recovered_fen: int
    avoided_loss_fen: int
    basis: ClosingBasis
    closing_on: date
    evidence_ids: list[UUID]
    summary: str
    shares: list[ShareIn]
    report: str | None
    handed_in_at: datetime | None
    version: int


class ChecklistItem(Schema):
    """One thing the closing file holds, and what to do while it is not there."""

    model_config = example(
        {"item": "agreement", "is_there": False, "source": "148号令 27", "message": "请登记委托协议和授权委托书"}
    )
    item: ClosingItem
    is_there: bool
    source: str
    message: str


class ClosingChecklist(Schema):
    """What this case's closing file needs."""

    items: list[ChecklistItem]
    is_complete: bool


class HeldCase(Schema):
    """A period that runs for the lawyer, and the case it runs in."""

    model_config = example(
        {
            "application_id": APPLICATION_ID,
            "number": "〔2026〕法援字第00012号",
            "category": "labour_remuneration",
            "clock": _CLOCK,
        }
    )
    application_id: UUID
    number: str | None
    category: CaseCategory
    clock: ClockView


class CalendarItem(Schema):
    """One thing on one day; ``at`` where it has an hour. Duty is of no case."""

    model_config = example(
        {
            "kind": "hearing",
            "on": "2026-08-20",
            "at": "2026-08-20T01:00:00Z",
            "title": "开庭",
            "place": "西湖区劳动人事争议仲裁委员会，第二仲裁庭",
            "application_id": APPLICATION_ID,
            "number": "〔2026〕法援字第00012号",
            "category": "labour_remuneration",
        }
    )
    kind: CalendarKind
    on: date
    at: datetime | None
    title: str
    place: str | None
    application_id: UUID | None
    number: str | None
    category: CaseCategory | None


class Calendar(Schema):
    """The lawyer's days asked for, in order."""

    items: list[CalendarItem]
