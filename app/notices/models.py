"""The table of notices."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from app.kernel.columns import Sensitivity, personal, plain
from app.kernel.database import Table, checked, new_id
from app.notices.templates import NoticeTemplate

GENERAL = Sensitivity.GENERAL


class Notice(Table, table=True):
    """What one event means to one person, in words, as it was told then.

    ``object_type`` and ``object_id`` name the case the notice leads to. One event tells a person one thing once.
    """

    __table_args__ = (
        UniqueConstraint("event_id", "person_id", "template"),
        CheckConstraint("(object_type IS NULL) = (object_id IS NULL)", name="object"),
        Index("ix_notice_inbox", "person_id", "created_at", "id"),
        Index("ix_notice_unread", "person_id", postgresql_where=text("read_at IS NULL")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id")
    event_id: UUID = Field(foreign_key="event_record.id")
    template: NoticeTemplate = Field(sa_type=checked(NoticeTemplate), sa_column_kwargs=plain())
    title: str = Field(max_length=60, sa_column_kwargs=plain())
    body: str = Field(max_length=500, sa_column_kwargs=personal(GENERAL, purpose="告知本人办理情况"))
    object_type: str | None = Field(default=None, max_length=40, sa_column_kwargs=plain())
    object_id: UUID | None = None
    created_at: datetime
    read_at: datetime | None = None
