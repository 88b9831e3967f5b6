"""Tables of what lawyers did: each closed case with how well it went, and the sums that matching reads."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from app.contracts.categories import CaseCategory
from app.kernel.columns import Sensitivity, personal, plain
from app.kernel.database import Table, checked

GENERAL = Sensitivity.GENERAL
PROPOSE = "推荐律师时参考办案质量"


class ClosedCase(Table, table=True):
    """A case a lawyer brought to its end. Only how well it went is kept here, not how it ended.

    ``quality`` between 0 and 1, see :mod:`app.lawyers.records.quality`; empty where nothing is known of it.
    """

    __table_args__ = (
        CheckConstraint("quality BETWEEN 0 AND 1", name="quality"),
        Index("ix_closed_case_lawyer", "lawyer_id", "category"),
    )

    matter_id: UUID = Field(primary_key=True)
    lawyer_id: UUID = Field(foreign_key="lawyer.id")
    category: CaseCategory = Field(sa_type=checked(CaseCategory), sa_column_kwargs=plain())
    closed_at: datetime
    quality: float | None = Field(default=None, sa_column_kwargs=personal(GENERAL, purpose=PROPOSE))


class LawyerRecord(Table, table=True):
    """What a lawyer did in one category: the sums over :class:`ClosedCase`, kept in the same transaction.

    ``quality_sum`` is the sum of the qualities known, of ``quality_count`` cases among the ``cases_done``.
    """

    __table_args__ = (
        CheckConstraint("cases_done >= 0", name="cases_done"),
        CheckConstraint("quality_count BETWEEN 0 AND cases_done", name="quality_count"),
        CheckConstraint("quality_sum BETWEEN 0 AND quality_count", name="quality_sum"),
    )

    lawyer_id: UUID = Field(primary_key=True, foreign_key="lawyer.id")
    category: CaseCategory = Field(primary_key=True, sa_type=checked(CaseCategory), sa_column_kwargs=plain())
    cases_done: int
    quality_sum: float = Field(default=0.0, sa_column_kwargs=personal(GENERAL, purpose=PROPOSE))
    quality_count: int = 0
    updated_at: datetime
