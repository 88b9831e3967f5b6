"""What the API gives of what there is to do."""

from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from app.correction.desk.codes import DeskItemKind
from app.correction.enums import CorrectionTier
from app.correction.orders.schemas import OrderDetail
from app.correction.todo import ToDoKind
from app.kernel.http import Schema, example

TO_DO_EXAMPLE: dict[str, Any] = {
    "kind": "report",
    "object_type": "report_due",
    "object_id": "0199e0a0-7c00-7000-8000-000000000d02",
    "opens_at": "2026-11-25T16:00:00Z",
    "due_at": None,
    "due_on": "2026-12-28",
    "is_late": False,
}


class ToDoOut(Schema):
    """One thing to do: until ``due_at``, or until the end of ``due_on``; late is still better than not at all."""

    model_config = example(TO_DO_EXAMPLE)
    kind: ToDoKind
    object_type: str
    object_id: UUID
    opens_at: datetime | None
    due_at: datetime | None
    due_on: date | None
    is_late: bool


class MyOrder(OrderDetail):
    """One's own order, with everything there is to do now and until when."""

    model_config = example(
        cast("dict[str, Any]", OrderDetail.model_config.get("json_schema_extra"))["examples"][0]
        | {"to_do": [TO_DO_EXAMPLE]}
    )
    to_do: list[ToDoOut]


class DeskItem(Schema):
    """How much of something waits, and the list it leads to."""

    model_config = example(
        {"kind": "reports_to_review", "count": 3, "path": "/correction/reports?status=handed_in"}
    )
    kind: DeskItemKind
    count: int
    path: str


class TierCount(Schema):
    """How many people of a tier are under correction."""

    model_config = example({"tier": "yellow", "count": 21})
    tier: CorrectionTier
    count: int


class Desk(Schema):
    """Everything that waits for the offices in reach, as of ``at``; what is nothing is left out.

    ``people`` counts those under correction, closed files too; ``ending`` those whose term ends within 30 days.
    """

    model_config = example(
        {
            "at": "2026-12-01T01:00:00Z",
            "items": [{"kind": "reports_to_review", "count": 3, "path": "/correction/reports?status=handed_in"}],
            "people": [{"tier": "yellow", "count": 21}],
            "ending": 2,
        }
    )
    at: datetime
    items: list[DeskItem]
    people: list[TierCount]
    ending: int
