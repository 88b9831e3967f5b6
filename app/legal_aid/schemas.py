"""What the API of legal aid takes; the parts of an application come back in the same shape."""

from datetime import date
from typing import Annotated, Any, Self, TypeVar
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints, model_validator

from app.contracts.categories import CaseCategory
from app.contracts.languages import Language
from app.contracts.matching import OverrideReason
from app.kernel.http import LINE, LINES, Schema, example
from app.legal_aid.eligibility.codes import PersonStatus
from app.legal_aid.enums import TerminationGround
from app.legal_aid.rules import LARGEST_AMOUNT_FEN, MONTH_PATTERN

ShortText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=LINE)]
Address = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=LINE)]
LongText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000, pattern=LINES)]
Reasons = Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=2000, pattern=LINES)]
CreditCode = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
Month = Annotated[str, StringConstraints(pattern=MONTH_PATTERN)]
AmountFen = Annotated[int, Field(strict=True, gt=0, le=LARGEST_AMOUNT_FEN)]

RelaxCode = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}$")]

D = TypeVar("D", bound=date)
KNOWN_YEARS = range(1900, 2201)
"""Not a legal limit: beyond it lie slips of the keyboard, and days that change of zone or one day more breaks."""


def _of_known_year(value: D) -> D:
    if value.year not in KNOWN_YEARS:
        raise ValueError("日期不对，请核对年份")
    return value


Day = Annotated[date, AfterValidator(_of_known_year)]
Moment = Annotated[AwareDatetime, AfterValidator(_of_known_year)]

EVIDENCE_ID = "0199e0a0-7c00-7000-8000-0000000000e1"
LAWYER_ID = "0199e0a0-7c00-7000-8000-0000000000b1"
APPLICANT: dict[str, Any] = {
    "is_migrant_worker": True,
    "statuses": ["migrant_worker"],
    "has_counsel": False,
    "address": "杭州市西湖区三墩镇某工地宿舍",
    "assistance_needed": None,
    "only_language": None,
    "asks_for_woman": False,
}
CLAIM: dict[str, Any] = {
    "employer_name": "杭州某建筑劳务有限公司",
    "employer_credit_code": None,
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
    """我的情况：为谁申请，就写谁的身份情况；地址写申请人的。

    ``is_migrant_worker`` is the short form's one question; it and ``statuses`` say the same, so either will do.
    """

    model_config = example(APPLICANT)
    is_migrant_worker: bool | None = Field(default=None, description="是否进城务工人员（农民工）")
    statuses: Annotated[list[PersonStatus], Field(max_length=len(PersonStatus))] = Field(
        default_factory=list[PersonStatus], description="身份情况，可以选几项"
    )
    has_counsel: bool | None = Field(default=None, description="是否已经自己委托了律师")
    address: Address | None = None
    assistance_needed: Address | None = Field(default=None, description="需要的帮助，例如手语、方言、上门办理")
    only_language: Language | None = Field(default=None, description="听不懂普通话的，只能用哪种语言沟通")
    asks_for_woman: bool = Field(
        default=False, description="希望由女律师办理；婚姻家庭、家庭暴力和刑事被害人案件按要求选派"
    )

    @model_validator(mode="after")
    def _agree(self) -> Self:
        """One answer to one question, whichever way it was given; statuses in the order of their codes."""
        found = set(self.statuses)
        if self.is_migrant_worker:
            found.add(PersonStatus.MIGRANT_WORKER)
        if self.is_migrant_worker is False and PersonStatus.MIGRANT_WORKER in found:
            raise ValueError("身份情况里选了进城务工人员，另一项却填了不是，请核对")
        self.is_migrant_worker = PersonStatus.MIGRANT_WORKER in found
        self.statuses = sorted(found)
        return self


class WageClaimPart(Schema):
    """拖欠工资：谁欠的、哪几个月（含首尾月）、一共多少，以分为单位。"""

    model_config = example(CLAIM)
    employer_name: ShortText
    employer_credit_code: CreditCode | None = Field(
        default=None, description="用人单位的统一社会信用代码，用来排除利益冲突；不知道的不用填"
    )
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
    """The image of the signature or thumbprint, uploaded as evidence of kind ``signature`` or ``thumbprint``, and
    which of the proposed centres shall receive the application; the first one where none is named.
    """

    model_config = example({"signature_evidence_id": EVIDENCE_ID, "agency_id": None})
    signature_evidence_id: UUID | None = None
    agency_id: UUID | None = None


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
    """The lawyer to ask, and whom to ask next where that one does not take it; or, in an urgent case, several
    ``together``, of whom the first to accept takes it; or a firm that names one of its own.

    A minor's case goes to one who knows minors, or with the ``reason`` why not.
    """

    model_config = example(
        {
            "lawyer_id": LAWYER_ID,
            "then_lawyer_ids": [],
            "together": False,
            "firm_id": None,
            "relax": [],
            "reason": None,
            "override_reason": "recipient_asked",
            "override_note": None,
        }
    )
    lawyer_id: UUID | None = None
    then_lawyer_ids: Annotated[list[UUID], Field(max_length=9, description="前一名没有接受时，依次询问的律师")] = (
        Field(default_factory=list[UUID])
    )
    together: Annotated[bool, Field(description="紧急案件：同时询问，先接受的承办")] = False
    firm_id: Annotated[UUID | None, Field(description="派给律所，由律所安排律师")] = None
    relax: Annotated[list[RelaxCode], Field(max_length=10, description="放宽的条件")] = Field(
        default_factory=list[str]
    )
    reason: Annotated[
        str | None, StringConstraints(strip_whitespace=True, min_length=4, max_length=200, pattern=LINES)
    ] = Field(default=None, description="未成年人案件选派没有登记熟悉未成年人的律师时，说明理由")
    override_reason: OverrideReason | None = Field(default=None, description="没有选排在第一位的律师时，说明理由")
    override_note: Annotated[
        str | None, StringConstraints(strip_whitespace=True, min_length=2, max_length=200, pattern=LINES)
    ] = None
