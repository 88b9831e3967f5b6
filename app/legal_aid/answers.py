"""What the API of legal aid gives."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from app.contracts.categories import CaseCategory
from app.kernel.actor import Role
from app.kernel.clock_views import ClockView
from app.kernel.http import Schema, example
from app.kernel.statutes import Tag
from app.legal_aid.applying.answers import (
    CriminalView,
    ForumView,
    MatterView,
    ProposedAgencyView,
    RepresentationView,
    UrgencyView,
)
from app.legal_aid.applying.parts import HardshipPart
from app.legal_aid.enums import (
    ApplicationChannel,
    ApplicationStatus,
    ConditionCode,
    ConditionOutcome,
    DecisionOutcome,
    TerminationGround,
    UrgencyGround,
)
from app.legal_aid.schemas import (
    APPLICANT,
    CLAIM,
    EVIDENCE_ID,
    LAWYER_ID,
    PLACE,
    ApplicantPart,
    PlacePart,
    WageClaimPart,
)

OFFICER_ID = "0199e0a0-7c00-7000-8000-000000000201"
_APPLICATION_ID = "0199e0a0-7c00-7000-8000-0000000000a1"
_AGENCY: dict[str, Any] = {
    "id": "0199e0a0-7c00-7000-8000-0000000000c1",
    "name": "杭州市西湖区法律援助中心",
    "phone": "0571-12348",
}
_HOLDER: dict[str, Any] = {"role": "officer", "name": "杭州市西湖区法律援助中心", "duty": "受理申请"}
CLOCK: dict[str, Any] = {
    "id": "0199e0a0-7c00-7000-8000-0000000000d1",
    "rule_code": "legal_aid.decide",
    "title": "审查并决定是否给予法律援助",
    "holder": "审批人员",
    "holder_role": "decider",
    "started_on": "2026-07-01",
    "due_on": "2026-07-08",
    "due_at": None,
    "days_left": 7,
    "overdue": False,
    "at_risk": False,
    "provisional": False,
    "rolled_from": None,
    "law": "中华人民共和国法律援助法",
    "article": "第四十三条第一款",
    "binding": True,
    "paused_since": None,
    "pause_reason": None,
    "paused_days": 0,
    "stopped_at": None,
    "outcome": None,
}

APPLICATION_LINE: dict[str, Any] = {
    "id": _APPLICATION_ID,
    "number": None,
    "category": "labour_remuneration",
    "status": "submitted",
    "created_at": "2026-07-01T00:50:00Z",
    "submitted_at": "2026-07-01T01:00:00Z",
    "applicant": "张某",
    "recipient": None,
    "channel": "self_service",
    "is_group": False,
    "urgency": None,
    "limitation_on": None,
    "amount_fen": 2800000,
    "area_name": "浙江省杭州市西湖区",
    "agency": _AGENCY,
    "holder": _HOLDER,
    "clocks": [CLOCK],
}


class MissingPart(Schema):
    """One thing that must be there before the application can be handed in."""

    model_config = example({"field": "claim", "rule": "missing", "message": "请填写拖欠工资的情况"})
    field: str
    rule: str
    message: str


class AgencyView(Schema):
    """A centre, with the telephone where one can ask."""

    model_config = example(_AGENCY)
    id: UUID
    name: str
    phone: str | None


class PlaceView(PlacePart):
    """Where it happened, with the area's name."""

    model_config = example({**PLACE, "area_name": "浙江省杭州市西湖区"})
    area_name: str


class HolderView(Schema):
    """Who has to act now, and what is to be done."""

    model_config = example(_HOLDER)
    role: Role
    name: str
    duty: str


class LawyerView(Schema):
    """The lawyer who was asked, or who handles the case."""

    model_config = example({"person_id": LAWYER_ID, "name": "李律师"})
    person_id: UUID
    name: str


class HandlerView(Schema):
    """The member of staff who works on a case."""

    model_config = example({"person_id": OFFICER_ID, "name": "王芳"})
    person_id: UUID
    name: str


class DecisionView(Schema):
    """What was decided, why, on which basis, and how to object."""

    model_config = example(
        {
            "outcome": "granted",
            "ground": None,
            "reasons": None,
            "remedy": None,
            "basis": "《中华人民共和国法律援助法》第四十三条第一款",
            "at": "2026-07-03T02:00:00Z",
        }
    )
    outcome: DecisionOutcome
    ground: TerminationGround | None
    reasons: str | None
    remedy: str | None
    basis: str
    at: datetime


class ConditionView(Schema):
    """One condition as it stands on the facts given; a person decides.

    ``fact`` and ``value`` are what it rests on; ``source`` the article, ``tag`` how far its words were verified.
    """

    model_config = example(
        {
            "code": "hardship",
            "outcome": "not_needed",
            "text": "进城务工人员申请支付劳动报酬或者工伤赔偿：有材料证明身份的，免予核查经济困难状况",
            "fact": "申请人的身份",
            "value": "进城务工人员（农民工）",
            "source": "《中华人民共和国法律援助法》第四十二条第（三）项",
            "tag": "verified_twice",
        }
    )
    code: ConditionCode
    outcome: ConditionOutcome
    text: str
    fact: str
    value: str
    source: str
    tag: Tag


class ApplicationSummary(Schema):
    """A line of a list. ``applicant`` is the family name alone (张某), and nothing on one's own list; so is
    ``recipient``, whom aid is for where another applies.
    """

    model_config = example(APPLICATION_LINE)
    id: UUID
    number: str | None
    category: CaseCategory
    status: ApplicationStatus
    created_at: datetime
    submitted_at: datetime | None
    applicant: str | None
    recipient: str | None
    channel: ApplicationChannel
    is_group: bool
    urgency: UrgencyGround | None
    limitation_on: date | None
    amount_fen: int | None
    area_name: str | None
    agency: AgencyView | None
    holder: HolderView | None
    clocks: list[ClockView]


class ApplicationView(Schema):
    """An application as this caller may see it: a lawyer who was asked and has not accepted sees less of it.

    ``agency`` is the centre that received it; ``proposed_agencies`` those a draft may go to, the first of which,
    ``proposed_agency``, it goes to unless another is chosen. ``missing`` lists what a draft still needs,
    ``warnings`` what does not agree and keeps nobody from handing it in (the wage ledger and the claim).
    ``entered_by`` is who filled it in for the applicant. ``handler`` is for the applicant and for staff,
    ``eligibility`` for staff.
    """

    model_config = example(
        {
            "id": _APPLICATION_ID,
            "number": None,
            "category": "labour_remuneration",
            "channel": "self_service",
            "status": "submitted",
            "version": 5,
            "created_at": "2026-07-01T00:50:00Z",
            "updated_at": "2026-07-01T01:00:00Z",
            "submitted_at": "2026-07-01T01:00:00Z",
            "entered_by": None,
            "applicant_name": "张建国",
            "recipient_name": None,
            "is_group": False,
            "limitation_on": None,
            "applicant": APPLICANT,
            "representation": None,
            "claim": CLAIM,
            "matter": None,
            "criminal": None,
            "place": {**PLACE, "area_name": "浙江省杭州市西湖区"},
            "forum": None,
            "hardship": None,
            "urgency": None,
            "signature_evidence_id": EVIDENCE_ID,
            "agency": _AGENCY,
            "proposed_agency": None,
            "proposed_agencies": [],
            "lawyer": None,
            "decision": None,
            "holder": _HOLDER,
            "handler": None,
            "clocks": [CLOCK],
            "allowed_actions": ["withdraw"],
            "missing": [],
            "warnings": [],
            "eligibility": [],
        }
    )
    id: UUID
    number: str | None
    category: CaseCategory
    channel: ApplicationChannel
    status: ApplicationStatus
    version: int
    created_at: datetime
    updated_at: datetime
    submitted_at: datetime | None
    entered_by: str | None
    applicant_name: str | None
    recipient_name: str | None
    is_group: bool
    limitation_on: date | None
    applicant: ApplicantPart | None
    representation: RepresentationView | None
    claim: WageClaimPart | None
    matter: MatterView | None
    criminal: CriminalView | None
    place: PlaceView | None
    forum: ForumView | None
    hardship: HardshipPart | None
    urgency: UrgencyView | None
    signature_evidence_id: UUID | None
    agency: AgencyView | None
    proposed_agency: AgencyView | None
    proposed_agencies: list[ProposedAgencyView]
    lawyer: LawyerView | None
    decision: DecisionView | None
    holder: HolderView | None
    handler: HandlerView | None
    clocks: list[ClockView]
    allowed_actions: list[str]
    missing: list[MissingPart]
    warnings: list[MissingPart]
    eligibility: list[ConditionView]


class ContactView(Schema):
    """How to reach the applicant; every look is recorded."""

    model_config = example({"name": "张建国", "phone": "13800000000"})
    name: str | None
    phone: str | None


class HistoryEntry(Schema):
    """One step of the case: what, on which basis, by whom, when."""

    model_config = example(
        {
            "id": "0199e0a0-7c00-7000-8000-0000000000f1",
            "transition": "submit",
            "title": "提交申请",
            "source": "draft",
            "target": "submitted",
            "basis": "法律援助法 38、43",
            "by": "申请人",
            "at": "2026-07-01T01:00:00Z",
            "reason": None,
        }
    )
    id: UUID
    transition: str
    title: str
    source: ApplicationStatus
    target: ApplicationStatus
    basis: str
    by: str
    at: datetime
    reason: str | None
