"""Check-ins owed, one row a window."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from app.correction.columns import SENSITIVE, SUPERVISE
from app.correction.enums import CorrectionTier, DutyKind, DutyStatus
from app.kernel.columns import personal, plain
from app.kernel.database import Table, checked
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
