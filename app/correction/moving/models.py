"""Moves to another county."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from app.correction.columns import SENSITIVE
from app.correction.leave.models import file_ids
from app.correction.moving.codes import MoveReason, MoveStatus
from app.kernel.columns import personal, plain
from app.kernel.database import Table, checked, new_id

MOVE = "变更社区矫正执行地"


class Relocation(Table, table=True):
    """A change of the place of correction (社区矫正法 27; 办法 30, 31). An order has one that is open at most.

    ``to_agency_id`` and ``to_agency_path`` name the receiving office where it works in this system; its staff
    then see the move, answer and receive. ``receiver`` is what the new place is called in any case.
    ``superior_reference``: the document of the joint superior where the two places disagreed.
    """

    __table_args__ = (
        CheckConstraint("(to_agency_id IS NULL) = (to_agency_path IS NULL)", name="to_agency"),
        CheckConstraint("to_agency_id <> agency_id", name="elsewhere"),
        CheckConstraint("length(btrim(explanation)) > 0", name="explanation"),
        CheckConstraint("(agrees IS NULL) = (answered_at IS NULL)", name="answered"),
        CheckConstraint("(decided_by IS NULL) = (decided_at IS NULL)", name="decided"),
        CheckConstraint(
            "status NOT IN ('approved', 'refused', 'completed') OR decided_by IS NOT NULL",
            name="decided_by_person",
        ),
        CheckConstraint(
            "status NOT IN ('approved', 'completed') OR agrees OR superior_reference IS NOT NULL", name="agreed"
        ),
        CheckConstraint("status <> 'refused' OR length(btrim(decision_reason)) > 0", name="refusal"),
        CheckConstraint("(status = 'completed') = (arrived_on IS NOT NULL)", name="arrived"),
        Index(
            "uq_relocation_open",
            "order_id",
            unique=True,
            postgresql_where=text("status IN ('requested', 'consulting', 'answered', 'approved')"),
        ),
        Index("ix_relocation_order_id", "order_id", "id"),
        Index("ix_relocation_person_id", "person_id"),
        Index("ix_relocation_agency_id_id", "agency_id", "id"),
        Index("ix_relocation_to_agency_id_id", "to_agency_id", "id"),
        Index("ix_relocation_to_area_code", "to_area_code"),
        Index("ix_relocation_requested_by", "requested_by"),
        Index("ix_relocation_answered_by", "answered_by"),
        Index("ix_relocation_decided_by", "decided_by"),
        Index("ix_relocation_received_by", "received_by"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    order_id: UUID = Field(foreign_key="correction_order.id")
    person_id: UUID = Field(foreign_key="person.id")
    agency_id: UUID = Field(foreign_key="agency.id")
    agency_path: str = Field(max_length=740, sa_column_kwargs=plain())
    county_path: str | None = Field(default=None, max_length=740, sa_column_kwargs=plain())
    upper_path: str | None = Field(default=None, max_length=740, sa_column_kwargs=plain())
    to_area_code: str = Field(
        foreign_key="area.code", max_length=12, sa_column_kwargs=personal(SENSITIVE, purpose=MOVE)
    )
    to_place: str = Field(max_length=200, sa_column_kwargs=personal(SENSITIVE, purpose=MOVE))
    to_agency_id: UUID | None = Field(default=None, foreign_key="agency.id")
    to_agency_path: str | None = Field(default=None, max_length=740, sa_column_kwargs=plain())
    receiver: str = Field(max_length=100, sa_column_kwargs=plain())
    move_on: date = Field(sa_column_kwargs=personal(SENSITIVE, purpose=MOVE))
    is_short_notice: bool
    reason: MoveReason = Field(sa_type=checked(MoveReason), sa_column_kwargs=personal(SENSITIVE, purpose=MOVE))
    explanation: str = Field(max_length=1000, sa_column_kwargs=personal(SENSITIVE, purpose=MOVE))
    evidence_ids: list[UUID] = Field(default_factory=list[UUID], sa_column=file_ids())
    status: MoveStatus = Field(default=MoveStatus.REQUESTED, sa_type=checked(MoveStatus), sa_column_kwargs=plain())
    requested_by: UUID = Field(foreign_key="person.id")
    requested_at: datetime
    consulted_at: datetime | None = None
    consult_reference: str | None = Field(default=None, max_length=100, sa_column_kwargs=plain())
    agrees: bool | None = Field(default=None, sa_column_kwargs=plain())
    answer: str | None = Field(default=None, max_length=1000, sa_column_kwargs=personal(SENSITIVE, purpose=MOVE))
    answered_at: datetime | None = None
    answered_by: UUID | None = Field(default=None, foreign_key="person.id")
    superior_reference: str | None = Field(default=None, max_length=100, sa_column_kwargs=plain())
    decided_by: UUID | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    decision_reason: str | None = Field(
        default=None, max_length=1000, sa_column_kwargs=personal(SENSITIVE, purpose=MOVE)
    )
    files_sent_on: date | None = Field(default=None, sa_column_kwargs=plain())
    files_reference: str | None = Field(default=None, max_length=100, sa_column_kwargs=plain())
    arrived_on: date | None = Field(default=None, sa_column_kwargs=personal(SENSITIVE, purpose=MOVE))
    received_by: UUID | None = Field(default=None, foreign_key="person.id")
    updated_at: datetime
    version: int = 1

    @property
    def owner_id(self) -> UUID | None:
        """The person who moves."""
        return self.person_id
