"""Tables of reports: what is owed, what was said, and who made it rarer."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from app.correction.columns import SENSITIVE, SUPERVISE
from app.correction.reports.codes import (
    ChangeKind,
    ExtensionLevel,
    ExtensionStatus,
    ReportChannel,
    ReportDueStatus,
    ReportKind,
    ReportStatus,
)
from app.kernel.columns import personal, plain
from app.kernel.database import Table, checked, new_id

ABOUT = personal(SENSITIVE, purpose=SUPERVISE)
"""What a person said, or the office about them."""


class ReportDue(Table, table=True):
    """A report owed by the end of ``due_on``; at most one of a kind waits.

    ``opens_on`` is the day from which a report counts for it. ``told_at``: the person heard that nothing had come;
    ``explanation`` is what they answered. Its clock runs under its own id.
    """

    __table_args__ = (
        CheckConstraint("opens_on <= due_on", name="period"),
        CheckConstraint("(status = 'waiting') = (closed_at IS NULL)", name="closed"),
        CheckConstraint("(status = 'excused') = (excused_by IS NOT NULL)", name="excused_by"),
        CheckConstraint("(excused_by IS NULL) = (excuse IS NULL)", name="excuse"),
        CheckConstraint("(explanation IS NULL) = (explained_at IS NULL)", name="explained"),
        Index(
            "uq_report_due_waiting", "order_id", "kind", unique=True, postgresql_where=text("status = 'waiting'")
        ),
        Index("ix_report_due_order_id_id", "order_id", "id"),
        Index("ix_report_due_person_id", "person_id"),
        Index("ix_report_due_excused_by", "excused_by"),
        Index("ix_report_due_open", "agency_id", "due_on", postgresql_where=text("status = 'waiting'")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    order_id: UUID = Field(foreign_key="correction_order.id")
    person_id: UUID = Field(foreign_key="person.id")
    agency_id: UUID = Field(foreign_key="agency.id")
    kind: ReportKind = Field(sa_type=checked(ReportKind), sa_column_kwargs=plain())
    opens_on: date = Field(sa_column_kwargs=ABOUT)
    due_on: date = Field(sa_column_kwargs=ABOUT)
    status: ReportDueStatus = Field(
        default=ReportDueStatus.WAITING, sa_type=checked(ReportDueStatus), sa_column_kwargs=plain()
    )
    told_at: datetime | None = None
    explanation: str | None = Field(default=None, max_length=1000, sa_column_kwargs=ABOUT)
    explained_at: datetime | None = None
    excuse: str | None = Field(default=None, max_length=500, sa_column_kwargs=ABOUT)
    excused_by: UUID | None = Field(default=None, foreign_key="person.id")
    closed_at: datetime | None = None
    created_at: datetime


class CorrectionReport(Table, table=True):
    """What a person reported, in writing or as a recording among the order's files.

    ``recorded_by`` is who entered it: the person, or the officer who heard it. It may be asked again once; what
    came then is ``completion``.
    """

    __table_args__ = (
        CheckConstraint("(kind = 'change') = (change IS NOT NULL)", name="change"),
        CheckConstraint("length(btrim(body)) > 0 OR cardinality(evidence_ids) > 0", name="content"),
        CheckConstraint("kind <> 'reexamination' OR length(btrim(hospital)) > 0", name="hospital"),
        CheckConstraint("status <> 'asked_again' OR length(btrim(asked)) > 0", name="asked"),
        CheckConstraint("(status = 'accepted') = (accepted_by IS NOT NULL)", name="accepted"),
        Index("uq_correction_report_due_id", "due_id", unique=True),
        Index("ix_correction_report_order_id_id", "order_id", "id"),
        Index("ix_correction_report_person_id", "person_id"),
        Index("ix_correction_report_recorded_by", "recorded_by"),
        Index("ix_correction_report_accepted_by", "accepted_by"),
        Index("ix_correction_report_agency_id", "agency_id", "id"),
        Index("ix_correction_report_to_review", "agency_id", postgresql_where=text("status = 'handed_in'")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    order_id: UUID = Field(foreign_key="correction_order.id")
    person_id: UUID = Field(foreign_key="person.id")
    agency_id: UUID = Field(foreign_key="agency.id")
    agency_path: str = Field(max_length=740, sa_column_kwargs=plain())
    due_id: UUID | None = Field(default=None, foreign_key="report_due.id")
    kind: ReportKind = Field(sa_type=checked(ReportKind), sa_column_kwargs=plain())
    change: ChangeKind | None = Field(default=None, sa_type=checked(ChangeKind), sa_column_kwargs=ABOUT)
    body: str | None = Field(default=None, max_length=5000, sa_column_kwargs=ABOUT)
    hospital: str | None = Field(default=None, max_length=100, sa_column_kwargs=ABOUT)
    evidence_ids: list[UUID] = Field(sa_column=Column(ARRAY(Uuid()), nullable=False))
    channel: ReportChannel = Field(sa_type=checked(ReportChannel), sa_column_kwargs=plain())
    recorded_by: UUID = Field(foreign_key="person.id")
    handed_in_at: datetime
    is_late: bool
    status: ReportStatus = Field(
        default=ReportStatus.HANDED_IN, sa_type=checked(ReportStatus), sa_column_kwargs=plain()
    )
    asked: str | None = Field(default=None, max_length=1000, sa_column_kwargs=ABOUT)
    asked_at: datetime | None = None
    completion: str | None = Field(default=None, max_length=5000, sa_column_kwargs=ABOUT)
    completed_at: datetime | None = None
    note: str | None = Field(default=None, max_length=1000, sa_column_kwargs=ABOUT)
    accepted_by: UUID | None = Field(default=None, foreign_key="person.id")
    updated_at: datetime
    version: int = 1

    @property
    def owner_id(self) -> UUID | None:
        """Whose report it is."""
        return self.person_id


class ReportExtension(Table, table=True):
    """Health reports or re-examinations less often, for a time: who asked why, which level approved it.

    ``interval_months`` is the whole interval from then on. The approval of a province is entered with its
    document's number; the procuratorate is told of every one (办法 24).
    """

    __table_args__ = (
        CheckConstraint("kind IN ('health', 'reexamination')", name="kind"),
        CheckConstraint("interval_months BETWEEN 1 AND 24", name="interval"),
        CheckConstraint("from_on <= until_on", name="period"),
        CheckConstraint("(status IN ('granted', 'refused')) = (decided_by IS NOT NULL)", name="decided"),
        CheckConstraint(
            "level <> 'province' OR status <> 'granted' OR length(btrim(document_number)) > 0", name="document"
        ),
        CheckConstraint("(procuratorate_told_on IS NULL) = (told_by IS NULL)", name="told"),
        Index(
            "uq_report_extension_asked", "order_id", "kind", unique=True, postgresql_where=text("status = 'asked'")
        ),
        Index("ix_report_extension_order_id_id", "order_id", "id"),
        Index("ix_report_extension_agency_id", "agency_id", "id"),
        Index("ix_report_extension_person_id", "person_id"),
        Index("ix_report_extension_asked_by", "asked_by"),
        Index("ix_report_extension_to_decide", "agency_id", postgresql_where=text("status = 'asked'")),
        Index("ix_report_extension_decided_by", "decided_by"),
        Index("ix_report_extension_told_by", "told_by"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    order_id: UUID = Field(foreign_key="correction_order.id")
    person_id: UUID = Field(foreign_key="person.id")
    agency_id: UUID = Field(foreign_key="agency.id")
    agency_path: str = Field(max_length=740, sa_column_kwargs=plain())
    kind: ReportKind = Field(sa_type=checked(ReportKind), sa_column_kwargs=plain())
    interval_months: int
    level: ExtensionLevel = Field(sa_type=checked(ExtensionLevel), sa_column_kwargs=plain())
    ground: str = Field(max_length=1000, sa_column_kwargs=ABOUT)
    from_on: date = Field(sa_column_kwargs=ABOUT)
    until_on: date = Field(sa_column_kwargs=ABOUT)
    status: ExtensionStatus = Field(
        default=ExtensionStatus.ASKED, sa_type=checked(ExtensionStatus), sa_column_kwargs=plain()
    )
    asked_by: UUID = Field(foreign_key="person.id")
    decided_by: UUID | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    reason: str | None = Field(default=None, max_length=1000, sa_column_kwargs=ABOUT)
    document_number: str | None = Field(default=None, max_length=60, sa_column_kwargs=plain())
    procuratorate_told_on: date | None = Field(default=None, sa_column_kwargs=plain())
    told_by: UUID | None = Field(default=None, foreign_key="person.id")
    created_at: datetime
    updated_at: datetime
    version: int = 1

    @property
    def owner_id(self) -> UUID | None:
        """Whose reports it is about."""
        return self.person_id
