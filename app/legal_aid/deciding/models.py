"""Tables of deciding: receipts, deficiency notices, transfers, objections, recusals, deliveries."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Index, UniqueConstraint, Uuid, text
from sqlmodel import Field

from app.kernel.columns import Sensitivity, personal, plain
from app.kernel.database import Table, checked, new_id
from app.legal_aid.deciding.enums import (
    DeficiencyCode,
    DeficiencyStatus,
    DeliveryMethod,
    ObjectionOutcome,
    RecusalGround,
    RecusalStatus,
)

GENERAL, SENSITIVE = Sensitivity.GENERAL, Sensitivity.SENSITIVE
UUIDS = ARRAY(Uuid())


class ReceiptItem(Table, table=True):
    """One material of the receipt (收讫凭证, 148号令 13): name, kind, number of copies, date; never changed.

    ``evidence_id`` is the file it stands for; materials on paper have none.
    """

    __table_args__ = (
        CheckConstraint("copies > 0", name="copies"),
        UniqueConstraint("application_id", "position"),
        UniqueConstraint("application_id", "evidence_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    application_id: UUID = Field(foreign_key="application.id")
    position: int
    evidence_id: UUID | None = Field(default=None, foreign_key="evidence.id", index=True)
    kind: str = Field(max_length=32, sa_column_kwargs=plain())
    name: str = Field(max_length=100, sa_column_kwargs=personal(GENERAL, purpose="出具材料收讫凭证"))
    copies: int = 1
    received_on: date = Field(sa_column_kwargs=plain())
    issued_by: UUID = Field(foreign_key="person.id", index=True)
    issued_at: datetime


class ApplicationTransfer(Table, table=True):
    """One centre handed the application to another (148号令 10, 13); filing date and history stay."""

    __table_args__ = (
        CheckConstraint("from_agency_id <> to_agency_id", name="agencies"),
        Index("ix_application_transfer_application_id_at", "application_id", "at"),
        Index("ix_application_transfer_from_agency_id_at", "from_agency_id", "at"),
        Index("ix_application_transfer_to_agency_id_at", "to_agency_id", "at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    application_id: UUID = Field(foreign_key="application.id")
    from_agency_id: UUID = Field(foreign_key="agency.id")
    to_agency_id: UUID = Field(foreign_key="agency.id")
    reason: str = Field(max_length=500, sa_column_kwargs=personal(GENERAL, purpose="说明转交的理由"))
    by: UUID = Field(foreign_key="person.id", index=True)
    at: datetime


class DeficiencyNotice(Table, table=True):
    """The one notice of everything that is missing (一次性告知, 法律援助法 43(2); 148号令 13, 17).

    Attributes:
        sequence: 1, or more where something new came up.
        agency_id: the centre that issued it, for the count of second notices.
        due_on: the last day to answer; as the clock ``legal_aid.supplement`` has it.
        override_reason: why something visible the first time is asked for after all; ``overridden_by`` says who
            allowed it.
    """

    __table_args__ = (
        CheckConstraint("sequence > 0", name="sequence"),
        CheckConstraint("(overridden_by IS NULL) = (override_reason IS NULL)", name="override"),
        CheckConstraint("(status = 'open') = (closed_at IS NULL)", name="closed"),
        UniqueConstraint("application_id", "sequence"),
        Index(
            "uq_deficiency_notice_open", "application_id", unique=True, postgresql_where=text("status = 'open'")
        ),
        Index("ix_deficiency_notice_agency_id_issued_at", "agency_id", "issued_at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    application_id: UUID = Field(foreign_key="application.id")
    agency_id: UUID = Field(foreign_key="agency.id")
    sequence: int
    status: DeficiencyStatus = Field(
        default=DeficiencyStatus.OPEN, sa_type=checked(DeficiencyStatus), sa_column_kwargs=plain()
    )
    issued_by: UUID = Field(foreign_key="person.id", index=True)
    issued_at: datetime
    due_on: date = Field(sa_column_kwargs=plain())
    override_reason: str | None = Field(
        default=None, max_length=500, sa_column_kwargs=personal(GENERAL, purpose="监督一次性告知")
    )
    overridden_by: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    closed_at: datetime | None = None


class DeficiencyItem(Table, table=True):
    """One thing that is missing, in words for the applicant, and what they answered.

    ``material``, ``section`` and ``evidence_id`` say what it is about; at most one is set.
    """

    __table_args__ = (
        CheckConstraint("position > 0", name="position"),
        CheckConstraint("num_nonnulls(material, section, evidence_id) <= 1", name="subject"),
        CheckConstraint(
            "answered_at IS NULL OR explanation IS NOT NULL OR cardinality(answer_evidence_ids) > 0",
            name="answer",
        ),
        UniqueConstraint("notice_id", "position"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    notice_id: UUID = Field(foreign_key="deficiency_notice.id")
    position: int
    code: DeficiencyCode = Field(sa_type=checked(DeficiencyCode), sa_column_kwargs=plain())
    text: str = Field(max_length=500, sa_column_kwargs=personal(SENSITIVE, purpose="告知需要补充的材料"))
    material: str | None = Field(default=None, max_length=32, sa_column_kwargs=plain())
    section: str | None = Field(default=None, max_length=32, sa_column_kwargs=plain())
    evidence_id: UUID | None = Field(default=None, foreign_key="evidence.id", index=True)
    was_visible_before: bool = False
    explanation: str | None = Field(
        default=None, max_length=2000, sa_column_kwargs=personal(SENSITIVE, purpose="审查法律援助申请")
    )
    answer_evidence_ids: list[UUID] = Field(default_factory=list, sa_type=UUIDS)
    answered_at: datetime | None = None
    answered_by: UUID | None = Field(default=None, foreign_key="person.id", index=True)


class Objection(Table, table=True):
    """An objection to a refusal or termination, and the bureau's review of it (法律援助法 49).

    ``received_on`` is the day it reached the bureau: the five days begin then.
    """

    __table_args__ = (
        CheckConstraint(
            "(outcome IS NULL) = (reviewer_id IS NULL) AND (outcome IS NULL) = (reviewed_at IS NULL)"
            " AND (outcome IS NULL) = (review_reasons IS NULL)",
            name="review",
        ),
        UniqueConstraint("decision_id"),
        Index("ix_objection_application_id_filed_at", "application_id", "filed_at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    application_id: UUID = Field(foreign_key="application.id")
    decision_id: UUID = Field(foreign_key="decision.id")
    reasons: str = Field(max_length=2000, sa_column_kwargs=personal(SENSITIVE, purpose="审查异议"))
    evidence_ids: list[UUID] = Field(default_factory=list, sa_type=UUIDS)
    received_on: date = Field(sa_column_kwargs=plain())
    filed_at: datetime
    filed_by: UUID = Field(foreign_key="person.id", index=True)
    is_late: bool
    outcome: ObjectionOutcome | None = Field(
        default=None, sa_type=checked(ObjectionOutcome), sa_column_kwargs=plain()
    )
    reviewer_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    reviewed_at: datetime | None = None
    review_reasons: str | None = Field(
        default=None, max_length=2000, sa_column_kwargs=personal(SENSITIVE, purpose="说明审查异议的结果")
    )
    remedy: str | None = Field(default=None, max_length=500, sa_column_kwargs=plain())


class Recusal(Table, table=True):
    """Someone of the staff stands back from a case, or the applicant asks that they do (回避).

    ``person_id`` is empty while an applicant's request names nobody we know.
    """

    __table_args__ = (
        CheckConstraint("status <> 'in_force' OR person_id IS NOT NULL", name="person"),
        CheckConstraint("(status = 'requested') = (decided_at IS NULL)", name="decided"),
        Index("ix_recusal_application_id_id", "application_id", "id"),
        Index(
            "uq_recusal_in_force",
            "application_id",
            "person_id",
            unique=True,
            postgresql_where=text("status = 'in_force'"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    application_id: UUID = Field(foreign_key="application.id")
    person_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    ground: RecusalGround = Field(sa_type=checked(RecusalGround), sa_column_kwargs=plain())
    explanation: str = Field(max_length=500, sa_column_kwargs=personal(SENSITIVE, purpose="保证公正办理"))
    status: RecusalStatus = Field(sa_type=checked(RecusalStatus), sa_column_kwargs=plain())
    declared_by: UUID = Field(foreign_key="person.id", index=True)
    declared_at: datetime
    decided_by: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    decided_at: datetime | None = None


class DecisionDelivery(Table, table=True):
    """A decision was sent to those it concerns (148号令 39: a termination within three days)."""

    __table_args__ = (UniqueConstraint("decision_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    application_id: UUID = Field(foreign_key="application.id", index=True)
    decision_id: UUID = Field(foreign_key="decision.id")
    method: DeliveryMethod = Field(sa_type=checked(DeliveryMethod), sa_column_kwargs=plain())
    sent_on: date = Field(sa_column_kwargs=plain())
    recorded_by: UUID = Field(foreign_key="person.id", index=True)
    recorded_at: datetime
