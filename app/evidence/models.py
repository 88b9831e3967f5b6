"""Tables of evidence: the matters that files belong to, who may read them, and the files themselves."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, text
from sqlmodel import Field

from app.evidence.enums import EvidenceKind, EvidenceStatus, MediaType, RejectionReason
from app.kernel.columns import Sensitivity, personal, plain
from app.kernel.database import Table, checked, new_id

GENERAL = Sensitivity.GENERAL


class EvidenceMatter(Table, table=True):
    """What files are collected for; its id is given by the domain above (an application's).

    While ``agency_id`` is empty nobody but the owner can see anything: a draft is the applicant's alone.
    From ``closed_at`` on nothing more is taken in; what is there stays.
    """

    matter_id: UUID = Field(primary_key=True)
    owner_id: UUID = Field(foreign_key="person.id", index=True)
    agency_id: UUID | None = Field(default=None, foreign_key="agency.id", index=True)
    opened_at: datetime
    closed_at: datetime | None = None


class EvidenceMatterReader(Table, table=True):
    """A person, such as the lawyer who holds the case, who may read in ``[since, until)``."""

    __table_args__ = (
        CheckConstraint("until IS NULL OR since <= until", name="period"),
        Index(
            "uq_evidence_matter_reader_open",
            "matter_id",
            "person_id",
            unique=True,
            postgresql_where=text("until IS NULL"),
        ),
        Index("ix_evidence_matter_reader_person_id", "person_id", "matter_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    matter_id: UUID = Field(foreign_key="evidence_matter.matter_id")
    person_id: UUID = Field(foreign_key="person.id")
    since: datetime
    until: datetime | None = None


class Evidence(Table, table=True):
    """One file of a matter: what was declared, and what became of it. Rows are never deleted.

    ``object_version`` is the version that was verified; a link shows that one, whatever came after.
    ``captured_at`` is the owner's claim. ``found_type`` is what refused content looked like.
    """

    __table_args__ = (
        CheckConstraint("size_bytes > 0", name="size"),
        CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="sha256"),
        CheckConstraint("length(btrim(name)) > 0", name="name"),
        CheckConstraint("status IN ('declared', 'expired') OR arrived_at IS NOT NULL", name="arrived"),
        CheckConstraint("status <> 'verified' OR verified_at IS NOT NULL", name="verified"),
        CheckConstraint("status <> 'rejected' OR rejection IS NOT NULL", name="rejected"),
        Index("ix_evidence_matter_id_id", "matter_id", "id"),
        Index(
            "uq_evidence_live_file",
            "matter_id",
            "sha256",
            "size_bytes",
            "media_type",
            "kind",
            unique=True,
            postgresql_where=text("status IN ('declared', 'arrived', 'verified')"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    matter_id: UUID = Field(foreign_key="evidence_matter.matter_id")
    owner_id: UUID = Field(foreign_key="person.id", index=True)
    kind: EvidenceKind = Field(sa_type=checked(EvidenceKind), sa_column_kwargs=plain())
    name: str = Field(max_length=100, sa_column_kwargs=personal(GENERAL, purpose="让本人和办案人员认出材料"))
    media_type: MediaType = Field(sa_type=checked(MediaType), sa_column_kwargs=plain())
    size_bytes: int = Field(sa_type=BigInteger)
    sha256: str = Field(max_length=64, sa_column_kwargs=plain())
    object_key: str = Field(max_length=80, sa_column_kwargs=plain())
    object_version: str | None = Field(default=None, max_length=100, sa_column_kwargs=plain())
    status: EvidenceStatus = Field(
        default=EvidenceStatus.DECLARED, sa_type=checked(EvidenceStatus), sa_column_kwargs=plain()
    )
    rejection: RejectionReason | None = Field(
        default=None, sa_type=checked(RejectionReason), sa_column_kwargs=plain()
    )
    found_type: str | None = Field(default=None, max_length=100, sa_column_kwargs=plain())
    captured_at: datetime | None = Field(
        default=None, sa_column_kwargs=personal(GENERAL, purpose="说明材料形成的时间")
    )
    declared_at: datetime
    arrived_at: datetime | None = None
    verified_at: datetime | None = None
    updated_at: datetime
    version: int = 1
