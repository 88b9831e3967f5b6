"""Tables of ends and moves: what was written at the end, how it ended, which office had the order when."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Column, Index, Uuid, text
from sqlmodel import Field

from app.correction.columns import SENSITIVE, SUPERVISE
from app.correction.ending.codes import EndGround, HandoverStatus, TermChangeKind
from app.kernel.columns import INFO_KEY, personal, plain
from app.kernel.database import Table, checked, new_id


def _evidence() -> Column[list[UUID]]:
    return Column(ARRAY(Uuid()), nullable=False, info={INFO_KEY: None})


class OrderCompletion(Table, table=True):
    """Summary and written appraisal before the end of a term (实施办法 53).

    ``summary`` is the person's own, typed or as files; ``summary_recorded_by`` is who entered it: the person, or
    the officer who wrote down what they said.
    """

    __table_args__ = (
        CheckConstraint("(summary_at IS NULL) = (summary_recorded_by IS NULL)", name="summary"),
        CheckConstraint(
            "summary_at IS NULL OR length(btrim(coalesce(summary, ''))) > 0 OR cardinality(summary_files) > 0",
            name="summary_says",
        ),
        CheckConstraint(
            "(appraised_at IS NULL) = (facts IS NULL) AND (appraised_at IS NULL) = (opinion IS NULL)"
            " AND (appraised_at IS NULL) = (appraised_by IS NULL)",
            name="appraisal",
        ),
        Index("ix_order_completion_summary_recorded_by", "summary_recorded_by"),
        Index("ix_order_completion_appraised_by", "appraised_by"),
    )

    order_id: UUID = Field(primary_key=True, foreign_key="correction_order.id")
    summary: str | None = Field(
        default=None, max_length=4000, sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE)
    )
    summary_files: list[UUID] = Field(default_factory=list[UUID], sa_column=_evidence())
    summary_recorded_by: UUID | None = Field(default=None, foreign_key="person.id")
    summary_at: datetime | None = None
    facts: str | None = Field(
        default=None, max_length=4000, sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE)
    )
    opinion: str | None = Field(
        default=None, max_length=2000, sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE)
    )
    advice: str | None = Field(
        default=None, max_length=2000, sa_column_kwargs=personal(SENSITIVE, purpose="安置帮教")
    )
    appraised_by: UUID | None = Field(default=None, foreign_key="person.id")
    appraised_at: datetime | None = None


class OrderEnd(Table, table=True):
    """How an order ended: by its last day, of itself; or early, by a document and who decided upon it.

    ``ended_on`` is the last day under correction where it expired, else the day the document gives.
    ``resettled_at`` is when the office handed the person over to 安置帮教, with what was agreed.
    """

    __table_args__ = (
        CheckConstraint("(ground = 'expired') = (decided_by IS NULL)", name="decided"),
        CheckConstraint("(ground = 'expired') = (document IS NULL)", name="document"),
        CheckConstraint("(document IS NULL) = (document_on IS NULL)", name="document_on"),
        CheckConstraint("document IS NULL OR length(btrim(document)) > 0", name="document_says"),
        CheckConstraint("decided_by IS NULL OR length(btrim(reason)) > 0", name="reason"),
        CheckConstraint(
            "(resettled_at IS NULL) = (resettled_by IS NULL) AND (resettled_at IS NULL) = (resettlement IS NULL)",
            name="resettled",
        ),
        Index("ix_order_end_decided_by", "decided_by"),
        Index("ix_order_end_resettled_by", "resettled_by"),
    )

    order_id: UUID = Field(primary_key=True, foreign_key="correction_order.id")
    ground: EndGround = Field(sa_type=checked(EndGround), sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))
    ended_on: date = Field(sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))
    document: str | None = Field(
        default=None, max_length=200, sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE)
    )
    document_on: date | None = Field(default=None, sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))
    reason: str | None = Field(
        default=None, max_length=1000, sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE)
    )
    evidence_ids: list[UUID] = Field(default_factory=list[UUID], sa_column=_evidence())
    decided_by: UUID | None = Field(default=None, foreign_key="person.id")
    ended_at: datetime
    resettlement: str | None = Field(
        default=None, max_length=1000, sa_column_kwargs=personal(SENSITIVE, purpose="安置帮教")
    )
    resettled_by: UUID | None = Field(default=None, foreign_key="person.id")
    resettled_at: datetime | None = None


class TermChange(Table, table=True):
    """One time the last day of a term was moved, by which document; append-only."""

    __table_args__ = (
        CheckConstraint("ends_on <> was_on", name="moves"),
        CheckConstraint("kind <> 'commuted' OR ends_on < was_on", name="commuted"),
        CheckConstraint("length(btrim(document)) > 0 AND length(btrim(reason)) > 0", name="texts"),
        Index("ix_term_change_order_id", "order_id", "id"),
        Index("ix_term_change_decided_by", "decided_by"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    order_id: UUID = Field(foreign_key="correction_order.id")
    kind: TermChangeKind = Field(
        sa_type=checked(TermChangeKind), sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE)
    )
    was_on: date = Field(sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))
    ends_on: date = Field(sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))
    document: str = Field(max_length=200, sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))
    document_on: date = Field(sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))
    reason: str = Field(max_length=1000, sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))
    decided_by: UUID = Field(foreign_key="person.id")
    decided_at: datetime


class OrderTransfer(Table, table=True):
    """One time an order changed offices; append-only."""

    __table_args__ = (
        CheckConstraint("from_agency_id <> to_agency_id", name="moves"),
        Index("ix_order_transfer_order_id", "order_id", "id"),
        Index("ix_order_transfer_from_agency_id", "from_agency_id"),
        Index("ix_order_transfer_to_agency_id", "to_agency_id"),
        Index("ix_order_transfer_moved_by", "moved_by"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    order_id: UUID = Field(foreign_key="correction_order.id")
    from_agency_id: UUID = Field(foreign_key="agency.id")
    to_agency_id: UUID = Field(foreign_key="agency.id")
    reason: str = Field(max_length=1000, sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))
    moved_by: UUID = Field(foreign_key="person.id")
    moved_at: datetime


class OrderHandover(Table, table=True):
    """An office proposes to hand a person over to another of the same county, which takes them or says why not."""

    __table_args__ = (
        CheckConstraint("from_agency_id <> to_agency_id", name="moves"),
        CheckConstraint("length(btrim(reason)) > 0", name="reason"),
        CheckConstraint("(status = 'proposed') = (answered_at IS NULL)", name="answered"),
        CheckConstraint("answered_by IS NULL OR answered_at IS NOT NULL", name="answered_by"),
        CheckConstraint(
            "status NOT IN ('accepted', 'refused') OR answered_by IS NOT NULL", name="answered_by_person"
        ),
        CheckConstraint("status <> 'refused' OR length(btrim(answer)) > 0", name="refused"),
        Index("uq_order_handover_open", "order_id", unique=True, postgresql_where=text("status = 'proposed'")),
        Index("ix_order_handover_order_id", "order_id", "id"),
        Index("ix_order_handover_from_agency_id", "from_agency_id", "id"),
        Index("ix_order_handover_to_agency_id", "to_agency_id", "id"),
        Index("ix_order_handover_person_id", "person_id"),
        Index("ix_order_handover_proposed_by", "proposed_by"),
        Index("ix_order_handover_answered_by", "answered_by"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    order_id: UUID = Field(foreign_key="correction_order.id")
    person_id: UUID = Field(foreign_key="person.id")
    from_agency_id: UUID = Field(foreign_key="agency.id")
    from_path: str = Field(max_length=740, sa_column_kwargs=plain())
    to_agency_id: UUID = Field(foreign_key="agency.id")
    to_path: str = Field(max_length=740, sa_column_kwargs=plain())
    reason: str = Field(max_length=1000, sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))
    status: HandoverStatus = Field(
        default=HandoverStatus.PROPOSED, sa_type=checked(HandoverStatus), sa_column_kwargs=plain()
    )
    version: int = 1
    proposed_by: UUID = Field(foreign_key="person.id")
    created_at: datetime
    answered_by: UUID | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = None
    answer: str | None = Field(
        default=None, max_length=1000, sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE)
    )
    updated_at: datetime

    @property
    def owner_id(self) -> UUID | None:
        """The person it is about."""
        return self.person_id
