"""Alarms: what looked wrong, who was told, what people found."""

from datetime import datetime
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import JSON, CheckConstraint, Column, Index, text
from sqlmodel import Field

from app.correction.columns import SENSITIVE, SUPERVISE
from app.correction.enums import AlarmCause, AlarmConfidence, AlarmOutcome, AlarmStatus
from app.kernel.columns import INFO_KEY, Personal, personal, plain
from app.kernel.database import Table, checked, new_id


class Alarm(Table, table=True):
    """Something to be looked into; about a person, or about a class of devices or an office (then no order).

    ``evidence`` names what it rests on (``[{"kind": "check_in", "id": …, "at": …}]``), never a place. ``key``
    says what it is about: while an alarm with it is open there is no second one.
    """

    __table_args__ = (
        CheckConstraint("(order_id IS NULL) = (person_id IS NULL)", name="person"),
        CheckConstraint("(status = 'closed') = (outcome IS NOT NULL)", name="outcome"),
        CheckConstraint("(status = 'closed') = (closed_at IS NOT NULL)", name="closed"),
        CheckConstraint("status <> 'closed' OR length(btrim(finding)) > 0", name="finding"),
        CheckConstraint("outcome <> 'breach' OR closed_by IS NOT NULL", name="breach_by_person"),
        Index("uq_alarm_open", "key", unique=True, postgresql_where=text("status <> 'closed'")),
        Index("ix_alarm_order_id", "order_id", "id"),
        Index("ix_alarm_person_id", "person_id", "id"),
        Index("ix_alarm_agency_id", "agency_id", "id"),
        Index("ix_alarm_closed_by", "closed_by"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    key: str = Field(max_length=160, sa_column_kwargs=plain())
    order_id: UUID | None = Field(default=None, foreign_key="correction_order.id")
    person_id: UUID | None = Field(default=None, foreign_key="person.id")
    agency_id: UUID = Field(foreign_key="agency.id")
    agency_path: str = Field(max_length=740, sa_column_kwargs=plain())
    cause: AlarmCause = Field(sa_type=checked(AlarmCause), sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))
    confidence: AlarmConfidence = Field(sa_type=checked(AlarmConfidence), sa_column_kwargs=plain())
    evidence: list[dict[str, JsonValue]] = Field(
        sa_column=Column(JSON, nullable=False, info={INFO_KEY: Personal(SENSITIVE, SUPERVISE)})
    )
    status: AlarmStatus = Field(default=AlarmStatus.RAISED, sa_type=checked(AlarmStatus), sa_column_kwargs=plain())
    outcome: AlarmOutcome | None = Field(
        default=None, sa_type=checked(AlarmOutcome), sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE)
    )
    finding: str | None = Field(
        default=None, max_length=1000, sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE)
    )
    closed_by: UUID | None = Field(default=None, foreign_key="person.id")
    closed_at: datetime | None = None
    person_told_at: datetime | None = None
    office_told_at: datetime | None = None
    raised_at: datetime
    updated_at: datetime
    version: int = 1

    @property
    def owner_id(self) -> UUID | None:
        """The person it is about."""
        return self.person_id
