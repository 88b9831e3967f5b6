"""Alarms: what looked wrong, who was told, what was done to find out, what the person said, what people found."""

from datetime import date, datetime
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import ARRAY, JSON, CheckConstraint, Column, Index, UniqueConstraint, Uuid, text
from sqlmodel import Field

from app.correction.alarms.codes import (
    AlarmStepKind,
    BreachGravity,
    BreachKind,
    HearingState,
    StatementKind,
    ToldAs,
)
from app.correction.columns import SENSITIVE, SUPERVISE
from app.correction.enums import AlarmCause, AlarmConfidence, AlarmOutcome, AlarmStatus
from app.kernel.columns import INFO_KEY, Personal, personal, plain
from app.kernel.database import Table, checked, new_id

BREACH_VERIFIED = (
    "outcome <> 'breach' OR (order_id IS NOT NULL AND closed_by IS NOT NULL AND closed_by <> person_id"
    " AND steps > 0 AND hearing <> 'none')"
)
"""A breach is of a person, found by another, after somebody looked and the person was heard, or it was tried."""


class Alarm(Table, table=True):
    """Something to be looked into; about a person, or about a class of devices or an office (then no order).

    ``evidence`` names what it rests on (``[{"kind": "check_in", "id": …, "at": …}]``), never a place. ``key``
    says what it is about: while an alarm with it is open there is no second one. ``steps`` counts what was done
    to find out. A trigger refuses the outcome ``breach`` where the steps and statements counted are not there or
    whoever closed it holds no office of deciding; ``absent_from`` and ``absent_to`` are days, both included.
    """

    __table_args__ = (
        CheckConstraint("(order_id IS NULL) = (person_id IS NULL)", name="person"),
        CheckConstraint("(status = 'closed') = (outcome IS NOT NULL)", name="outcome"),
        CheckConstraint("(status = 'closed') = (closed_at IS NOT NULL)", name="closed"),
        CheckConstraint("status <> 'closed' OR length(btrim(finding)) > 0", name="finding"),
        CheckConstraint("outcome <> 'breach' OR closed_by IS NOT NULL", name="breach_by_person"),
        CheckConstraint(BREACH_VERIFIED, name="breach_heard"),
        CheckConstraint("(outcome IS NOT DISTINCT FROM 'breach') = (breach_kind IS NOT NULL)", name="breach_kind"),
        CheckConstraint("(breach_kind IS NULL) = (breach_gravity IS NULL)", name="breach_gravity"),
        CheckConstraint(
            "(breach_kind IS NOT DISTINCT FROM 'absence') = (absent_from IS NOT NULL)"
            " AND (absent_from IS NULL) = (absent_to IS NULL)",
            name="absence",
        ),
        CheckConstraint("absent_from <= absent_to", name="absent"),
        CheckConstraint(
            "office_told_at IS NULL OR person_id IS NULL OR"
            " (person_told_at IS NOT NULL AND person_told_at <= office_told_at)",
            name="person_first",
        ),
        CheckConstraint("steps >= 0", name="steps"),
        Index("uq_alarm_open", "key", unique=True, postgresql_where=text("status <> 'closed'")),
        Index("ix_alarm_order_id", "order_id", "id"),
        Index("ix_alarm_person_id", "person_id", "id"),
        Index("ix_alarm_agency_id", "agency_id", "id"),
        Index("ix_alarm_closed_by", "closed_by"),
        Index("ix_alarm_key", "key", "id"),
        Index("ix_alarm_to_do", "agency_id", "status", "id", postgresql_where=text("status <> 'closed'")),
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
    steps: int = 0
    hearing: HearingState = Field(
        default=HearingState.NONE, sa_type=checked(HearingState), sa_column_kwargs=plain()
    )
    breach_kind: BreachKind | None = Field(
        default=None, sa_type=checked(BreachKind), sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE)
    )
    breach_gravity: BreachGravity | None = Field(
        default=None, sa_type=checked(BreachGravity), sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE)
    )
    absent_from: date | None = Field(default=None, sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))
    absent_to: date | None = Field(default=None, sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))
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


class AlarmTelling(Table, table=True):
    """Who was told of an alarm, and when; append-only."""

    __table_args__ = (
        UniqueConstraint("alarm_id", "person_id", "told_as"),
        Index("ix_alarm_telling_person_id", "person_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    alarm_id: UUID = Field(foreign_key="alarm.id")
    person_id: UUID = Field(foreign_key="person.id")
    told_as: ToldAs = Field(sa_type=checked(ToldAs), sa_column_kwargs=plain())
    told_at: datetime


class AlarmStep(Table, table=True):
    """One thing done to find out what happened; append-only. ``made_at`` is when it was done."""

    __table_args__ = (
        CheckConstraint("length(btrim(result)) > 0", name="result"),
        CheckConstraint("made_at <= recorded_at", name="made"),
        Index("ix_alarm_step_alarm_id", "alarm_id", "id"),
        Index("ix_alarm_step_made_by", "made_by"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    alarm_id: UUID = Field(foreign_key="alarm.id")
    kind: AlarmStepKind = Field(sa_type=checked(AlarmStepKind), sa_column_kwargs=plain())
    reached: bool
    result: str = Field(max_length=1000, sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))
    evidence_ids: list[UUID] = Field(sa_column=Column(ARRAY(Uuid()), nullable=False))
    made_by: UUID = Field(foreign_key="person.id")
    made_at: datetime
    recorded_at: datetime


class AlarmStatement(Table, table=True):
    """What the person said of an alarm, in their own words or written down by an officer; append-only.

    Kinds ``declined`` and ``not_reached`` are attempts to hear them: ``words`` says what was tried.
    """

    __table_args__ = (
        CheckConstraint("length(btrim(words)) > 0", name="words"),
        CheckConstraint("made_at <= recorded_at", name="made"),
        Index("ix_alarm_statement_alarm_id", "alarm_id", "id"),
        Index("ix_alarm_statement_recorded_by", "recorded_by"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    alarm_id: UUID = Field(foreign_key="alarm.id")
    kind: StatementKind = Field(sa_type=checked(StatementKind), sa_column_kwargs=plain())
    words: str = Field(max_length=2000, sa_column_kwargs=personal(SENSITIVE, purpose="听取本人说明"))
    evidence_ids: list[UUID] = Field(sa_column=Column(ARRAY(Uuid()), nullable=False))
    recorded_by: UUID = Field(foreign_key="person.id")
    made_at: datetime
    recorded_at: datetime
