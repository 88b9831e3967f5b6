"""What the API of assessment by peers gives."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from app.contracts.categories import CaseCategory
from app.kernel.http import Schema, example
from app.legal_aid.quality.enums import CriterionCode, PeerReviewStatus, QualityGrade
from app.legal_aid.quality.schemas import SCORES, Score

_REVIEW_ID = "0199e0a0-7c00-7000-8000-0000000006a1"
_PEER_REVIEW: dict[str, Any] = {
    "id": _REVIEW_ID,
    "status": "appointed",
    "category": "labour_remuneration",
    "reviewer": "沈国平",
    "appointed_at": "2026-07-10T02:00:00Z",
    "graded_at": None,
    "total_tenths": None,
    "grade": None,
    "allowed_actions": ["grade", "stand_back"],
}


class PeerReviewView(Schema):
    """An assessment in a list; ``total_tenths`` is out of 1000."""

    model_config = example(_PEER_REVIEW)
    id: UUID
    status: PeerReviewStatus
    category: CaseCategory
    reviewer: str
    appointed_at: datetime
    graded_at: datetime | None
    total_tenths: int | None
    grade: QualityGrade | None
    allowed_actions: list[str]


class PeerReviewLine(PeerReviewView):
    """An assessment with its marks, as the centre sees it."""

    model_config = example(
        _PEER_REVIEW
        | {
            "status": "graded",
            "graded_at": "2026-07-15T02:00:00Z",
            "total_tenths": 880,
            "grade": "good",
            "allowed_actions": [],
            "scores": SCORES,
            "comment": "办理规范。",
        }
    )
    scores: list[Score]
    comment: str | None


class PeerReviews(Schema):
    """Every assessment of a case, oldest first."""

    items: list[PeerReviewLine]


class CriterionView(Schema):
    """One line of the form."""

    model_config = example(
        {"code": "meeting", "guide": "及时会见、约见受援人", "most": 10, "weight": 15, "may_not_apply": False}
    )
    code: CriterionCode
    guide: str
    most: int
    weight: int
    may_not_apply: bool


class ReviewedEntry(Schema):
    """One entry of the handling log, names of the recipient's side shortened."""

    model_config = example(
        {
            "kind": "progress",
            "happened_at": "2026-07-10T02:00:00Z",
            "content": {"kind": "progress", "text": "已为张某提交仲裁申请。"},
            "files": 0,
        }
    )
    kind: str
    happened_at: datetime
    content: dict[str, Any]
    files: int


class ReviewedOutcome(Schema):
    """How the case ended, names shortened."""

    model_config = example(
        {
            "kind": "arbitration_award",
            "recovered_fen": 2800000,
            "closing_on": "2026-09-20",
            "summary": "仲裁裁决支付张某工资两万八千元。",
            "report": "全部付清。",
        }
    )
    kind: str
    recovered_fen: int
    closing_on: date
    summary: str
    report: str | None


class ReviewedDocument(Schema):
    """A file of the case, by kind and type; its name and content stay with the centre."""

    model_config = example({"kind": "wage_record", "media_type": "image/jpeg", "size_bytes": 204800})
    kind: str
    media_type: str
    size_bytes: int


class PeerReviewDetail(PeerReviewLine):
    """What a reviewer assesses: the record of the handling, without who the recipient is."""

    model_config = example(
        _PEER_REVIEW
        | {
            "scores": [],
            "comment": None,
            "recipient": "张某",
            "form_version": "2026-1",
            "criteria": [
                {
                    "code": "meeting",
                    "guide": "及时会见、约见受援人",
                    "most": 10,
                    "weight": 15,
                    "may_not_apply": False,
                }
            ],
            "entries": [],
            "outcome": None,
            "documents": [],
        }
    )
    recipient: str
    form_version: str
    criteria: list[CriterionView]
    entries: list[ReviewedEntry]
    outcome: ReviewedOutcome | None
    documents: list[ReviewedDocument]
