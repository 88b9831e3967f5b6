"""Activities planned, closed and called off by the office."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.contracts.correction_reports import ActivityCalledOff
from app.correction.activities import repository
from app.correction.activities.codes import COMING
from app.correction.activities.errors import BadActivity
from app.correction.activities.models import Activity, Participation
from app.correction.activities.schemas import ActivityCreate
from app.correction.activities.states import activity_machine
from app.correction.orders.registering import OFFICES
from app.kernel import access, events
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.areas.agencies import agency_by_id
from app.kernel.areas.models import Agency, AgencyKind
from app.kernel.clock import local_date
from app.kernel.errors import FieldError

HOSTS = OFFICES | {AgencyKind.JUSTICE_BUREAU}
LONGEST = timedelta(hours=24)
"""A mistyped day is caught; nobody is kept longer."""
FARTHEST = timedelta(days=731)
"""A mistyped year is caught."""


async def create(session: AsyncSession, actor: Actor, new: ActivityCreate, *, at: datetime) -> Activity:
    """Plan an activity.

    Raises:
        BadActivity: an office out of reach, or times that are past, years away, out of order or longer than a day.
    """
    agency = await _host(session, actor, new.agency_id, at=at)
    wrong: list[FieldError] = []
    if new.ends_at <= at:
        wrong.append(FieldError("ends_at", "past", "活动时间已经过去"))
    if new.starts_at > at + FARTHEST:
        wrong.append(FieldError("starts_at", "too_far", "活动时间太远，请核对日期"))
    if not timedelta(0) < new.ends_at - new.starts_at <= LONGEST:
        wrong.append(FieldError("ends_at", "order", "结束时间要晚于开始时间，活动不超过一天"))
    if wrong:
        raise BadActivity(fields=wrong)
    activity = Activity(
        **new.model_dump(),
        agency_path=agency.tree_path,
        created_by=actor.person_id,
        created_at=at,
        updated_at=at,
    )
    session.add(activity)
    await session.flush()
    return activity


async def close(session: AsyncSession, actor: Actor, activity_id: UUID, *, at: datetime) -> Activity:
    """It took place; attendance may still be put right.

    Raises:
        NotFound: beyond the actor's reach.
        WrongState: closed or called off before.
        BadActivity: it has not begun.
    """
    activity = await repository.activity_for(session, actor, Action.ACTIVITY_MANAGE, activity_id, lock=True)
    if activity.starts_at > at:
        raise BadActivity(fields=[FieldError("starts_at", "not_begun", "活动还没有开始；不举行的请取消")])
    return await activity_machine.fire(session, activity, "close", actor=actor, at=at)


async def call_off(session: AsyncSession, actor: Actor, activity_id: UUID, *, at: datetime) -> Activity:
    """It does not take place; whoever was expected is told.

    Raises:
        NotFound: beyond the actor's reach.
        WrongState: closed or called off before.
    """
    activity = await repository.activity_for(session, actor, Action.ACTIVITY_MANAGE, activity_id, lock=True)
    await activity_machine.fire(session, activity, "call_off", actor=actor, at=at)
    expected = select(Participation.person_id).where(
        col(Participation.activity_id) == activity.id, col(Participation.status).in_(COMING)
    )
    told = ActivityCalledOff(
        activity_id=activity.id,
        agency_id=activity.agency_id,
        person_ids=tuple((await session.scalars(expected)).all()),
        starts_at=activity.starts_at,
    )
    await events.record(session, told, at=at)
    return activity


async def _host(session: AsyncSession, actor: Actor, agency_id: UUID, *, at: datetime) -> Agency:
    """The office that holds it, open and within the actor's reach; anything else is told alike."""
    agency = await agency_by_id(session, agency_id)
    if (
        agency is None
        or agency.kind not in HOSTS
        or (agency.valid_to is not None and agency.valid_to <= local_date(at))
        or not access.reaches_agency(actor, Action.ACTIVITY_MANAGE, agency.tree_path)
    ):
        message = "请选择您管辖范围内的司法所或社区矫正机构"
        raise BadActivity(fields=[FieldError("agency_id", "office", message)])
    return agency
