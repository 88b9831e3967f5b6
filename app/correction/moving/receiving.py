"""The person is at the new place: from now on that office is in charge, with an area of its own (办法 31).

Until then the old office is, so that nobody falls between two. Whoever does not come is told, and then looked for;
nothing follows of itself.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.alarms.raising import Ground, raise_alarm
from app.correction.areas.approving import approve_area
from app.correction.areas.reading import checked_area, read_drawing
from app.correction.areas.schemas import AreaInput
from app.correction.check_ins.subjects import touch
from app.correction.ending.handover import transfer
from app.correction.enums import AlarmCause, AlarmConfidence
from app.correction.leave.repository import locked_order
from app.correction.moving import repository
from app.correction.moving.asking import REPORT_IN
from app.correction.moving.codes import MoveStatus
from app.correction.moving.errors import AreaNeeded
from app.correction.moving.models import Relocation
from app.correction.moving.states import move_machine
from app.correction.orders.changing import as_of
from app.correction.waking import by_day
from app.kernel import clock_store, timers
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.areas.models import Agency
from app.kernel.bus import Bus, Payload
from app.kernel.clock import local_date, start_of
from app.kernel.clock_events import ClockOverdue
from app.kernel.errors import FieldError, Invalid

STILL_ABSENT = "correction.move_still_not_reported_in"


def register(bus: Bus) -> None:
    """Subscribe to clocks; called by ``wiring``."""
    bus.subscribe(ClockOverdue, "correction.move_not_reported_in", alarm_when_absent)
    bus.register(STILL_ABSENT, still_absent)


async def receive(
    session: AsyncSession,
    actor: Actor,
    move_id: UUID,
    *,
    arrived_on: date,
    area: AreaInput | None,
    at: datetime,
) -> Relocation:
    """Receive the person: by the new office with an area, or entered from a letter of a place not in this system.

    Raises:
        NotFound: beyond the actor's reach.
        WrongState: not approved, or received already.
        AreaNeeded: the new office gives no area.
        Invalid: a day before the decision, or one that has not come.
        BadArea, UnknownArea: the area cannot be used.
    """
    drawing = None if area is None else await read_drawing(area)
    move = await repository.move_for(session, actor, Action.ORDER_TAKE_OVER, move_id)
    order = await locked_order(session, move.order_id)
    move_machine.require(move, "receive", actor)
    if not local_date(move.decided_at or at) <= arrived_on <= local_date(at):
        raise Invalid(fields=[FieldError("arrived_on", "period", "报到日期要在批准以后，不能晚于今天")])
    if move.to_agency_id is not None and area is None:
        raise AreaNeeded(fields=[FieldError("area", "missing", AreaNeeded.title)])
    there = {"arrived_on": arrived_on, "received_by": actor.person_id}
    await move_machine.fire(session, move, "receive", actor=actor, at=at, changes=there)
    await clock_store.stop_if_running(session, move.id, REPORT_IN, at=as_of(arrived_on, at))
    if move.to_agency_id is not None and area is not None:
        agency = await session.get_one(Agency, move.to_agency_id)
        await transfer(session, order, agency, actor, reason="变更执行地", at=at)
        checked = await checked_area(session, area, drawing, agency_id=agency.id, at=at)
        await approve_area(session, order.id, checked, set_by=actor.person_id, at=at)
        await touch(session, order)
    return move


async def alarm_when_absent(session: AsyncSession, event: ClockOverdue, at: datetime) -> None:
    """The days to report in have passed: the person was told, somebody looks into it. It marks nobody.

    Whoever asked in time may still live where they lived, and check in there: nobody is looked for before the
    day of the move, nor at night.
    """
    if event.object_type == move_machine.name and event.rule_code == REPORT_IN:
        await _look_for(session, event.object_id, event.due_on, at=at)


async def still_absent(session: AsyncSession, payload: Payload, at: datetime) -> None:
    """The morning after the day of the move, the days to report in having passed before."""
    due_on = date.fromisoformat(str(payload["due_on"]))
    await _look_for(session, UUID(str(payload["move_id"])), due_on, at=at)


async def _look_for(session: AsyncSession, move_id: UUID, due_on: date, *, at: datetime) -> None:
    move = await session.get(Relocation, move_id)
    if move is None:
        return
    order = await locked_order(session, move.order_id)
    await session.refresh(move)
    if move.status is not MoveStatus.APPROVED:
        return
    if at < (morning := by_day(max(at, start_of(move.move_on + timedelta(days=1))))):
        payload: Payload = {"move_id": str(move.id), "due_on": due_on.isoformat()}
        await timers.set_timer(session, STILL_ABSENT, key=str(move.id), due_at=morning, payload=payload)
        return
    await raise_alarm(
        session,
        order,
        AlarmCause.NOT_REPORTED_IN,
        key=f"move:{move.id}",
        confidence=AlarmConfidence.MEDIUM,
        evidence=[Ground("relocation", move.id, start_of(due_on))],
        at=at,
    )
