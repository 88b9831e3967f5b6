"""What the API takes and gives about measures and rewards."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from app.correction.alarms.codes import HearingState
from app.correction.alarms.schemas import ALARM, OFFICE, ORDER, PERSON, Files, Statement, StatementOut, Words
from app.correction.discipline.codes import (
    AuthorityAnswer,
    DisciplineMeasure,
    SanctionObjectionStatus,
    SanctionRecipient,
    SanctionStatus,
)
from app.kernel.clock_views import ClockView
from app.kernel.http import LINE, LINES, Instant, Schema, example

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000, pattern=LINES)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=LINE)]

SANCTION = "0199e0a0-7c00-7000-8000-000000000071"
RUNG: dict[str, Any] = {
    "measure": "admonition",
    "alarm_id": ALARM,
    "because": "不按时报到或者脱离监管 3 日，没有超过10日",
    "source": "《社区矫正法实施办法（司发通〔2020〕59号）》第三十四条",
    "is_verified": False,
}
LADDER: dict[str, Any] = {"absence_days": 3, "admonitions": 0, "warnings": 0, "rungs": [RUNG]}
SANCTION_EXAMPLE: dict[str, Any] = {
    "id": SANCTION,
    "order_id": ORDER,
    "person_id": PERSON,
    "person_name": "王某",
    "agency_id": OFFICE,
    "measure": "admonition",
    "status": "proposed",
    "hearing": "none",
    "proposed_at": "2026-12-02T01:00:00Z",
    "decided_at": None,
    "is_publicised": False,
    "version": 1,
    "allowed_actions": ["withdraw", "state"],
}


class RungOut(Schema):
    """One measure that the rules lead to; ``is_verified`` whether the rule's text was at hand."""

    model_config = example(RUNG)
    measure: DisciplineMeasure
    alarm_id: UUID
    because: str
    source: str
    is_verified: bool


class LadderOut(Schema):
    """What the rules lead to, heaviest first; nobody is bound by it and nothing happens by itself."""

    model_config = example(LADDER)
    absence_days: int
    admonitions: int
    warnings: int
    rungs: list[RungOut]


class LadderPage(LadderOut):
    """The ladder of an order over breaches not yet dealt with, and what the law knows for its category."""

    model_config = example(
        LADDER
        | {
            "message": "仅供参考：由审批人员决定，系统不会自动处理。",
            "available": ["admonition", "commendation", "commutation", "warning"],
            "cautions": {"commendation": ["接受矫正还没有满6个月，请斟酌"]},
        }
    )
    message: str
    available: list[DisciplineMeasure]
    cautions: dict[str, list[str]]


class SanctionCreate(Schema):
    """A proposal. Measures name the verified breaches they rest on, rewards none."""

    model_config = example(
        {
            "measure": "admonition",
            "reason": "三月一日至四日脱离监管三日，经核实没有正当理由",
            "alarm_ids": [ALARM],
            "evidence_ids": [],
            "addressee": None,
            "arrest_asked": False,
        }
    )
    measure: DisciplineMeasure
    reason: Reason
    alarm_ids: Annotated[list[UUID], Field(max_length=50)] = Field(default_factory=list[UUID])
    evidence_ids: Files = Field(default_factory=list[UUID])
    addressee: Line | None = None
    arrest_asked: bool = False


class SanctionDecision(Schema):
    """What is decided and why; ``is_publicised`` never for minors."""

    model_config = example({"reason": "事实清楚，本人承认，同意训诫", "is_publicised": False})
    reason: Reason
    is_publicised: bool = False


class SanctionReason(Schema):
    """Why not, or why it is taken back."""

    model_config = example({"reason": "事实还不清楚，请补充核实"})
    reason: Words


class DeliveryCreate(Schema):
    """To whom a decision or proposal was handed, and how."""

    model_config = example({"recipient": "person", "how": "当面送达，本人签收", "delivered_at": None})
    recipient: SanctionRecipient
    how: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=LINE)]
    delivered_at: Instant | None = None


class AnswerCreate(Schema):
    """What police, court or the deciding body answered."""

    model_config = example(
        {
            "answer": "refused",
            "answered_on": "2026-12-20",
            "document": "（2026）浙0127刑更1号",
            "note": "法院裁定不予撤销缓刑",
        }
    )
    answer: AuthorityAnswer
    answered_on: date
    document: Line | None = None
    note: Words


class ArrestAnswerCreate(Schema):
    """Whether the court ordered the arrest; ``arrested_on`` when it was carried out."""

    model_config = example({"answer": "refused", "arrested_on": None})
    answer: AuthorityAnswer
    arrested_on: date | None = None


class ObjectionCreate(Schema):
    """Why the person disagrees."""

    model_config = example({"words": "那几天我在医院，有病历", "evidence_ids": []})
    words: Statement
    evidence_ids: Files = Field(default_factory=list[UUID])


class ObjectionReview(Schema):
    """The outcome of a review; ``is_granted`` ends the decision."""

    model_config = example({"is_granted": True, "reason": "病历属实，原决定撤销"})
    is_granted: bool
    reason: Reason


OBJECTION_EXAMPLE: dict[str, Any] = {
    "id": "0199e0a0-7c00-7000-8000-000000000072",
    "sanction_id": SANCTION,
    "status": "filed",
    "words": "那几天我在医院，有病历",
    "evidence_ids": [],
    "filed_at": "2026-12-05T01:00:00Z",
    "reviewed_by_name": None,
    "review_reason": None,
    "closed_at": None,
    "message": "正在由县司法局审查。",
    "allowed_actions": ["withdraw"],
}


class ObjectionOut(Schema):
    """An objection and what became of it."""

    model_config = example(OBJECTION_EXAMPLE)
    id: UUID
    sanction_id: UUID
    status: SanctionObjectionStatus
    words: str
    evidence_ids: list[UUID]
    filed_at: datetime
    reviewed_by_name: str | None
    review_reason: str | None
    closed_at: datetime | None
    message: str
    allowed_actions: list[str]


class DeliveryOut(Schema):
    """To whom it was handed."""

    model_config = example(
        {
            "id": SANCTION,
            "recipient": "procuratorate",
            "how": "公文交换",
            "delivered_at": "2026-12-03T01:00:00Z",
            "recorded_at": "2026-12-03T01:00:00Z",
        }
    )
    id: UUID
    recipient: SanctionRecipient
    how: str
    delivered_at: datetime
    recorded_at: datetime


class SanctionOut(Schema):
    """A measure or reward in a list."""

    model_config = example(SANCTION_EXAMPLE)
    id: UUID
    order_id: UUID
    person_id: UUID
    person_name: str | None
    agency_id: UUID
    measure: DisciplineMeasure
    status: SanctionStatus
    hearing: HearingState
    proposed_at: datetime
    decided_at: datetime | None
    is_publicised: bool
    version: int
    allowed_actions: list[str]


class SanctionDetail(SanctionOut):
    """A measure with its grounds, what was said, decided, delivered, answered and objected."""

    model_config = example(
        SANCTION_EXAMPLE
        | {
            "reason": "三月一日至四日脱离监管三日",
            "alarm_ids": [ALARM],
            "evidence_ids": [],
            "ladder": LADDER,
            "addressee": None,
            "arrest_asked": False,
            "arrest_answer": None,
            "proposed_by_name": "沈敏",
            "decided_by_name": None,
            "decision_reason": None,
            "paper_id": None,
            "answer": None,
            "answered_on": None,
            "answer_document": None,
            "revoked_at": None,
            "statements": [],
            "deliveries": [],
            "objections": [],
            "clocks": [],
            "missing": ["procuratorate"],
        }
    )
    reason: str
    alarm_ids: list[UUID]
    evidence_ids: list[UUID]
    ladder: LadderOut
    addressee: str | None
    arrest_asked: bool
    arrest_answer: AuthorityAnswer | None
    proposed_by_name: str | None
    decided_by_name: str | None
    decision_reason: str | None
    paper_id: UUID | None
    answer: AuthorityAnswer | None
    answered_on: date | None
    answer_document: str | None
    revoked_at: datetime | None
    statements: list[StatementOut]
    deliveries: list[DeliveryOut]
    objections: list[ObjectionOut]
    clocks: list[ClockView]
    missing: list[SanctionRecipient]
