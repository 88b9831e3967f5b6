"""Tables of review, peer assessment, rating, return visit, subsidy and archive."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, Index, String, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from app.kernel.columns import Sensitivity, personal, plain
from app.kernel.database import Table, checked, new_id
from app.legal_aid.quality.enums import (
    ArchiveStatus,
    FileOutcome,
    PeerReviewStatus,
    QualityGrade,
    RateCode,
    Satisfaction,
    SubsidyStatus,
    VisitWay,
)

GENERAL, SENSITIVE = Sensitivity.GENERAL, Sensitivity.SENSITIVE
REVIEW = "审查结案材料"
ASSESS = "评估办案质量"
VISIT = "回访受援人"
PAY = "计算和发放办案补贴"


class FileReview(Table, table=True):
    """One review of the closing file by the centre (148号令 41): what was missing, or how it was found."""

    __table_args__ = (
        CheckConstraint("(outcome = 'returned') = (cardinality(items) > 0)", name="items"),
        CheckConstraint("(outcome = 'approved') = (grade IS NOT NULL)", name="grade"),
        Index("ix_file_review_application_id_id", "application_id", "id"),
        Index("ix_file_review_reviewed_by", "reviewed_by"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    application_id: UUID = Field(foreign_key="application.id")
    outcome: FileOutcome = Field(sa_type=checked(FileOutcome), sa_column_kwargs=plain())
    items: list[str] = Field(
        default_factory=list, sa_type=ARRAY(String(100)), sa_column_kwargs=personal(GENERAL, purpose=REVIEW)
    )
    notes: str = Field(max_length=2000, sa_column_kwargs=personal(GENERAL, purpose=REVIEW))
    grade: QualityGrade | None = Field(default=None, sa_type=checked(QualityGrade), sa_column_kwargs=plain())
    reviewed_by: UUID = Field(foreign_key="person.id")
    at: datetime


class PeerReview(Table, table=True):
    """A lawyer's assessment of a case that others handled (法律援助法 57): final once graded.

    ``scores`` are the marks on the form ``form_version``: criterion, points (none where it does not apply),
    comment. ``agency_path`` repeats the centre's, for reach.
    """

    __table_args__ = (
        CheckConstraint(
            "(status = 'graded') = (graded_at IS NOT NULL AND scores IS NOT NULL AND total_tenths IS NOT NULL"
            " AND grade IS NOT NULL)",
            name="graded",
        ),
        CheckConstraint("total_tenths BETWEEN 0 AND 1000", name="total"),
        Index(
            "uq_peer_review_reviewer",
            "application_id",
            "reviewer_person_id",
            unique=True,
            postgresql_where=text("status <> 'withdrawn'"),
        ),
        Index("ix_peer_review_reviewer_person_id_id", "reviewer_person_id", "id"),
        Index("ix_peer_review_application_id_id", "application_id", "id"),
        Index("ix_peer_review_appointed_by", "appointed_by"),
        Index("ix_peer_review_agency_id", "agency_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    application_id: UUID = Field(foreign_key="application.id")
    agency_id: UUID = Field(foreign_key="agency.id")
    agency_path: str = Field(max_length=740, sa_column_kwargs=plain())
    reviewer_person_id: UUID = Field(foreign_key="person.id")
    status: PeerReviewStatus = Field(
        default=PeerReviewStatus.APPOINTED, sa_type=checked(PeerReviewStatus), sa_column_kwargs=plain()
    )
    version: int = 1
    form_version: str = Field(max_length=20, sa_column_kwargs=plain())
    scores: list[dict[str, Any]] | None = Field(
        default=None, sa_type=JSONB(none_as_null=True), sa_column_kwargs=personal(GENERAL, purpose=ASSESS)
    )
    total_tenths: int | None = None
    grade: QualityGrade | None = Field(default=None, sa_type=checked(QualityGrade), sa_column_kwargs=plain())
    comment: str | None = Field(default=None, max_length=2000, sa_column_kwargs=personal(GENERAL, purpose=ASSESS))
    appointed_by: UUID = Field(foreign_key="person.id")
    appointed_at: datetime
    graded_at: datetime | None = None
    updated_at: datetime

    @property
    def owner_id(self) -> UUID | None:
        """The lawyer who assesses: whose work it is."""
        return self.reviewer_person_id


class CaseRating(Table, table=True):
    """What the recipient thinks of the lawyer's service; may be changed until the case is archived."""

    __table_args__ = (CheckConstraint("stars BETWEEN 1 AND 5", name="stars"),)

    application_id: UUID = Field(primary_key=True, foreign_key="application.id")
    stars: int
    helpful: list[str] = Field(default_factory=list, sa_type=ARRAY(String(32)), sa_column_kwargs=plain())
    comment: str | None = Field(
        default=None, max_length=2000, sa_column_kwargs=personal(GENERAL, purpose="评价法律援助服务")
    )
    rated_at: datetime
    updated_at: datetime


class ReturnVisit(Table, table=True):
    """One call on the recipient after (or during) the case; not reached means no answers (法律援助法 59)."""

    __table_args__ = (
        CheckConstraint(
            "(is_reached AND satisfaction IS NOT NULL AND knows_result IS NOT NULL"
            " AND was_asked_for_money IS NOT NULL) OR (NOT is_reached AND satisfaction IS NULL"
            " AND knows_result IS NULL AND was_asked_for_money IS NULL)",
            name="answers",
        ),
        Index("ix_return_visit_application_id_id", "application_id", "id"),
        Index("ix_return_visit_visited_by", "visited_by"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    application_id: UUID = Field(foreign_key="application.id")
    visited_on: date = Field(sa_column_kwargs=plain())
    way: VisitWay = Field(sa_type=checked(VisitWay), sa_column_kwargs=plain())
    is_reached: bool
    satisfaction: Satisfaction | None = Field(
        default=None, sa_type=checked(Satisfaction), sa_column_kwargs=personal(GENERAL, purpose=VISIT)
    )
    knows_result: bool | None = None
    was_asked_for_money: bool | None = Field(
        default=None, sa_column_kwargs=personal(SENSITIVE, purpose="查处收取财物的行为")
    )
    notes: str | None = Field(default=None, max_length=2000, sa_column_kwargs=personal(SENSITIVE, purpose=VISIT))
    visited_by: UUID = Field(foreign_key="person.id")
    at: datetime


class SubsidyRate(Table, table=True):
    """One number of an agency's subsidy table, in force from a day on; it holds for the agencies below too.

    What ``value`` counts follows from the code: fen, persons or percent. ``source`` is the document it is in.
    """

    __table_args__ = (CheckConstraint("value >= 0", name="value"),)

    agency_id: UUID = Field(primary_key=True, foreign_key="agency.id")
    code: RateCode = Field(primary_key=True, sa_type=checked(RateCode), sa_column_kwargs=plain())
    effective_from: date = Field(primary_key=True, sa_column_kwargs=plain())
    value: int
    source: str = Field(max_length=200, sa_column_kwargs=plain())
    set_by: UUID
    set_at: datetime


class Subsidy(Table, table=True):
    """What is paid for a case (法律援助法 52), reckoned when it is closed and fixed from then on.

    Without a rate in force it waits as ``no_rate``. ``rates_on`` is the day whose rates were used.
    """

    __table_args__ = (
        CheckConstraint("(status = 'no_rate') = (total_fen IS NULL)", name="reckoned"),
        CheckConstraint("total_fen >= 0", name="total"),
        CheckConstraint("recipients > 0", name="recipients"),
        CheckConstraint(
            "(status = 'paid') = (paid_on IS NOT NULL AND reference IS NOT NULL AND paid_by IS NOT NULL)",
            name="paid",
        ),
        Index("ix_subsidy_paid_by", "paid_by"),
    )

    application_id: UUID = Field(primary_key=True, foreign_key="application.id")
    status: SubsidyStatus = Field(sa_type=checked(SubsidyStatus), sa_column_kwargs=plain())
    service: RateCode = Field(sa_type=checked(RateCode), sa_column_kwargs=plain())
    recipients: int
    is_cross_county: bool
    grade: QualityGrade | None = Field(default=None, sa_type=checked(QualityGrade), sa_column_kwargs=plain())
    rates_on: date = Field(sa_column_kwargs=plain())
    total_fen: int | None = Field(default=None, sa_type=BigInteger)
    reckoned_at: datetime
    paid_on: date | None = Field(default=None, sa_column_kwargs=plain())
    reference: str | None = Field(default=None, max_length=100, sa_column_kwargs=personal(GENERAL, purpose=PAY))
    paid_by: UUID | None = Field(default=None, foreign_key="person.id")


class SubsidyLine(Table, table=True):
    """One step of the reckoning: how much, to which lawyer, and why. The lines add up to the total."""

    __table_args__ = (Index("ix_subsidy_line_payee_id", "payee_id"),)

    application_id: UUID = Field(primary_key=True, foreign_key="subsidy.application_id")
    position: int = Field(primary_key=True)
    code: RateCode = Field(sa_type=checked(RateCode), sa_column_kwargs=plain())
    payee_id: UUID = Field(foreign_key="person.id")
    amount_fen: int = Field(sa_type=BigInteger)
    reason: str = Field(max_length=500, sa_column_kwargs=plain())


class CaseArchive(Table, table=True):
    """The file of a case: one ZIP with a manifest (148号令 42), kept for good while ``retain_until`` is none.

    ``problem`` says what keeps it from being built. ``manifest_sha256`` binds every file in it by its hash.
    """

    __table_args__ = (
        CheckConstraint(
            "(status = 'ready') = (built_at IS NOT NULL AND object_key IS NOT NULL AND sha256 IS NOT NULL"
            " AND manifest_sha256 IS NOT NULL AND size_bytes IS NOT NULL AND file_count IS NOT NULL)",
            name="ready",
        ),
        CheckConstraint("(status = 'failed') = (problem IS NOT NULL)", name="failed"),
        CheckConstraint("sha256 ~ '^[0-9a-f]{64}$' AND manifest_sha256 ~ '^[0-9a-f]{64}$'", name="sha256"),
        Index("ix_case_archive_requested_by", "requested_by"),
    )

    application_id: UUID = Field(primary_key=True, foreign_key="application.id")
    status: ArchiveStatus = Field(
        default=ArchiveStatus.BUILDING, sa_type=checked(ArchiveStatus), sa_column_kwargs=plain()
    )
    requested_by: UUID = Field(foreign_key="person.id")
    requested_at: datetime
    no_visit_reason: str | None = Field(
        default=None, max_length=2000, sa_column_kwargs=personal(GENERAL, purpose="说明没有回访的原因")
    )
    problem: str | None = Field(default=None, max_length=500, sa_column_kwargs=plain())
    object_key: str | None = Field(default=None, max_length=80, sa_column_kwargs=plain())
    object_version: str | None = Field(default=None, max_length=100, sa_column_kwargs=plain())
    size_bytes: int | None = Field(default=None, sa_type=BigInteger)
    file_count: int | None = None
    sha256: str | None = Field(default=None, max_length=64, sa_column_kwargs=plain())
    manifest_sha256: str | None = Field(default=None, max_length=64, sa_column_kwargs=plain())
    built_at: datetime | None = None
    retention: str = Field(max_length=60, sa_column_kwargs=plain())
    retain_until: date | None = Field(default=None, sa_column_kwargs=plain())
