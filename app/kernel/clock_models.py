"""Tables of running statutory clocks and of their pauses, and what can go wrong with them."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from app.kernel.actor import Role
from app.kernel.columns import Sensitivity, personal, plain
from app.kernel.database import Table, checked, new_id
from app.kernel.dictionaries import labels
from app.kernel.errors import Conflict, constraint_error

STAFF_HELD = (
    "(statutory_clock.stopped_at IS NULL AND statutory_clock.holder_role IN ('officer', 'decider', 'approver'))"
)
"""Open clocks that staff must meet, written out as in the index ``ix_statutory_clock_tasks``: a partial index
serves only queries whose condition is known before their parameters are.
"""

HOLDERS: dict[Role, str] = {
    Role.APPLICANT: "申请人",
    Role.LAWYER: "承办律师",
    Role.SUBJECT: "社区矫正对象",
    Role.OFFICER: "经办工作人员",
    Role.DECIDER: "审批人员",
    Role.APPROVER: "县级审批人",
    Role.AUDITOR: "监督人员",
    Role.ADMINISTRATOR: "管理员",
}
"""Who must act, as a case shows it."""


class ClockOutcome(StrEnum):
    """How a clock ended."""

    MET = "met"
    LATE = "late"
    CANCELLED = "cancelled"  # the matter went away: withdrawn, ended, counted anew


labels(
    ClockOutcome,
    {ClockOutcome.MET: "按期办结", ClockOutcome.LATE: "超期办结", ClockOutcome.CANCELLED: "不再计算"},
)


class StatutoryClock(Table, table=True):
    """One running or ended period. ``due_on`` leaves a pause still open out of account.

    ``started_at`` and ``due_at`` are set for rules in hours alone.
    """

    __table_args__ = (
        CheckConstraint("value > 0", name="value"),
        CheckConstraint("due_on >= started_on", name="order"),
        CheckConstraint("(due_at IS NULL) = (started_at IS NULL)", name="hours"),
        CheckConstraint("(stopped_at IS NULL) = (outcome IS NULL)", name="stop"),
        CheckConstraint("paused_since IS NULL OR (stopped_at IS NULL AND due_at IS NULL)", name="pause"),
        Index(
            "uq_statutory_clock_open",
            "object_id",
            "rule_code",
            unique=True,
            postgresql_where=text("stopped_at IS NULL"),
        ),
        Index(
            "ix_statutory_clock_due",
            "agency_id",
            "due_on",
            postgresql_where=text("stopped_at IS NULL"),
        ),
        Index(
            "ix_statutory_clock_tasks",
            "object_type",
            "agency_id",
            "due_on",
            "id",
            postgresql_include=["object_id", "rule_code", "holder_role", "started_on", "due_at", "paused_since"],
            postgresql_where=text("stopped_at IS NULL AND holder_role IN ('officer', 'decider', 'approver')"),
        ),
        Index("ix_statutory_clock_object", "object_id", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    object_type: str = Field(max_length=40, sa_column_kwargs=plain())
    object_id: UUID
    rule_code: str = Field(max_length=80, sa_column_kwargs=plain())
    value: int
    agency_id: UUID = Field(foreign_key="agency.id")
    holder_role: Role | None = Field(default=None, sa_type=checked(Role), sa_column_kwargs=plain())
    holder_id: UUID | None = None
    holder: str = Field(max_length=60, sa_column_kwargs=plain())
    started_on: date = Field(sa_column_kwargs=plain())
    started_at: datetime | None = None
    due_on: date = Field(sa_column_kwargs=plain())
    due_at: datetime | None = None
    rolled_from: date | None = Field(default=None, sa_column_kwargs=plain())
    provisional: bool
    paused_days: int = 0
    paused_since: date | None = Field(default=None, sa_column_kwargs=plain())
    stopped_at: datetime | None = None
    outcome: ClockOutcome | None = Field(default=None, sa_type=checked(ClockOutcome), sa_column_kwargs=plain())


class ClockPause(Table, table=True):
    """Days that do not count: after ``since`` up to and including ``until``."""

    __table_args__ = (
        CheckConstraint("until IS NULL OR until >= since", name="order"),
        Index("uq_clock_pause_open", "clock_id", unique=True, postgresql_where=text("until IS NULL")),
        Index("ix_clock_pause_clock", "clock_id", "since"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    clock_id: UUID = Field(foreign_key="statutory_clock.id")
    since: date = Field(sa_column_kwargs=plain())
    until: date | None = Field(default=None, sa_column_kwargs=plain())
    reason: str = Field(
        max_length=200,
        sa_column_kwargs=personal(Sensitivity.GENERAL, purpose="说明暂停计算期限的理由"),
    )


class ClockAlreadyRuns(Conflict):
    """The same period runs for this object already."""

    code = "clock_already_runs"
    title = "这个期限已经在计算了"


class ClockNotRunning(Conflict):
    """No such period runs for this object."""

    code = "clock_not_running"
    title = "这个期限没有在计算"


class ClockPaused(Conflict):
    """The clock stands still already."""

    code = "clock_paused"
    title = "这个期限已经暂停计算了"


class ClockNotPaused(Conflict):
    """The clock does not stand still."""

    code = "clock_not_paused"
    title = "这个期限没有暂停"


class ClockCannotPause(Conflict):
    """A period in hours runs through."""

    code = "clock_cannot_pause"
    title = "按小时计算的期限不能暂停"


constraint_error("uq_statutory_clock_open", ClockAlreadyRuns)
constraint_error("uq_clock_pause_open", ClockPaused)
