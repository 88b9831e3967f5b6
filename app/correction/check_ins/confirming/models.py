"""Tables of questions about a place, and of the calls made to answer them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from app.correction.check_ins.confirming.codes import CallFinding, QuestionOutcome, QuestionStatus
from app.correction.columns import CHECK, SENSITIVE
from app.kernel.columns import personal, plain
from app.kernel.database import Table, checked, new_id


class LocationQuestion(Table, table=True):
    """Was the person really where one fix pointed? Asked once at a time, answered by the next check-in or a call.

    The fix is named by its check-in, never copied. ``duty_id`` is the check-in owed to answer it, none where the
    fix came too late to ask where somebody is now. Until ``closes_at`` the person answers, from then on the
    office calls (``office_asked_at``). Nobody is blamed by it: ``confirmed`` raises an alarm people look into.
    """

    __table_args__ = (
        CheckConstraint("(status = 'asked') = (outcome IS NULL)", name="outcome"),
        CheckConstraint("(second_id IS NULL) = (second_made_at IS NULL)", name="second"),
        CheckConstraint(
            "outcome IS NULL OR (status = 'confirmed') = (outcome IN ('second_outside', 'call_outside'))",
            name="confirmed",
        ),
        CheckConstraint("outcome <> 'second_outside' OR second_id IS NOT NULL", name="second_fix"),
        Index("uq_location_question_open", "order_id", unique=True, postgresql_where=text("status = 'asked'")),
        Index("uq_location_question_first", "first_id", unique=True),
        Index("ix_location_question_order_id", "order_id", "id"),
        Index("ix_location_question_person_id", "person_id", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    order_id: UUID = Field(foreign_key="correction_order.id")
    person_id: UUID = Field(foreign_key="person.id")
    first_id: UUID
    first_made_at: datetime
    is_restricted: bool = Field(default=False, sa_column_kwargs=personal(SENSITIVE, purpose=CHECK))
    duty_id: UUID | None = None
    opens_at: datetime
    closes_at: datetime
    status: QuestionStatus = Field(
        default=QuestionStatus.ASKED,
        sa_type=checked(QuestionStatus),
        sa_column_kwargs=personal(SENSITIVE, purpose=CHECK),
    )
    outcome: QuestionOutcome | None = Field(
        default=None, sa_type=checked(QuestionOutcome), sa_column_kwargs=personal(SENSITIVE, purpose=CHECK)
    )
    second_id: UUID | None = None
    second_made_at: datetime | None = None
    office_asked_at: datetime | None = None
    asked_at: datetime
    updated_at: datetime
    version: int = 1

    @property
    def owner_id(self) -> UUID | None:
        """The person it is about."""
        return self.person_id


class LocationCall(Table, table=True):
    """One call of an officer about a question; the words are what the person said, or what was tried."""

    __table_args__ = (
        CheckConstraint("length(btrim(note)) > 0", name="note"),
        Index("ix_location_call_question_id", "question_id", "id"),
        Index("ix_location_call_called_by", "called_by"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    question_id: UUID = Field(foreign_key="location_question.id")
    finding: CallFinding = Field(sa_type=checked(CallFinding), sa_column_kwargs=personal(SENSITIVE, purpose=CHECK))
    note: str = Field(max_length=500, sa_column_kwargs=personal(SENSITIVE, purpose=CHECK))
    called_by: UUID = Field(foreign_key="person.id", sa_column_kwargs=plain())
    called_at: datetime
