"""Tables of leave: what was asked, who decided, what the person away owes and told, what was filed."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Column, Index, String, Uuid, text
from sqlmodel import Field

from app.correction.columns import CHECK, SENSITIVE
from app.correction.enums import ApprovedAreaSource
from app.correction.leave.codes import (
    CrossingPermitStatus,
    FilingKind,
    LeaveDutyKind,
    LeaveLevel,
    LeaveReason,
    LeaveReportKind,
    LeaveStatus,
)
from app.kernel.columns import INFO_KEY, personal, plain
from app.kernel.database import Table, checked, new_id

LEAVE = "社区矫正外出管理"


def file_ids() -> Column[list[UUID]]:
    """Ids of evidence of the order's matter."""
    return Column(ARRAY(Uuid), nullable=False, info={INFO_KEY: None})


class LeaveRequest(Table, table=True):
    """One absence from the city or county, asked for and decided (社区矫正法 27; 办法 26-28).

    ``county_path`` and ``upper_path`` are paths of the nearest agencies above the office that serve the county
    and the level above it, so that whoever decides is known from the row. ``return_by`` is the instant until
    which the person is to be back; an order to return moves it. ``extends_id`` names the leave that this one
    goes on from. ``superior_reference`` is the document of a superior that decides outside this system.
    """

    __table_args__ = (
        CheckConstraint("first_on <= last_on", name="period"),
        CheckConstraint("length(btrim(explanation)) > 0", name="explanation"),
        CheckConstraint("(decided_by IS NULL) = (decided_at IS NULL)", name="decided"),
        CheckConstraint(
            "decided_by IS NOT NULL OR status IN "
            "('awaiting_office', 'awaiting_county', 'awaiting_upper', 'withdrawn', 'lapsed', 'cancelled')",
            name="decided_by_person",
        ),
        CheckConstraint("status <> 'refused' OR length(btrim(decision_reason)) > 0", name="refusal"),
        CheckConstraint("(returned_on IS NULL) = (returned_at IS NULL)", name="returned"),
        CheckConstraint("status NOT IN ('returned', 'closed') OR returned_on IS NOT NULL", name="came_back"),
        Index("ix_leave_request_order_id_first_on", "order_id", "first_on"),
        Index("ix_leave_request_person_id_id", "person_id", "id"),
        Index("ix_leave_request_agency_id_status_id", "agency_id", "status", "id"),
        Index("ix_leave_request_extends_id", "extends_id"),
        Index("ix_leave_request_requested_by", "requested_by"),
        Index("ix_leave_request_decided_by", "decided_by"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    order_id: UUID = Field(foreign_key="correction_order.id")
    person_id: UUID = Field(foreign_key="person.id")
    agency_id: UUID = Field(foreign_key="agency.id")
    agency_path: str = Field(max_length=740, sa_column_kwargs=plain())
    county_path: str | None = Field(default=None, max_length=740, sa_column_kwargs=plain())
    upper_path: str | None = Field(default=None, max_length=740, sa_column_kwargs=plain())
    extends_id: UUID | None = Field(default=None, foreign_key="leave_request.id")
    reason: LeaveReason = Field(sa_type=checked(LeaveReason), sa_column_kwargs=personal(SENSITIVE, purpose=LEAVE))
    explanation: str = Field(max_length=1000, sa_column_kwargs=personal(SENSITIVE, purpose=LEAVE))
    companions: str | None = Field(
        default=None, max_length=200, sa_column_kwargs=personal(SENSITIVE, purpose=LEAVE)
    )
    first_on: date = Field(sa_column_kwargs=personal(SENSITIVE, purpose=LEAVE))
    last_on: date = Field(sa_column_kwargs=personal(SENSITIVE, purpose=LEAVE))
    evidence_ids: list[UUID] = Field(default_factory=list[UUID], sa_column=file_ids())
    level: LeaveLevel = Field(sa_type=checked(LeaveLevel), sa_column_kwargs=plain())
    level_rule: str = Field(max_length=80, sa_column_kwargs=plain())
    total_days: int
    is_short_notice: bool
    status: LeaveStatus = Field(
        default=LeaveStatus.AWAITING_OFFICE, sa_type=checked(LeaveStatus), sa_column_kwargs=plain()
    )
    requested_by: UUID = Field(foreign_key="person.id")
    requested_at: datetime
    decided_by: UUID | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    decision_reason: str | None = Field(
        default=None, max_length=1000, sa_column_kwargs=personal(SENSITIVE, purpose=LEAVE)
    )
    superior_reference: str | None = Field(default=None, max_length=100, sa_column_kwargs=plain())
    conditions: str | None = Field(
        default=None, max_length=1000, sa_column_kwargs=personal(SENSITIVE, purpose=LEAVE)
    )
    return_by: datetime
    returned_on: date | None = Field(default=None, sa_column_kwargs=personal(SENSITIVE, purpose=LEAVE))
    returned_at: datetime | None = None
    updated_at: datetime
    version: int = 1

    @property
    def owner_id(self) -> UUID | None:
        """The person it is about."""
        return self.person_id


class CrossingPermit(Table, table=True):
    """Leave to cross the border of the city or county again and again for work or life (办法 29)."""

    __table_args__ = (
        CheckConstraint("first_on <= last_on", name="period"),
        CheckConstraint("length(btrim(explanation)) > 0", name="explanation"),
        CheckConstraint("length(btrim(frequency)) > 0", name="frequency"),
        CheckConstraint("(decided_by IS NULL) = (decided_at IS NULL)", name="decided"),
        CheckConstraint(
            "decided_by IS NOT NULL OR status IN ('requested', 'withdrawn', 'expired')", name="decided_by_person"
        ),
        CheckConstraint("status <> 'refused' OR length(btrim(decision_reason)) > 0", name="refusal"),
        Index("ix_crossing_permit_order_id_id", "order_id", "id"),
        Index("ix_crossing_permit_person_id", "person_id"),
        Index("ix_crossing_permit_agency_id_status_id", "agency_id", "status", "id"),
        Index("ix_crossing_permit_renews_id", "renews_id"),
        Index("ix_crossing_permit_requested_by", "requested_by"),
        Index("ix_crossing_permit_decided_by", "decided_by"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    order_id: UUID = Field(foreign_key="correction_order.id")
    person_id: UUID = Field(foreign_key="person.id")
    agency_id: UUID = Field(foreign_key="agency.id")
    agency_path: str = Field(max_length=740, sa_column_kwargs=plain())
    county_path: str | None = Field(default=None, max_length=740, sa_column_kwargs=plain())
    upper_path: str | None = Field(default=None, max_length=740, sa_column_kwargs=plain())
    renews_id: UUID | None = Field(default=None, foreign_key="crossing_permit.id")
    reason: LeaveReason = Field(sa_type=checked(LeaveReason), sa_column_kwargs=personal(SENSITIVE, purpose=LEAVE))
    explanation: str = Field(max_length=1000, sa_column_kwargs=personal(SENSITIVE, purpose=LEAVE))
    frequency: str = Field(max_length=200, sa_column_kwargs=personal(SENSITIVE, purpose=LEAVE))
    first_on: date = Field(sa_column_kwargs=personal(SENSITIVE, purpose=LEAVE))
    last_on: date = Field(sa_column_kwargs=personal(SENSITIVE, purpose=LEAVE))
    evidence_ids: list[UUID] = Field(default_factory=list[UUID], sa_column=file_ids())
    status: CrossingPermitStatus = Field(
        default=CrossingPermitStatus.REQUESTED, sa_type=checked(CrossingPermitStatus), sa_column_kwargs=plain()
    )
    requested_by: UUID = Field(foreign_key="person.id")
    requested_at: datetime
    decided_by: UUID | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    decision_reason: str | None = Field(
        default=None, max_length=1000, sa_column_kwargs=personal(SENSITIVE, purpose=LEAVE)
    )
    updated_at: datetime
    version: int = 1

    @property
    def owner_id(self) -> UUID | None:
        """The person it is about."""
        return self.person_id


class LeavePlace(Table, table=True):
    """A place someone asks to go to, under a leave or a permit, with its outline where one is known.

    ``area_codes`` are the divisions chosen, none where it was drawn.
    """

    __table_args__ = (
        CheckConstraint("num_nonnulls(leave_id, permit_id) = 1", name="of_one"),
        CheckConstraint("(wkb_wgs84 IS NULL) = (accuracy_m IS NULL)", name="outline"),
        Index("ix_leave_place_leave_id", "leave_id", "position"),
        Index("ix_leave_place_permit_id", "permit_id", "position"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    leave_id: UUID | None = Field(default=None, foreign_key="leave_request.id")
    permit_id: UUID | None = Field(default=None, foreign_key="crossing_permit.id")
    position: int
    name: str = Field(max_length=200, sa_column_kwargs=personal(SENSITIVE, purpose=LEAVE))
    source: ApprovedAreaSource = Field(sa_type=checked(ApprovedAreaSource), sa_column_kwargs=plain())
    area_codes: list[str] = Field(
        default_factory=list[str], sa_type=ARRAY(String(12)), sa_column_kwargs=personal(SENSITIVE, purpose=LEAVE)
    )
    warnings: list[str] = Field(default_factory=list[str], sa_type=ARRAY(String(40)), sa_column_kwargs=plain())
    wkb_wgs84: bytes | None = Field(default=None, sa_column_kwargs=personal(SENSITIVE, purpose=CHECK))
    accuracy_m: int | None = None


class LeaveArea(Table, table=True):
    """Which areas in force came of which leave or permit, so that they end with it."""

    __table_args__ = (
        CheckConstraint("num_nonnulls(leave_id, permit_id) = 1", name="of_one"),
        Index("ix_leave_area_leave_id", "leave_id"),
        Index("ix_leave_area_permit_id", "permit_id"),
    )

    area_id: UUID = Field(primary_key=True, foreign_key="approved_area.id")
    leave_id: UUID | None = Field(default=None, foreign_key="leave_request.id")
    permit_id: UUID | None = Field(default=None, foreign_key="crossing_permit.id")


class LeaveReport(Table, table=True):
    """What someone away told the office, or an officer entered for them; append-only."""

    __table_args__ = (
        Index("ix_leave_report_leave_id_id", "leave_id", "id"),
        Index("ix_leave_report_recorded_by", "recorded_by"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    leave_id: UUID = Field(foreign_key="leave_request.id")
    kind: LeaveReportKind = Field(sa_type=checked(LeaveReportKind), sa_column_kwargs=plain())
    told: str = Field(max_length=1000, sa_column_kwargs=personal(SENSITIVE, purpose=LEAVE))
    evidence_ids: list[UUID] = Field(default_factory=list[UUID], sa_column=file_ids())
    recorded_by: UUID = Field(foreign_key="person.id")
    made_at: datetime


class LeaveDuty(Table, table=True):
    """A day on which someone away is to be in touch; ``told_at`` when they were reminded that it passed."""

    __table_args__ = (
        Index("uq_leave_duty_day", "leave_id", "due_on", unique=True),
        Index("ix_leave_duty_report_id", "report_id"),
        Index("ix_leave_duty_open", "due_on", postgresql_where=text("report_id IS NULL")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    leave_id: UUID = Field(foreign_key="leave_request.id")
    kind: LeaveDutyKind = Field(sa_type=checked(LeaveDutyKind), sa_column_kwargs=plain())
    due_on: date = Field(sa_column_kwargs=plain())
    report_id: UUID | None = Field(default=None, foreign_key="leave_report.id")
    told_at: datetime | None = None


class CorrectionFiling(Table, table=True):
    """What an office told or asked others about a leave, a permit or a move, and when; append-only."""

    __table_args__ = (
        Index("ix_correction_filing_about_id_id", "about_id", "id"),
        Index("ix_correction_filing_order_id", "order_id"),
        Index("ix_correction_filing_recorded_by", "recorded_by"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    order_id: UUID = Field(foreign_key="correction_order.id")
    about_id: UUID
    kind: FilingKind = Field(sa_type=checked(FilingKind), sa_column_kwargs=plain())
    done_on: date = Field(sa_column_kwargs=plain())
    reference: str = Field(max_length=100, sa_column_kwargs=plain())
    recorded_by: UUID = Field(foreign_key="person.id")
    recorded_at: datetime
