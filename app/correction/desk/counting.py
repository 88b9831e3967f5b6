"""How much waits for the offices in reach: counts from indexes that hold nothing but what waits.

Each is of one index, cut down by condition to the open rows (or led by office and state), so a count costs what
is open and not what was ever handled. Closed files are counted and not told apart: a number names nobody.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlalchemy import select as select_columns
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped
from sqlmodel import col

from app.correction.activities.codes import ActivityStatus
from app.correction.activities.models import Activity
from app.correction.alarms.models import Alarm
from app.correction.desk.codes import DeskItemKind as Kind
from app.correction.discipline.codes import SanctionStatus
from app.correction.discipline.models import Sanction
from app.correction.ending.codes import HandoverStatus
from app.correction.ending.models import OrderHandover
from app.correction.enums import AlarmStatus, CorrectionStatus, CorrectionTier
from app.correction.leave.codes import CrossingPermitStatus, LeaveStatus
from app.correction.leave.models import CrossingPermit, LeaveRequest
from app.correction.orders.codes import TierChangeStatus
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.tiers.models import TierChange
from app.correction.permits.codes import SpecialPermitStatus
from app.correction.permits.models import SpecialPermit
from app.correction.reports.codes import ExtensionStatus, ReportDueStatus, ReportStatus
from app.correction.reports.models import CorrectionReport, ReportDue, ReportExtension
from app.kernel import access
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.areas.agencies import subtree_clause
from app.kernel.clock import local_date

ENDING_SOON = timedelta(days=30)
AWAITING = (LeaveStatus.AWAITING_OFFICE, LeaveStatus.AWAITING_COUNTY, LeaveStatus.AWAITING_UPPER)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a count comes from: the column that names the office, what makes a row wait, and its list."""

    office: Mapped[Any]
    waits: Sequence[ColumnElement[bool]]
    path: str


def sources(at: datetime) -> Mapping[Kind, Source]:
    """Every count, in the order of the desk."""
    orders, alarms = CorrectionOrder, Alarm
    return {
        Kind.ALARMS_OPEN: Source(
            col(alarms.agency_id), [col(alarms.status) != AlarmStatus.CLOSED], "/correction/alarms"
        ),
        Kind.ORDERS_TO_BEGIN: Source(
            col(orders.agency_id),
            [col(orders.status) == CorrectionStatus.REGISTERED],
            "/correction/orders?status=registered",
        ),
        Kind.HANDOVERS_TO_ANSWER: Source(
            col(OrderHandover.to_agency_id),
            [col(OrderHandover.status) == HandoverStatus.PROPOSED],
            "/correction/handovers",
        ),
        **_reports(at),
        **_requests(),
        Kind.TIER_CHANGES_TO_DECIDE: Source(
            col(TierChange.agency_id),
            [col(TierChange.status) == TierChangeStatus.PROPOSED],
            "/correction/tier-changes",
        ),
        Kind.SANCTIONS_TO_DECIDE: Source(
            col(Sanction.agency_id), [col(Sanction.status) == SanctionStatus.PROPOSED], "/correction/sanctions"
        ),
        Kind.ACTIVITIES_TO_CLOSE: Source(
            col(Activity.agency_id),
            [col(Activity.status) == ActivityStatus.PLANNED, col(Activity.ends_at) < at],
            "/correction/activities?status=planned",
        ),
    }


def _reports(at: datetime) -> Mapping[Kind, Source]:
    waiting = col(ReportDue.status) == ReportDueStatus.WAITING
    return {
        Kind.REPORTS_TO_REVIEW: Source(
            col(CorrectionReport.agency_id),
            [col(CorrectionReport.status) == ReportStatus.HANDED_IN],
            "/correction/reports?status=handed_in",
        ),
        Kind.REPORTS_OVERDUE: Source(
            col(ReportDue.agency_id),
            [waiting, col(ReportDue.due_on) < local_date(at)],
            "/correction/report-dues?is_overdue=true",
        ),
        Kind.REPORT_EXTENSIONS_TO_DECIDE: Source(
            col(ReportExtension.agency_id),
            [col(ReportExtension.status) == ExtensionStatus.ASKED],
            "/correction/report-extensions?status=asked",
        ),
    }


def _requests() -> Mapping[Kind, Source]:
    leaves = col(LeaveRequest.agency_id)
    return {
        Kind.SPECIAL_PERMITS_TO_DECIDE: Source(
            col(SpecialPermit.agency_id),
            [col(SpecialPermit.status) == SpecialPermitStatus.ASKED],
            "/correction/special-permits?status=asked",
        ),
        Kind.LEAVES_TO_DECIDE: Source(leaves, [col(LeaveRequest.status).in_(AWAITING)], "/correction/leaves"),
        Kind.LEAVES_OVERDUE: Source(
            leaves, [col(LeaveRequest.status) == LeaveStatus.OVERDUE], "/correction/leaves?status=overdue"
        ),
        Kind.CROSSING_PERMITS_TO_DECIDE: Source(
            col(CrossingPermit.agency_id),
            [col(CrossingPermit.status) == CrossingPermitStatus.REQUESTED],
            "/correction/crossing-permits",
        ),
    }


async def counts(session: AsyncSession, actor: Actor, *, at: datetime) -> dict[Kind, int]:
    """How much of each waits within the actor's reach; one statement."""
    paths = access.agency_paths(actor, Action.DESK_READ)
    known = sources(at)
    columns = [
        select_columns(func.count()).where(subtree_clause(source.office, paths), *source.waits).scalar_subquery()
        for source in known.values()
    ]
    row = (await session.execute(select_columns(*columns))).one()
    return dict(zip(known, row, strict=True))


async def headcount(session: AsyncSession, actor: Actor, *, at: datetime) -> tuple[dict[CorrectionTier, int], int]:
    """How many people are under correction, by tier, and how many of them end soon."""
    ends_on = col(CorrectionOrder.ends_on)
    soon = func.count().filter(ends_on <= local_date(at) + ENDING_SOON)
    statement = (
        select_columns(col(CorrectionOrder.tier), func.count(), soon)
        .where(
            subtree_clause(col(CorrectionOrder.agency_id), access.agency_paths(actor, Action.DESK_READ)),
            col(CorrectionOrder.status) == CorrectionStatus.UNDER_CORRECTION,
        )
        .group_by(col(CorrectionOrder.tier))
    )
    rows = (await session.execute(statement)).all()
    found = {CorrectionTier(tier): number for tier, number, _ in rows}
    return {tier: found.get(tier, 0) for tier in CorrectionTier}, sum(ending for _, _, ending in rows)
