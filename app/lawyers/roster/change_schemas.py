"""What the API of the roster's history, and of what lawyers ask to have changed, takes and gives."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, JsonValue, StringConstraints

from app.kernel.http import Schema, example
from app.lawyers.enums import ChangeSource, ProposalStatus, RosterField
from app.lawyers.roster.schemas import DETAIL_EXAMPLE, LAWYER_ID, WORK_EXAMPLE, LawyerDetail, OwnWork

PROPOSAL_ID = "01937b3e-0000-7000-8000-000000000031"
_CHANGE: dict[str, Any] = {"field": "capacity", "before": 5, "after": 8}
_PROPOSAL: dict[str, Any] = {
    "id": PROPOSAL_ID,
    "lawyer_id": LAWYER_ID,
    "lawyer": "李律师",
    "status": "waiting",
    "changes": [_CHANGE],
    "note": "手头的案件少了，可以多接几件",
    "made_at": "2026-11-25T01:00:00Z",
    "decided_at": None,
    "reason": None,
    "allowed_actions": ["approve", "reject"],
}


class ChangeLine(Schema):
    """One field: what stood there, null where nothing did, and what stands there now or should.

    Specialties are given by the year in which work in them began.
    """

    model_config = example(_CHANGE)

    field: RosterField
    before: JsonValue
    after: JsonValue


class RosterChangeView(Schema):
    """One entry of the history; ``by`` and ``approved_by`` are names, null for what the system set up."""

    model_config = example(
        {
            "id": "01937b3e-0000-7000-8000-000000000032",
            "at": "2026-11-25T01:00:00Z",
            "source": "self",
            "by": "李律师",
            "approved_by": "王芳",
            "changes": [_CHANGE],
        }
    )

    id: UUID
    at: datetime
    source: ChangeSource
    by: str | None
    approved_by: str | None
    changes: list[ChangeLine]


class ProposalIn(OwnWork):
    """The own work as it should stand, in full; what differs from the entry is what is asked for."""

    model_config = example(WORK_EXAMPLE | {"capacity": 9, "note": "手头的案件少了，可以多接几件"})

    note: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)] | None = None


class ProposalView(Schema):
    """What a lawyer asks to have changed; ``reason`` is why the centre did not agree."""

    model_config = example(_PROPOSAL)

    id: UUID
    lawyer_id: UUID
    lawyer: str
    status: ProposalStatus
    changes: list[ChangeLine]
    note: str | None
    made_at: datetime
    decided_at: datetime | None
    reason: str | None
    allowed_actions: list[str]


class ProposalLine(Schema):
    """What a lawyer asks for as a line of the list: which fields, not yet what they say."""

    model_config = example(
        {
            "id": PROPOSAL_ID,
            "lawyer_id": LAWYER_ID,
            "lawyer": "李律师",
            "status": "waiting",
            "fields": ["capacity"],
            "made_at": "2026-11-25T01:00:00Z",
        }
    )

    id: UUID
    lawyer_id: UUID
    lawyer: str
    status: ProposalStatus
    fields: list[RosterField]
    made_at: datetime


class ProposalRejection(Schema):
    """Why the centre does not agree; the lawyer reads it."""

    model_config = example({"reason": "请附上新执业证的照片后再申请"})

    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class OwnEntry(Schema):
    """A lawyer's own entry; ask for changes with the version given as ETag. ``proposal`` waits for an answer."""

    model_config = example({"entry": DETAIL_EXAMPLE, "proposal": None})

    entry: LawyerDetail
    proposal: ProposalView | None = Field(default=None, description="正在等审核的修改")
