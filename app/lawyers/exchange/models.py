"""Tables of imports: the file as it came, what it would change, and the rows that say so."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Column, Index
from sqlmodel import Field

from app.kernel.columns import INFO_KEY, Personal, Sensitivity, personal, plain
from app.kernel.database import Table, checked, new_id
from app.kernel.rotation import sealed_column
from app.lawyers.enums import ImportStatus, LineOutcome

GENERAL = Sensitivity.GENERAL
CONTENT = "roster_import.content_sealed"
"""Context of the sealed file."""


class RosterImport(Table, table=True):
    """One file of a roster, looked at and then taken over as a whole or not at all.

    Attributes:
        content_sealed: the file itself, compressed; it holds document numbers, and is erased when the import ends.
        fingerprint: of the plan that was shown; an import that would do something else is not done.
        new_count, changed_count, unchanged_count, bad_count: rows by what becomes of them.
        firms: names of firms that would be entered or changed.
        ignored_columns: headings nobody asked for.
        is_outdated: it was to be taken over, and the roster had changed since it was looked at.
    """

    __table_args__ = (
        CheckConstraint(
            "(status IN ('previewed', 'committing')) = (content_sealed IS NOT NULL)", name="content_while_open"
        ),
        CheckConstraint("status NOT IN ('committing', 'committed') OR bad_count = 0", name="all_or_nothing"),
        CheckConstraint("(status = 'committed') = (committed_at IS NOT NULL)", name="committed"),
        Index("ix_roster_import_agency_id", "agency_id", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    agency_id: UUID = Field(foreign_key="agency.id")
    agency_path: str = Field(max_length=400, sa_column_kwargs=plain())
    status: ImportStatus = Field(
        default=ImportStatus.PREVIEWED, sa_type=checked(ImportStatus), sa_column_kwargs=plain()
    )
    uploaded_by: UUID = Field(foreign_key="person.id", index=True)
    uploaded_at: datetime
    committed_by: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    committed_at: datetime | None = None
    content_sealed: str | None = Field(
        default=None, sa_column_kwargs=personal(Sensitivity.SENSITIVE, purpose="按上传的名册登记律师")
    )
    fingerprint: str = Field(max_length=64, sa_column_kwargs=plain())
    row_count: int
    new_count: int
    changed_count: int
    unchanged_count: int
    bad_count: int
    firms: list[str] = Field(sa_column=Column(JSON, nullable=False, info={INFO_KEY: None}))
    ignored_columns: list[str] = Field(sa_column=Column(JSON, nullable=False, info={INFO_KEY: None}))
    is_outdated: bool = False
    updated_at: datetime
    version: int = 1

    @property
    def owner_id(self) -> None:
        """A roster belongs to the centre."""
        return


class RosterImportLine(Table, table=True):
    """A row of the file that is new, changes something or cannot be taken over.

    Attributes:
        row: as the spreadsheet counts.
        changed: keys of the columns whose value changes.
        problems: ``column`` (heading or null), ``rule`` and ``message`` of each.
    """

    import_id: UUID = Field(primary_key=True, foreign_key="roster_import.id", ondelete="CASCADE")
    row: int = Field(primary_key=True)
    outcome: LineOutcome = Field(sa_type=checked(LineOutcome), sa_column_kwargs=plain())
    name: str | None = Field(
        default=None, max_length=80, sa_column_kwargs=personal(GENERAL, purpose="核对要导入的名册")
    )
    changed: list[str] = Field(sa_column=Column(JSON, nullable=False, info={INFO_KEY: None}))
    problems: list[dict[str, Any]] = Field(
        sa_column=Column(JSON, nullable=False, info={INFO_KEY: Personal(GENERAL, "说明名册里哪一行有问题")})
    )


sealed_column(RosterImport, "content_sealed")
