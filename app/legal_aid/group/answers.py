"""What the API of group claims gives."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from app.contracts.categories import CaseCategory
from app.identity.numbers import DocumentKind
from app.kernel.clock_views import ClockView
from app.kernel.http import Schema, example
from app.legal_aid.answers import AgencyView, HolderView
from app.legal_aid.enums import ApplicationStatus
from app.legal_aid.group.consent import CONSENT_TEXT, CONSENT_VERSION
from app.legal_aid.group.enums import GroupAction, MemberStatus
from app.legal_aid.group.ledger_answers import ROW, SUMS, RowView, SumsView
from app.legal_aid.group.schemas import MEMBER_ID
from app.legal_aid.handling.enums import EntryKind

_AGENCY: dict[str, Any] = {
    "id": "0199e0a0-7c00-7000-8000-0000000000c1",
    "name": "杭州市西湖区法律援助中心",
    "phone": "0571-12348",
}
_EMPLOYMENT: dict[str, Any] = {
    "employment_from": "2026-03-01",
    "employment_to": "2026-06-30",
    "has_written_contract": False,
}
_MEMBER: dict[str, Any] = {
    "id": MEMBER_ID,
    "number": 2,
    "name": "王小强",
    "status": "joined",
    "is_representative": False,
    **_EMPLOYMENT,
    "joined_at": "2026-07-01T01:00:00Z",
    "left_at": None,
    "allowed_actions": [],
}
_PRIVATE: dict[str, Any] = {
    "document_kind": "resident_id",
    "document_number": "330106198506150010",
    "bank_account": None,
    "phone": "13800000000",
    "consent_version": 1,
    "consented_at": "2026-07-01T01:00:00Z",
    "signature_evidence_id": "0199e0a0-7c00-7000-8000-0000000000e1",
    "matter_id": MEMBER_ID,
    "left_reason": None,
}
_STEP: dict[str, Any] = {
    "kind": "hearing",
    "at": "2026-08-03T01:30:00Z",
    "body": "杭州市西湖区劳动人事争议仲裁委员会",
    "room": "第二仲裁庭",
}
_CASE: dict[str, Any] = {
    "category": "labour_remuneration",
    "employer_name": "杭州某建筑劳务有限公司",
    "period_from": "2026-03",
    "period_to": "2026-06",
    "representative_name": "张建国",
    "members_joined": 12,
    "status": "in_handling",
    "agency": _AGENCY,
}


class MemberView(Schema):
    """A member as the representative, the centre and the lawyer see one in the list."""

    model_config = example(_MEMBER)
    id: UUID
    number: int
    name: str
    status: MemberStatus
    is_representative: bool
    employment_from: date | None
    employment_to: date | None
    has_written_contract: bool | None
    joined_at: datetime | None
    left_at: datetime | None
    allowed_actions: list[str]


class MemberViews(Schema):
    """Everyone who takes or took part, by number."""

    model_config = example({"items": [_MEMBER], "allowed_actions": ["add_member", "make_join_code"]})
    items: list[MemberView]
    allowed_actions: list[GroupAction] = Field(description="现在可以对整个集体做的事，见字典 group_action")


class PrivateView(Schema):
    """What only the member, the centre and the lawyer see; every look is recorded."""

    model_config = example(_PRIVATE)
    document_kind: DocumentKind | None
    document_number: str | None
    bank_account: str | None
    phone: str | None
    consent_version: int | None
    consented_at: datetime | None
    signature_evidence_id: UUID | None
    matter_id: UUID
    left_reason: str | None


class MemberDetail(MemberView):
    """A member in full; ``private`` is empty for the representative, who is another member."""

    model_config = example({**_MEMBER, "private": _PRIVATE})
    private: PrivateView | None


class JoinCodeView(Schema):
    """The join code, and the page of the mini-program that opens with it, to be sent as a card or a QR code.

    Both are shown once, when the code is made; only its shadow is kept.
    """

    model_config = example(
        {
            "code": "K7QM-4XWP",
            "link": "group/join/join?code=K7QM4XWP",
            "is_open": True,
            "max_uses": 11,
            "uses": 0,
            "expires_at": "2026-07-08T01:00:00Z",
        }
    )
    code: str | None
    link: str | None
    is_open: bool
    max_uses: int
    uses: int
    expires_at: datetime | None


class GroupCase(Schema):
    """What the group claims against whom (``employer_name``; of several the first), and who acts for it."""

    model_config = example(_CASE)
    category: CaseCategory
    employer_name: str | None
    period_from: str | None
    period_to: str | None
    representative_name: str
    members_joined: int
    status: ApplicationStatus
    agency: AgencyView | None


class GroupLook(Schema):
    """What a code leads to, and the text one agrees to by joining."""

    model_config = example(
        {
            "case": _CASE,
            "consent_version": CONSENT_VERSION,
            "consent_text": CONSENT_TEXT,
            "needs_real_name": False,
        }
    )
    case: GroupCase
    consent_version: int
    consent_text: str
    needs_real_name: bool


class ConsentAsked(Schema):
    """What somebody agrees to by joining, word for word."""

    model_config = example({"version": CONSENT_VERSION, "text": CONSENT_TEXT})
    version: int
    text: str


class MembershipSummary(Schema):
    """One membership in the caller's list."""

    model_config = example(
        {"id": MEMBER_ID, "number": 2, "status": "joined", "joined_at": "2026-07-01T01:00:00Z", "case": _CASE}
    )
    id: UUID
    number: int
    status: MemberStatus
    joined_at: datetime | None
    case: GroupCase


class StepView(Schema):
    """A step of the lawyer's work; ``body`` and ``room`` say where a hearing is."""

    model_config = example(_STEP)
    kind: EntryKind
    at: datetime
    body: str | None
    room: str | None


class MembershipView(Schema):
    """The caller's own membership: the case, who holds it and until when, what was done, own figures, the total.

    Document and account are masked. ``matter_id`` is where own files and the signature go. Who left or has
    not joined sees no total, no clocks and no steps; ``consent_asked`` is there for whoever may join.
    """

    model_config = example(
        {
            "id": MEMBER_ID,
            "number": 2,
            "name": "王小强",
            "status": "joined",
            "matter_id": MEMBER_ID,
            **_EMPLOYMENT,
            "document_number": "3301***********010",
            "bank_account": None,
            "consent_version": 1,
            "consent_asked": None,
            "signature_evidence_id": "0199e0a0-7c00-7000-8000-0000000000e1",
            "joined_at": "2026-07-01T01:00:00Z",
            "left_at": None,
            "case": _CASE,
            "lawyer_name": "李律师",
            "holder": {"role": "lawyer", "name": "李律师", "duty": "办理案件"},
            "clocks": [],
            "steps": [_STEP],
            "rows": [ROW],
            "gaps": ["2026-04"],
            "totals": SUMS,
            "group_totals": SUMS,
            "allowed_actions": ["leave"],
        }
    )
    id: UUID
    number: int
    name: str
    status: MemberStatus
    matter_id: UUID
    employment_from: date | None
    employment_to: date | None
    has_written_contract: bool | None
    document_number: str | None
    bank_account: str | None
    consent_version: int | None
    consent_asked: ConsentAsked | None
    signature_evidence_id: UUID | None
    joined_at: datetime | None
    left_at: datetime | None
    case: GroupCase
    lawyer_name: str | None
    holder: HolderView | None
    clocks: list[ClockView]
    steps: list[StepView]
    rows: list[RowView]
    gaps: list[str]
    totals: SumsView
    group_totals: SumsView | None
    allowed_actions: list[str]
