"""Tables of plans for whole queues: what was asked, what was proposed, and what became of each line."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, CheckConstraint, Column, Index, text
from sqlmodel import Field

from app.contracts.categories import CaseCategory
from app.contracts.matching import OverrideReason
from app.kernel.columns import INFO_KEY, Personal, Sensitivity, personal, plain
from app.kernel.database import Table, checked, new_id
from app.lawyers.batch.enums import BatchMethod, BatchStatus, LineStatus

GENERAL = Sensitivity.GENERAL
EXPLAIN = "说明选派律师的理由"


class BatchAssignment(Table, table=True):
    """A plan that assigns many matters of a centre at once; nobody is asked before an officer commits it.

    Attributes:
        weights_version, seed: with the facts of ``planned_at`` they give the same plan again.
        score: total score of the plan as it was computed, in points (a million to 1).
        bound: no plan that serves as many matters has more points; equal to ``score`` it is a proof of optimality.
            Empty for ``greedy``.
        problem: in plain words, why no plan was made.
    """

    __table_args__ = (
        CheckConstraint(
            "status IN ('planning', 'failed', 'discarded')"
            " OR num_nulls(planned_at, weights_version, lawyers, score) = 0",
            name="planned",
        ),
        CheckConstraint("status <> 'failed' OR problem IS NOT NULL", name="failed"),
        CheckConstraint("bound >= score", name="bound"),
        Index("ix_batch_assignment_agency_id", "agency_id", "id"),
        Index("ix_batch_assignment_asked_by", "asked_by"),
        Index("ix_batch_assignment_committed_by", "committed_by"),
        Index(
            "uq_batch_assignment_at_work",
            "agency_id",
            unique=True,
            postgresql_where=text("status IN ('planning', 'committing')"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    agency_id: UUID = Field(foreign_key="agency.id")
    status: BatchStatus = Field(
        default=BatchStatus.PLANNING, sa_type=checked(BatchStatus), sa_column_kwargs=plain()
    )
    method: BatchMethod = Field(sa_type=checked(BatchMethod), sa_column_kwargs=plain())
    asked_by: UUID = Field(foreign_key="person.id")
    asked_at: datetime
    weights_version: str | None = Field(default=None, max_length=40, sa_column_kwargs=plain())
    seed: str = Field(max_length=64, sa_column_kwargs=plain())
    planned_at: datetime | None = None
    lawyers: int | None = None
    score: int | None = Field(default=None, sa_type=BigInteger)
    bound: int | None = Field(default=None, sa_type=BigInteger)
    problem: str | None = Field(default=None, max_length=200, sa_column_kwargs=plain())
    committed_by: UUID | None = Field(default=None, foreign_key="person.id")
    committed_at: datetime | None = None
    updated_at: datetime
    version: int = 1

    @property
    def owner_id(self) -> UUID | None:
        """Nobody's own: the work of a centre."""
        return None


class BatchLine(Table, table=True):
    """One matter of a plan, in the order of the queue, from 1. ``summary`` names no party.

    Attributes:
        planned_lawyer_id: whom the plan proposed; ``lawyer_id`` who is to be asked, after changes.
        score, reasons: of ``lawyer_id`` when the plan was made, or changed, beside the cases before in the plan.
        obstacles: where nobody is proposed: each constraint's code and how many lawyers it keeps away.
        change_reason, change_note, changed_by: of a line that an officer changed or removed.
        assignment_id: what was begun; ``refusal_code`` and ``refusal`` why nothing was.
    """

    __table_args__ = (
        CheckConstraint("position > 0", name="position"),
        CheckConstraint("score BETWEEN 0 AND 1", name="score"),
        CheckConstraint("status NOT IN ('planned', 'asked') OR lawyer_id IS NOT NULL", name="lawyer"),
        CheckConstraint("(status = 'asked') = (assignment_id IS NOT NULL)", name="asked"),
        CheckConstraint("(status = 'refused') = (refusal_code IS NOT NULL)", name="refused"),
        CheckConstraint("(changed_by IS NULL) = (change_reason IS NULL)", name="changed"),
        Index("uq_batch_line_matter", "batch_id", "matter_id", unique=True),
    )

    batch_id: UUID = Field(foreign_key="batch_assignment.id", primary_key=True)
    position: int = Field(primary_key=True)
    matter_id: UUID = Field(index=True)
    category: CaseCategory = Field(sa_type=checked(CaseCategory), sa_column_kwargs=plain())
    area_code: str = Field(max_length=12, sa_column_kwargs=plain())
    summary: str = Field(max_length=300, sa_column_kwargs=plain())
    is_urgent: bool
    status: LineStatus = Field(sa_type=checked(LineStatus), sa_column_kwargs=plain())
    planned_lawyer_id: UUID | None = Field(default=None, foreign_key="lawyer.id", index=True)
    lawyer_id: UUID | None = Field(default=None, foreign_key="lawyer.id", index=True)
    score: float | None = Field(default=None, sa_column_kwargs=plain())
    reasons: list[dict[str, Any]] = Field(
        default_factory=list,
        sa_column=Column(JSON, nullable=False, info={INFO_KEY: Personal(GENERAL, EXPLAIN)}),
    )
    obstacles: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False, info={INFO_KEY: None})
    )
    change_reason: OverrideReason | None = Field(
        default=None, sa_type=checked(OverrideReason), sa_column_kwargs=plain()
    )
    change_note: str | None = Field(
        default=None, max_length=200, sa_column_kwargs=personal(GENERAL, purpose=EXPLAIN)
    )
    changed_by: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    assignment_id: UUID | None = Field(default=None, foreign_key="assignment.id", index=True)
    refusal_code: str | None = Field(default=None, max_length=60, sa_column_kwargs=plain())
    refusal: str | None = Field(default=None, max_length=500, sa_column_kwargs=personal(GENERAL, purpose=EXPLAIN))
