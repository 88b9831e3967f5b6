"""Tables of evidence: the matters that files belong to, who may read them, and the files themselves."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, Column, Index, Uuid, text
from sqlmodel import Field

from app.evidence.enums import EvidenceKind, EvidenceStatus, MediaType, RejectionReason, ScanStatus
from app.evidence.previews.enums import PreviewStatus
from app.kernel.columns import INFO_KEY, Sensitivity, personal, plain
from app.kernel.database import Table, checked, new_id
from app.kernel.geo import Datum

GENERAL, SENSITIVE = Sensitivity.GENERAL, Sensitivity.SENSITIVE


class EvidenceMatter(Table, table=True):
    """What files are collected for; its id is given by the domain above (an application's).

    While ``agency_id`` is empty nobody but the owner can see anything: a draft is the applicant's alone.
    From ``closed_at`` on nothing more is taken in; what is there stays. Where ``officer_ids`` is given, of the
    agency's officers these alone see the files (a closed file), and those who decide above them.
    """

    matter_id: UUID = Field(primary_key=True)
    owner_id: UUID = Field(foreign_key="person.id", index=True)
    agency_id: UUID | None = Field(default=None, foreign_key="agency.id", index=True)
    officer_ids: list[UUID] | None = Field(
        default=None, sa_column=Column(ARRAY(Uuid()), nullable=True, info={INFO_KEY: None})
    )
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
    ``captured_at`` and the place of capture are the owner's claims, as is what it ``proves``, over which period
    and amount. ``found_type`` is what refused content looked like. ``upload_id`` is there while a file arrives in
    parts of ``part_bytes``. Storage keeps the version until ``retained_until``, whoever asks for its deletion.
    """

    __table_args__ = (
        CheckConstraint("size_bytes > 0", name="size"),
        CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="sha256"),
        CheckConstraint("length(btrim(name)) > 0", name="name"),
        CheckConstraint(
            "status IN ('declared', 'expired', 'withdrawn') OR arrived_at IS NOT NULL", name="arrived"
        ),
        CheckConstraint("status <> 'verified' OR verified_at IS NOT NULL", name="verified"),
        CheckConstraint("status <> 'rejected' OR rejection IS NOT NULL", name="rejected"),
        CheckConstraint("status <> 'withdrawn' OR withdrawal_reason IS NOT NULL", name="withdrawn"),
        CheckConstraint(
            "num_nulls(captured_latitude_deg, captured_longitude_deg, captured_datum) IN (0, 3)", name="place"
        ),
        CheckConstraint("period_from <= period_to", name="period"),
        CheckConstraint("amount_fen >= 0", name="amount"),
        CheckConstraint("(upload_id IS NULL) = (part_bytes IS NULL)", name="parts"),
        Index("ix_evidence_matter_id_id", "matter_id", "id"),
        Index("ix_evidence_unscanned", "id", postgresql_where=text("scan = 'scanner_down'")),
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
    captured_latitude_deg: float | None = Field(
        default=None, sa_column_kwargs=personal(SENSITIVE, purpose="说明材料形成的地点")
    )
    captured_longitude_deg: float | None = Field(
        default=None, sa_column_kwargs=personal(SENSITIVE, purpose="说明材料形成的地点")
    )
    captured_datum: Datum | None = Field(default=None, sa_type=checked(Datum), sa_column_kwargs=plain())
    proves: str | None = Field(
        default=None, max_length=200, sa_column_kwargs=personal(GENERAL, purpose="说明材料证明什么")
    )
    period_from: date | None = Field(
        default=None, sa_column_kwargs=personal(GENERAL, purpose="说明材料涉及的期间")
    )
    period_to: date | None = Field(default=None, sa_column_kwargs=personal(GENERAL, purpose="说明材料涉及的期间"))
    amount_fen: int | None = Field(
        default=None, sa_type=BigInteger, sa_column_kwargs=personal(GENERAL, purpose="说明材料涉及的金额")
    )
    upload_id: str | None = Field(default=None, max_length=300, sa_column_kwargs=plain())
    part_bytes: int | None = None
    scan: ScanStatus = Field(default=ScanStatus.NOT_SET_UP, sa_type=checked(ScanStatus), sa_column_kwargs=plain())
    scanned_at: datetime | None = None
    preview: PreviewStatus = Field(
        default=PreviewStatus.NONE, sa_type=checked(PreviewStatus), sa_column_kwargs=plain()
    )
    retained_until: datetime | None = None
    withdrawal_reason: str | None = Field(
        default=None, max_length=200, sa_column_kwargs=personal(GENERAL, purpose="说明为什么撤回")
    )
    withdrawn_at: datetime | None = None
    declared_at: datetime
    arrived_at: datetime | None = None
    verified_at: datetime | None = None
    updated_at: datetime
    version: int = 1
