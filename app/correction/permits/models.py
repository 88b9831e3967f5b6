"""Tables of special permits: what was asked, decided, and who was told."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, UniqueConstraint, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from app.correction.columns import SENSITIVE, SUPERVISE
from app.correction.permits.codes import ContactKind, PermitTold, SpecialPermitKind, SpecialPermitStatus
from app.kernel.columns import personal, plain
from app.kernel.database import Table, checked, new_id


class SpecialPermit(Table, table=True):
    """Leave to be in a forbidden place, or to meet somebody, in ``[from_at, until_at)``.

    ``injunction_id`` is what stands in the way; a place opened by a permit is closed again by itself. What was
    granted stays granted after its time; only a revocation takes it back.
    """

    __table_args__ = (
        CheckConstraint("from_at < until_at", name="period"),
        CheckConstraint("length(btrim(target)) > 0", name="target"),
        CheckConstraint("length(btrim(reason)) > 0", name="reason"),
        CheckConstraint("(kind = 'contact') = (contact IS NOT NULL)", name="contact"),
        CheckConstraint("kind <> 'place_entry' OR injunction_id IS NOT NULL", name="injunction"),
        CheckConstraint(
            "status NOT IN ('granted', 'refused', 'revoked') OR decided_by IS NOT NULL", name="decided"
        ),
        CheckConstraint("decided_by <> person_id", name="decided_by_other"),
        Index("ix_special_permit_order_id_id", "order_id", "id"),
        Index("ix_special_permit_person_id", "person_id"),
        Index("ix_special_permit_agency_id", "agency_id", "id"),
        Index("ix_special_permit_injunction_id", "injunction_id"),
        Index("ix_special_permit_asked_by", "asked_by"),
        Index("ix_special_permit_decided_by", "decided_by"),
        Index("ix_special_permit_to_decide", "agency_id", postgresql_where=text("status = 'asked'")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    order_id: UUID = Field(foreign_key="correction_order.id")
    person_id: UUID = Field(foreign_key="person.id")
    agency_id: UUID = Field(foreign_key="agency.id")
    agency_path: str = Field(max_length=740, sa_column_kwargs=plain())
    kind: SpecialPermitKind = Field(sa_type=checked(SpecialPermitKind), sa_column_kwargs=plain())
    contact: ContactKind | None = Field(
        default=None, sa_type=checked(ContactKind), sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE)
    )
    injunction_id: UUID | None = Field(default=None, foreign_key="injunction.id")
    target: str = Field(max_length=200, sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))
    reason: str = Field(max_length=1000, sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))
    evidence_ids: list[UUID] = Field(sa_column=Column(ARRAY(Uuid()), nullable=False))
    from_at: datetime
    until_at: datetime
    status: SpecialPermitStatus = Field(
        default=SpecialPermitStatus.ASKED, sa_type=checked(SpecialPermitStatus), sa_column_kwargs=plain()
    )
    asked_by: UUID = Field(foreign_key="person.id")
    decided_by: UUID | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    decision: str | None = Field(
        default=None, max_length=1000, sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE)
    )
    created_at: datetime
    updated_at: datetime
    version: int = 1

    @property
    def owner_id(self) -> UUID | None:
        """Who asked, or for whom it was asked."""
        return self.person_id


class SpecialPermitTelling(Table, table=True):
    """That the court or the procuratorate was told of an entry that was granted; append-only."""

    __table_args__ = (
        UniqueConstraint("permit_id", "told"),
        Index("ix_special_permit_telling_by", "by"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    permit_id: UUID = Field(foreign_key="special_permit.id")
    told: PermitTold = Field(sa_type=checked(PermitTold), sa_column_kwargs=plain())
    told_on: date = Field(sa_column_kwargs=plain())
    reference: str | None = Field(default=None, max_length=60, sa_column_kwargs=plain())
    by: UUID = Field(foreign_key="person.id")
    at: datetime
