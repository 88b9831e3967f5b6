"""What the API takes and gives about special permits."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from app.correction.permits.codes import ContactKind, PermitTold, SpecialPermitKind, SpecialPermitStatus
from app.correction.reports.schemas import DocumentNumber, Files, Reason
from app.kernel.http import LINE, Instant, Schema, example

Target = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=LINE)]

PERMIT = "0199e0a0-7c00-7000-8000-000000000d11"
ORDER = "0199e0a0-7c00-7000-8000-00000000000a"
PERMIT_EXAMPLE: dict[str, Any] = {
    "id": PERMIT,
    "order_id": ORDER,
    "kind": "contact",
    "contact": "victim",
    "injunction_id": None,
    "target": "被害人赵某",
    "reason": "当面赔礼道歉，交付赔偿款",
    "evidence_ids": [],
    "from_at": "2026-12-05T01:00:00Z",
    "until_at": "2026-12-05T04:00:00Z",
    "status": "asked",
    "decision": None,
    "decided_at": None,
    "told": [],
    "created_at": "2026-12-01T01:00:00Z",
    "version": 1,
    "allowed_actions": [],
}


class PermitAsk(Schema):
    """Where to, or whom to meet, when and why; a place names the item of the court's order that forbids it."""

    model_config = example(
        {
            "kind": "contact",
            "contact": "victim",
            "target": "被害人赵某",
            "reason": "当面赔礼道歉，交付赔偿款",
            "from_at": "2026-12-05T01:00:00Z",
            "until_at": "2026-12-05T04:00:00Z",
        }
    )
    kind: SpecialPermitKind
    contact: ContactKind | None = None
    injunction_id: UUID | None = None
    target: Target
    reason: Reason
    evidence_ids: Files = Field(default_factory=list[UUID])
    from_at: Instant
    until_at: Instant


class PermitDecision(Schema):
    """Why; the person reads it."""

    model_config = example({"reason": "有正当理由，请在批准的时间内办完"})
    reason: Reason


class PermitTell(Schema):
    """Who was told of the entry, when, and under which number."""

    model_config = example({"told": "court", "told_on": "2026-12-02", "reference": "淳矫函〔2026〕3号"})
    told: PermitTold
    told_on: date
    reference: DocumentNumber | None = None


class TellingOut(Schema):
    """That somebody was told."""

    model_config = example({"told": "court", "told_on": "2026-12-02", "reference": "淳矫函〔2026〕3号"})
    told: PermitTold
    told_on: date
    reference: str | None


class PermitOut(Schema):
    """A request and what became of it."""

    model_config = example(PERMIT_EXAMPLE)
    id: UUID
    order_id: UUID
    kind: SpecialPermitKind
    contact: ContactKind | None
    injunction_id: UUID | None
    target: str
    reason: str
    evidence_ids: list[UUID]
    from_at: datetime
    until_at: datetime
    status: SpecialPermitStatus
    decision: str | None
    decided_at: datetime | None
    told: list[TellingOut]
    created_at: datetime
    version: int
    allowed_actions: list[str]
