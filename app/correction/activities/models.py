"""Tables of activities and of who took part, from when to when."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from app.correction.activities.codes import ActivityKind, ActivityStatus, ParticipationStatus
from app.correction.columns import SENSITIVE
from app.kernel.columns import personal, plain
from app.kernel.database import Table, checked, new_id

HELP = "社区矫正教育帮扶"


class Activity(Table, table=True):
    """Something the office holds; for minors or for adults, never for both (社区矫正法 52)."""

    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="period"),
        CheckConstraint("capacity > 0", name="capacity"),
        CheckConstraint("length(btrim(title)) > 0", name="title"),
        CheckConstraint("length(btrim(place)) > 0", name="place"),
        Index("ix_activity_agency_id_id", "agency_id", "id"),
        Index("ix_activity_created_by", "created_by"),
        Index("ix_activity_planned", "agency_id", "ends_at", postgresql_where=text("status = 'planned'")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    agency_id: UUID = Field(foreign_key="agency.id")
    agency_path: str = Field(max_length=740, sa_column_kwargs=plain())
    kind: ActivityKind = Field(sa_type=checked(ActivityKind), sa_column_kwargs=plain())
    is_for_minors: bool = False
    title: str = Field(max_length=100, sa_column_kwargs=plain())
    place: str = Field(max_length=100, sa_column_kwargs=plain())
    details: str | None = Field(default=None, max_length=1000, sa_column_kwargs=plain())
    starts_at: datetime
    ends_at: datetime
    capacity: int | None = None
    status: ActivityStatus = Field(
        default=ActivityStatus.PLANNED, sa_type=checked(ActivityStatus), sa_column_kwargs=plain()
    )
    created_by: UUID = Field(foreign_key="person.id")
    created_at: datetime
    updated_at: datetime
    version: int = 1

    @property
    def owner_id(self) -> UUID | None:
        """Nobody: an activity is of the office."""
        return None


class Participation(Table, table=True):
    """One person in one activity. ``suits`` says why it fits the person's abilities (社区矫正法 42).

    ``minutes`` are between ``arrived_at`` and ``left_at``; a person may decline with what they cannot do.
    """

    __table_args__ = (
        UniqueConstraint("activity_id", "order_id"),
        CheckConstraint("(status = 'declined') = (declined_for IS NOT NULL)", name="declined"),
        CheckConstraint("(status = 'attended') = (arrived_at IS NOT NULL)", name="attended"),
        CheckConstraint("(arrived_at IS NULL) = (left_at IS NULL)", name="left"),
        CheckConstraint("arrived_at < left_at", name="presence"),
        CheckConstraint("(arrived_at IS NULL) = (minutes = 0)", name="minutes"),
        CheckConstraint("status NOT IN ('attended', 'absent') OR recorded_by IS NOT NULL", name="recorded"),
        Index("ix_participation_order_id_id", "order_id", "id"),
        Index("ix_participation_person_id", "person_id"),
        Index("ix_participation_recorded_by", "recorded_by"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    activity_id: UUID = Field(foreign_key="activity.id")
    order_id: UUID = Field(foreign_key="correction_order.id")
    person_id: UUID = Field(foreign_key="person.id")
    status: ParticipationStatus = Field(sa_type=checked(ParticipationStatus), sa_column_kwargs=plain())
    suits: str | None = Field(default=None, max_length=300, sa_column_kwargs=personal(SENSITIVE, purpose=HELP))
    declined_for: str | None = Field(
        default=None, max_length=500, sa_column_kwargs=personal(SENSITIVE, purpose=HELP)
    )
    arrived_at: datetime | None = None
    left_at: datetime | None = None
    minutes: int = 0
    note: str | None = Field(default=None, max_length=300, sa_column_kwargs=personal(SENSITIVE, purpose=HELP))
    recorded_by: UUID | None = Field(default=None, foreign_key="person.id")
    created_at: datetime
    updated_at: datetime
