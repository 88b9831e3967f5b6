"""Reports owed: opened one after another while correction lasts, each with a clock of its own."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.correction.enums import AlarmCause, CorrectionStatus
from app.correction.orders.models import CorrectionOrder
from app.correction.reports.codes import MEDICAL, ExtensionStatus, ReportDueStatus, ReportKind
from app.correction.reports.intervals import next_start, owed, rule_code
from app.correction.reports.medical import is_released_for_treatment
from app.correction.reports.models import ReportDue, ReportExtension
from app.kernel import clock_store, clocks
from app.kernel.actor import Role
from app.kernel.agency_rules import rule_for
from app.kernel.calendar_store import load_calendar
from app.kernel.clock import local_date
from app.kernel.clock_models import StatutoryClock
from app.kernel.database import new_id

OBJECT = "report_due"


def alarm_key(due: ReportDue) -> str:
    """What an alarm about this one is known by."""
    return f"{AlarmCause.REPORT_OVERDUE}:{due.id}"


async def owe(session: AsyncSession, order: CorrectionOrder, *, at: datetime) -> None:
    """Open what the person owes and does not owe yet; withdraw what is owed no more. Repeating it changes nothing.

    The first period begins with correction itself; what falls due after the last day of the term is not owed.
    """
    kinds: tuple[ReportKind, ...] = ()
    if order.status is CorrectionStatus.UNDER_CORRECTION:
        treated = await is_released_for_treatment(session, order)
        kinds = owed(order.category, on_medical_release=treated)
    waiting: set[ReportKind] = set()
    for due in await waiting_dues(session, order.id, lock=True):
        if due.kind in kinds and due.due_on <= order.ends_on:
            waiting.add(due.kind)
        else:
            await close(session, due, ReportDueStatus.WITHDRAWN, at=at)
    for kind in kinds:
        if kind not in waiting:
            await _open(session, order, kind, await _started(session, order, kind, at=at), at=at)


async def close(session: AsyncSession, due: ReportDue, status: ReportDueStatus, *, at: datetime) -> None:
    """End what is owed (its row is locked) and its clock."""
    due.status = status
    due.closed_at = at
    cancelled = status is not ReportDueStatus.HANDED_IN
    for clock in await clock_store.open_clocks(session, due.id):
        await clock_store.stop_clock(session, due.id, clock.rule_code, at=at, cancelled=cancelled)
    await session.flush()


async def waiting_dues(session: AsyncSession, order_id: UUID, *, lock: bool = False) -> list[ReportDue]:
    """What an order owes now, in order of id."""
    statement = (
        select(ReportDue)
        .where(col(ReportDue.order_id) == order_id, col(ReportDue.status) == ReportDueStatus.WAITING)
        .order_by(col(ReportDue.id))
    )
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return list((await session.scalars(statement)).all())


async def _started(session: AsyncSession, order: CorrectionOrder, kind: ReportKind, *, at: datetime) -> date:
    """The day the next period begins: where the last one ended, or with correction."""
    statement = (
        select(ReportDue)
        .where(col(ReportDue.order_id) == order.id, col(ReportDue.kind) == kind)
        .order_by(col(ReportDue.id).desc())
        .limit(1)
    )
    last = (await session.scalars(statement)).one_or_none()
    if last is None or last.closed_at is None:
        return local_date(order.began_at or at)
    [clock] = (
        await session.scalars(select(StatutoryClock).where(col(StatutoryClock.object_id) == last.id).limit(1))
    ).all()
    return next_start(clock.rolled_from or clock.due_on, local_date(last.closed_at))


async def _open(
    session: AsyncSession, order: CorrectionOrder, kind: ReportKind, started: date, *, at: datetime
) -> None:
    code = rule_code(kind, order.tier)
    months = await _longer(session, order.id, kind, on=local_date(at)) if kind in MEDICAL else None
    rule = await rule_for(session, code, agency_id=order.agency_id, on=started)
    rule = rule if months is None else replace(rule, value=months)
    calendar = await load_calendar(session)
    if clocks.due(rule, started, calendar).on < local_date(at):
        started = local_date(at)
    last_day = clocks.due(rule, started, calendar).on
    if last_day > order.ends_on:
        return
    due = ReportDue(
        id=new_id(),
        order_id=order.id,
        person_id=order.person_id,
        agency_id=order.agency_id,
        kind=kind,
        opens_on=started,
        due_on=last_day,
        created_at=at,
    )
    session.add(due)
    await session.flush()
    await clock_store.start_clock(
        session,
        code,
        object_type=OBJECT,
        object_id=due.id,
        agency_id=order.agency_id,
        holder=Role.SUBJECT,
        holder_id=order.person_id,
        started=started,
        value=months,
        at=at,
    )


async def _longer(session: AsyncSession, order_id: UUID, kind: ReportKind, *, on: date) -> int | None:
    """The interval in months that was granted for this day, if one was."""
    extension = ReportExtension
    statement = (
        select(extension.interval_months)
        .where(
            col(extension.order_id) == order_id,
            col(extension.kind) == kind,
            col(extension.status) == ExtensionStatus.GRANTED,
            col(extension.from_on) <= on,
            col(extension.until_on) >= on,
        )
        .order_by(col(extension.id).desc())
        .limit(1)
    )
    return (await session.scalars(statement)).one_or_none()
