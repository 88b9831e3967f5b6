"""Tables of sharing: who opened a file and what for, and which other agency may read files, until when."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from app.evidence.sharing.enums import OpeningPurpose, SharingPurpose
from app.kernel.actor import Role
from app.kernel.columns import Sensitivity, personal, plain
from app.kernel.database import Table, checked, new_id

GENERAL = Sensitivity.GENERAL


class EvidenceOpening(Table, table=True):
    """Somebody opened a file, in which capacity and what for. Append-only: the database refuses to rewrite it."""

    __table_args__ = (Index("ix_evidence_opening_evidence_id_id", "evidence_id", "id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    evidence_id: UUID = Field(foreign_key="evidence.id")
    person_id: UUID = Field(foreign_key="person.id", index=True)
    role: Role = Field(sa_type=checked(Role), sa_column_kwargs=plain())
    agency_id: UUID | None = Field(default=None, foreign_key="agency.id", index=True)
    purpose: OpeningPurpose = Field(sa_type=checked(OpeningPurpose), sa_column_kwargs=plain())
    note: str | None = Field(
        default=None, max_length=200, sa_column_kwargs=personal(GENERAL, purpose="说明为什么打开材料")
    )
    at: datetime


class EvidenceSharing(Table, table=True):
    """``agency_id`` may read files of the matter in ``[since, until)``, or until ``ended_at`` if that is earlier.

    ``granted_by_agency_id`` is whose matter it was then: once it belongs to another agency, the sharing is void.
    With ``is_whole`` all evidence is read, later files too, but no signature; otherwise what
    :class:`EvidenceSharingFile` names.
    """

    __table_args__ = (
        CheckConstraint("since < until", name="period"),
        CheckConstraint("since <= ended_at", name="ended"),
        CheckConstraint("ended_by IS NULL OR ended_at IS NOT NULL", name="ended_by"),
        CheckConstraint("agency_id <> granted_by_agency_id", name="other"),
        CheckConstraint("length(btrim(reason)) > 0", name="reason"),
        Index("ix_evidence_sharing_matter_id_id", "matter_id", "id"),
        Index("ix_evidence_sharing_agency_id_id", "agency_id", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    matter_id: UUID = Field(foreign_key="evidence_matter.matter_id")
    agency_id: UUID = Field(foreign_key="agency.id")
    granted_by_agency_id: UUID = Field(foreign_key="agency.id", index=True)
    granted_by: UUID = Field(foreign_key="person.id", index=True)
    purpose: SharingPurpose = Field(sa_type=checked(SharingPurpose), sa_column_kwargs=plain())
    reason: str = Field(max_length=200, sa_column_kwargs=personal(GENERAL, purpose="说明为什么共享材料"))
    is_whole: bool
    since: datetime
    until: datetime
    ended_at: datetime | None = None
    ended_by: UUID | None = Field(default=None, foreign_key="person.id", index=True)


class EvidenceSharingFile(Table, table=True):
    """One file of a sharing that is not of the whole matter."""

    sharing_id: UUID = Field(foreign_key="evidence_sharing.id", primary_key=True)
    evidence_id: UUID = Field(foreign_key="evidence.id", primary_key=True, index=True)
