"""Tables of tiers: an agency's scale from a day on, and proposals to change a tier."""

from datetime import date, datetime
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import JSON, CheckConstraint, Column, Index, text
from sqlmodel import Field

from app.correction.columns import SENSITIVE, SUPERVISE
from app.correction.enums import CorrectionTier
from app.correction.orders.codes import TierChangeStatus
from app.correction.orders.tiers.scale import Scale, items_of
from app.kernel.columns import INFO_KEY, Personal, personal, plain
from app.kernel.database import Table, checked, new_id


class AssessmentScale(Table, table=True):
    """An agency's scale, in force from a day on until its next one; it holds for the agencies below too."""

    __table_args__ = (
        CheckConstraint("0 < yellow_from AND yellow_from < red_from", name="limits"),
        Index("ix_assessment_scale_set_by", "set_by"),
    )

    agency_id: UUID = Field(primary_key=True, foreign_key="agency.id")
    effective_from: date = Field(primary_key=True, sa_column_kwargs=plain())
    items: list[dict[str, JsonValue]] = Field(sa_column=Column(JSON, nullable=False, info={INFO_KEY: None}))
    yellow_from: int
    red_from: int
    set_by: UUID = Field(foreign_key="person.id")
    set_at: datetime

    @property
    def scale(self) -> Scale:
        """The scale it holds."""
        return Scale(items_of(self.items), self.yellow_from, self.red_from)


class TierChange(Table, table=True):
    """A proposal to supervise somebody more or less closely, with the assessment it rests on, and its decision.

    ``answers`` are item codes with the choice taken; ``score`` and ``suggested_tier`` follow from the scale of
    that day, which is kept with it. Nothing takes effect before the decision, nor earlier than it.
    """

    __table_args__ = (
        CheckConstraint("from_tier <> to_tier", name="tiers"),
        CheckConstraint("length(btrim(reasons)) > 0", name="reasons"),
        CheckConstraint("(status IN ('approved', 'refused')) = (decided_by IS NOT NULL)", name="decided_by"),
        CheckConstraint("(decided_by IS NULL) = (decided_at IS NULL)", name="decided_at"),
        CheckConstraint("decided_at >= proposed_at", name="order_of_time"),
        CheckConstraint("decided_by <> proposed_by", name="two_people"),
        CheckConstraint("status <> 'refused' OR length(btrim(decision_reason)) > 0", name="refusal"),
        Index("uq_tier_change_open", "order_id", unique=True, postgresql_where=text("status = 'proposed'")),
        Index("ix_tier_change_order_id_id", "order_id", "id"),
        Index("ix_tier_change_person_id", "person_id"),
        Index("ix_tier_change_proposed_by", "proposed_by"),
        Index("ix_tier_change_decided_by", "decided_by"),
        Index("ix_tier_change_agency_id_id", "agency_id", "id"),
        Index("ix_tier_change_to_decide", "agency_id", postgresql_where=text("status = 'proposed'")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    order_id: UUID = Field(foreign_key="correction_order.id")
    person_id: UUID = Field(foreign_key="person.id")
    agency_id: UUID = Field(foreign_key="agency.id")
    agency_path: str = Field(max_length=740, sa_column_kwargs=plain())
    from_tier: CorrectionTier = Field(
        sa_type=checked(CorrectionTier, "from_tier"), sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE)
    )
    to_tier: CorrectionTier = Field(
        sa_type=checked(CorrectionTier, "to_tier"), sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE)
    )
    suggested_tier: CorrectionTier = Field(
        sa_type=checked(CorrectionTier, "suggested_tier"), sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE)
    )
    score: int
    answers: list[dict[str, JsonValue]] = Field(
        sa_column=Column(JSON, nullable=False, info={INFO_KEY: Personal(SENSITIVE, SUPERVISE)})
    )
    reasons: str = Field(max_length=2000, sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))
    status: TierChangeStatus = Field(
        default=TierChangeStatus.PROPOSED, sa_type=checked(TierChangeStatus), sa_column_kwargs=plain()
    )
    proposed_by: UUID = Field(foreign_key="person.id")
    proposed_at: datetime
    decided_by: UUID | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    decision_reason: str | None = Field(
        default=None, max_length=1000, sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE)
    )
    updated_at: datetime
    version: int = 1

    @property
    def owner_id(self) -> UUID | None:
        """The person it is about."""
        return self.person_id
