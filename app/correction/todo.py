"""What a person under correction has to do now, as one list from all packages. Pure.

Each package that knows of something due gives it by a function ``due_now(session, order, at) -> list[ToDo]``;
:mod:`app.correction.desk.gathering` calls them one after another. Nothing here is a reproach: what is late is
shown with the day it was for, and what can still be done about it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from app.kernel.dictionaries import labels


class ToDoKind(StrEnum):
    """What there is to do."""

    REPORT_IN = "report_in"
    CHECK_IN = "check_in"
    CONFIRM_PLACE = "confirm_place"
    EXPLAIN = "explain"
    REPORT = "report"
    COMPLETE_REPORT = "complete_report"
    ACTIVITY = "activity"
    LEAVE_REPORT = "leave_report"
    RETURN_FROM_LEAVE = "return_from_leave"
    MOVE = "move"
    SUMMARY = "summary"
    READ_PAPER = "read_paper"


@dataclass(frozen=True, slots=True)
class ToDo:
    """One thing to do: until an instant, or until the end of a day, or whenever (both none)."""

    kind: ToDoKind
    object_type: str
    object_id: UUID
    opens_at: datetime | None = None
    due_at: datetime | None = None
    due_on: date | None = None


labels(
    ToDoKind,
    {
        ToDoKind.REPORT_IN: "到司法所报到",
        ToDoKind.CHECK_IN: "签到",
        ToDoKind.CONFIRM_PLACE: "再签到一次，确认位置",
        ToDoKind.EXPLAIN: "说明情况",
        ToDoKind.REPORT: "交报告",
        ToDoKind.COMPLETE_REPORT: "把报告补齐",
        ToDoKind.ACTIVITY: "参加活动",
        ToDoKind.LEAVE_REPORT: "外出期间报告",
        ToDoKind.RETURN_FROM_LEAVE: "按时返回并报告",
        ToDoKind.MOVE: "到新的地方报到",
        ToDoKind.SUMMARY: "写个人总结",
        ToDoKind.READ_PAPER: "查看送达的文书",
    },
)
