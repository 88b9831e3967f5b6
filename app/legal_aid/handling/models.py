"""Tables of handling: the agreement, the log, requests for another lawyer, the outcome."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, Index, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from app.kernel.columns import Sensitivity, personal, plain
from app.kernel.database import Table, checked, new_id
from app.legal_aid.handling.enums import (
    AgreementAuthority,
    ClosingBasis,
    EntryKind,
    ExcuseGround,
    OutcomeKind,
    ReplacementGround,
    ReplacementOutcome,
)

GENERAL, SENSITIVE = Sensitivity.GENERAL, Sensitivity.SENSITIVE
HANDLE = "办理法律援助案件"
REPLACE = "决定是否更换律师"
UUIDS = ARRAY(Uuid())


class HandlingAgreement(Table, table=True):
    """委托协议 and 授权委托书 of one lawyer's handling, or why they could not be signed in time (148号令 27).

    One row an offer, so that a lawyer who follows another signs anew. An excuse may be followed by the
    agreement itself.
    """

    __table_args__ = (
        CheckConstraint("(signed_on IS NULL) = (authority IS NULL)", name="signed"),
        CheckConstraint("(excuse IS NULL) = (excuse_reason IS NULL)", name="excused"),
        CheckConstraint("signed_on IS NOT NULL OR excuse IS NOT NULL", name="content"),
        CheckConstraint("signed_on IS NULL OR cardinality(evidence_ids) > 0", name="evidence"),
        Index("ix_handling_agreement_application_id", "application_id"),
        Index("ix_handling_agreement_lawyer_person_id", "lawyer_person_id"),
    )

    offer_id: UUID = Field(primary_key=True)
    application_id: UUID = Field(foreign_key="application.id")
    lawyer_person_id: UUID = Field(foreign_key="person.id")
    signed_on: date | None = Field(default=None, sa_column_kwargs=plain())
    authority: AgreementAuthority | None = Field(
        default=None, sa_type=checked(AgreementAuthority), sa_column_kwargs=plain()
    )
    evidence_ids: list[UUID] = Field(default_factory=list, sa_type=UUIDS)
    excuse: ExcuseGround | None = Field(default=None, sa_type=checked(ExcuseGround), sa_column_kwargs=plain())
    excuse_reason: str | None = Field(
        default=None, max_length=2000, sa_column_kwargs=personal(SENSITIVE, purpose=HANDLE)
    )
    recorded_at: datetime


class HandlingEntry(Table, table=True):
    """One entry of the handling log; never changed: a correction is a new entry that names the old one.

    ``content`` is one of the shapes in :mod:`~app.legal_aid.handling.contents`, by ``kind``. ``happened_at``
    lies ahead for hearings alone.
    """

    __table_args__ = (
        Index("ix_handling_entry_application_id_id", "application_id", "id"),
        Index("ix_handling_entry_author_id", "author_id"),
        Index("uq_handling_entry_corrects_id", "corrects_id", unique=True),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    application_id: UUID = Field(foreign_key="application.id")
    kind: EntryKind = Field(sa_type=checked(EntryKind), sa_column_kwargs=plain())
    happened_at: datetime
    entered_at: datetime
    author_id: UUID = Field(foreign_key="person.id")
    visible_to_recipient: bool
    content: dict[str, Any] = Field(sa_type=JSONB, sa_column_kwargs=personal(SENSITIVE, purpose=HANDLE))
    evidence_ids: list[UUID] = Field(default_factory=list, sa_type=UUIDS)
    corrects_id: UUID | None = Field(default=None, foreign_key="handling_entry.id")


class ReplacementRequest(Table, table=True):
    """A request for another lawyer, by the recipient or by the lawyer (法律援助法 55; 148号令 37, 38)."""

    __table_args__ = (
        CheckConstraint("(decided_at IS NULL) = (outcome IS NULL)", name="decision"),
        CheckConstraint(
            "outcome IS NULL OR outcome = 'lapsed' OR decided_by IS NOT NULL",
            name="decider",
        ),
        CheckConstraint("outcome <> 'refused' OR decision_reasons IS NOT NULL", name="refusal"),
        CheckConstraint("ground <> 'not_performing' OR cardinality(evidence_ids) > 0", name="evidence"),
        Index(
            "uq_replacement_request_open",
            "application_id",
            unique=True,
            postgresql_where=text("decided_at IS NULL"),
        ),
        Index("ix_replacement_request_application_id_id", "application_id", "id"),
        Index("ix_replacement_request_lawyer_person_id", "lawyer_person_id"),
        Index("ix_replacement_request_requested_by", "requested_by"),
        Index("ix_replacement_request_decided_by", "decided_by"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    application_id: UUID = Field(foreign_key="application.id")
    lawyer_person_id: UUID = Field(foreign_key="person.id")
    requested_by: UUID = Field(foreign_key="person.id")
    ground: ReplacementGround = Field(sa_type=checked(ReplacementGround), sa_column_kwargs=plain())
    reasons: str = Field(max_length=2000, sa_column_kwargs=personal(SENSITIVE, purpose=REPLACE))
    evidence_ids: list[UUID] = Field(default_factory=list, sa_type=UUIDS)
    filed_at: datetime
    decided_at: datetime | None = None
    decided_by: UUID | None = Field(default=None, foreign_key="person.id")
    outcome: ReplacementOutcome | None = Field(
        default=None, sa_type=checked(ReplacementOutcome), sa_column_kwargs=plain()
    )
    decision_reasons: str | None = Field(
        default=None, max_length=2000, sa_column_kwargs=personal(SENSITIVE, purpose=REPLACE)
    )


class CaseOutcome(Table, table=True):
    """How a case ended, and the lawyer's report for the file (法律援助法 50; 148号令 40). Amounts in fen."""

    __table_args__ = (
        CheckConstraint("recovered_fen >= 0 AND avoided_loss_fen >= 0", name="amounts"),
        CheckConstraint("(report IS NULL) = (handed_in_at IS NULL)", name="report"),
    )

    application_id: UUID = Field(primary_key=True, foreign_key="application.id")
    kind: OutcomeKind = Field(sa_type=checked(OutcomeKind), sa_column_kwargs=personal(SENSITIVE, purpose=HANDLE))
    recovered_fen: int = Field(sa_type=BigInteger, sa_column_kwargs=personal(GENERAL, purpose=HANDLE))
    avoided_loss_fen: int = Field(sa_type=BigInteger, sa_column_kwargs=personal(GENERAL, purpose=HANDLE))
    basis: ClosingBasis = Field(sa_type=checked(ClosingBasis), sa_column_kwargs=plain())
    closing_on: date = Field(sa_column_kwargs=plain())
    evidence_ids: list[UUID] = Field(default_factory=list, sa_type=UUIDS)
    summary: str = Field(max_length=2000, sa_column_kwargs=personal(SENSITIVE, purpose=HANDLE))
    report: str | None = Field(default=None, max_length=5000, sa_column_kwargs=personal(SENSITIVE, purpose=HANDLE))
    handed_in_at: datetime | None = None
    updated_at: datetime


class OutcomeShare(Table, table=True):
    """What one member of a group claim got, in fen; the shares of a case sum to what was recovered."""

    __table_args__ = (
        CheckConstraint("recovered_fen >= 0", name="amount"),
        Index("ix_outcome_share_member_id", "member_id"),
    )

    application_id: UUID = Field(primary_key=True, foreign_key="application.id")
    member_id: UUID = Field(primary_key=True, foreign_key="group_member.id")
    recovered_fen: int = Field(sa_type=BigInteger, sa_column_kwargs=personal(SENSITIVE, purpose=HANDLE))
