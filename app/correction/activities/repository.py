"""SQL of activities. Queries made for a person begin at what they may see."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import false, func, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.correction.activities.codes import ActivityKind, ActivityStatus, ParticipationStatus
from app.correction.activities.models import Activity, Participation
from app.correction.enums import CorrectionStatus
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.repository import reach
from app.kernel import access
from app.kernel.access import Action
from app.kernel.actor import Actor, Scope
from app.kernel.areas.agencies import subtree_clause
from app.kernel.errors import NotFound


def visible_to(actor: Actor, action: Action) -> SelectOfScalar[Activity]:
    """What the offices in reach hold; for a person under correction, what is for people like them where they are.

    What one was put down for stays visible, whichever office holds it.
    """
    order = CorrectionOrder
    mine = select(order.id).where(col(order.person_id) == actor.person_id)
    at_hand = mine.where(
        col(order.status) == CorrectionStatus.UNDER_CORRECTION,
        col(order.is_minor) == col(Activity.is_for_minors),
        col(order.agency_path).startswith(col(Activity.agency_path)),
        col(Activity.status) == ActivityStatus.PLANNED,
    )
    takes_part = select(Participation.id).where(
        col(Participation.activity_id) == col(Activity.id), col(Participation.person_id) == actor.person_id
    )
    own = or_(at_hand.exists(), takes_part.exists())
    is_subject = access.has_scope(actor, action, Scope.OWN)
    of_office = subtree_clause(col(Activity.agency_id), access.agency_paths(actor, action))
    return select(Activity).where(or_(of_office, own if is_subject else false()))


def participations_visible_to(actor: Actor, action: Action) -> SelectOfScalar[Participation]:
    """Who takes part, under orders the actor reaches."""
    join = col(CorrectionOrder.id) == col(Participation.order_id)
    return select(Participation).join(CorrectionOrder, join).where(reach(actor, action))


async def activity_for(
    session: AsyncSession, actor: Actor, action: Action, activity_id: UUID, *, lock: bool = False
) -> Activity:
    """One activity.

    Raises:
        NotFound: none, or not for the actor's eyes.
    """
    statement = visible_to(actor, action).where(col(Activity.id) == activity_id)
    if lock:
        statement = statement.with_for_update(of=Activity).execution_options(populate_existing=True)
    if (activity := (await session.scalars(statement)).one_or_none()) is None:
        raise NotFound()
    return activity


async def participation_for(
    session: AsyncSession, actor: Actor, action: Action, participation_id: UUID
) -> Participation:
    """One person in one activity, locked.

    Raises:
        NotFound: none, or beyond the actor's reach.
    """
    statement = participations_visible_to(actor, action).where(col(Participation.id) == participation_id)
    statement = statement.with_for_update(of=Participation).execution_options(populate_existing=True)
    if (found := (await session.scalars(statement)).one_or_none()) is None:
        raise NotFound()
    return found


async def places_taken(session: AsyncSession, activity_id: UUID) -> int:
    """How many are on the list and have not declined."""
    statement = select(func.count()).where(
        col(Participation.activity_id) == activity_id,
        col(Participation.status) != ParticipationStatus.DECLINED,
    )
    return (await session.scalars(statement)).one()


async def minutes_by_kind(
    session: AsyncSession, order_id: UUID, *, since: datetime, until: datetime
) -> dict[ActivityKind, int]:
    """Minutes attended in ``[since, until)``, by kind of activity."""
    statement = (
        select(Activity.kind, func.sum(col(Participation.minutes)))
        .join(Participation, col(Participation.activity_id) == col(Activity.id))
        .where(
            col(Participation.order_id) == order_id,
            col(Participation.status) == ParticipationStatus.ATTENDED,
            col(Participation.arrived_at) >= since,
            col(Participation.arrived_at) < until,
        )
        .group_by(col(Activity.kind))
    )
    return {ActivityKind(kind): int(minutes) for kind, minutes in (await session.execute(statement)).all()}
