"""Running statutory clocks: started, paused, resumed and stopped with the case they belong to.

A clock keeps the rule's code and the number that applied when it started, so that a later law or setting
does not reach back. Alarms at risk and overdue are timers in product time. The caller's transaction holds.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.kernel import clocks, statutes, timers
from app.kernel.actor import Role
from app.kernel.agency_rules import rule_for
from app.kernel.calendar import WorkCalendar
from app.kernel.calendar_store import load_calendar
from app.kernel.clock import local_date, start_of
from app.kernel.clock_models import (
    HOLDERS,
    ClockCannotPause,
    ClockNotPaused,
    ClockNotRunning,
    ClockOutcome,
    ClockPause,
    ClockPaused,
    StatutoryClock,
)
from app.kernel.clocks import Pause
from app.kernel.statutes import Rule

AT_RISK = "kernel.clock_at_risk"
OVERDUE = "kernel.clock_overdue"


async def start_clock(
    session: AsyncSession,
    rule_code: str,
    *,
    object_type: str,
    object_id: UUID,
    agency_id: UUID,
    holder: Role | str,
    at: datetime,
    holder_id: UUID | None = None,
    started: date | datetime | None = None,
    value: int | None = None,
) -> StatutoryClock:
    """Start the clock of ``rule_code`` for an object; it is counted at once and its alarms are set.

    Args:
        holder: who must act: a role, or a plain-Chinese name for someone outside (``"人民法院"``).
        started: when the period legally begins if not now; that day is not counted.
        value: what was fixed in this case (a notice's own number of days), never above a verified value.

    Raises:
        ClockAlreadyRuns: the object has this clock.
        ValueError: the rule is no period, or ``value`` exceeds what the law allows.
    """
    begins = at if started is None else started
    started_on = local_date(begins) if isinstance(begins, datetime) else begins
    rule = await rule_for(session, rule_code, agency_id=agency_id, on=started_on)
    if value is not None:
        if rule.may_block and value > rule.value:
            raise ValueError(f"{rule_code} allows at most {rule.value}")
        rule = replace(rule, value=value)
    due = clocks.due(rule, begins, await load_calendar(session))
    clock = StatutoryClock(
        object_type=object_type,
        object_id=object_id,
        rule_code=rule_code,
        value=rule.value,
        agency_id=agency_id,
        holder_role=holder if isinstance(holder, Role) else None,
        holder_id=holder_id,
        holder=HOLDERS[holder] if isinstance(holder, Role) else holder,
        started_on=started_on,
        started_at=begins if due.at is not None and isinstance(begins, datetime) else None,
        due_on=due.on,
        due_at=due.at,
        rolled_from=due.rolled_from,
        provisional=due.provisional,
    )
    session.add(clock)
    await session.flush()
    await set_alarms(session, clock)
    return clock


async def pause_clock(
    session: AsyncSession, object_id: UUID, rule_code: str, *, reason: str, at: datetime
) -> StatutoryClock:
    """Stop counting after today until :func:`resume_clock`; ``reason`` is shown in plain Chinese.

    Raises:
        ClockNotRunning: no such clock.
        ClockPaused: it stands still already.
        ClockCannotPause: it counts hours.
    """
    clock = await _running(session, object_id, rule_code)
    if clock.paused_since is not None:
        raise ClockPaused()
    if clock.due_at is not None:
        raise ClockCannotPause()
    clock.paused_since = max(local_date(at), clock.started_on)
    session.add(ClockPause(clock_id=clock.id, since=clock.paused_since, reason=reason))
    await cancel_alarms(session, clock)
    await session.flush()
    return clock


async def resume_clock(session: AsyncSession, object_id: UUID, rule_code: str, *, at: datetime) -> StatutoryClock:
    """Count again from tomorrow; the end moves by the days left out.

    Raises:
        ClockNotRunning: no such clock.
        ClockNotPaused: it does not stand still.
    """
    clock = await _running(session, object_id, rule_code)
    if clock.paused_since is None:
        raise ClockNotPaused()
    await _end_pause(session, clock, local_date(at))
    await set_alarms(session, clock)
    return clock


async def stop_clock(
    session: AsyncSession, object_id: UUID, rule_code: str, *, at: datetime, cancelled: bool = False
) -> StatutoryClock:
    """End the clock: what it waited for was done (in time or late), or is no longer to be done.

    Raises:
        ClockNotRunning: no such clock.
    """
    clock = await _running(session, object_id, rule_code)
    await _stop(session, clock, at=at, cancelled=cancelled)
    return clock


async def stop_if_running(
    session: AsyncSession, object_id: UUID, rule_code: str, *, at: datetime, cancelled: bool = False
) -> StatutoryClock | None:
    """As :func:`stop_clock`; nothing where the clock does not run."""
    for clock in await open_clocks(session, object_id, lock=True):
        if clock.rule_code == rule_code:
            await _stop(session, clock, at=at, cancelled=cancelled)
            return clock
    return None


async def cancel_clocks(
    session: AsyncSession, object_id: UUID, *, at: datetime, keep: Collection[str] = ()
) -> None:
    """End every clock of an object that was withdrawn or ended, but those of the rules in ``keep``: what must
    still be done after the end. None running is no error.
    """
    for clock in await open_clocks(session, object_id, lock=True):
        if clock.rule_code not in keep:
            await _stop(session, clock, at=at, cancelled=True)


async def move_clocks(session: AsyncSession, object_id: UUID, agency_id: UUID) -> None:
    """Another agency must meet the open clocks from now on; they keep their start, number and last day."""
    for clock in await open_clocks(session, object_id, lock=True):
        clock.agency_id = agency_id
    await session.flush()


async def open_clocks(session: AsyncSession, object_id: UUID, *, lock: bool = False) -> Sequence[StatutoryClock]:
    """Clocks of an object that run or stand still, earliest end first."""
    statement = (
        select(StatutoryClock)
        .where(col(StatutoryClock.object_id) == object_id, col(StatutoryClock.stopped_at).is_(None))
        .order_by(col(StatutoryClock.due_on), col(StatutoryClock.id))
    )
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return (await session.execute(statement)).scalars().all()


def rule_of(clock: StatutoryClock) -> Rule:
    """The rule as it applied when the clock started."""
    return replace(statutes.statute(clock.rule_code, clock.started_on), value=clock.value)


def is_overdue(clock: StatutoryClock, at: datetime) -> bool:
    """Whether the last day (or instant) has passed; a clock paused in time is not overdue."""
    if clock.due_at is not None:
        return at > clock.due_at
    return (clock.paused_since or local_date(at)) > clock.due_on


def alarm_at(clock: StatutoryClock, alarm: str) -> datetime:
    """When the alarm ``AT_RISK`` or ``OVERDUE`` is due."""
    if clock.due_at is not None and clock.started_at is not None:
        halfway = clock.started_at + (clock.due_at - clock.started_at) / 2
        return halfway if alarm == AT_RISK else clock.due_at + timedelta(seconds=1)
    if alarm == AT_RISK:
        return start_of(clocks.at_risk_on(clock.started_on, clock.due_on))
    return start_of(clock.due_on + timedelta(days=1))


async def recount(session: AsyncSession, clock: StatutoryClock, calendar: WorkCalendar) -> bool:
    """Count the clock again on ``calendar`` and move its alarms; says whether anything changed."""
    if clock.due_at is not None:
        return False
    due = clocks.due(rule_of(clock), clock.started_on, calendar, await pauses_of(session, clock.id))
    before = (clock.due_on, clock.provisional)
    clock.due_on, clock.provisional = due.on, due.provisional
    clock.rolled_from, clock.paused_days = due.rolled_from, due.paused_days
    return before != (due.on, due.provisional)


async def set_alarms(session: AsyncSession, clock: StatutoryClock) -> None:
    """Set or move the alarms of a clock that runs; none while it stands still."""
    if clock.paused_since is not None:
        return
    for alarm in (AT_RISK, OVERDUE):
        due_at = alarm_at(clock, alarm)
        await timers.set_timer(
            session, alarm, key=str(clock.id), due_at=due_at, payload={"clock_id": str(clock.id)}
        )


async def pauses_of(session: AsyncSession, clock_id: UUID) -> list[Pause]:
    """The pauses of a clock, in order."""
    statement = select(ClockPause).where(col(ClockPause.clock_id) == clock_id).order_by(col(ClockPause.since))
    return [Pause(row.since, row.until) for row in (await session.execute(statement)).scalars()]


async def _running(session: AsyncSession, object_id: UUID, rule_code: str) -> StatutoryClock:
    """The one open clock of this rule, locked until the transaction ends."""
    statement = (
        select(StatutoryClock)
        .where(
            col(StatutoryClock.object_id) == object_id,
            col(StatutoryClock.rule_code) == rule_code,
            col(StatutoryClock.stopped_at).is_(None),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    clock = (await session.execute(statement)).scalar_one_or_none()
    if clock is None:
        raise ClockNotRunning(rule_code=rule_code)
    return clock


async def _stop(session: AsyncSession, clock: StatutoryClock, *, at: datetime, cancelled: bool) -> None:
    if clock.paused_since is not None:
        await _end_pause(session, clock, local_date(at))
    done = ClockOutcome.LATE if is_overdue(clock, at) else ClockOutcome.MET
    clock.outcome = ClockOutcome.CANCELLED if cancelled else done
    clock.stopped_at = at
    await cancel_alarms(session, clock)
    await session.flush()


async def _end_pause(session: AsyncSession, clock: StatutoryClock, until: date) -> None:
    statement = select(ClockPause).where(col(ClockPause.clock_id) == clock.id, col(ClockPause.until).is_(None))
    pause = (await session.execute(statement)).scalar_one()
    pause.until = max(until, pause.since)
    clock.paused_since = None
    await session.flush()
    await recount(session, clock, await load_calendar(session))
    await session.flush()


async def cancel_alarms(session: AsyncSession, clock: StatutoryClock) -> None:
    """Forget the alarms of a clock that stands still or has ended."""
    for alarm in (AT_RISK, OVERDUE):
        await timers.cancel_timer(session, alarm, key=str(clock.id))
