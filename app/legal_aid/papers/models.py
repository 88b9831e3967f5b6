"""Tables of papers: each paper of a case, and the templates agencies put in place of ours."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint
from sqlmodel import Field

from app.kernel.columns import Sensitivity, personal, plain
from app.kernel.database import Table, checked, new_id
from app.kernel.rotation import sealed_column
from app.legal_aid.papers.codes import PaperKind, PaperStatus, TemplateSource

CONTENTS = "official_paper.contents_sealed"
"""Context of the sealed contents: table and column."""
LONGEST_TEMPLATE = 100_000
"""Characters; ours have a few thousand."""


class OfficialPaper(Table, table=True):
    """One paper of a case. What stands in it is fixed when it is requested, its bytes when it is issued.

    Attributes:
        about_id: what it is about: a decision, a notice, an objection, or the case itself; one paper of a kind
            for each, so that the same event handled twice asks for it once.
        sequence: counts the papers of its kind within the case, from 1.
        number: its document number, none where the case has none.
        cause: what made it necessary: the event's name.
        contents_sealed: the typed contents as JSON, sealed.
        signature_evidence_id: the applicant's drawn signature that is placed in it, where it has one.
        template_version: SHA-256 of the template it was made with; ``template_source`` says whose.
        object_version: the stored version; a link shows that one, whatever came after.
        missing_characters: characters of its contents that no font had; written in by hand.
        failure: why it was not issued, for staff.
    """

    __table_args__ = (
        CheckConstraint(
            "status <> 'issued' OR (issued_at IS NOT NULL AND sha256 IS NOT NULL AND size_bytes IS NOT NULL"
            " AND template_version IS NOT NULL AND template_source IS NOT NULL)",
            name="issued",
        ),
        CheckConstraint("status <> 'failed' OR failure IS NOT NULL", name="failed"),
        CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="sha256"),
        CheckConstraint("sequence > 0 AND size_bytes > 0", name="counts"),
        UniqueConstraint("application_id", "kind", "about_id"),
        UniqueConstraint("application_id", "kind", "sequence"),
        Index("ix_official_paper_applicant_id", "applicant_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    application_id: UUID = Field(foreign_key="application.id")
    applicant_id: UUID = Field(foreign_key="person.id")
    kind: PaperKind = Field(sa_type=checked(PaperKind), sa_column_kwargs=plain())
    about_id: UUID
    sequence: int
    number: str | None = Field(default=None, max_length=80, sa_column_kwargs=plain())
    cause: str = Field(max_length=80, sa_column_kwargs=plain())
    contents_sealed: str = Field(
        sa_type=Text, sa_column_kwargs=personal(Sensitivity.SENSITIVE, purpose="制作法律援助文书")
    )
    signature_evidence_id: UUID | None = Field(default=None, foreign_key="evidence.id", index=True)
    status: PaperStatus = Field(
        default=PaperStatus.REQUESTED, sa_type=checked(PaperStatus), sa_column_kwargs=plain()
    )
    version: int = 1
    template_source: TemplateSource | None = Field(
        default=None, sa_type=checked(TemplateSource), sa_column_kwargs=plain()
    )
    template_version: str | None = Field(default=None, max_length=64, sa_column_kwargs=plain())
    sha256: str | None = Field(default=None, max_length=64, sa_column_kwargs=plain())
    size_bytes: int | None = None
    object_key: str = Field(max_length=80, sa_column_kwargs=plain())
    object_version: str | None = Field(default=None, max_length=100, sa_column_kwargs=plain())
    missing_characters: str | None = Field(
        default=None,
        max_length=200,
        sa_column_kwargs=personal(Sensitivity.GENERAL, purpose="提示需要手写补上的生僻字"),
    )
    failure: str | None = Field(default=None, max_length=500, sa_column_kwargs=plain())
    requested_at: datetime
    updated_at: datetime
    issued_at: datetime | None = None

    @property
    def owner_id(self) -> UUID | None:
        """The person the case belongs to."""
        return self.applicant_id


class PaperTemplate(Table, table=True):
    """A template an agency uses in place of ours; it holds for the agencies below too. Old versions stay."""

    __table_args__ = (
        CheckConstraint(f"length(source) BETWEEN 1 AND {LONGEST_TEMPLATE}", name="source"),
        CheckConstraint("version > 0", name="version"),
        Index("ix_paper_template_set_by", "set_by"),
    )

    agency_id: UUID = Field(primary_key=True, foreign_key="agency.id")
    kind: PaperKind = Field(primary_key=True, sa_type=checked(PaperKind), sa_column_kwargs=plain())
    version: int = Field(primary_key=True)
    source: str = Field(sa_type=Text, sa_column_kwargs=plain())
    sha256: str = Field(max_length=64, sa_column_kwargs=plain())
    is_withdrawn: bool = False
    set_by: UUID = Field(foreign_key="person.id")
    set_at: datetime


sealed_column(OfficialPaper, "contents_sealed")
