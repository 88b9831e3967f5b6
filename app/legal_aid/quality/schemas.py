"""What the API of closing a case takes."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from app.kernel.http import Schema, example
from app.legal_aid.quality.enums import (
    CriterionCode,
    HelpfulItem,
    QualityGrade,
    RateCode,
    Satisfaction,
    VisitWay,
)
from app.legal_aid.quality.tariff import LARGEST_RATE_FEN
from app.legal_aid.schemas import LAWYER_ID, LINE, LongText, Reasons, ShortText

LARGEST_RETURN_DAYS = 30
Source = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=200, pattern=LINE)]
Reference = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=LINE)]

SCORES: list[dict[str, Any]] = [
    {"criterion": "meeting", "points": 9, "comment": "接案第二天就约见了受援人"},
    {"criterion": "evidence", "points": 8, "comment": None},
    {"criterion": "documents", "points": 9, "comment": None},
    {"criterion": "hearing", "points": 9, "comment": None},
    {"criterion": "reporting", "points": 8, "comment": None},
    {"criterion": "closing", "points": 10, "comment": None},
]


class FileReturn(Schema):
    """What the closing file still lacks, and why; ``days`` to complete it, otherwise the usual period."""

    model_config = example(
        {
            "items": ["委托协议复印件", "仲裁裁决书"],
            "reasons": "卷内没有委托协议和裁决书，请补齐后再提交。",
            "days": 7,
        }
    )
    items: Annotated[list[ShortText], Field(min_length=1, max_length=30)]
    reasons: Reasons
    days: Annotated[int, Field(ge=1, le=LARGEST_RETURN_DAYS, description="几天内补齐")] | None = None


class FileApproval(Schema):
    """The file is complete: how well the case was handled, and what kind of work it was.

    ``service`` is the kind of work that is paid; left out, it follows from the application.
    """

    model_config = example(
        {
            "notes": "材料齐全，办理及时，裁决已经履行。",
            "grade": "good",
            "service": "labour_arbitration",
            "is_cross_county": False,
        }
    )
    notes: LongText
    grade: QualityGrade
    service: RateCode | None = None
    is_cross_county: bool = False


class Appointment(Schema):
    """The lawyer who is to assess the case."""

    model_config = example({"lawyer_id": LAWYER_ID})
    lawyer_id: UUID


class Score(Schema):
    """Points for one criterion; none where it does not apply to this case."""

    model_config = example(SCORES[0])
    criterion: CriterionCode
    points: Annotated[int, Field(strict=True, ge=0, le=100)] | None
    comment: LongText | None = None


class Grading(Schema):
    """A whole form: every criterion once."""

    model_config = example({"scores": SCORES, "comment": "办理规范，通报可以再及时一些。"})
    scores: Annotated[list[Score], Field(min_length=1, max_length=20)]
    comment: LongText | None = None


class StandingBack(Schema):
    """Why this lawyer does not assess the case after all."""

    model_config = example({"reason": "我认识受援人，应当回避。"})
    reason: ShortText


class Rating(Schema):
    """One to five stars, what was good, and a word in one's own words (for the centre alone)."""

    model_config = example({"stars": 5, "helpful": ["explained", "in_time"], "comment": "李律师很负责。"})
    stars: Annotated[int, Field(strict=True, ge=1, le=5)]
    helpful: list[HelpfulItem] = Field(default_factory=list[HelpfulItem], max_length=len(HelpfulItem))
    comment: LongText | None = None


class Visit(Schema):
    """A call on the recipient. ``was_asked_for_money``: nobody may ask for any (法律援助法 20)."""

    model_config = example(
        {
            "visited_on": "2026-07-20",
            "way": "phone",
            "is_reached": True,
            "satisfaction": "satisfied",
            "knows_result": True,
            "was_asked_for_money": False,
            "notes": None,
        }
    )
    visited_on: date
    way: VisitWay
    is_reached: bool
    satisfaction: Satisfaction | None = None
    knows_result: bool | None = None
    was_asked_for_money: bool | None = None
    notes: LongText | None = None


class RateSetting(Schema):
    """One number of the subsidy table from a day on; ``value`` is fen, persons or percent, by the code."""

    model_config = example(
        {
            "code": "labour_arbitration",
            "value": 120000,
            "effective_from": "2099-01-01",
            "source": "某省司法厅、财政厅〔2026〕12号",
        }
    )
    code: RateCode
    value: Annotated[int, Field(strict=True, ge=0, le=LARGEST_RATE_FEN)]
    effective_from: date
    source: Source


class Payment(Schema):
    """When the subsidy was paid, and the number of the payment order."""

    model_config = example({"paid_on": "2026-08-01", "reference": "国库支付 2026-0812"})
    paid_on: date
    reference: Reference


class ArchiveRequest(Schema):
    """Archive the case; without a return visit, why there was none."""

    model_config = example({"no_visit_reason": "受援人的电话已经停机，多次联系不上。"})
    no_visit_reason: Reasons | None = None
