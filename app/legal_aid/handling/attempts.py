"""What the API tells officers of attempts to find a lawyer; statuses are codes of the lawyers' domain."""

from datetime import datetime
from typing import Any
from uuid import UUID

from app.contracts.lawyers import WithdrawnBecause
from app.contracts.matching import OverrideReason
from app.kernel.http import Schema, example
from app.legal_aid.handling.candidate_answers import CANDIDATE, CandidateView
from app.legal_aid.schemas import LAWYER_ID

_OFFER: dict[str, Any] = {
    "id": "0199e0a0-7c00-7000-8000-0000000000f1",
    "position": 1,
    "lawyer_id": LAWYER_ID,
    "name": "李律师",
    "firm": "某律师事务所",
    "status": "declined",
    "score": 0.9,
    "offered_at": "2026-07-06T02:00:00Z",
    "told_at": "2026-07-06T02:00:00Z",
    "expires_at": "2026-07-07T02:00:00Z",
    "viewed_at": "2026-07-06T03:00:00Z",
    "answered_at": "2026-07-06T03:10:00Z",
    "decline_reason": "busy",
    "decline_note": None,
    "withdrawn_because": None,
}
_SKIPPED = {
    "lawyer_id": LAWYER_ID,
    "constraints": ["suspended"],
    "text": "李律师已暂停接受指派（名册管理（内部））",
}


class OfferLine(Schema):
    """One lawyer who was asked, and every moment of it. ``status`` is a code of ``offer_status``."""

    model_config = example(_OFFER)

    id: UUID
    position: int
    lawyer_id: UUID
    name: str
    firm: str
    status: str
    score: float
    offered_at: datetime
    told_at: datetime
    expires_at: datetime
    viewed_at: datetime | None
    answered_at: datetime | None
    decline_reason: str | None
    decline_note: str | None
    withdrawn_because: WithdrawnBecause | None


class SkippedLine(Schema):
    """A lawyer who was planned and could not be asked when their turn came, with the reasons."""

    model_config = example(_SKIPPED)

    lawyer_id: UUID
    constraints: list[str]
    text: str


class AssignmentAttempt(Schema):
    """One attempt: the shortlist of that moment, whom the officer chose and why, and what each answered.

    ``planned`` in the order of asking; the first ``next_position`` of them had their turn. The same facts, weights
    and ``seed`` give the same ``ranking``. Codes of ``mode``: ``assignment_mode``; of ``status``:
    ``assignment_status``.
    """

    model_config = example(
        {
            "id": "0199e0a0-7c00-7000-8000-0000000000f0",
            "mode": "one",
            "status": "asking",
            "is_urgent": False,
            "ranking": [CANDIDATE],
            "weights_version": "2026-1",
            "seed": "9f86d081884c7d65",
            "planned": [LAWYER_ID],
            "next_position": 1,
            "offers": [_OFFER],
            "skipped": [],
            "firm": None,
            "name_by": None,
            "assign_by": "2026-07-09T16:00:00Z",
            "override_reason": None,
            "override_note": None,
            "relaxed": [],
            "made_by": "0199e0a0-7c00-7000-8000-0000000000c1",
            "made_at": "2026-07-06T02:00:00Z",
        }
    )

    id: UUID
    mode: str
    status: str
    is_urgent: bool
    ranking: list[CandidateView]
    weights_version: str
    seed: str
    planned: list[UUID]
    next_position: int
    offers: list[OfferLine]
    skipped: list[SkippedLine]
    firm: str | None
    name_by: datetime | None
    assign_by: datetime | None
    override_reason: OverrideReason | None
    override_note: str | None
    relaxed: list[str]
    made_by: UUID
    made_at: datetime


class AssignmentAttempts(Schema):
    """Every attempt to find a lawyer for the case, the latest first."""

    items: list[AssignmentAttempt]
