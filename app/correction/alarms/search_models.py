"""Searches for people who cannot be reached (社区矫正法 30; 实施办法 38, unverified text)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from app.correction.alarms.codes import SearchEntryKind, SearchStatus
from app.correction.columns import SENSITIVE, SUPERVISE
from app.kernel.columns import personal, plain
from app.kernel.database import Table, checked, new_id


class SearchRecord(Table, table=True):
    """The search for one person, opened with the alarm that they cannot be reached; one at a time.

    ``police_told_at`` and ``procuratorate_told_at`` are of the first entry that says so.
    """

    __table_args__ = (
        CheckConstraint("(status = 'open') = (closed_at IS NULL)", name="closed"),
        CheckConstraint("opened_at <= closed_at", name="period"),
        Index("uq_search_record_open", "order_id", unique=True, postgresql_where=text("status = 'open'")),
        Index("ix_search_record_order_id", "order_id", "id"),
        Index("ix_search_record_person_id", "person_id"),
        Index("ix_search_record_agency_id", "agency_id", "id"),
        Index("ix_search_record_alarm_id", "alarm_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    order_id: UUID = Field(foreign_key="correction_order.id")
    person_id: UUID = Field(foreign_key="person.id")
    agency_id: UUID = Field(foreign_key="agency.id")
    agency_path: str = Field(max_length=740, sa_column_kwargs=plain())
    alarm_id: UUID = Field(foreign_key="alarm.id")
    status: SearchStatus = Field(
        default=SearchStatus.OPEN, sa_type=checked(SearchStatus), sa_column_kwargs=plain()
    )
    opened_at: datetime
    police_told_at: datetime | None = None
    procuratorate_told_at: datetime | None = None
    closed_at: datetime | None = None
    updated_at: datetime
    version: int = 1

    @property
    def owner_id(self) -> UUID | None:
        """The person who is looked for."""
        return self.person_id


class SearchEntry(Table, table=True):
    """One thing done in a search; append-only. ``made_by`` is none where the product itself wrote it."""

    __table_args__ = (
        CheckConstraint("length(btrim(note)) > 0", name="note"),
        CheckConstraint("made_at <= recorded_at", name="made"),
        Index("ix_search_entry_search_id", "search_id", "id"),
        Index("ix_search_entry_made_by", "made_by"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    search_id: UUID = Field(foreign_key="search_record.id")
    kind: SearchEntryKind = Field(sa_type=checked(SearchEntryKind), sa_column_kwargs=plain())
    note: str = Field(max_length=1000, sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))
    made_by: UUID | None = Field(default=None, foreign_key="person.id")
    made_at: datetime
    recorded_at: datetime
