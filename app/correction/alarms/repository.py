"""SQL of alarms and searches. Every query made for a person begins at :func:`visible_to`."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.correction.alarms.codes import SearchStatus
from app.correction.alarms.models import Alarm, AlarmStatement, AlarmStep, AlarmTelling
from app.correction.alarms.search_models import SearchEntry, SearchRecord
from app.correction.enums import AlarmCause, AlarmOutcome, AlarmStatus
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.repository import ordinary
from app.correction.orders.repository import reach as order_reach
from app.kernel import access
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.areas.agencies import subtree_clause
from app.kernel.errors import NotFound


def reach(actor: Actor, action: Action) -> ColumnElement[bool]:
    """Alarms of the orders within reach, and alarms about offices and devices there."""
    orders = select(CorrectionOrder.id).where(order_reach(actor, action))
    here = subtree_clause(col(Alarm.agency_id), access.agency_paths(actor, action))
    return or_(col(Alarm.order_id).in_(orders), col(Alarm.order_id).is_(None) & here)


def visible_to(actor: Actor, action: Action) -> SelectOfScalar[Alarm]:
    """Alarms the actor may see under the action."""
    return select(Alarm).where(reach(actor, action))


def listed(actor: Actor, *, status: AlarmStatus | None, order_id: UUID | None) -> SelectOfScalar[Alarm]:
    """Alarms the actor may read, of one state or one order where these are given.

    Without an order, those of others' closed files are left out (社区矫正法 54): whoever opened one names it.
    """
    statement = visible_to(actor, Action.ALARM_READ)
    if status is not None:
        statement = statement.where(col(Alarm.status) == status)
    if order_id is not None:
        return statement.where(col(Alarm.order_id) == order_id)
    return statement.where(col(Alarm.order_id).is_(None) | col(Alarm.order_id).in_(_ordinary(actor)))


def _ordinary(actor: Actor) -> Select[UUID]:
    return ordinary(actor, Action.ALARM_READ).with_only_columns(col(CorrectionOrder.id))


async def alarm_for(
    session: AsyncSession, actor: Actor, action: Action, alarm_id: UUID, *, lock: bool = False
) -> Alarm:
    """One alarm within reach, locked until the transaction ends where ``lock`` says so.

    Raises:
        NotFound: none, or beyond the actor's reach.
    """
    statement = visible_to(actor, action).where(col(Alarm.id) == alarm_id)
    if lock:
        statement = statement.with_for_update(of=Alarm).execution_options(populate_existing=True)
    alarm = (await session.scalars(statement)).one_or_none()
    if alarm is None:
        raise NotFound()
    return alarm


async def breaches(session: AsyncSession, order_id: UUID) -> Sequence[Alarm]:
    """What was found a breach under an order, oldest first: nothing else is ever counted against a person."""
    statement = select(Alarm).where(col(Alarm.order_id) == order_id, col(Alarm.outcome) == AlarmOutcome.BREACH)
    return (await session.scalars(statement.order_by(col(Alarm.id)))).all()


async def steps_of(session: AsyncSession, alarm_id: UUID) -> Sequence[AlarmStep]:
    """What was done to find out, in order."""
    statement = select(AlarmStep).where(col(AlarmStep.alarm_id) == alarm_id).order_by(col(AlarmStep.id))
    return (await session.scalars(statement)).all()


async def statements_of(session: AsyncSession, alarm_id: UUID) -> Sequence[AlarmStatement]:
    """What the person said, and attempts to hear them, in order."""
    mine = col(AlarmStatement.alarm_id) == alarm_id
    return (await session.scalars(select(AlarmStatement).where(mine).order_by(col(AlarmStatement.id)))).all()


async def tellings_of(session: AsyncSession, alarm_id: UUID) -> Sequence[AlarmTelling]:
    """Who was told, in order."""
    mine = col(AlarmTelling.alarm_id) == alarm_id
    return (await session.scalars(select(AlarmTelling).where(mine).order_by(col(AlarmTelling.id)))).all()


def searches_visible_to(actor: Actor, action: Action) -> SelectOfScalar[SearchRecord]:
    """Searches for people whose orders the actor may see under the action."""
    orders = select(CorrectionOrder.id).where(order_reach(actor, action))
    return select(SearchRecord).where(col(SearchRecord.order_id).in_(orders))


def searches_listed(
    actor: Actor, *, status: SearchStatus | None, order_id: UUID | None
) -> SelectOfScalar[SearchRecord]:
    """Searches the actor may read, of one state or one order where these are given; see :func:`listed`."""
    statement = searches_visible_to(actor, Action.ALARM_VERIFY)
    if status is not None:
        statement = statement.where(col(SearchRecord.status) == status)
    if order_id is not None:
        return statement.where(col(SearchRecord.order_id) == order_id)
    return statement.where(col(SearchRecord.order_id).in_(_ordinary(actor)))


async def search_for(
    session: AsyncSession, actor: Actor, action: Action, search_id: UUID, *, lock: bool = False
) -> SearchRecord:
    """One search within reach.

    Raises:
        NotFound: none, or beyond the actor's reach.
    """
    statement = searches_visible_to(actor, action).where(col(SearchRecord.id) == search_id)
    if lock:
        statement = statement.with_for_update(of=SearchRecord).execution_options(populate_existing=True)
    search = (await session.scalars(statement)).one_or_none()
    if search is None:
        raise NotFound()
    return search


async def entries_of(session: AsyncSession, search_id: UUID) -> Sequence[SearchEntry]:
    """What was done in a search, in order."""
    statement = select(SearchEntry).where(col(SearchEntry.search_id) == search_id).order_by(col(SearchEntry.id))
    return (await session.scalars(statement)).all()


async def open_alarm_of(session: AsyncSession, key: str) -> UUID | None:
    """The open alarm with this key; there is one at most."""
    mine = (col(Alarm.key) == key, col(Alarm.status) != AlarmStatus.CLOSED)
    return (await session.scalars(select(Alarm.id).where(*mine))).one_or_none()


async def is_lost(session: AsyncSession, order_id: UUID, causes: Collection[AlarmCause]) -> bool:
    """Whether an alarm of one of these causes is open about an order."""
    statement = select(Alarm.id).where(
        col(Alarm.order_id) == order_id, col(Alarm.status) != AlarmStatus.CLOSED, col(Alarm.cause).in_(causes)
    )
    return (await session.scalars(statement.limit(1))).one_or_none() is not None


async def was_searched(session: AsyncSession, order_id: UUID, *, since: datetime) -> bool:
    """Whether a search for the person of an order runs, or ended after ``since``."""
    mine = col(SearchRecord.order_id) == order_id
    later = or_(col(SearchRecord.closed_at).is_(None), col(SearchRecord.closed_at) > since)
    return (await session.scalars(select(SearchRecord.id).where(mine, later).limit(1))).one_or_none() is not None


async def open_search_of(session: AsyncSession, order_id: UUID) -> SearchRecord | None:
    """The search that runs for the person of an order, locked until the transaction ends."""
    statement = (
        select(SearchRecord)
        .where(col(SearchRecord.order_id) == order_id, col(SearchRecord.closed_at).is_(None))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return (await session.scalars(statement)).one_or_none()
