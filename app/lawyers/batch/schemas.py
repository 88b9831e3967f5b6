"""What the API of plans for whole queues takes and gives."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from app.contracts.categories import CaseCategory
from app.contracts.matching import OverrideReason
from app.kernel.http import LINES, Schema, example
from app.lawyers.batch.enums import BatchMethod, BatchStatus, LineStatus

_LAWYER: dict[str, Any] = {
    "id": "01937b3e-0000-7000-8000-000000000021",
    "name": "李明",
    "firm": "湖畔律师事务所",
}
_CHANGES: dict[str, Any] = {
    "is_stale": True,
    "matters_gone": 1,
    "matters_new": 2,
    "lawyers_changed": 3,
    "weights_changed": False,
}
_BATCH: dict[str, Any] = {
    "id": "01937b3e-0000-7000-8000-000000000071",
    "agency_id": "01937b3e-0000-7000-8000-000000000011",
    "status": "ready",
    "method": "optimal",
    "asked_at": "2026-12-01T01:00:00Z",
    "planned_at": "2026-12-01T01:00:04Z",
    "committed_at": None,
    "matters": 12,
    "planned": 10,
    "unserved": 1,
    "removed": 1,
    "asked": 0,
    "refused": 0,
    "lawyers": 25,
    "score": 8.231402,
    "bound": 8.231402,
    "is_optimal": True,
    "weights_version": "2026-2",
    "seed": "9f2c1a7be1d0c344",
    "problem": None,
    "changes": _CHANGES,
    "allowed_actions": ["commit", "discard"],
}
_LINE: dict[str, Any] = {
    "position": 1,
    "matter_id": "01937b3e-0000-7000-8000-000000000041",
    "category": "labour_remuneration",
    "area_code": "330106",
    "summary": "追索劳动报酬，2026 年 3 月 至 2026 年 8 月，28000 元",
    "is_urgent": False,
    "status": "planned",
    "lawyer": _LAWYER,
    "planned_lawyer_id": _LAWYER["id"],
    "score": 0.823141,
    "reasons": [{"code": "specialty", "value": 0.95, "text": "专长劳动争议，做了 9 年"}],
    "obstacles": [],
    "change_reason": None,
    "change_note": None,
    "assignment_id": None,
    "refusal_code": None,
    "refusal": None,
}


class BatchIn(Schema):
    """How the plan is made. ``greedy`` only where it is asked for: it proves nothing and may leave cases over."""

    model_config = example({"method": "optimal"})

    method: BatchMethod = BatchMethod.OPTIMAL


class BatchChanges(Schema):
    """What changed since the plan was made; a stale plan may not be the best any more, or not possible."""

    model_config = example(_CHANGES)

    is_stale: bool
    matters_gone: int = Field(description="方案里已经不再等待指派的案件")
    matters_new: int = Field(description="方案以外正在等待指派的案件")
    lawyers_changed: int = Field(description="登记有改动或者又派了案件的律师")
    weights_changed: bool


class BatchView(Schema):
    """A plan; ``score`` and ``bound`` are as it was computed, before changes by hand."""

    model_config = example(_BATCH)

    id: UUID
    agency_id: UUID
    status: BatchStatus
    method: BatchMethod
    asked_at: datetime
    planned_at: datetime | None
    committed_at: datetime | None
    matters: int = Field(description="案件总数")
    planned: int = Field(description="已选定律师、还没有指派的")
    unserved: int = Field(description="没有律师可以接的")
    removed: int = Field(description="已去掉的")
    asked: int = Field(description="已指派的")
    refused: int = Field(description="没有派出去的")
    lawyers: int | None = Field(description="参与计算的律师人数")
    score: float | None = Field(description="方案的总分")
    bound: float | None = Field(description="派出同样多案件的方案，总分不会超过它")
    is_optimal: bool | None = Field(description="已证明没有更好的方案")
    weights_version: str | None
    seed: str
    problem: str | None
    changes: BatchChanges | None
    allowed_actions: list[str]


class BatchLawyer(Schema):
    """Who is to be asked."""

    model_config = example(_LAWYER)

    id: UUID
    name: str
    firm: str


class LineReason(Schema):
    """One term of the score, in plain words."""

    model_config = example(_LINE["reasons"][0])

    code: str
    value: float
    text: str


class LineObstacle(Schema):
    """How many lawyers one constraint keeps from the matter."""

    model_config = example({"code": "at_capacity", "lawyers": 7, "text": "在办案件已满：7 名律师"})

    code: str
    lawyers: int
    text: str


class LineView(Schema):
    """One matter of a plan."""

    model_config = example(_LINE)

    position: int
    matter_id: UUID
    category: CaseCategory
    area_code: str
    summary: str
    is_urgent: bool
    status: LineStatus
    lawyer: BatchLawyer | None
    planned_lawyer_id: UUID | None
    score: float | None
    reasons: list[LineReason]
    obstacles: list[LineObstacle]
    change_reason: OverrideReason | None
    change_note: str | None
    assignment_id: UUID | None
    refusal_code: str | None
    refusal: str | None


class LineChange(Schema):
    """Another lawyer for the matter, or ``null`` to leave it out of the plan; with the reason."""

    model_config = example({"lawyer_id": _LAWYER["id"], "reason": "recipient_asked", "note": None})

    lawyer_id: UUID | None
    reason: OverrideReason
    note: (
        Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=200, pattern=LINES)]
        | None
    ) = None


class CommitIn(Schema):
    """``despite_changes`` says that what changed since the plan was made does not matter."""

    model_config = example({"despite_changes": True})

    despite_changes: bool = False
