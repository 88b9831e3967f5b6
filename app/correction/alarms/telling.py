"""Telling of an alarm: the person first, with how to explain; then the office. Who was told when is kept."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.correction import AlarmOfficeTold, AlarmPersonTold, AlarmRaised
from app.correction.alarms.announcing import announce
from app.correction.alarms.codes import ToldAs
from app.correction.alarms.models import Alarm, AlarmTelling
from app.correction.enums import AlarmStatus
from app.correction.orders.minors.serving import serving
from app.correction.orders.models import CorrectionOrder
from app.identity import roles
from app.kernel.actor import Role
from app.kernel.bus import Bus
from app.kernel.database import new_id


def register(bus: Bus) -> None:
    """Subscribe; called by ``wiring``."""
    bus.subscribe(AlarmRaised, "correction.tell_person_of_alarm", tell_person)
    bus.subscribe(AlarmPersonTold, "correction.tell_office_of_alarm", tell_office)


async def tell_person(session: AsyncSession, event: AlarmRaised, at: datetime) -> None:
    """Tell the person; an alarm about nobody goes on to the office at once."""
    alarm = await _open(session, event.alarm_id)
    if alarm is None:
        return
    if alarm.person_id is not None:
        alarm.person_told_at = alarm.person_told_at or max(at, alarm.raised_at)
        await _keep(session, alarm, {alarm.person_id}, ToldAs.PERSON, at=alarm.person_told_at)
    await announce(session, AlarmPersonTold, alarm, at=at)


async def tell_office(session: AsyncSession, event: AlarmPersonTold, at: datetime) -> None:
    """Tell who is on duty at the office, of a closed file those it was given to; of one withdrawn, nobody."""
    alarm = await _open(session, event.alarm_id)
    if alarm is None:
        return
    alarm.office_told_at = max(at, alarm.person_told_at or at)
    order = await session.get(CorrectionOrder, alarm.order_id) if alarm.order_id else None
    officers = await serving(session, order, at=at) if order is not None else ()
    officers = officers or await roles.on_duty(session, Role.OFFICER, alarm.agency_id, at=at)
    others = tuple(one for one in officers if one != alarm.person_id)
    await _keep(session, alarm, others, ToldAs.OFFICE, at=alarm.office_told_at)
    await announce(session, AlarmOfficeTold, alarm, at=at, told_ids=others)


async def _open(session: AsyncSession, alarm_id: UUID) -> Alarm | None:
    alarm = await session.get(Alarm, alarm_id, with_for_update=True)
    return None if alarm is None or alarm.status is AlarmStatus.CLOSED else alarm


async def _keep(
    session: AsyncSession, alarm: Alarm, person_ids: Collection[UUID], told_as: ToldAs, *, at: datetime
) -> None:
    if person_ids:
        rows = [
            {"id": new_id(), "alarm_id": alarm.id, "person_id": one, "told_as": told_as, "told_at": at}
            for one in sorted(person_ids)
        ]
        await session.execute(insert(AlarmTelling).values(rows).on_conflict_do_nothing())
