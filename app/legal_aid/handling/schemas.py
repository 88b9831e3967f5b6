"""What the API of handling takes."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from app.kernel.http import Schema, example
from app.legal_aid.handling.contents import NewContent
from app.legal_aid.handling.enums import (
    AgreementAuthority,
    ClosingBasis,
    ExcuseGround,
    OutcomeKind,
    ReplacementGround,
)
from app.legal_aid.rules import LARGEST_AMOUNT_FEN
from app.legal_aid.schemas import EVIDENCE_ID, LINES, LongText, Moment, Reasons

MEMBER_ID = "0199e0a0-7c00-7000-8000-000000000f01"
MOST_FILES = 50
MOST_MEMBERS = 1000

EvidenceIds = Annotated[list[UUID], Field(max_length=MOST_FILES)]
Report = Annotated[str, StringConstraints(strip_whitespace=True, min_length=20, max_length=5000, pattern=LINES)]
NonNegativeFen = Annotated[int, Field(strict=True, ge=0, le=LARGEST_AMOUNT_FEN)]


class AgreementIn(Schema):
    """委托协议 and 授权委托书 as they were signed on paper; scans of both are evidence of the case."""

    model_config = example({"signed_on": "2026-07-08", "authority": "special", "evidence_ids": [EVIDENCE_ID]})
    signed_on: date
    authority: AgreementAuthority
    evidence_ids: Annotated[list[UUID], Field(min_length=1, max_length=MOST_FILES)]


class AgreementExcuse(Schema):
    """Why the agreement cannot be signed within its five days (148号令 27)."""

    model_config = example({"ground": "recipient", "reason": "受援人在外地打工，下周三回来后当面签订。"})
    ground: ExcuseGround
    reason: Reasons


class EntryIn(Schema):
    """One entry of the handling log. ``corrects_id`` names the older entry that this one puts right."""

    model_config = example(
        {
            "happened_at": "2026-07-10T02:00:00Z",
            "content": {"kind": "progress", "text": "已向劳动人事争议仲裁委员会提交仲裁申请，正在等通知。"},
            "evidence_ids": [],
            "corrects_id": None,
        }
    )
    happened_at: Moment
    content: NewContent
    evidence_ids: EvidenceIds = Field(default_factory=list)
    corrects_id: UUID | None = None


class ReplacementIn(Schema):
    """Why another lawyer is asked for; a recipient proves that the lawyer fails in a duty (148号令 37)."""

    model_config = example(
        {
            "ground": "not_performing",
            "reasons": "律师接案后一个月没有联系我，电话也不接，微信记录可以证明。",
            "evidence_ids": [EVIDENCE_ID],
        }
    )
    ground: ReplacementGround
    reasons: Reasons
    evidence_ids: EvidenceIds = Field(default_factory=list)


class ReplacementApproval(Schema):
    """Another lawyer will be chosen."""

    model_config = example({"reasons": "经核实，承办律师长期没有联系受援人。"})
    reasons: LongText | None = None


class ReplacementRefusal(Schema):
    """Why the lawyer stays; whoever asked reads this text."""

    model_config = example({"reasons": "经核实，律师已三次约见受援人并提交仲裁申请，履行了职责。"})
    reasons: Reasons


class ShareIn(Schema):
    """What one member of the group got."""

    model_config = example({"member_id": MEMBER_ID, "recovered_fen": 1_500_000})
    member_id: UUID
    recovered_fen: NonNegativeFen


class OutcomeIn(Schema):
    """How the case ended. Amounts in fen; ``shares`` for group claims, summing to ``recovered_fen``."""

    model_config = example(
        {
            "kind": "arbitration_award",
            "recovered_fen": 2_800_000,
            "avoided_loss_fen": 0,
            "basis": "arbitration_document",
            "closing_on": "2026-09-20",
            "evidence_ids": [EVIDENCE_ID],
            "summary": "仲裁裁决用人单位十日内支付拖欠的工资两万八千元，已全部付清。",
            "shares": [],
        }
    )
    kind: OutcomeKind
    recovered_fen: NonNegativeFen = 0
    avoided_loss_fen: NonNegativeFen = 0
    basis: ClosingBasis
    closing_on: date
    evidence_ids: EvidenceIds = Field(default_factory=list)
    summary: Reasons
    shares: Annotated[list[ShareIn], Field(max_length=MOST_MEMBERS)] = Field(default_factory=list[ShareIn])


class HandInIn(Schema):
    """办理情况报告 (法律援助法 50)."""

    model_config = example(
        {"report": "本律师接受指派后约见受援人、调查取证、代理仲裁，裁决支持全部请求，工资已全部追回。"}
    )
    report: Report
