"""What the API of closing a case gives."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from app.kernel.http import Schema, example
from app.legal_aid.quality.enums import (
    ArchiveAction,
    ArchiveStatus,
    FileOutcome,
    HelpfulItem,
    QualityGrade,
    RateCode,
    RateUnit,
    Satisfaction,
    SubsidyAction,
    SubsidyStatus,
    VisitWay,
)
from app.legal_aid.quality.tariff import TAX_NOTE

_REVIEW_ID = "0199e0a0-7c00-7000-8000-0000000006a1"
_PERSON_ID = "0199e0a0-7c00-7000-8000-0000000006b1"
_AGENCY_ID = "0199e0a0-7c00-7000-8000-0000000000c1"
SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


class FileReviewView(Schema):
    """One review of the closing file; ``notes`` and ``grade`` are for the centre and the lawyer."""

    model_config = example(
        {
            "id": _REVIEW_ID,
            "outcome": "returned",
            "items": ["委托协议复印件"],
            "notes": "卷内没有委托协议，请补齐后再提交。",
            "grade": None,
            "at": "2026-07-10T02:00:00Z",
        }
    )
    id: UUID
    outcome: FileOutcome
    items: list[str]
    notes: str | None
    grade: QualityGrade | None
    at: datetime


class FileReviews(Schema):
    """Every review of a case's closing file, oldest first."""

    items: list[FileReviewView]


class RatingView(Schema):
    """What the recipient thinks; the lawyer sees the stars alone, once the case is closed."""

    model_config = example(
        {
            "stars": 5,
            "helpful": ["explained", "in_time"],
            "comment": "李律师很负责。",
            "rated_at": "2026-07-18T02:00:00Z",
            "updated_at": "2026-07-18T02:00:00Z",
        }
    )
    stars: int
    helpful: list[HelpfulItem]
    comment: str | None
    rated_at: datetime
    updated_at: datetime


class VisitView(Schema):
    """One return visit."""

    model_config = example(
        {
            "id": _REVIEW_ID,
            "visited_on": "2026-07-20",
            "way": "phone",
            "is_reached": True,
            "satisfaction": "satisfied",
            "knows_result": True,
            "was_asked_for_money": False,
            "notes": None,
            "visited_by": "王芳",
            "at": "2026-07-20T02:00:00Z",
        }
    )
    id: UUID
    visited_on: date
    way: VisitWay
    is_reached: bool
    satisfaction: Satisfaction | None
    knows_result: bool | None
    was_asked_for_money: bool | None
    notes: str | None
    visited_by: str
    at: datetime


class Visits(Schema):
    """Every return visit of a case, oldest first."""

    items: list[VisitView]


class RateView(Schema):
    """One number of an agency's subsidy table; ``in_force`` today."""

    model_config = example(
        {
            "agency_id": _AGENCY_ID,
            "code": "labour_arbitration",
            "title": "劳动争议调解、仲裁代理",
            "value": 120000,
            "unit": "fen",
            "effective_from": "2026-01-01",
            "source": "某省司法厅、财政厅〔2026〕12号",
            "in_force": True,
        }
    )
    agency_id: UUID
    code: RateCode
    title: str
    value: int
    unit: RateUnit
    effective_from: date
    source: str
    in_force: bool


class Rates(Schema):
    """An agency's table with what it takes over from the agencies above, by code and day."""

    items: list[RateView]


class SubsidyLineView(Schema):
    """One step of the reckoning, in fen; ``payee`` is the lawyer it goes to."""

    model_config = example(
        {
            "code": "labour_arbitration",
            "payee_id": _PERSON_ID,
            "payee": "李明",
            "amount_fen": 120000,
            "reason": "劳动争议调解、仲裁代理，每件 1,200.00 元（某省〔2026〕12号，2026-01-01 起）",
        }
    )
    code: RateCode
    payee_id: UUID
    payee: str
    amount_fen: int
    reason: str


class SubsidyView(Schema):
    """The subsidy of a case. A lawyer sees the own lines, and ``total_fen`` is then what that lawyer gets."""

    model_config = example(
        {
            "status": "reckoned",
            "service": "labour_arbitration",
            "recipients": 1,
            "is_cross_county": False,
            "grade": "good",
            "rates_on": "2026-07-01",
            "total_fen": 120000,
            "lines": [
                {
                    "code": "labour_arbitration",
                    "payee_id": _PERSON_ID,
                    "payee": "李明",
                    "amount_fen": 120000,
                    "reason": "劳动争议调解、仲裁代理，每件 1,200.00 元（某省〔2026〕12号，2026-01-01 起）",
                }
            ],
            "tax_note": TAX_NOTE,
            "reckoned_at": "2026-07-12T02:00:00Z",
            "paid_on": None,
            "reference": None,
            "allowed_actions": ["mark_paid"],
        }
    )
    status: SubsidyStatus
    service: RateCode
    recipients: int
    is_cross_county: bool
    grade: QualityGrade | None
    rates_on: date
    total_fen: int | None
    lines: list[SubsidyLineView]
    tax_note: str
    reckoned_at: datetime
    paid_on: date | None
    reference: str | None
    allowed_actions: list[SubsidyAction] = Field(description="现在可以做的事，见字典 subsidy_action")


class ArchiveView(Schema):
    """The file of a case: its hashes, and that of the manifest inside."""

    model_config = example(
        {
            "status": "ready",
            "requested_at": "2026-08-01T02:00:00Z",
            "built_at": "2026-08-01T02:00:05Z",
            "problem": None,
            "no_visit_reason": None,
            "size_bytes": 5242880,
            "file_count": 42,
            "sha256": SHA256,
            "manifest_sha256": SHA256,
            "retention": "长期保存",
            "retain_until": None,
            "allowed_actions": ["open"],
        }
    )
    status: ArchiveStatus
    requested_at: datetime
    built_at: datetime | None
    problem: str | None
    no_visit_reason: str | None
    size_bytes: int | None
    file_count: int | None
    sha256: str | None
    manifest_sha256: str | None
    retention: str
    retain_until: date | None
    allowed_actions: list[ArchiveAction] = Field(description="现在可以做的事，见字典 archive_action")


class OpenedArchive(Schema):
    """A link to the file, good for some minutes."""

    model_config = example({"url": "https://files.example.gov.cn/yjt/archive/1.zip", "expires_in_s": 300})
    url: str
    expires_in_s: int
