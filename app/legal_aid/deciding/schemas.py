"""What the API of deciding takes and gives, besides notices and the queue."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from app.kernel.http import Schema, example
from app.legal_aid.deciding.enums import (
    DeliveryMethod,
    ObjectionOutcome,
    RecusalAction,
    RecusalGround,
    RecusalStatus,
)
from app.legal_aid.enums import UrgencyGround
from app.legal_aid.schemas import EVIDENCE_ID, LINES, Day, Reasons

Why = Annotated[str, StringConstraints(strip_whitespace=True, min_length=4, max_length=500, pattern=LINES)]
RECUSAL_ID = "0199e0a0-7c00-7000-8000-000000000301"
_RECEIPT: dict[str, Any] = {
    "position": 1,
    "evidence_id": EVIDENCE_ID,
    "kind": "wage_record",
    "name": "六月工资条.jpg",
    "copies": 1,
    "received_on": "2026-07-01",
}
_OBJECTION: dict[str, Any] = {
    "id": "0199e0a0-7c00-7000-8000-000000000302",
    "decision_id": "0199e0a0-7c00-7000-8000-000000000303",
    "reasons": "工资并没有付清，还差六月份的，银行流水可以证明。",
    "evidence_ids": [EVIDENCE_ID],
    "received_on": "2026-07-10",
    "filed_at": "2026-07-10T02:00:00Z",
    "is_late": False,
    "outcome": None,
    "reviewed_at": None,
    "review_reasons": None,
    "remedy": None,
}
_RECUSAL: dict[str, Any] = {
    "id": RECUSAL_ID,
    "person_id": "0199e0a0-7c00-7000-8000-000000000201",
    "ground": "relative_of_party",
    "explanation": "对方公司的负责人是我的哥哥。",
    "status": "in_force",
    "declared_at": "2026-07-02T02:00:00Z",
    "decided_at": "2026-07-02T02:00:00Z",
    "allowed_actions": [],
}


class TransferIn(Schema):
    """The centre to send the application to; the reason may be left out where it serves the place."""

    model_config = example(
        {"agency_id": "0199e0a0-7c00-7000-8000-0000000000c1", "reason": "劳动争议仲裁委员会在该区。"}
    )
    agency_id: UUID
    reason: Why | None = None


class TransferView(Schema):
    """Where the application went; it is the other centre's from here on."""

    model_config = example(
        {
            "application_id": "0199e0a0-7c00-7000-8000-0000000000a1",
            "agency_id": "0199e0a0-7c00-7000-8000-0000000000c1",
            "agency_name": "杭州市拱墅区法律援助中心",
            "submitted_at": "2026-07-01T01:00:00Z",
        }
    )
    application_id: UUID
    agency_id: UUID
    agency_name: str
    submitted_at: datetime


class AdvanceIn(Schema):
    """On which ground of 法律援助法 art. 44 aid comes first, why, and by when the formalities are due."""

    model_config = example(
        {
            "ground": "44-2",
            "limitation_on": None,
            "reasons": "对方正在转移工程款，需要马上申请财产保全。",
            "formalities_due_on": None,
        }
    )
    ground: UrgencyGround
    limitation_on: Day | None = Field(default=None, description="时效或者期限的最后一天（第一项必填）")
    reasons: Reasons
    formalities_due_on: date | None = Field(default=None, description="补办手续的最后一天；不填按机构的设定")


class FormalitiesIn(Schema):
    """What was made up for."""

    model_config = example({"note": "已补交经济困难状况说明表和身份证复印件。"})
    note: Why


class SendingIn(Schema):
    """How and when the termination was sent."""

    model_config = example({"method": "post", "sent_on": "2026-07-03"})
    method: DeliveryMethod
    sent_on: date


class ReceiptItemView(Schema):
    """One material of the receipt."""

    model_config = example(_RECEIPT)
    position: int
    evidence_id: UUID | None
    kind: str
    name: str
    copies: int
    received_on: date


class ReceiptView(Schema):
    """The receipt of materials (收讫凭证, 148号令 13); ``issued_at`` is empty before acceptance."""

    model_config = example({"issued_at": "2026-07-02T02:00:00Z", "items": [_RECEIPT]})
    issued_at: datetime | None
    items: list[ReceiptItemView]


class EarlierApplication(Schema):
    """Who received the same matter first, and when: no more, since centres do not see each other's cases."""

    model_config = example(
        {"agency_name": "杭州市西湖区法律援助中心", "agency_phone": "0571-12348", "filed_on": "2026-06-30"}
    )
    agency_name: str
    agency_phone: str | None
    filed_on: date


class ObjectionIn(Schema):
    """Why the decision is wrong. ``received_on`` is for the bureau's staff, who enter an objection on paper."""

    model_config = example(
        {
            "reasons": "工资并没有付清，还差六月份的，银行流水可以证明。",
            "evidence_ids": [],
            "received_on": None,
        }
    )
    reasons: Reasons
    evidence_ids: Annotated[list[UUID], Field(max_length=20)] = Field(default_factory=list[UUID])
    received_on: date | None = None


class ReviewIn(Schema):
    """What the bureau found; the applicant reads this text."""

    model_config = example({"reasons": "银行流水显示六月工资没有支付，原决定认定事实有误，应当给予援助。"})
    reasons: Reasons


class ObjectionView(Schema):
    """An objection and its review. A late one is reviewed all the same."""

    model_config = example(_OBJECTION)
    id: UUID
    decision_id: UUID
    reasons: str
    evidence_ids: list[UUID]
    received_on: date
    filed_at: datetime
    is_late: bool
    outcome: ObjectionOutcome | None
    reviewed_at: datetime | None
    review_reasons: str | None
    remedy: str | None


class Objections(Schema):
    """Every objection of a case, the first one first."""

    model_config = example({"items": [_OBJECTION]})
    items: list[ObjectionView]


class RecusalIn(Schema):
    """Who stands back, and why. Without ``person_id``: oneself; an applicant asks for whoever works on it."""

    model_config = example(
        {"person_id": None, "ground": "relative_of_party", "explanation": "对方公司的负责人是我的哥哥。"}
    )
    person_id: UUID | None = None
    ground: RecusalGround
    explanation: Why


class RecusalDecision(Schema):
    """Whether an applicant's request is granted, and who stands back where the request does not say."""

    model_config = example({"recusal_id": RECUSAL_ID, "is_granted": True, "person_id": None})
    recusal_id: UUID
    is_granted: bool
    person_id: UUID | None = None


class RecusalView(Schema):
    """One recusal, or the request for one."""

    model_config = example(_RECUSAL)
    id: UUID
    person_id: UUID | None
    ground: RecusalGround
    explanation: str
    status: RecusalStatus
    declared_at: datetime
    decided_at: datetime | None
    allowed_actions: list[RecusalAction] = Field(description="现在可以做的事，见字典 recusal_action")


class Recusals(Schema):
    """Recusals of a case, oldest first."""

    model_config = example({"items": [_RECUSAL]})
    items: list[RecusalView]
