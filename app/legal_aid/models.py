"""Tables of the case itself: the application, its numbers, its decisions. The form is in ``applying.models``."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Index, UniqueConstraint, Uuid, text
from sqlmodel import Field

from app.contracts.categories import CaseCategory
from app.identity.numbers import DocumentKind
from app.kernel.columns import Sensitivity, personal, plain
from app.kernel.database import Table, checked, new_id
from app.kernel.rotation import sealed_column
from app.legal_aid.enums import (
    ApplicationChannel,
    ApplicationStatus,
    DecisionOutcome,
    TerminationGround,
    UrgencyGround,
)

GENERAL, SENSITIVE = Sensitivity.GENERAL, Sensitivity.SENSITIVE
IDENTIFY = "核对申请人身份"
NUMBER = "application.applicant_number_sealed"
RECIPIENT_NUMBER = "application.recipient_number_sealed"
"""Contexts of the sealed document numbers: table and column."""
UUIDS = ARRAY(Uuid())
_ENDED = "'discarded', 'refused', 'withdrawn', 'deemed_withdrawn', 'duplicate', 'archived'"
OPEN_CASE = f"(application.status NOT IN ({_ENDED}))"
"""Cases that staff may still have work with (a termination is to be sent, a closed case to be archived), written
out as in the partial indexes below.
"""


class Application(Table, table=True):
    """One application for legal aid, from the first tap to the archive.

    ``submitted_at`` is the filing date: once set it never changes, not even when another centre takes the case
    over. Name and document of the applicant, and of whom they represent, are copied then: the case is about
    whoever signed it, whatever is declared later. ``agency_path`` repeats the centre's ``tree_path``, which
    never changes, so that reach is checked without another query; a person's own draft has neither.

    Attributes:
        applicant_id: who applies and owns the case; a representative, where the recipient is someone else.
        recipient_name: whom aid is for when the applicant acts for another (法律援助法 40), else empty.
        number_sequence: given at acceptance, counts within centre and year without gaps.
        assignment_id: the attempt to find a lawyer that is under way or was taken (the lawyers' domain).
        lawyer_person_id: the lawyer who accepted the case; ``offer_id`` the offer they accepted.
        handler_id: the officer who works on it.
        recused_ids: staff who stand back (回避); they act on nothing here.
        limitation_on: last day of the limitation or other period that makes it urgent (法律援助法 44).
        closing_on: the closing day (148号令 40).
        version: grows with every change, of a section as of the state.
    """

    __table_args__ = (
        CheckConstraint(
            "status IN ('draft', 'discarded') OR (submitted_at IS NOT NULL AND agency_id IS NOT NULL"
            " AND agency_path IS NOT NULL AND applicant_name IS NOT NULL)",
            name="submitted",
        ),
        CheckConstraint(
            "status IN ('draft', 'discarded') OR channel = 'authority_notice' OR ("
            "applicant_number_sealed IS NOT NULL"
            " AND applicant_document_kind IS NOT NULL AND signature_evidence_id IS NOT NULL)",
            name="signed",
        ),
        CheckConstraint("(agency_id IS NULL) = (agency_path IS NULL)", name="agency"),
        CheckConstraint("(channel = 'self_service') = (entered_by IS NULL)", name="entered"),
        CheckConstraint(
            "(number_year IS NULL) = (number_sequence IS NULL)"
            " AND (number_sequence IS NULL OR agency_id IS NOT NULL)",
            name="number",
        ),
        CheckConstraint(
            "number_sequence IS NOT NULL OR status IN ('draft', 'discarded', 'submitted', 'supplementing',"
            " 'withdrawn', 'deemed_withdrawn', 'duplicate')",
            name="numbered",
        ),
        CheckConstraint(
            "lawyer_person_id IS NOT NULL OR status NOT IN"
            " ('in_handling', 'concluded', 'file_review', 'closed', 'archived')",
            name="lawyer",
        ),
        CheckConstraint("status <> 'offered' OR assignment_id IS NOT NULL", name="assignment"),
        CheckConstraint("(status = 'duplicate') = (duplicate_of IS NOT NULL)", name="duplicate"),
        CheckConstraint("urgency <> '44-1' OR limitation_on IS NOT NULL", name="limitation"),
        UniqueConstraint("agency_id", "number_year", "number_sequence"),
        Index("ix_application_applicant_id_id", "applicant_id", "id"),
        Index("ix_application_agency_id_id", "agency_id", "id"),
        Index("ix_application_agency_id_status_id", "agency_id", "status", "id"),
        Index("ix_application_handler_id_id", "handler_id", "id"),
        Index("ix_application_lawyer_person_id_id", "lawyer_person_id", "id"),
        Index("ix_application_applicant_number_index", "applicant_number_index"),
        Index(
            "ix_application_applicant_name",
            "agency_id",
            "applicant_name",
            "id",
            postgresql_ops={"applicant_name": "text_pattern_ops"},
        ),
        Index(
            "ix_application_recipient_name",
            "agency_id",
            "recipient_name",
            "id",
            postgresql_ops={"recipient_name": "text_pattern_ops"},
            postgresql_where=text("recipient_name IS NOT NULL"),
        ),
        Index(
            "ix_application_submitted",
            "agency_id",
            "submitted_at",
            "id",
            postgresql_where=text("submitted_at IS NOT NULL"),
        ),
        Index("ix_application_handled", "handler_id", postgresql_where=text(f"status NOT IN ({_ENDED})")),
        Index(
            "ix_application_urgent",
            "agency_id",
            postgresql_where=text(f"urgency IS NOT NULL AND status NOT IN ({_ENDED})"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    applicant_id: UUID = Field(foreign_key="person.id")
    category: CaseCategory = Field(sa_type=checked(CaseCategory), sa_column_kwargs=plain())
    channel: ApplicationChannel = Field(
        default=ApplicationChannel.SELF_SERVICE, sa_type=checked(ApplicationChannel), sa_column_kwargs=plain()
    )
    entered_by: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    status: ApplicationStatus = Field(
        default=ApplicationStatus.DRAFT, sa_type=checked(ApplicationStatus), sa_column_kwargs=plain()
    )
    version: int = 1
    agency_id: UUID | None = Field(default=None, foreign_key="agency.id")
    agency_path: str | None = Field(default=None, max_length=740, sa_column_kwargs=plain())
    submitted_at: datetime | None = None
    applicant_name: str | None = Field(
        default=None, max_length=80, sa_column_kwargs=personal(GENERAL, purpose=IDENTIFY)
    )
    applicant_document_kind: DocumentKind | None = Field(
        default=None, sa_type=checked(DocumentKind), sa_column_kwargs=personal(GENERAL, purpose=IDENTIFY)
    )
    applicant_issuing_country: str | None = Field(
        default=None, max_length=3, sa_column_kwargs=personal(GENERAL, purpose=IDENTIFY)
    )
    applicant_number_sealed: str | None = Field(
        default=None, max_length=300, sa_column_kwargs=personal(SENSITIVE, purpose=IDENTIFY)
    )
    applicant_number_index: bytes | None = Field(
        default=None, max_length=32, sa_column_kwargs=personal(SENSITIVE, purpose=IDENTIFY)
    )
    recipient_name: str | None = Field(
        default=None, max_length=80, sa_column_kwargs=personal(GENERAL, purpose=IDENTIFY)
    )
    recipient_document_kind: DocumentKind | None = Field(
        default=None,
        sa_type=checked(DocumentKind, "recipientdocumentkind"),
        sa_column_kwargs=personal(GENERAL, purpose=IDENTIFY),
    )
    recipient_issuing_country: str | None = Field(
        default=None, max_length=3, sa_column_kwargs=personal(GENERAL, purpose=IDENTIFY)
    )
    recipient_number_sealed: str | None = Field(
        default=None, max_length=300, sa_column_kwargs=personal(SENSITIVE, purpose=IDENTIFY)
    )
    signature_evidence_id: UUID | None = Field(default=None, foreign_key="evidence.id", index=True)
    is_group: bool = False
    urgency: UrgencyGround | None = Field(default=None, sa_type=checked(UrgencyGround), sa_column_kwargs=plain())
    limitation_on: date | None = Field(default=None, sa_column_kwargs=plain())
    number_year: int | None = None
    number_sequence: int | None = None
    handler_id: UUID | None = Field(default=None, foreign_key="person.id")
    recused_ids: list[UUID] = Field(default_factory=list, sa_type=UUIDS)
    duplicate_of: UUID | None = Field(default=None, foreign_key="application.id", index=True)
    lawyer_person_id: UUID | None = Field(default=None, foreign_key="person.id")
    offer_id: UUID | None = None
    assignment_id: UUID | None = None
    closing_on: date | None = Field(default=None, sa_column_kwargs=plain())
    created_at: datetime
    updated_at: datetime

    @property
    def owner_id(self) -> UUID | None:
        """The person the case belongs to."""
        return self.applicant_id


class ApplicationCounter(Table, table=True):
    """The last number given by a centre in a year; its row is locked until the number's case commits."""

    __table_args__ = (CheckConstraint("last > 0", name="last"),)

    agency_id: UUID = Field(primary_key=True, foreign_key="agency.id")
    year: int = Field(primary_key=True)
    last: int


class Decision(Table, table=True):
    """A decision of the centre. A refusal or termination has reasons and tells how to object (art. 49)."""

    __table_args__ = (
        CheckConstraint(
            "outcome NOT IN ('refused', 'terminated') OR (reasons IS NOT NULL AND remedy IS NOT NULL)",
            name="reasons",
        ),
        CheckConstraint("(outcome = 'terminated') = (ground IS NOT NULL)", name="ground"),
        Index("ix_decision_application_id_at", "application_id", "at"),
        Index("ix_decision_decided_by", "decided_by"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    application_id: UUID = Field(foreign_key="application.id")
    outcome: DecisionOutcome = Field(sa_type=checked(DecisionOutcome), sa_column_kwargs=plain())
    ground: TerminationGround | None = Field(
        default=None, sa_type=checked(TerminationGround), sa_column_kwargs=plain()
    )
    reasons: str | None = Field(
        default=None, max_length=2000, sa_column_kwargs=personal(SENSITIVE, purpose="说明决定的理由")
    )
    remedy: str | None = Field(default=None, max_length=500, sa_column_kwargs=plain())
    basis: str = Field(max_length=200, sa_column_kwargs=plain())
    decided_by: UUID = Field(foreign_key="person.id")
    at: datetime


sealed_column(Application, "applicant_number_sealed")
sealed_column(Application, "recipient_number_sealed")
