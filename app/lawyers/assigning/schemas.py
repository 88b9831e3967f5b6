"""What the API of assignments and offers takes and gives."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from app.contracts.categories import CaseCategory
from app.kernel.http import Schema, example
from app.lawyers.enums import DeclineReason, OfferStatus, PartySide

_OFFER: dict[str, Any] = {
    "id": "01937b3e-0000-7000-8000-000000000031",
    "matter_id": "01937b3e-0000-7000-8000-000000000041",
    "status": "offered",
    "category": "labour_remuneration",
    "area_code": "330106",
    "summary": "追讨 2026 年 3 月至 8 月的工资，约 2.8 万元",
    "offered_at": "2026-12-01T01:00:00Z",
    "expires_at": "2026-12-02T01:00:00Z",
    "viewed_at": None,
    "decline_reason": None,
    "decline_note": None,
    "allowed_actions": ["accept", "decline"],
}


class OfferView(Schema):
    """A matter offered to the caller; answer before ``expires_at``."""

    model_config = example(_OFFER)

    id: UUID
    matter_id: UUID
    status: OfferStatus
    category: CaseCategory
    area_code: str
    summary: str
    offered_at: datetime
    expires_at: datetime
    viewed_at: datetime | None
    decline_reason: DeclineReason | None
    decline_note: str | None
    allowed_actions: list[str]


class PartyView(Schema):
    """A party of the matter, for the lawyer's own check of conflicts (律师法 39)."""

    model_config = example({"side": "opponent", "name": "宏远建筑有限公司"})

    side: PartySide
    name: str


class OfferDetail(OfferView):
    """The offer with the parties; none once it was declined, expired or taken back unanswered."""

    model_config = example(
        _OFFER
        | {
            "parties": [
                {"side": "client", "name": "张三"},
                {"side": "opponent", "name": "宏远建筑有限公司"},
            ]
        }
    )

    parties: list[PartyView]


class DeclineIn(Schema):
    """Why the lawyer does not take it; ``other`` needs a note."""

    model_config = example({"reason": "busy", "note": "本周有三个庭"})

    reason: DeclineReason
    note: Annotated[str, Field(min_length=1, max_length=500)] | None = None
