"""Check-ins owed, one row a window; the ledger of faults and breaches."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from app.correction.columns import SENSITIVE, SUPERVISE
from app.correction.enums import CorrectionTier, DutyKind, DutyStatus
from app.correction.schedule.codes import EntryKind
from app.kernel.columns import personal, plain
from app.kernel.database import Table, checked, new_id
from app.kernel.partitions import sliced


class CheckInDuty(Table, table=True):
    """A check-in owed between ``opens_at`` and ``closes_at``; cut into weeks by ``opens_at``.

    ``id`` is made of the opening and of order and kind (:func:`app.correction.ids.timed_id`), so that writing the
    same window twice is one row. What answered it is named by ``check_in_id`` and ``check_in_made_at``.
    """

    __table_args__ = (
        CheckConstraint("opens_at < closes_at", name="window"),
        CheckConstraint("(status = 'answered') = (check_in_id IS NOT NULL)", name="answered"),
        CheckConstraint("(check_in_id IS NULL) = (check_in_made_at IS NULL)", name="check_in"),
        CheckConstraint("(status = 'excused') = (excuse IS NOT NULL)", name="excused"),
        Index("ix_check_in_duty_person_id", "person_id", "opens_at"),
        Index("ix_check_in_duty_order_id", "order_id", "opens_at"),
        Index(
            "ix_check_in_duty_open",
            "closes_at",
            postgresql_where=text("status IN ('waiting', 'attempted')"),
        ),
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
    created_at: datetime


sliced(CheckInDuty, "opens_at")


class SupervisionEntry(Table, table=True):
    """One line of the ledger: what happened between a person and what they owed. Lines are only ever added.

    ``happened_at`` is when it happened, ``recorded_at`` when the product learnt of it. ``takes_back_id`` names
    the line that this one takes back: that one counts nowhere any more. A ``breach`` names the alarm that was
    verified and who found it; a trigger refuses it unless the alarm was closed as a breach by that person.
    ``key`` says what the line is about where it may be told twice: one line with it is kept. ``reason`` is a
    code (why an attempt failed, an excuse); ``note`` what a person wrote about it, never a place. Order,
    person and office are copied from the duty: a million lines are written at once when windows close.
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
        Index("ix_supervision_entry_order_id", "order_id", "id"),
        Index("ix_supervision_entry_person_id", "person_id", "id"),
        Index("ix_supervision_entry_agency_id", "agency_id", "id"),
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
    kind: EntryKind = Field(sa_type=checked(EntryKind), sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))
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
