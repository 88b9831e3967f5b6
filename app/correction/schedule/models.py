"""Check-ins owed, one row a window; how often tiers owe them; excuses, explanations, and the ledger."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, SmallInteger, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from app.correction.columns import SENSITIVE, SUPERVISE
from app.correction.enums import CorrectionTier, DutyKind, DutyStatus
from app.correction.schedule.codes import Excuse, SchedulePeriod, SupervisionEntryKind
from app.kernel.columns import personal, plain
from app.kernel.database import Table, checked, new_id
from app.kernel.partitions import sliced


def _small(default: int) -> Any:
    """A small number with the same default in the database, for rows that are not written through the model."""
    given = text(str(default))
    return Field(default=default, sa_type=SmallInteger, sa_column_kwargs=plain(server_default=given))


UNSETTLED = "status = 'waiting' OR (status = 'attempted' AND told_at IS NULL)"
"""Windows that the sweep has not yet closed."""
UNHEARD = "status IN ('missed', 'excused')"
"""Windows that may be part of a silence."""
HOURS_GIVEN = 24
"""Where nobody set another number."""


class CheckInDuty(Table, table=True):
    """A check-in owed between ``opens_at`` and ``closes_at``; cut into weeks by ``opens_at``.

    ``id`` is made of the opening and of order and kind (:func:`app.correction.ids.timed_id`), so that writing the
    same window twice is one row. What answered it is named by ``check_in_id`` and ``check_in_made_at``. What
    silence means was fixed when it was planned: ``explain_hours`` to explain once told (``told_at``), a gap to be
    looked into after ``gap_hours``, a lost contact after ``lost_hours`` or ``lost_misses`` in a row.
    ``escalate_at`` is when the office is alarmed unless the person explains; none once that is settled.
    """

    __table_args__ = (
        CheckConstraint("opens_at < closes_at", name="window"),
        CheckConstraint("(status = 'answered') = (check_in_id IS NOT NULL)", name="answered"),
        CheckConstraint("(check_in_id IS NULL) = (check_in_made_at IS NULL)", name="check_in"),
        CheckConstraint("(status = 'excused') = (excuse IS NOT NULL)", name="excused"),
        Index("ix_check_in_duty_person_id", "person_id", "opens_at"),
        Index("ix_check_in_duty_order_id", "order_id", "opens_at"),
        CheckConstraint("escalate_at IS NULL OR told_at IS NOT NULL", name="told_first"),
        Index("ix_check_in_duty_open", "closes_at", postgresql_where=text(UNSETTLED)),
        Index("ix_check_in_duty_escalate", "escalate_at", postgresql_where=text("escalate_at IS NOT NULL")),
        Index("ix_check_in_duty_missed", "person_id", "closes_at", postgresql_where=text(UNHEARD)),
        {"postgresql_partition_by": "RANGE (opens_at)"},
    )

    id: UUID = Field(primary_key=True)
    opens_at: datetime = Field(primary_key=True)
    closes_at: datetime
    order_id: UUID
    person_id: UUID
    agency_id: UUID
    kind: DutyKind = Field(sa_type=checked(DutyKind), sa_column_kwargs=plain())
    tier: CorrectionTier = Field(
        sa_type=checked(CorrectionTier), sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE)
    )
    status: DutyStatus = Field(default=DutyStatus.WAITING, sa_type=checked(DutyStatus), sa_column_kwargs=plain())
    excuse: str | None = Field(default=None, max_length=40, sa_column_kwargs=plain())
    check_in_id: UUID | None = None
    check_in_made_at: datetime | None = None
    reminded_at: datetime | None = None
    told_at: datetime | None = None
    escalate_at: datetime | None = None
    explain_hours: int = _small(HOURS_GIVEN)
    gap_hours: int = _small(HOURS_GIVEN)
    lost_hours: int = _small(4 * HOURS_GIVEN)
    lost_misses: int = _small(2)
    created_at: datetime


sliced(CheckInDuty, "opens_at")


class TierSchedule(Table, table=True):
    """How often a tier checks in at an agency and those below it, in force from a day on until the next setting.

    The nearest agency wins, then the latest day. Minutes are counted from midnight in Asia/Shanghai;
    ``windows`` is pairs of them. The fields are those of :class:`app.correction.schedule.planning.Rhythm`.
    """

    __table_args__ = (
        CheckConstraint("checks BETWEEN 0 AND 31", name="checks"),
        CheckConstraint("spots BETWEEN 0 AND 20", name="spots"),
        CheckConstraint("cardinality(windows) BETWEEN 2 AND 12 AND cardinality(windows) % 2 = 0", name="windows"),
        CheckConstraint(
            "0 <= spot_begin AND spot_begin + spot_minutes <= spot_end AND spot_end <= 1440", name="spot_hours"
        ),
        CheckConstraint("spot_minutes BETWEEN 15 AND 720", name="spot_minutes"),
        CheckConstraint("explain_hours BETWEEN 1 AND 240", name="explain_hours"),
        CheckConstraint("gap_hours BETWEEN 1 AND 240", name="gap_hours"),
        CheckConstraint("lost_hours BETWEEN gap_hours AND 1000", name="lost_hours"),
        CheckConstraint("lost_misses BETWEEN 2 AND 20", name="lost_misses"),
        Index("ix_tier_schedule_set_by", "set_by"),
    )

    agency_id: UUID = Field(primary_key=True, foreign_key="agency.id")
    tier: CorrectionTier = Field(primary_key=True, sa_type=checked(CorrectionTier), sa_column_kwargs=plain())
    effective_from: date = Field(primary_key=True, sa_column_kwargs=plain())
    period: SchedulePeriod = Field(sa_type=checked(SchedulePeriod), sa_column_kwargs=plain())
    checks: int
    spots: int
    windows: list[int] = Field(sa_column=Column(ARRAY(SmallInteger), nullable=False))
    spot_begin: int
    spot_end: int
    spot_minutes: int
    on_rest_days: bool
    checks_on_leave: bool
    spots_on_leave: bool
    explain_hours: int
    gap_hours: int
    lost_hours: int
    lost_misses: int
    set_by: UUID = Field(foreign_key="person.id")
    set_at: datetime


class ExcusedPeriod(Table, table=True):
    """Days, both included, on which a person owes no check-ins: in hospital, held elsewhere, cut off by a flood.

    ``to_on`` is moved forward when it ends early; nothing else changes.
    """

    __table_args__ = (
        CheckConstraint("from_on <= to_on", name="period"),
        Index("ix_excused_period_order_id_to_on", "order_id", "to_on"),
        Index("ix_excused_period_person_id", "person_id"),
        Index("ix_excused_period_set_by", "set_by"),
        Index("ix_excused_period_ended_by", "ended_by"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    order_id: UUID = Field(foreign_key="correction_order.id")
    person_id: UUID = Field(foreign_key="person.id")
    excuse: Excuse = Field(sa_type=checked(Excuse), sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))
    note: str = Field(max_length=500, sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))
    from_on: date = Field(sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))
    to_on: date = Field(sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))
    set_by: UUID = Field(foreign_key="person.id")
    set_at: datetime
    ended_by: UUID | None = Field(default=None, foreign_key="person.id")


class DutyExplanation(Table, table=True):
    """Why nothing arrived, in the person's words or written down by an officer; rows are only ever added."""

    __table_args__ = (
        CheckConstraint("length(btrim(words)) > 0", name="words"),
        Index("ix_duty_explanation_duty_id", "duty_id", "id"),
        Index("ix_duty_explanation_order_id", "order_id", "id"),
        Index("ix_duty_explanation_person_id", "person_id"),
        Index("ix_duty_explanation_recorded_by", "recorded_by"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    duty_id: UUID
    order_id: UUID = Field(foreign_key="correction_order.id")
    person_id: UUID = Field(foreign_key="person.id")
    words: str = Field(max_length=1000, sa_column_kwargs=personal(SENSITIVE, purpose="听取本人说明"))
    evidence_ids: list[UUID] = Field(sa_column=Column(ARRAY(Uuid()), nullable=False))
    recorded_by: UUID = Field(foreign_key="person.id")
    recorded_at: datetime


class SupervisionEntry(Table, table=True):
    """One line of the ledger: what happened between a person and what they owed. Lines are only ever added.

    ``happened_at`` is when it happened, ``recorded_at`` when the product learnt of it. ``takes_back_id`` names
    the line that this one takes back: that one counts nowhere any more. A ``breach`` names the alarm that was
    verified and who found it; a trigger refuses it unless the alarm was closed as a breach by that person.
    ``key`` says what the line is about where it may be told twice: one line with it is kept. ``reason`` is a
    code (why an attempt failed, an excuse); ``note`` what a person wrote about it, never a place. Order,
    person and office are copied from the duty: a million lines are written at once when windows close. The line
    of a window that closed has the duty's own id. Lines are in the order of ``recorded_at`` and ``id``.
    """

    __table_args__ = (
        CheckConstraint(
            "kind <> 'breach' OR (alarm_id IS NOT NULL AND recorded_by IS NOT NULL)", name="breach_by_person"
        ),
        CheckConstraint(
            "takes_back_id IS NULL OR kind IN ('late', 'excused', 'cleared', 'corrected')", name="takes_back"
        ),
        CheckConstraint("kind <> 'missed' OR (duty_id IS NOT NULL AND check_in_id IS NULL)", name="missed"),
        CheckConstraint("(check_in_id IS NULL) = (check_in_made_at IS NULL)", name="check_in"),
        Index("uq_supervision_entry_key", "key", unique=True, postgresql_where=text("key IS NOT NULL")),
        Index("ix_supervision_entry_order_id", "order_id", "recorded_at", "id"),
        Index("ix_supervision_entry_person_id", "person_id", "recorded_at", "id"),
        Index("ix_supervision_entry_agency_id", "agency_id", "recorded_at", "id"),
        Index("ix_supervision_entry_duty_id", "duty_id", postgresql_where=text("duty_id IS NOT NULL")),
        Index("ix_supervision_entry_alarm_id", "alarm_id", postgresql_where=text("alarm_id IS NOT NULL")),
        Index(
            "ix_supervision_entry_takes_back_id",
            "takes_back_id",
            postgresql_where=text("takes_back_id IS NOT NULL"),
        ),
        Index("ix_supervision_entry_recorded_by", "recorded_by", postgresql_where=text("recorded_by IS NOT NULL")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    order_id: UUID
    person_id: UUID
    agency_id: UUID
    kind: SupervisionEntryKind = Field(
        sa_type=checked(SupervisionEntryKind), sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE)
    )
    happened_at: datetime
    recorded_at: datetime
    key: str | None = Field(default=None, max_length=160, sa_column_kwargs=plain())
    duty_id: UUID | None = None
    check_in_id: UUID | None = None
    check_in_made_at: datetime | None = None
    alarm_id: UUID | None = Field(default=None, foreign_key="alarm.id")
    takes_back_id: UUID | None = Field(default=None, foreign_key="supervision_entry.id")
    reason: str | None = Field(default=None, max_length=60, sa_column_kwargs=plain())
    note: str | None = Field(
        default=None, max_length=1000, sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE)
    )
    recorded_by: UUID | None = Field(default=None, foreign_key="person.id")

    @property
    def owner_id(self) -> UUID:
        """The person it is about."""
        return self.person_id
