"""Tables of bundles: what was asked for, in which order, and what was made of it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, text
from sqlmodel import Field

from app.evidence.bundles.enums import BundlePurpose, BundleStatus
from app.kernel.columns import Sensitivity, personal, plain
from app.kernel.database import Table, checked, new_id

GENERAL = Sensitivity.GENERAL


class EvidenceBundle(Table, table=True):
    """Evidence of a matter as one ZIP for a court. What is ready is kept, and made anew rather than changed."""

    __table_args__ = (
        CheckConstraint(
            "status <> 'ready' OR"
            " num_nulls(object_key, sha256, manifest_sha256, size_bytes, page_count, made_at) = 0",
            name="ready",
        ),
        CheckConstraint("status <> 'failed' OR problem IS NOT NULL", name="failed"),
        CheckConstraint("length(btrim(title)) > 0", name="title"),
        Index("ix_evidence_bundle_matter_id_id", "matter_id", "id"),
        Index(
            "uq_evidence_bundle_in_progress",
            "matter_id",
            unique=True,
            postgresql_where=text("status = 'asked'"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    matter_id: UUID = Field(foreign_key="evidence_matter.matter_id")
    asked_by: UUID = Field(foreign_key="person.id", index=True)
    asked_at: datetime
    title: str = Field(max_length=100, sa_column_kwargs=personal(GENERAL, purpose="说明卷宗是哪件事的"))
    purpose: BundlePurpose = Field(sa_type=checked(BundlePurpose), sa_column_kwargs=plain())
    status: BundleStatus = Field(
        default=BundleStatus.ASKED, sa_type=checked(BundleStatus), sa_column_kwargs=plain()
    )
    problem: str | None = Field(
        default=None, max_length=500, sa_column_kwargs=personal(GENERAL, purpose="说明卷宗为什么没有做成")
    )
    object_key: str | None = Field(default=None, max_length=80, sa_column_kwargs=plain())
    object_version: str | None = Field(default=None, max_length=100, sa_column_kwargs=plain())
    size_bytes: int | None = Field(default=None, sa_type=BigInteger)
    sha256: str | None = Field(default=None, max_length=64, sa_column_kwargs=plain())
    manifest_sha256: str | None = Field(default=None, max_length=64, sa_column_kwargs=plain())
    page_count: int | None = None
    made_at: datetime | None = None


class EvidenceBundleItem(Table, table=True):
    """One file of a bundle, at its place in the order, from 1."""

    __table_args__ = (
        CheckConstraint("position > 0", name="position"),
        Index("uq_evidence_bundle_item_file", "bundle_id", "evidence_id", unique=True),
    )

    bundle_id: UUID = Field(foreign_key="evidence_bundle.id", primary_key=True)
    position: int = Field(primary_key=True)
    evidence_id: UUID = Field(foreign_key="evidence.id", index=True)
