"""What the API of assignments and offers takes and gives."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from app.contracts.categories import CaseCategory
from app.contracts.languages import Language
from app.contracts.lawyers import WithdrawnBecause
from app.kernel.http import Schema, example
from app.lawyers.enums import AssignmentStatus, DeclineReason, OfferStatus, PartySide
from app.lawyers.roster.schemas import LAWYER_ID

ASSIGNMENT_ID = "01937b3e-0000-7000-8000-000000000051"
_OFFER: dict[str, Any] = {
    "id": "01937b3e-0000-7000-8000-000000000031",
    "matter_id": "01937b3e-0000-7000-8000-000000000041",
    "status": "offered",
    "category": "labour_remuneration",
    "area_code": "330106",
    "summary": "追讨 2026 年 3 月至 8 月的工资，约 2.8 万元",
    "is_urgent": False,
    "language": None,
    "offered_at": "2026-12-01T01:00:00Z",
    "told_at": "2026-12-01T01:00:00Z",
    "expires_at": "2026-12-02T01:00:00Z",
    "viewed_at": None,
    "answered_at": None,
    "decline_reason": None,
    "decline_note": None,
    "withdrawn_because": None,
    "allowed_actions": ["accept", "decline"],
}
_REASON = {"code": "specialty", "value": 0.9, "text": "专长劳动，做了 8 年"}


class OfferView(Schema):
    """A matter offered to the caller; answer before ``expires_at``.

    ``language``: the one language the recipient can be spoken to in; none where Mandarin does.
    """

    model_config = example(_OFFER)

    id: UUID
    matter_id: UUID
    status: OfferStatus
    category: CaseCategory
    area_code: str
    summary: str
    is_urgent: bool
    language: Language | None
    offered_at: datetime
    told_at: datetime
    expires_at: datetime
    viewed_at: datetime | None
    answered_at: datetime | None
    decline_reason: DeclineReason | None
    decline_note: str | None
    withdrawn_because: WithdrawnBecause | None
    allowed_actions: list[str]


class PartyView(Schema):
    """A party of the matter, for the lawyer's own check of conflicts (律师法 39)."""

    model_config = example({"side": "opponent", "name": "宏远建筑有限公司"})

    side: PartySide
    name: str


class OfferDetail(OfferView):
    """The offer with place and parties; none of these once it was declined, expired or taken back unanswered.

    No number, address or telephone: those are for whoever took the case.
    """

    model_config = example(
        _OFFER
        | {
            "place": "浙江省杭州市西湖区",
            "parties": [
                {"side": "client", "name": "张三"},
                {"side": "opponent", "name": "宏远建筑有限公司"},
            ],
        }
    )

    place: str | None
    parties: list[PartyView]


class DeclineIn(Schema):
    """Why the lawyer does not take it; ``other`` needs a note."""

    model_config = example({"reason": "busy", "note": "本周有三个庭"})

    reason: DeclineReason
    note: Annotated[str, Field(min_length=1, max_length=500)] | None = None


_FIRM_REQUEST: dict[str, Any] = {
    "id": ASSIGNMENT_ID,
    "status": "asking",
    "category": "labour_remuneration",
    "is_urgent": False,
    "made_at": "2026-12-01T01:00:00Z",
    "name_by": "2026-12-02T01:00:00Z",
    "may_name": True,
}


class FirmRequest(Schema):
    """A matter assigned to the caller's firm; while ``may_name`` the firm names one of its lawyers."""

    model_config = example(_FIRM_REQUEST)

    id: UUID
    status: AssignmentStatus
    category: CaseCategory
    is_urgent: bool
    made_at: datetime
    name_by: datetime | None
    may_name: bool


class TermView(Schema):
    """One term of a score, between 0 and 1, in plain Chinese."""

    model_config = example(_REASON)

    code: str
    value: float
    text: str


class FirmCandidate(Schema):
    """A lawyer of the firm whom nothing keeps from the matter."""

    model_config = example({"lawyer_id": LAWYER_ID, "name": "李律师", "score": 0.9, "reasons": [_REASON]})

    lawyer_id: UUID
    name: str
    score: float
    reasons: list[TermView]


class FirmRequestDetail(FirmRequest):
    """The request with what the matter asks for and whom the firm may name, best first, while it may.

    Parties are shown to the one who is named, alone.
    """

    model_config = example(
        _FIRM_REQUEST
        | {"area_code": "330106", "summary": "追讨 2026 年 3 月至 8 月的工资，约 2.8 万元", "language": None}
        | {"candidates": [{"lawyer_id": LAWYER_ID, "name": "李律师", "score": 0.9, "reasons": [_REASON]}]}
    )

    area_code: str | None
    summary: str | None
    language: Language | None
    candidates: list[FirmCandidate]


class NamedIn(Schema):
    """The lawyer whom the firm names."""

    model_config = example({"lawyer_id": LAWYER_ID})

    lawyer_id: UUID


class DutyView(Schema):
    """A day on duty, and where."""

    model_config = example({"on": "2026-12-03", "place": "西湖区看守所"})

    on: date
    place: str


class Workload(Schema):
    """What a lawyer has in hand.

    ``handling``: accepted and not over; ``waiting``: asked and not answered, the soonest first; both count against
    ``capacity``. ``new_this_week``: offered since Monday and not declined, expired or taken back.
    ``firm_requests``: matters for which the caller's firm is to name somebody. ``duties``: of the next 14 days.
    """

    model_config = example(
        {
            "capacity": 8,
            "handling": 3,
            "waiting": [_OFFER],
            "free": 4,
            "weekly_capacity": 2,
            "new_this_week": 1,
            "on_leave_until": None,
            "suspended": False,
            "suspension_reason": None,
            "firm_requests": 0,
            "duties": [{"on": "2026-12-03", "place": "西湖区看守所"}],
        }
    )

    capacity: int
    handling: int
    waiting: list[OfferView]
    free: int
    weekly_capacity: int | None
    new_this_week: int
    on_leave_until: date | None
    suspended: bool
    suspension_reason: str | None
    firm_requests: int
    duties: list[DutyView]


Hour = Annotated[int, Field(ge=0, le=23)]


class PaceIn(Schema):
    """How the centre asks its lawyers; hours of Asia/Shanghai.

    Between ``night_from`` and ``night_to`` nobody is told of an offer and none expires, unless the matter is
    urgent; equal for no rest. ``spare_rounds``: how many more lawyers there should be time to ask after those
    planned.
    """

    model_config = example(
        {"night_from": 22, "night_to": 7, "longest_hours": 24, "shortest_hours": 4, "spare_rounds": 1}
    )

    night_from: Hour
    night_to: Hour
    longest_hours: Annotated[int, Field(ge=1, le=72, description="最长答复时间（小时）")]
    shortest_hours: Annotated[int, Field(ge=1, le=72, description="最短答复时间（小时，不算夜间）")]
    spare_rounds: Annotated[int, Field(ge=0, le=5, description="另外留出几名律师的时间")]


class PaceView(PaceIn):
    """What holds; ``version`` 0 while the centre set nothing."""

    model_config = example(
        {
            "night_from": 22,
            "night_to": 7,
            "longest_hours": 24,
            "shortest_hours": 4,
            "spare_rounds": 1,
            "version": 0,
        }
    )

    version: int
