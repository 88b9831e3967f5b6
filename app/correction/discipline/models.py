"""Measures and rewards: what people proposed, on which verified breaches, what was said, decided and delivered."""

from datetime import date, datetime
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import ARRAY, JSON, CheckConstraint, Column, Index, Uuid, text
from sqlmodel import Field

from app.correction.alarms.codes import HearingState, StatementKind
from app.correction.columns import SENSITIVE
from app.correction.discipline.codes import (
    AuthorityAnswer,
    DisciplineMeasure,
    SanctionObjectionStatus,
    SanctionRecipient,
    SanctionStatus,
)
from app.kernel.columns import INFO_KEY, Personal, personal, plain
from app.kernel.database import Table, checked, new_id

JUDGE = "社区矫正考核奖惩"
DECIDED = "'in_force', 'submitted', 'answered'"
OWN_MEASURES = "'commendation', 'admonition', 'warning'"


class Sanction(Table, table=True):
    """One measure or reward, from the proposal on.

    It rests on the breaches in :class:`SanctionAlarm` (``breaches`` counts them) and is decided by a person who
    did not propose it; triggers refuse one that stands without a breach people found, or decided by somebody who
    holds no office of deciding. ``ladder`` is what the rules led to when it was proposed. ``addressee`` is the
    court, police or body that decides where the county does not.
    """

    __table_args__ = (
        CheckConstraint("length(btrim(reason)) > 0", name="reason"),
        CheckConstraint("proposed_by <> person_id", name="proposed_by_other"),
        CheckConstraint("decided_by <> proposed_by AND decided_by <> person_id", name="two_people"),
        CheckConstraint("status IN ('proposed', 'withdrawn') OR decided_by IS NOT NULL", name="decided"),
        CheckConstraint("(decided_by IS NULL) = (decided_at IS NULL)", name="decided_at"),
        CheckConstraint("decided_by IS NULL OR length(btrim(decision_reason)) > 0", name="decision_reason"),
        CheckConstraint(
            f"measure IN ('commendation', 'commutation') OR status NOT IN ({DECIDED}) OR hearing <> 'none'",
            name="heard",
        ),
        CheckConstraint(
            "(measure IN ('commendation', 'commutation')) = (breaches = 0)",
            name="breaches",
        ),
        CheckConstraint(f"measure IN ({OWN_MEASURES}) OR status <> 'in_force'", name="not_own"),
        CheckConstraint(f"measure NOT IN ({OWN_MEASURES}) OR status NOT IN ('submitted', 'answered')", name="own"),
        CheckConstraint(f"(measure IN ({OWN_MEASURES})) = (addressee IS NULL)", name="addressee"),
        CheckConstraint("(status = 'revoked') = (revoked_at IS NOT NULL)", name="revoked"),
        CheckConstraint("(revoked_at IS NULL) = (revoked_by IS NULL)", name="revoked_by"),
        CheckConstraint("status <> 'answered' OR answer IS NOT NULL", name="answered"),
        CheckConstraint("(answer IS NULL) = (answered_on IS NULL)", name="answered_on"),
        CheckConstraint(
            "NOT arrest_asked OR measure IN ('revoke_probation', 'revoke_parole')", name="arrest_asked"
        ),
        CheckConstraint("arrest_answer IS NULL OR arrest_asked", name="arrest_answer"),
        Index(
            "uq_sanction_open", "order_id", "measure", unique=True, postgresql_where=text("status = 'proposed'")
        ),
        Index("ix_sanction_order_id", "order_id", "id"),
        Index("ix_sanction_person_id", "person_id", "id"),
        Index("ix_sanction_agency_id", "agency_id", "id"),
        Index(
            "ix_sanction_to_do",
            "agency_id",
            "status",
            "id",
            postgresql_where=text("status IN ('proposed', 'submitted')"),
        ),
        Index("ix_sanction_proposed_by", "proposed_by"),
        Index("ix_sanction_decided_by", "decided_by"),
        Index("ix_sanction_revoked_by", "revoked_by"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    order_id: UUID = Field(foreign_key="correction_order.id")
    person_id: UUID = Field(foreign_key="person.id")
    agency_id: UUID = Field(foreign_key="agency.id")
    agency_path: str = Field(max_length=740, sa_column_kwargs=plain())
    measure: DisciplineMeasure = Field(
        sa_type=checked(DisciplineMeasure), sa_column_kwargs=personal(SENSITIVE, purpose=JUDGE)
    )
    status: SanctionStatus = Field(
        default=SanctionStatus.PROPOSED, sa_type=checked(SanctionStatus), sa_column_kwargs=plain()
    )
    breaches: int
    reason: str = Field(max_length=2000, sa_column_kwargs=personal(SENSITIVE, purpose=JUDGE))
    ladder: dict[str, JsonValue] = Field(
        sa_column=Column(JSON, nullable=False, info={INFO_KEY: Personal(SENSITIVE, JUDGE)})
    )
    evidence_ids: list[UUID] = Field(sa_column=Column(ARRAY(Uuid()), nullable=False))
    addressee: str | None = Field(default=None, max_length=100, sa_column_kwargs=plain())
    arrest_asked: bool = False
    proposed_by: UUID = Field(foreign_key="person.id")
    proposed_at: datetime
    hearing: HearingState = Field(
        default=HearingState.NONE, sa_type=checked(HearingState), sa_column_kwargs=plain()
    )
    decided_by: UUID | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    decision_reason: str | None = Field(
        default=None, max_length=2000, sa_column_kwargs=personal(SENSITIVE, purpose=JUDGE)
    )
    is_publicised: bool = False
    paper_id: UUID | None = None
    answer: AuthorityAnswer | None = Field(
        default=None, sa_type=checked(AuthorityAnswer), sa_column_kwargs=personal(SENSITIVE, purpose=JUDGE)
    )
    answered_on: date | None = Field(default=None, sa_column_kwargs=personal(SENSITIVE, purpose=JUDGE))
    answer_document: str | None = Field(
        default=None, max_length=100, sa_column_kwargs=personal(SENSITIVE, purpose=JUDGE)
    )
    arrest_answer: AuthorityAnswer | None = Field(
        default=None,
        sa_type=checked(AuthorityAnswer, "arrestanswer"),
        sa_column_kwargs=personal(SENSITIVE, purpose=JUDGE),
    )
    revoked_by: UUID | None = Field(default=None, foreign_key="person.id")
    revoked_at: datetime | None = None
    updated_at: datetime
    version: int = 1

    @property
    def owner_id(self) -> UUID | None:
        """The person it is about."""
        return self.person_id


class SanctionAlarm(Table, table=True):
    """A verified breach that a measure rests on; append-only, and refused for anything but a breach."""

    __table_args__ = (Index("ix_sanction_alarm_alarm_id", "alarm_id"),)

    sanction_id: UUID = Field(primary_key=True, foreign_key="sanction.id")
    alarm_id: UUID = Field(primary_key=True, foreign_key="alarm.id")


class SanctionStatement(Table, table=True):
    """What the person said before the decision, or that it was tried to hear them; append-only."""

    __table_args__ = (
        CheckConstraint("length(btrim(words)) > 0", name="words"),
        CheckConstraint("made_at <= recorded_at", name="made"),
        Index("ix_sanction_statement_sanction_id", "sanction_id", "id"),
        Index("ix_sanction_statement_recorded_by", "recorded_by"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    sanction_id: UUID = Field(foreign_key="sanction.id")
    kind: StatementKind = Field(sa_type=checked(StatementKind), sa_column_kwargs=plain())
    words: str = Field(max_length=2000, sa_column_kwargs=personal(SENSITIVE, purpose="听取本人说明和申辩"))
    evidence_ids: list[UUID] = Field(sa_column=Column(ARRAY(Uuid()), nullable=False))
    recorded_by: UUID = Field(foreign_key="person.id")
    made_at: datetime
    recorded_at: datetime


class SanctionDelivery(Table, table=True):
    """A decision or proposal handed to somebody, or put up in public; append-only."""

    __table_args__ = (
        CheckConstraint("length(btrim(how)) > 0", name="how"),
        CheckConstraint("delivered_at <= recorded_at", name="delivered"),
        Index("ix_sanction_delivery_sanction_id", "sanction_id", "id"),
        Index("ix_sanction_delivery_recorded_by", "recorded_by"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    sanction_id: UUID = Field(foreign_key="sanction.id")
    recipient: SanctionRecipient = Field(sa_type=checked(SanctionRecipient), sa_column_kwargs=plain())
    how: str = Field(max_length=200, sa_column_kwargs=personal(SENSITIVE, purpose=JUDGE))
    recorded_by: UUID = Field(foreign_key="person.id")
    delivered_at: datetime
    recorded_at: datetime


class SanctionObjection(Table, table=True):
    """The person's objection to a decision, reviewed by the head of the county's bureau.

    ``decided_by`` repeats who decided what is objected to: nobody reviews their own decision.
    """

    __table_args__ = (
        CheckConstraint("length(btrim(words)) > 0", name="words"),
        CheckConstraint("reviewed_by <> decided_by AND reviewed_by <> person_id", name="two_people"),
        CheckConstraint(
            "(status IN ('upheld', 'overturned')) = (reviewed_by IS NOT NULL)",
            name="reviewed",
        ),
        CheckConstraint("(status = 'filed') = (closed_at IS NULL)", name="closed"),
        CheckConstraint("reviewed_by IS NULL OR length(btrim(review_reason)) > 0", name="review_reason"),
        Index("uq_sanction_objection_open", "sanction_id", unique=True, postgresql_where=text("status = 'filed'")),
        Index("ix_sanction_objection_sanction_id", "sanction_id", "id"),
        Index("ix_sanction_objection_person_id", "person_id"),
        Index("ix_sanction_objection_decided_by", "decided_by"),
        Index("ix_sanction_objection_reviewed_by", "reviewed_by"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    sanction_id: UUID = Field(foreign_key="sanction.id")
    person_id: UUID = Field(foreign_key="person.id")
    agency_path: str = Field(max_length=740, sa_column_kwargs=plain())
    decided_by: UUID = Field(foreign_key="person.id")
    words: str = Field(max_length=2000, sa_column_kwargs=personal(SENSITIVE, purpose="审查奖惩异议"))
    evidence_ids: list[UUID] = Field(sa_column=Column(ARRAY(Uuid()), nullable=False))
    status: SanctionObjectionStatus = Field(
        default=SanctionObjectionStatus.FILED,
        sa_type=checked(SanctionObjectionStatus),
        sa_column_kwargs=plain(),
    )
    filed_at: datetime
    reviewed_by: UUID | None = Field(default=None, foreign_key="person.id")
    review_reason: str | None = Field(
        default=None, max_length=2000, sa_column_kwargs=personal(SENSITIVE, purpose="审查奖惩异议")
    )
    closed_at: datetime | None = None
    updated_at: datetime
    version: int = 1

    @property
    def owner_id(self) -> UUID | None:
        """The person who objects."""
        return self.person_id
