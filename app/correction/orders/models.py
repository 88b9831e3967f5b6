"""Tables of orders: who is under correction, at which office, how closely, until when."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from app.correction.columns import SENSITIVE, SUPERVISE
from app.correction.enums import CorrectionCategory, CorrectionStatus, CorrectionTier
from app.kernel.columns import personal, plain
from app.kernel.database import Table, checked, new_id


class CorrectionOrder(Table, table=True):
    """One person's term under correction at one office; a person has at most one that is not ended.

    ``starts_on`` is the day the judgement takes effect, ``ends_on`` the last day of the term.
    ``agency_path`` repeats the office's ``tree_path``, which never changes, so that reach is checked
    without another query. ``version`` grows with every change, of the area as of the state.
    """

    __table_args__ = (
        CheckConstraint("starts_on <= ends_on", name="term"),
        CheckConstraint("length(btrim(court)) > 0", name="court"),
        CheckConstraint("status = 'registered' OR began_at IS NOT NULL", name="began"),
        Index(
            "uq_correction_order_open",
            "person_id",
            unique=True,
            postgresql_where=text("status <> 'ended'"),
        ),
        Index("ix_correction_order_person_id_id", "person_id", "id"),
        Index("ix_correction_order_agency_id_id", "agency_id", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id")
    agency_id: UUID = Field(foreign_key="agency.id")
    agency_path: str = Field(max_length=740, sa_column_kwargs=plain())
    category: CorrectionCategory = Field(
        sa_type=checked(CorrectionCategory), sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE)
    )
    tier: CorrectionTier = Field(
        sa_type=checked(CorrectionTier), sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE)
    )
    starts_on: date = Field(sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))
    ends_on: date = Field(sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))
    court: str = Field(max_length=100, sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))
    status: CorrectionStatus = Field(
        default=CorrectionStatus.REGISTERED, sa_type=checked(CorrectionStatus), sa_column_kwargs=plain()
    )
    version: int = 1
    began_at: datetime | None = None
    created_at: datetime
    updated_at: datetime

    @property
    def owner_id(self) -> UUID | None:
        """The person the order is about."""
        return self.person_id
