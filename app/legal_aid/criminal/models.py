"""Tables of cases that an authority notified, and of duty lawyers' help."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from app.identity.numbers import DocumentKind
from app.kernel.columns import Sensitivity, personal, plain
from app.kernel.database import Table, checked, new_id
from app.kernel.rotation import sealed_column
from app.legal_aid.applying.models import codes_of, only_codes
from app.legal_aid.criminal.enums import DutyPlaceKind, FollowUpKind, HelpKind, NotificationGround
from app.legal_aid.eligibility.codes import CriminalStage, ForumKind

GENERAL, SENSITIVE = Sensitivity.GENERAL, Sensitivity.SENSITIVE
NOTIFIED = "办理办案机关通知的案件"
HELP = "记录值班律师提供的帮助"
DUTY_NUMBER = "duty_help.person_number_sealed"
"""Context of the sealed number of whom a duty lawyer helped."""


def _authority(column: str) -> str:
    kinds: tuple[StrEnum, ...] = (ForumKind.COURT, ForumKind.PROCURATORATE, ForumKind.POLICE)
    return f"{column} IN ({', '.join(repr(kind.value) for kind in kinds)})"


class AuthorityNotice(Table, table=True):
    """The notice by which a court, procuratorate or police asked for a lawyer (法律援助法 25, 28, 36).

    What the case is about stands in its criminal section; this is the notice as it came.

    Attributes:
        reference_key: the authority's case number as it is compared: one width, letters and digits alone.
        grounds: sorted by code.
        basis_arose_on: when the authority found the ground; the three days it has to notify follow.
    """

    __table_args__ = (
        only_codes("grounds", NotificationGround),
        CheckConstraint("cardinality(grounds) > 0", name="grounded"),
        CheckConstraint(_authority("authority_kind"), name="authority"),
        Index("ix_authority_notice_agency_id_reference_key", "agency_id", "reference_key"),
        Index("ix_authority_notice_agency_id_notified_at", "agency_id", "notified_at"),
    )

    application_id: UUID = Field(primary_key=True, foreign_key="application.id")
    agency_id: UUID = Field(foreign_key="agency.id")
    authority_kind: ForumKind = Field(sa_type=checked(ForumKind), sa_column_kwargs=plain())
    authority_name: str = Field(max_length=60, sa_column_kwargs=plain())
    case_number: str = Field(max_length=100, sa_column_kwargs=personal(GENERAL, purpose="与办案机关联系"))
    reference_key: str = Field(max_length=100, sa_column_kwargs=personal(GENERAL, purpose="发现重复的通知"))
    person_name: str = Field(max_length=80, sa_column_kwargs=personal(GENERAL, purpose=NOTIFIED))
    stage: CriminalStage = Field(sa_type=checked(CriminalStage), sa_column_kwargs=plain())
    grounds: list[NotificationGround] = Field(
        sa_type=codes_of(NotificationGround), sa_column_kwargs=personal(SENSITIVE, purpose=NOTIFIED)
    )
    basis_arose_on: date | None = Field(default=None, sa_column_kwargs=plain())
    notified_at: datetime


class AuthorityInforming(Table, table=True):
    """The centre told the authority who the lawyer is (法律援助法 36); again after each replacement."""

    __table_args__ = (UniqueConstraint("application_id", "lawyer_person_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    application_id: UUID = Field(foreign_key="application.id")
    lawyer_person_id: UUID = Field(foreign_key="person.id", index=True)
    informed_on: date = Field(sa_column_kwargs=plain())
    by: UUID = Field(foreign_key="person.id", index=True)
    at: datetime


class AuthorityFollowUp(Table, table=True):
    """What the authority told the centre after its notice: append-only."""

    __table_args__ = (
        CheckConstraint("(kind = 'next_stage') = (stage IS NOT NULL)", name="stage"),
        Index("ix_authority_follow_up_application_id_at", "application_id", "at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    application_id: UUID = Field(foreign_key="application.id")
    kind: FollowUpKind = Field(sa_type=checked(FollowUpKind), sa_column_kwargs=plain())
    told_on: date = Field(sa_column_kwargs=plain())
    stage: CriminalStage | None = Field(default=None, sa_type=checked(CriminalStage), sa_column_kwargs=plain())
    note: str | None = Field(default=None, max_length=500, sa_column_kwargs=personal(SENSITIVE, purpose=NOTIFIED))
    by: UUID = Field(foreign_key="person.id", index=True)
    at: datetime


class DutyHelp(Table, table=True):
    """Help that a duty lawyer gave to somebody without counsel (法律援助法 14, 30, 37). Never edited.

    Its id is the matter under which its papers are kept.

    Attributes:
        handed_over_at: when the person gave an application to be passed on: the 24 hours begin (art. 39).
        application_id: the draft that the centre opened from it.
    """

    __table_args__ = (
        CheckConstraint(f"authority_kind IS NULL OR {_authority('authority_kind')}", name="authority"),
        CheckConstraint("(authority_kind IS NULL) = (authority_name IS NULL)", name="authority_name"),
        CheckConstraint("(person_document_kind IS NULL) = (person_number_sealed IS NULL)", name="document"),
        CheckConstraint("application_id IS NULL OR handed_over_at IS NOT NULL", name="forwarded"),
        Index("ix_duty_help_lawyer_person_id_helped_at", "lawyer_person_id", "helped_at", "id"),
        Index("ix_duty_help_agency_id_helped_at", "agency_id", "helped_at", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    lawyer_person_id: UUID = Field(foreign_key="person.id")
    agency_id: UUID = Field(foreign_key="agency.id")
    helped_at: datetime
    place_kind: DutyPlaceKind = Field(sa_type=checked(DutyPlaceKind), sa_column_kwargs=plain())
    place_name: str = Field(max_length=100, sa_column_kwargs=plain())
    authority_kind: ForumKind | None = Field(default=None, sa_type=checked(ForumKind), sa_column_kwargs=plain())
    authority_name: str | None = Field(default=None, max_length=100, sa_column_kwargs=plain())
    person_name: str = Field(max_length=80, sa_column_kwargs=personal(SENSITIVE, purpose=HELP))
    person_document_kind: DocumentKind | None = Field(
        default=None, sa_type=checked(DocumentKind), sa_column_kwargs=personal(GENERAL, purpose=HELP)
    )
    person_issuing_country: str | None = Field(
        default=None, max_length=3, sa_column_kwargs=personal(GENERAL, purpose=HELP)
    )
    person_number_sealed: str | None = Field(
        default=None, max_length=300, sa_column_kwargs=personal(SENSITIVE, purpose=HELP)
    )
    notes: str | None = Field(default=None, max_length=2000, sa_column_kwargs=personal(SENSITIVE, purpose=HELP))
    handed_over_at: datetime | None = None
    application_id: UUID | None = Field(default=None, foreign_key="application.id", unique=True)
    created_at: datetime


class DutyHelpKind(Table, table=True):
    """One kind of help given on one occasion."""

    duty_help_id: UUID = Field(primary_key=True, foreign_key="duty_help.id")
    kind: HelpKind = Field(primary_key=True, sa_type=checked(HelpKind), sa_column_kwargs=plain())


sealed_column(DutyHelp, "person_number_sealed")
