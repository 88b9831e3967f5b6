"""Tables of papers: each paper of an order, and the numbers agencies have given."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint
from sqlmodel import Field

from app.correction.columns import GENERAL, SENSITIVE
from app.correction.papers.codes import CorrectionPaperKind, CorrectionPaperStatus
from app.kernel.columns import personal, plain
from app.kernel.database import Table, checked, new_id
from app.kernel.rotation import sealed_column

CONTENTS = "correction_paper.contents_sealed"
"""Context of the sealed contents: table and column."""


class CorrectionPaper(Table, table=True):
    """One paper. What stands in it is fixed when it is asked for, its bytes when it is issued.

    Attributes:
        agency_id: whose name and seal it bears.
        about_id: what it is about: a leave, a sanction, an authorisation, the order itself; one paper of a kind
            for each, so that asking twice is asking once.
        object_version: the stored version that counts; a link shows that one, whatever came after.
        missing_characters: characters of its contents that no font had; written in by hand.
        failure: why it was not issued, for staff.
    """

    __table_args__ = (
        CheckConstraint(
            "status <> 'issued' OR (issued_at IS NOT NULL AND sha256 IS NOT NULL AND size_bytes IS NOT NULL"
            " AND template_version IS NOT NULL)",
            name="issued",
        ),
        CheckConstraint("status <> 'failed' OR failure IS NOT NULL", name="failed"),
        CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="sha256"),
        CheckConstraint("size_bytes > 0", name="size"),
        UniqueConstraint("order_id", "kind", "about_id"),
        UniqueConstraint("agency_id", "number"),
        Index("ix_correction_paper_person_id", "person_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    order_id: UUID = Field(foreign_key="correction_order.id")
    person_id: UUID = Field(foreign_key="person.id")
    agency_id: UUID = Field(foreign_key="agency.id")
    kind: CorrectionPaperKind = Field(sa_type=checked(CorrectionPaperKind), sa_column_kwargs=plain())
    about_id: UUID
    number: str = Field(max_length=40, sa_column_kwargs=plain())
    contents_sealed: str = Field(sa_type=Text, sa_column_kwargs=personal(SENSITIVE, purpose="制作社区矫正文书"))
    status: CorrectionPaperStatus = Field(
        default=CorrectionPaperStatus.REQUESTED, sa_type=checked(CorrectionPaperStatus), sa_column_kwargs=plain()
    )
    version: int = 1
    template_version: str | None = Field(default=None, max_length=64, sa_column_kwargs=plain())
    sha256: str | None = Field(default=None, max_length=64, sa_column_kwargs=plain())
    size_bytes: int | None = None
    object_key: str = Field(max_length=80, sa_column_kwargs=plain())
    object_version: str | None = Field(default=None, max_length=100, sa_column_kwargs=plain())
    missing_characters: str | None = Field(
        default=None, max_length=200, sa_column_kwargs=personal(GENERAL, purpose="提示需要手写补上的生僻字")
    )
    failure: str | None = Field(default=None, max_length=500, sa_column_kwargs=plain())
    requested_at: datetime
    updated_at: datetime
    issued_at: datetime | None = None

    @property
    def owner_id(self) -> UUID | None:
        """The person it is about."""
        return self.person_id


class CorrectionPaperNumber(Table, table=True):
    """The last number an agency gave to papers of a kind in a year; its row is the lock."""

    __table_args__ = (CheckConstraint("last > 0", name="last"),)

    agency_id: UUID = Field(primary_key=True, foreign_key="agency.id")
    kind: CorrectionPaperKind = Field(
        primary_key=True, sa_type=checked(CorrectionPaperKind), sa_column_kwargs=plain()
    )
    year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    last: int


sealed_column(CorrectionPaper, "contents_sealed")
