"""What the API takes and gives about searches."""

from datetime import datetime
from typing import Any
from uuid import UUID

from app.correction.alarms.codes import SearchEntryKind, SearchStatus
from app.correction.alarms.schemas import ALARM, OFFICE, ORDER, PERSON, Words
from app.kernel.http import Instant, Schema, example

SEARCH_EXAMPLE: dict[str, Any] = {
    "id": "0199e0a0-7c00-7000-8000-000000000062",
    "order_id": ORDER,
    "person_id": PERSON,
    "person_name": "王某",
    "agency_id": OFFICE,
    "alarm_id": ALARM,
    "status": "open",
    "opened_at": "2026-12-01T04:00:00Z",
    "police_told_at": None,
    "procuratorate_told_at": None,
    "closed_at": None,
    "version": 1,
    "allowed_actions": ["found", "end", "add_entry"],
}


class SearchEntryCreate(Schema):
    """One thing done to find the person, or who was told."""

    model_config = example({"kind": "family_asked", "note": "问了他母亲，说去县城打工", "made_at": None})
    kind: SearchEntryKind
    note: Words
    made_at: Instant | None = None


class SearchEnd(Schema):
    """How the person was found, or why they are not looked for any longer."""

    model_config = example({"note": "在亲戚家找到本人，手机丢失，没有离开本县"})
    note: Words


class SearchOut(Schema):
    """A search in a list."""

    model_config = example(SEARCH_EXAMPLE)
    id: UUID
    order_id: UUID
    person_id: UUID
    person_name: str | None
    agency_id: UUID
    alarm_id: UUID
    status: SearchStatus
    opened_at: datetime
    police_told_at: datetime | None
    procuratorate_told_at: datetime | None
    closed_at: datetime | None
    version: int
    allowed_actions: list[str]


class SearchEntryOut(Schema):
    """One entry; ``made_by_name`` is none where the product wrote it."""

    model_config = example(
        {
            "id": ALARM,
            "kind": "begun",
            "note": "提醒产生，立即开始查找",
            "made_by_name": None,
            "made_at": "2026-12-01T04:00:00Z",
            "recorded_at": "2026-12-01T04:00:00Z",
        }
    )
    id: UUID
    kind: SearchEntryKind
    note: str
    made_by_name: str | None
    made_at: datetime
    recorded_at: datetime


class SearchDetail(SearchOut):
    """A search with all that was done."""

    model_config = example(SEARCH_EXAMPLE | {"entries": []})
    entries: list[SearchEntryOut]
