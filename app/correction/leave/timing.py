"""What time does to leaves: departure, reminders, the end, days to be in touch.

Nothing here finds anybody at fault. Whoever is not back is asked first; only when the time to report in has passed
as well does the office get an alarm to look into.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.correction_leave import LeaveDutyDue, LeaveDutyUnmet, LeaveReturnDue, LeaveUndecided
from app.correction.alarms.raising import Ground, raise_alarm
from app.correction.enums import AlarmCause, AlarmConfidence
from app.correction.leave import repository
from app.correction.leave.codes import OUT, UNDECIDED, LeaveStatus
from app.correction.leave.ladder import DAY
from app.correction.leave.levels import RETURN
from app.correction.leave.models import LeaveDuty, LeaveRequest
from app.correction.leave.states import leave_machine, told, waiting
from app.correction.waking import by_day
from app.kernel import clock_store, events, timers
from app.kernel.actor import Role
from app.kernel.agency_rules import rule_for
from app.kernel.bus import Bus, Payload
from app.kernel.clock import local_date, start_of
from app.kernel.clock_events import ClockOverdue

DEPART = "correction.leave_departs"
REMIND = "correction.leave_remind"
END = "correction.leave_ends"
DUTY = "correction.leave_duty"
MORNING = timedelta(hours=8, minutes=30)
"""When a day's reminder is sent, counted from midnight in China."""


def register(bus: Bus) -> None:
    """Register the jobs; called by ``wiring``."""
    bus.register(DEPART, departure_due)
    bus.register(REMIND, remind_of_return)
    bus.register(END, end_due)
    bus.register(DUTY, duty_due)
    bus.subscribe(ClockOverdue, "correction.leave_not_returned", alarm_when_silent)


async def expect_departure(session: AsyncSession, leave: LeaveRequest) -> None:
    """Look at the leave when its first day begins, and by day after its last."""
    await _set(session, DEPART, leave, start_of(leave.first_on))
    await _set(session, END, leave, by_day(leave.return_by))


async def expect_return(session: AsyncSession, leave: LeaveRequest, *, at: datetime) -> None:
    """Look at the leave by day when it has ended, and remind on the morning of the last day."""
    await _set(session, END, leave, by_day(leave.return_by))
    remind_at = start_of(local_date(leave.return_by - timedelta(seconds=1))) + MORNING
    if at < remind_at < leave.return_by:
        await _set(session, REMIND, leave, remind_at)


async def forget(session: AsyncSession, leave: LeaveRequest) -> None:
    """Nothing more is to happen of itself."""
    for name in (DEPART, REMIND, END):
        await timers.cancel_timer(session, name, key=str(leave.id))
    for duty in await repository.duties_of(session, leave.id):
        await timers.cancel_timer(session, DUTY, key=str(duty.id))


async def expect_contact(session: AsyncSession, duty: LeaveDuty) -> None:
    """Remind on the morning of the day."""
    await _set_duty(session, duty, start_of(duty.due_on) + MORNING)


async def departure_due(session: AsyncSession, payload: Payload, at: datetime) -> None:
    """The first day begins: who has leave is away; an undecided request is the agency's delay and told as such."""
    leave = await _locked(session, payload)
    if leave is None or at < start_of(leave.first_on):
        return
    if leave.status is LeaveStatus.APPROVED:
        await leave_machine.fire(session, leave, "depart", actor=None, at=at)
    elif leave.status in UNDECIDED:
        late = waiting(leave, leave.level) | {"is_extension": leave.extends_id is not None}
        await events.record(session, told(LeaveUndecided, leave, **late), at=at)


async def remind_of_return(session: AsyncSession, payload: Payload, at: datetime) -> None:
    """The morning of the last day."""
    leave = await _locked(session, payload)
    if leave is not None and leave.status in OUT and at < leave.return_by:
        await events.record(session, told(LeaveReturnDue, leave, return_by=leave.return_by), at=at)


async def end_due(session: AsyncSession, payload: Payload, at: datetime) -> None:
    """The end has passed. A request to stay longer that waits for its decision holds everything."""
    leave = await _locked(session, payload)
    if leave is None or at < leave.return_by:
        return
    if leave.status in UNDECIDED:
        await _lapse(session, leave, at=at)
        return
    is_out = leave.status in (LeaveStatus.AWAY, LeaveStatus.RECALLED)
    if is_out and await repository.extension_waiting(session, leave.id) is None:
        await _miss(session, leave, at=at)


async def _lapse(session: AsyncSession, leave: LeaveRequest, *, at: datetime) -> None:
    """Nobody decided; one that was to go on from another leaves that one some hours to come back."""
    if leave.extends_id is not None:
        before = await repository.locked_leave(session, leave.extends_id)
        if before.status in OUT:
            await grant_time(session, before, None, at=at)
            leave.return_by = before.return_by
    await leave_machine.fire(session, leave, "lapse", actor=None, at=at)
    await clock_store.cancel_clocks(session, leave.id, at=at)


async def _miss(session: AsyncSession, leave: LeaveRequest, *, at: datetime) -> None:
    """Ask the person, and give them the agency's hours to report before anybody else is alarmed."""
    await leave_machine.fire(session, leave, "miss_return", actor=None, at=at)
    await _await_word(session, leave, at=at)


async def _await_word(session: AsyncSession, leave: LeaveRequest, *, at: datetime) -> None:
    """Start the agency's hours to report in."""
    await clock_store.start_clock(
        session,
        RETURN,
        object_type=leave_machine.name,
        object_id=leave.id,
        agency_id=leave.agency_id,
        holder=Role.SUBJECT,
        holder_id=leave.person_id,
        at=at,
    )


async def grant_time(session: AsyncSession, leave: LeaveRequest, until: datetime | None, *, at: datetime) -> None:
    """Move the instant to be back: to ``until``, by default the hours an agency gives to report in.

    Who was overdue and had asked to stay has those hours anew: waiting for the answer was no silence.
    """
    hours = (await rule_for(session, RETURN, agency_id=leave.agency_id, on=local_date(at))).value
    leave.return_by = max(leave.return_by, until or at + timedelta(hours=hours))
    await session.flush()
    if leave.status is LeaveStatus.OVERDUE:
        await clock_store.stop_if_running(session, leave.id, RETURN, at=at)
        await _await_word(session, leave, at=max(at, leave.return_by - timedelta(hours=hours)))
        return
    await expect_return(session, leave, at=at)


async def duty_due(session: AsyncSession, payload: Payload, at: datetime) -> None:
    """Remind in the morning; the morning after, tell the person and the office that nothing came."""
    found = await session.get(LeaveDuty, UUID(str(payload["duty_id"])))
    leave = None if found is None else await _locked(session, {"leave_id": str(found.leave_id)})
    if found is None or leave is None or leave.status not in OUT:
        return
    duty = await session.get_one(LeaveDuty, found.id, with_for_update=True, populate_existing=True)
    if duty.report_id is not None or duty.told_at is not None or local_date(at) < duty.due_on:
        return
    if local_date(at) == duty.due_on:
        await events.record(session, told(LeaveDutyDue, leave, due_on=duty.due_on), at=at)
        await _set_duty(session, duty, start_of(duty.due_on + DAY) + MORNING)
        return
    duty.told_at = at
    await events.record(session, told(LeaveDutyUnmet, leave, due_on=duty.due_on), at=at)


async def alarm_when_silent(session: AsyncSession, event: ClockOverdue, at: datetime) -> None:
    """Told, and still no word: the office looks into it. The alarm marks nobody."""
    if event.object_type != leave_machine.name or event.rule_code != RETURN:
        return
    leave = await session.get(LeaveRequest, event.object_id)
    if leave is None:
        return
    order = await repository.locked_order(session, leave.order_id)
    leave = await repository.locked_leave(session, leave.id)
    if leave.status is LeaveStatus.OVERDUE:
        await raise_alarm(
            session,
            order,
            AlarmCause.LEAVE_NOT_RETURNED,
            key=f"leave:{leave.id}",
            confidence=AlarmConfidence.MEDIUM,
            evidence=[Ground("leave_request", leave.id, leave.return_by)],
            at=at,
        )


async def _locked(session: AsyncSession, payload: Payload) -> LeaveRequest | None:
    leave = await session.get(LeaveRequest, UUID(str(payload["leave_id"])))
    if leave is None:
        return None
    await repository.locked_order(session, leave.order_id)
    return await repository.locked_leave(session, leave.id)


async def _set(session: AsyncSession, name: str, leave: LeaveRequest, due_at: datetime) -> None:
    payload: Payload = {"leave_id": str(leave.id)}
    await timers.set_timer(session, name, key=str(leave.id), due_at=due_at, payload=payload)


async def _set_duty(session: AsyncSession, duty: LeaveDuty, due_at: datetime) -> None:
    payload: Payload = {"duty_id": str(duty.id)}
    await timers.set_timer(session, DUTY, key=str(duty.id), due_at=due_at, payload=payload)
