"""What the API of legal aid takes; the parts of an application come back in the same shape."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from app.contracts.categories import CaseCategory
from app.kernel.http import Schema, example
from app.legal_aid.enums import TerminationGround
from app.legal_aid.rules import LARGEST_AMOUNT_FEN, MONTH_PATTERN

LINE = r"^[^\x00-\x1f\x7f]*$"
LINES = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
"""Text without control characters, which no database column or form can hold; ``LINES`` allows line breaks."""

ShortText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=LINE)]
Address = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=LINE)]
LongText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000, pattern=LINES)]
Reasons = Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=2000, pattern=LINES)]
Month = Annotated[str, StringConstraints(pattern=MONTH_PATTERN)]
AmountFen = Annotated[int, Field(strict=True, gt=0, le=LARGEST_AMOUNT_FEN)]

EVIDENCE_ID = "0199e0a0-7c00-7000-8000-0000000000e1"
LAWYER_ID = "0199e0a0-7c00-7000-8000-0000000000b1"
APPLICANT: dict[str, Any] = {
    "is_migrant_worker": True,
    "pledges_hardship": False,
    "address": "杭州市西湖区三墩镇某工地宿舍",
    "assistance_needed": None,
}
CLAIM: dict[str, Any] = {
    "employer_name": "杭州某建筑劳务有限公司",
    "period_from": "2026-03",
    "period_to": "2026-06",
    "amount_fen": 2800000,
    "description": "在三墩工地做钢筋工，说好每月七千元，三月到六月一分没发。",
}
PLACE: dict[str, Any] = {"area_code": "330106", "address": "三墩镇某小区二期工地"}


class ApplicationStart(Schema):
    """A new draft of this category."""

    model_config = example({"category": "labour_remuneration"})
    category: CaseCategory


class ApplicantPart(Schema):
    """我的情况。``pledges_hardship``: 经济困难诚信承诺 (法律援助法 41), asked only where hardship is checked."""

    model_config = example(APPLICANT)
    is_migrant_worker: bool = Field(description="是否进城务工人员")
    pledges_hardship: bool = Field(default=False, description="经济困难诚信承诺")
    address: Address | None = None
    assistance_needed: Address | None = Field(default=None, description="需要的帮助，例如手语、方言、上门办理")


class WageClaimPart(Schema):
    """拖欠工资：谁欠的、哪几个月（含首尾月）、一共多少，以分为单位。"""

    model_config = example(CLAIM)
    employer_name: ShortText
    period_from: Month
    period_to: Month
    amount_fen: AmountFen
    description: LongText | None = None


class PlacePart(Schema):
    """事情发生地：区划代码（县或乡镇）和具体地址。"""

    model_config = example(PLACE)
    area_code: Annotated[str, StringConstraints(strip_whitespace=True, min_length=6, max_length=12)]
    address: Address | None = None


class Submission(Schema):
    """The image of the applicant's signature, uploaded as evidence of kind ``signature``."""

    model_config = example({"signature_evidence_id": EVIDENCE_ID})
    signature_evidence_id: UUID | None = None


class Refusal(Schema):
    """Why legal aid is not given; the applicant reads this text."""

    model_config = example({"reasons": "申请事项已由劳动监察部门处理完毕，工资已全部付清，没有需要援助的事项。"})
    reasons: Reasons


class Termination(Schema):
    """On which ground of 法律援助法 art. 48, and why."""

    model_config = example({"ground": "48-6", "reasons": "受援人于七月十日自行委托了律师代理本案。"})
    ground: TerminationGround
    reasons: Reasons


class LawyerChoice(Schema):
    """The lawyer to ask."""

    model_config = example({"lawyer_id": LAWYER_ID})
    lawyer_id: UUID
