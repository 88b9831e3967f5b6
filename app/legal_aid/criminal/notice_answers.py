"""How a notified case shows its notice, what became of it, and what the authority told afterwards."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from app.kernel.clock_views import ClockView
from app.kernel.http import Schema, example
from app.legal_aid.criminal.enums import FollowUpKind, NotificationGround
from app.legal_aid.eligibility.codes import CriminalStage, ForumKind
from app.legal_aid.enums import TerminationGround

INFORMED: dict[str, Any] = {
    "lawyer_person_id": "0199e0a0-7c00-7000-8000-0000000000b1",
    "informed_on": "2026-07-03",
    "is_late": False,
}
FOLLOW_UP: dict[str, Any] = {
    "id": "0199e0a0-7c00-7000-8000-0000000000d1",
    "kind": "own_counsel",
    "told_on": "2026-07-10",
    "stage": None,
    "note": "家属委托了律师",
    "ends_aid_on": "48-6",
}
NOTICE: dict[str, Any] = {
    "authority_kind": "procuratorate",
    "authority_name": "西湖区人民检察院",
    "case_number": "杭西检刑受〔2026〕88号",
    "stage": "prosecution",
    "grounds": ["25-1"],
    "basis_arose_on": "2026-06-29",
    "notified_at": "2026-07-01T01:00:00Z",
    "clocks": [],
    "informed": [INFORMED],
    "follow_ups": [FOLLOW_UP],
}


class InformedView(Schema):
    """The authority was told who the lawyer is; ``is_late``: after the centre's three days (art. 36)."""

    model_config = example(INFORMED)
    lawyer_person_id: UUID
    informed_on: date
    is_late: bool


class FollowUpView(Schema):
    """What the authority told later; ``ends_aid_on`` is the ground on which aid now has to end (art. 48)."""

    model_config = example(FOLLOW_UP)
    id: UUID
    kind: FollowUpKind
    told_on: date
    stage: CriminalStage | None
    note: str | None
    ends_aid_on: TerminationGround | None


class AuthorityNoticeView(Schema):
    """The notice as it came; ``clocks`` are the authority's three days and the centre's, ended or not."""

    model_config = example(NOTICE)
    authority_kind: ForumKind
    authority_name: str
    case_number: str
    stage: CriminalStage
    grounds: list[NotificationGround]
    basis_arose_on: date | None
    notified_at: datetime
    clocks: list[ClockView]
    informed: list[InformedView]
    follow_ups: list[FollowUpView]
