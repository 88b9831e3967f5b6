"""Who takes part: put down by the office or by themselves, declined, attended."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.correction_reports import ActivityOffered
from app.correction.activities import repository
from app.correction.activities.codes import COMING, ActivityStatus, ParticipationStatus
from app.correction.activities.errors import (
    ActivityFull,
    BadAttendance,
    MinorsApart,
    NotOffered,
    OrderNotRunning,
)
from app.correction.activities.models import Activity, Participation
from app.correction.activities.schemas import Attendance, DeclineActivity, JoinActivity
from app.correction.enums import CorrectionStatus
from app.correction.orders.repository import order_for
from app.kernel import audit, events
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.errors import FieldError

OBJECT = "participation"
MARGIN = timedelta(hours=2)
"""How much before and after the planned time somebody may have been there."""


async def join(
    session: AsyncSession, actor: Actor, order_id: UUID, wish: JoinActivity, *, at: datetime
) -> Participation:
    """Put oneself down, or be put down by the office, which says why it suits.

    Raises:
        NotFound: beyond the actor's reach.
        OrderNotRunning: correction has not begun or is over.
        NotOffered: the activity is over or called off.
        MinorsApart: it is for others (社区矫正法 52).
        ActivityFull: no place is left.
        TakesPart: on the list already.
    """
    order = await order_for(session, actor, Action.REPORT_MAKE, order_id)
    activity = await repository.activity_for(session, actor, Action.REPORT_MAKE, wish.activity_id, lock=True)
    if order.status is not CorrectionStatus.UNDER_CORRECTION:
        raise OrderNotRunning()
    if activity.status is not ActivityStatus.PLANNED or activity.ends_at <= at:
        raise NotOffered()
    if activity.is_for_minors != order.is_minor:
        raise MinorsApart()
    if activity.capacity is not None and await repository.places_taken(session, activity.id) >= activity.capacity:
        raise ActivityFull()
    is_own = order.person_id == actor.person_id
    participation = Participation(
        activity_id=activity.id,
        order_id=order.id,
        person_id=order.person_id,
        status=ParticipationStatus.ENROLLED if is_own else ParticipationStatus.OFFERED,
        suits=wish.suits,
        created_at=at,
        updated_at=at,
    )
    session.add(participation)
    await session.flush()
    if not is_own:
        told = ActivityOffered(
            activity_id=activity.id,
            agency_id=activity.agency_id,
            person_id=order.person_id,
            order_id=order.id,
            starts_at=activity.starts_at,
        )
        await events.record(session, told, at=at)
    return participation


async def decline(
    session: AsyncSession, actor: Actor, participation_id: UUID, words: DeclineActivity, *, at: datetime
) -> Participation:
    """Say that one cannot, and why; nothing follows from it.

    Raises:
        NotFound: beyond the actor's reach.
        NotOffered: attendance was recorded.
    """
    found = await repository.participation_for(session, actor, Action.REPORT_MAKE, participation_id)
    if found.status not in COMING:
        raise NotOffered()
    found.status = ParticipationStatus.DECLINED
    found.declined_for = words.reason
    found.updated_at = at
    await session.flush()
    return found


async def record_attendance(
    session: AsyncSession, actor: Actor, participation_id: UUID, seen: Attendance, *, at: datetime
) -> Participation:
    """Record from when to when somebody was there; put right by recording again.

    Raises:
        NotFound: beyond the actor's reach.
        NotOffered: the activity was called off.
        BadAttendance: times out of order, to come, or far from the activity's.
    """
    found = await repository.participation_for(session, actor, Action.ACTIVITY_MANAGE, participation_id)
    activity = await session.get_one(Activity, found.activity_id)
    if activity.status is ActivityStatus.CALLED_OFF:
        raise NotOffered()
    if wrong := _faults(seen, activity, at=at):
        raise BadAttendance(fields=wrong)
    found.status = ParticipationStatus.ABSENT
    found.arrived_at, found.left_at, found.minutes = None, None, 0
    if seen.arrived_at is not None and seen.left_at is not None:
        found.status = ParticipationStatus.ATTENDED
        found.arrived_at, found.left_at = seen.arrived_at, seen.left_at
        found.minutes = max(1, (seen.left_at - seen.arrived_at) // timedelta(minutes=1))
    found.note, found.declined_for = seen.note, None
    found.recorded_by, found.updated_at = actor.person_id, at
    audit.add_entry(
        session,
        actor,
        Action.ACTIVITY_MANAGE,
        object_type=OBJECT,
        object_id=found.id,
        owner_id=found.person_id,
        at=at,
    )
    await session.flush()
    return found


def _faults(seen: Attendance, activity: Activity, *, at: datetime) -> list[FieldError]:
    if activity.starts_at > at:
        return [FieldError("arrived_at", "not_begun", "活动还没有开始")]
    if seen.arrived_at is None and seen.left_at is None:
        return []
    if seen.arrived_at is None or seen.left_at is None:
        return [FieldError("left_at", "both", "到场和离开的时间都要填；没有来的都不填")]
    if not seen.arrived_at < seen.left_at <= at:
        return [FieldError("left_at", "order", "离开时间要晚于到场时间，不能晚于现在")]
    if seen.arrived_at < activity.starts_at - MARGIN or seen.left_at > activity.ends_at + MARGIN:
        return [FieldError("arrived_at", "far", "时间和活动的时间对不上，请核对")]
    return []
