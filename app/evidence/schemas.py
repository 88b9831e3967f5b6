"""What the evidence API takes and gives."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from app.evidence.enums import (
    EvidenceKind,
    EvidenceMatterAction,
    EvidenceStatus,
    MediaType,
    RejectionReason,
    ScanStatus,
)
from app.evidence.models import Evidence
from app.evidence.previews.enums import PreviewStatus
from app.evidence.previews.rules import status_of
from app.evidence.repository import LIVE
from app.evidence.rules import is_doubtful
from app.evidence.scanning.gate import is_open_to
from app.evidence.standing import Standing
from app.evidence.states import CATALOGUE, OPEN, PREVIEW, SEE_OPENINGS, evidence_machine
from app.kernel.actor import Actor
from app.kernel.geo import Datum
from app.kernel.http import Schema, example
from app.kernel.paging import Page

MATTER = "0199e0a0-7c00-7000-8000-0000000000a1"
SHA256 = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"

ITEM: dict[str, Any] = {
    "id": "0199e0a0-7c00-7000-8000-0000000000e1",
    "matter_id": MATTER,
    "kind": "wage_record",
    "name": "六月工资表.jpg",
    "media_type": "image/jpeg",
    "size_bytes": 482133,
    "sha256": SHA256,
    "status": "declared",
    "rejection": None,
    "found_type": None,
    "captured_at": "2026-06-30T10:20:00Z",
    "captured_at_doubtful": False,
    "captured_place": {"latitude_deg": 28.6571, "longitude_deg": 112.3512, "datum": "gcj02"},
    "proves": "2026年6月应发工资5200元，实际没有发",
    "period_from": "2026-06-01",
    "period_to": "2026-06-30",
    "amount_fen": 520000,
    "declared_at": "2026-11-20T01:00:00Z",
    "arrived_at": None,
    "verified_at": None,
    "retained_until": None,
    "withdrawn_at": None,
    "withdrawal_reason": None,
    "scan": "waiting",
    "previews": "none",
    "thumbnail": None,
    "version": 1,
    "allowed_actions": ["complete", "withdraw", "catalogue"],
}


class CapturedPlace(Schema):
    """Where a file was captured, as its owner's phone says; a claim, like the time."""

    model_config = example({"latitude_deg": 28.6571, "longitude_deg": 112.3512, "datum": "gcj02"})
    latitude_deg: float = Field(ge=-90, le=90, allow_inf_nan=False)
    longitude_deg: float = Field(ge=-180, le=180, allow_inf_nan=False)
    datum: Datum

    @classmethod
    def of(cls, item: Evidence) -> "CapturedPlace | None":
        """The place that was declared with a file, if one was."""
        latitude_deg, longitude_deg = item.captured_latitude_deg, item.captured_longitude_deg
        if latitude_deg is None or longitude_deg is None or item.captured_datum is None:
            return None
        return cls(latitude_deg=latitude_deg, longitude_deg=longitude_deg, datum=item.captured_datum)


class EvidenceOut(Schema):
    """A file of a case. When and where it was captured is what the owner says; the other times are ours."""

    model_config = example(ITEM)
    id: UUID
    matter_id: UUID
    kind: EvidenceKind
    name: str
    media_type: MediaType
    size_bytes: int
    sha256: str
    status: EvidenceStatus
    rejection: RejectionReason | None = Field(description="没有通过核验的原因")
    found_type: str | None = Field(
        description="没有通过核验的，实际内容看起来是什么类型，或者里面有什么不能收的；通过了的文本，是什么编码"
    )
    captured_at: datetime | None
    captured_at_doubtful: bool = Field(description="拍摄时间不大可能是真的（例如手机时钟不准），仅供参考")
    captured_place: CapturedPlace | None = Field(description="拍摄地点，本人自述")
    proves: str | None = Field(description="证明什么")
    period_from: date | None = Field(description="涉及的期间从哪天开始")
    period_to: date | None = Field(description="到哪天为止")
    amount_fen: int | None = Field(description="涉及的金额，单位：分")
    declared_at: datetime
    arrived_at: datetime | None
    verified_at: datetime | None
    retained_until: datetime | None = Field(description="存储至少保管到什么时候，在那之前谁也不能删除")
    withdrawn_at: datetime | None
    withdrawal_reason: str | None = Field(description="为什么撤回；撤回的材料不再算数，请划掉显示")
    scan: ScanStatus = Field(description="病毒检查的结果")
    previews: PreviewStatus = Field(description="有没有预览图")
    thumbnail: str | None = Field(
        default=None, description="缩略图的地址，几分钟内有效；只在列表要求 thumbnails 时给出"
    )
    version: int
    allowed_actions: list[str] = Field(description="现在可以做的事，见字典 evidence_action")

    @classmethod
    def of(
        cls, item: Evidence, actor: Actor, standing: Standing, *, thumbnail: str | None = None
    ) -> "EvidenceOut":
        """``item`` as ``actor`` sees it, who stands so towards its matter."""
        previews = status_of(item)
        values = item.model_dump(include=set(cls.model_fields) - {"allowed_actions"})
        claims = {
            "captured_at_doubtful": is_doubtful(item.captured_at, item.declared_at),
            "captured_place": CapturedPlace.of(item),
            "previews": previews,
            "thumbnail": thumbnail,
        }
        return cls.model_validate(values | claims | {"allowed_actions": _actions(item, actor, standing)})


def _actions(item: Evidence, actor: Actor, standing: Standing) -> list[str]:
    """What ``actor`` may do with ``item`` now: transitions first, in the order of their table."""
    actions = evidence_machine.allowed_actions(actor, item) if standing.may_change else []
    if standing.may_change and item.status in LIVE:
        actions.append(CATALOGUE)
    if item.status is EvidenceStatus.VERIFIED:
        actions += [OPEN] if is_open_to(actor, item) else []
        actions += [PREVIEW] if status_of(item) is PreviewStatus.READY else []
    elif item.status is EvidenceStatus.WITHDRAWN and item.verified_at and standing.opens_withdrawn:
        actions += [OPEN] if is_open_to(actor, item) else []
    if standing.sees_openings and item.verified_at is not None:
        actions.append(SEE_OPENINGS)
    return actions


class EvidencePage(Page[EvidenceOut]):
    """A page of a matter's files, and what may be done with the matter's files as a whole."""

    model_config = example(
        {"items": [ITEM], "next_cursor": "W1siVVVJRCIsIjAxOTllMGEwIl1d", "allowed_actions": ["add", "bundle"]}
    )
    allowed_actions: list[EvidenceMatterAction] = Field(
        description="现在可以对这件事的材料做的事，见字典 evidence_matter_action"
    )


class OpenedFile(Schema):
    """A link to one file, good for minutes."""

    model_config = example(
        {
            "url": "https://files.example.gov.cn/yijiantong/evidence/5f2c0f8e4b7a4f0f9d0f6c1e2a3b4c5d?X-Amz-Expires=300",
            "expires_in_s": 300,
        }
    )
    url: str
    expires_in_s: int
