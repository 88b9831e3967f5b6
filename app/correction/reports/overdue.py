"""What time does to reports: the person is told first and may explain; only then the office is asked to look."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.contracts.correction_ending import CorrectionEnded, TermChanged
from app.contracts.correction_orders import CorrectionBegun
from app.contracts.correction_reports import ReportNotReceived
from app.correction.alarms.raising import Ground, raise_alarm
from app.correction.enums import AlarmCause, AlarmConfidence, CorrectionCategory, CorrectionStatus
from app.correction.orders.models import CorrectionOrder
from app.correction.reports import dues
from app.correction.reports.codes import ReportDueStatus, ReportKind
from app.correction.reports.intervals import EXPLAIN
from app.correction.reports.models import ReportDue
from app.correction.waking import by_day
from app.kernel import clocks, events, jobs, timers
from app.kernel.agency_rules import rule_for
from app.kernel.bus import Bus, Payload, every
from app.kernel.calendar_store import load_calendar
from app.kernel.clock import local_date, start_of
from app.kernel.clock_events import ClockOverdue, ClockRecomputed

ALARM = "correction.report_alarm"
TELL = "correction.report_not_received"
OWE = "correction.owe_reports"
OWE_PAGE = "correction.owe_reports_page"
PAGE = 200
"""Orders looked at in one transaction."""


def register(bus: Bus) -> None:
    """Subscribe to clocks and register the jobs; called by ``wiring``."""
    bus.subscribe(CorrectionBegun, "correction.owe_reports_from_now", owe_of)
    bus.subscribe(CorrectionEnded, "correction.owe_reports_no_longer", owe_of)
    bus.subscribe(TermChanged, "correction.owe_reports_of_the_term", owe_of)
    bus.subscribe(ClockOverdue, "correction.report_overdue", tell_person)
    bus.subscribe(ClockRecomputed, "correction.report_recounted", follow_clock)
    bus.register(TELL, tell_of_due)
    bus.register(ALARM, alarm_office)
    bus.register(OWE, owe_all)
    bus.register(OWE_PAGE, owe_page)
    bus.repeat(OWE, every(timedelta(days=1)))


async def owe_of(
    session: AsyncSession, event: CorrectionBegun | CorrectionEnded | TermChanged, at: datetime
) -> None:
    """What is owed follows the order."""
    order = await session.get_one(CorrectionOrder, event.order_id, with_for_update=True)
    await dues.owe(session, order, at=at)


async def tell_person(session: AsyncSession, event: ClockOverdue, at: datetime) -> None:
    """Nothing came by the last day: tell the person by day, before anybody else hears of it."""
    if event.object_type != dues.OBJECT:
        return
    payload: Payload = {"due_id": str(event.object_id)}
    if at < (morning := by_day(at)):
        await timers.set_timer(session, TELL, key=str(event.object_id), due_at=morning, payload=payload)
    else:
        await tell_of_due(session, payload, at)


async def tell_of_due(session: AsyncSession, payload: Payload, at: datetime) -> None:
    """Tell the person that nothing came, and how and until when to explain."""
    order, due = await _locked(session, UUID(str(payload["due_id"])))
    if due.status is not ReportDueStatus.WAITING:
        return
    if order.status is not CorrectionStatus.UNDER_CORRECTION:
        await dues.close(session, due, ReportDueStatus.WITHDRAWN, at=at)
        return
    rule = await rule_for(session, EXPLAIN, agency_id=order.agency_id, on=local_date(at))
    explain_by = clocks.due(rule, at, await load_calendar(session)).on
    due.told_at = at
    told = ReportNotReceived(
        due_id=due.id,
        order_id=due.order_id,
        person_id=due.person_id,
        agency_id=order.agency_id,
        kind=due.kind,
        due_on=due.due_on,
        explain_by=explain_by,
    )
    await events.record(session, told, at=at)
    alarm_at = by_day(start_of(explain_by + timedelta(days=1)))
    await timers.set_timer(session, ALARM, key=str(due.id), due_at=alarm_at, payload={"due_id": str(due.id)})


async def follow_clock(session: AsyncSession, event: ClockRecomputed, at: datetime) -> None:
    """A new notice of holidays moved the last day."""
    if event.object_type == dues.OBJECT:
        _, due = await _locked(session, event.object_id)
        due.due_on = max(event.due_on, due.opens_on)


async def alarm_office(session: AsyncSession, payload: Payload, at: datetime) -> None:
    """Ask the office to look, once the person has had time to explain; an explanation makes it less certain."""
    order, due = await _locked(session, UUID(str(payload["due_id"])))
    if due.status is not ReportDueStatus.WAITING or order.status is not CorrectionStatus.UNDER_CORRECTION:
        return
    await raise_alarm(
        session,
        order,
        AlarmCause.REPORT_OVERDUE,
        key=dues.alarm_key(due),
        confidence=AlarmConfidence.LOW if due.explanation else AlarmConfidence.MEDIUM,
        evidence=[Ground(dues.OBJECT, due.id, due.told_at or at)],
        at=at,
    )


async def owe_all(session: AsyncSession, payload: Payload, at: datetime) -> None:
    """Make up every day for what no change of an order opened or withdrew: page by page, in jobs of their own."""
    await jobs.enqueue(session, OWE_PAGE, {"after": None}, since=at)


async def owe_page(session: AsyncSession, payload: Payload, at: datetime) -> None:
    """The next page of orders that lack something they may owe though they run, or owe though they ended."""
    runs = col(CorrectionOrder.status) == CorrectionStatus.UNDER_CORRECTION
    waiting = select(ReportDue.id).where(
        col(ReportDue.order_id) == col(CorrectionOrder.id), col(ReportDue.status) == ReportDueStatus.WAITING
    )
    periodic = waiting.where(col(ReportDue.kind) == ReportKind.PERIODIC)
    examined = waiting.where(col(ReportDue.kind) == ReportKind.REEXAMINATION)
    is_released = col(CorrectionOrder.category) == CorrectionCategory.TEMPORARY_RELEASE
    lacks = ~periodic.exists() | (is_released & ~examined.exists())
    statement = (
        select(CorrectionOrder)
        .where((runs & lacks) | (~runs & waiting.exists()))
        .order_by(col(CorrectionOrder.id))
        .limit(PAGE)
        .with_for_update()
    )
    if payload["after"] is not None:
        statement = statement.where(col(CorrectionOrder.id) > UUID(str(payload["after"])))
    orders = (await session.scalars(statement)).all()
    for order in orders:
        await dues.owe(session, order, at=at)
    if len(orders) == PAGE:
        await jobs.enqueue(session, OWE_PAGE, {"after": str(orders[-1].id)}, since=at)


async def _locked(session: AsyncSession, due_id: UUID) -> tuple[CorrectionOrder, ReportDue]:
    """What is owed and its order, locked in the order everybody locks them."""
    due = await session.get_one(ReportDue, due_id)
    order = await session.get_one(CorrectionOrder, due.order_id, with_for_update=True)
    await session.refresh(due, with_for_update=True)
    return order, due
