"""Tables of visits and help: append-only; what was entered wrongly is put right by another entry."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from app.correction.columns import SENSITIVE, SUPERVISE
from app.correction.visits.codes import CorrectionHelpKind, VisitDiscretion, VisitPlace
from app.kernel.columns import personal, plain
from app.kernel.database import Table, checked, new_id

HELP = "社区矫正教育帮扶"


class FieldVisit(Table, table=True):
    """An officer's visit. ``findings`` is for the office alone: it may hold what neighbours said.

    ``corrects_id`` names the entry this one replaces. A secret that was not kept is said, and how.
    """

    __table_args__ = (
        CheckConstraint("length(btrim(findings)) > 0", name="findings"),
        CheckConstraint(
            "discretion <> 'revealed' OR (discretion_note IS NOT NULL AND length(btrim(discretion_note)) > 0)",
            name="discretion_note",
        ),
        Index("ix_field_visit_order_id_id", "order_id", "id"),
        Index("ix_field_visit_recorded_by", "recorded_by"),
        Index("ix_field_visit_corrects_id", "corrects_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    order_id: UUID = Field(foreign_key="correction_order.id")
    visited_at: datetime
    place: VisitPlace = Field(sa_type=checked(VisitPlace), sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))
    met_person: bool
    companions: int = 0
    discretion: VisitDiscretion = Field(sa_type=checked(VisitDiscretion), sa_column_kwargs=plain())
    discretion_note: str | None = Field(
        default=None, max_length=500, sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE)
    )
    findings: str = Field(max_length=3000, sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))
    evidence_ids: list[UUID] = Field(sa_column=Column(ARRAY(Uuid()), nullable=False))
    corrects_id: UUID | None = Field(default=None, foreign_key="field_visit.id")
    recorded_by: UUID = Field(foreign_key="person.id")
    recorded_at: datetime


class HelpRecord(Table, table=True):
    """Help given to a person, by whom, and what came of it; the person reads it too."""

    __table_args__ = (
        CheckConstraint("length(btrim(content)) > 0", name="content"),
        Index("ix_help_record_order_id_id", "order_id", "id"),
        Index("ix_help_record_recorded_by", "recorded_by"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    order_id: UUID = Field(foreign_key="correction_order.id")
    kind: CorrectionHelpKind = Field(
        sa_type=checked(CorrectionHelpKind), sa_column_kwargs=personal(SENSITIVE, purpose=HELP)
    )
    given_at: datetime
    content: str = Field(max_length=3000, sa_column_kwargs=personal(SENSITIVE, purpose=HELP))
    partner: str | None = Field(default=None, max_length=100, sa_column_kwargs=plain())
    guardian_present: bool = False
    evidence_ids: list[UUID] = Field(sa_column=Column(ARRAY(Uuid()), nullable=False))
    recorded_by: UUID = Field(foreign_key="person.id")
    recorded_at: datetime
