"""SQL of measures and objections. Every query made for a person begins at :func:`visible_to`."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.correction.alarms.models import Alarm
from app.correction.discipline.codes import LIVE, DisciplineMeasure, SanctionObjectionStatus, SanctionStatus
from app.correction.discipline.models import (
    Sanction,
    SanctionAlarm,
    SanctionDelivery,
    SanctionObjection,
    SanctionStatement,
)
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.repository import ordinary
from app.correction.orders.repository import reach as order_reach
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.agency_rules import settings_of
from app.kernel.errors import NotFound
from app.kernel.statutes import Rule, statute


def visible_to(actor: Actor, action: Action) -> SelectOfScalar[Sanction]:
    """Measures of the orders the actor may see under the action."""
    orders = select(CorrectionOrder.id).where(order_reach(actor, action))
    return select(Sanction).where(col(Sanction.order_id).in_(orders))


def listed(actor: Actor, *, status: SanctionStatus | None, order_id: UUID | None) -> SelectOfScalar[Sanction]:
    """Measures the actor may read, of one state or one order where these are given.

    Without an order, those of others' closed files are left out (社区矫正法 54): whoever opened one names it.
    """
    statement = visible_to(actor, Action.SANCTION_READ)
    if status is not None:
        statement = statement.where(col(Sanction.status) == status)
    if order_id is not None:
        return statement.where(col(Sanction.order_id) == order_id)
    orders = ordinary(actor, Action.SANCTION_READ).with_only_columns(col(CorrectionOrder.id))
    return statement.where(col(Sanction.order_id).in_(orders))


async def sanction_for(
    session: AsyncSession, actor: Actor, action: Action, sanction_id: UUID, *, lock: bool = False
) -> Sanction:
    """One measure within reach; ``lock`` takes its order's row and then its own until the transaction ends.

    Raises:
        NotFound: none, or beyond the actor's reach.
    """
    statement = visible_to(actor, action).where(col(Sanction.id) == sanction_id)
    sanction = (await session.scalars(statement)).one_or_none()
    if sanction is None:
        raise NotFound()
    if lock:
        await lock_order(session, sanction.order_id)
        await session.refresh(sanction, with_for_update=True)
    return sanction


async def lock_order(session: AsyncSession, order_id: UUID) -> CorrectionOrder:
    """The order as it stands, locked until the transaction ends."""
    statement = select(CorrectionOrder).where(col(CorrectionOrder.id) == order_id).with_for_update()
    return (await session.scalars(statement.execution_options(populate_existing=True))).one()


async def alarms_locked(session: AsyncSession, alarm_ids: Collection[UUID]) -> Sequence[Alarm]:
    """Alarms by id, locked in the order of their ids."""
    statement = select(Alarm).where(col(Alarm.id).in_(alarm_ids)).order_by(col(Alarm.id)).with_for_update()
    return (await session.scalars(statement.execution_options(populate_existing=True))).all()


async def alarms_of(session: AsyncSession, sanction_id: UUID) -> list[UUID]:
    """The breaches a measure rests on."""
    mine = col(SanctionAlarm.sanction_id) == sanction_id
    return list((await session.scalars(select(SanctionAlarm.alarm_id).where(mine))).all())


async def dealt_with(session: AsyncSession, order_id: UUID) -> set[UUID]:
    """Breaches of an order that a measure which stands rests on."""
    statement = (
        select(SanctionAlarm.alarm_id)
        .join(Sanction, col(Sanction.id) == col(SanctionAlarm.sanction_id))
        .where(col(Sanction.order_id) == order_id, col(Sanction.status).in_(LIVE))
    )
    return set((await session.scalars(statement)).all())


async def in_force(session: AsyncSession, order_id: UUID) -> Sequence[Sanction]:
    """Admonitions and warnings of an order that stand: what is counted, and all that is."""
    counted = (DisciplineMeasure.ADMONITION, DisciplineMeasure.WARNING)
    statement = select(Sanction).where(
        col(Sanction.order_id) == order_id,
        col(Sanction.status) == SanctionStatus.IN_FORCE,
        col(Sanction.measure).in_(counted),
    )
    return (await session.scalars(statement.order_by(col(Sanction.id)))).all()


async def rules_of(session: AsyncSession, codes: Sequence[str], *, agency_id: UUID, on: date) -> dict[str, Rule]:
    """The rules by code as the agency has them on the day, in one query."""
    values = await settings_of(session, agency_id, on=on)
    return {
        code: replace(rule, value=values.get(code, rule.value)) if rule.configurable else rule
        for code, rule in ((code, statute(code, on)) for code in codes)
    }


async def statements_of(session: AsyncSession, sanction_id: UUID) -> Sequence[SanctionStatement]:
    """What the person said, and attempts to hear them, in order."""
    mine = col(SanctionStatement.sanction_id) == sanction_id
    return (await session.scalars(select(SanctionStatement).where(mine).order_by(col(SanctionStatement.id)))).all()


async def deliveries_of(session: AsyncSession, sanction_id: UUID) -> Sequence[SanctionDelivery]:
    """To whom it was handed, in order."""
    mine = col(SanctionDelivery.sanction_id) == sanction_id
    return (await session.scalars(select(SanctionDelivery).where(mine).order_by(col(SanctionDelivery.id)))).all()


async def objections_of(session: AsyncSession, sanction_id: UUID) -> Sequence[SanctionObjection]:
    """Objections to it, in order."""
    mine = col(SanctionObjection.sanction_id) == sanction_id
    return (await session.scalars(select(SanctionObjection).where(mine).order_by(col(SanctionObjection.id)))).all()


def objections_visible_to(actor: Actor, action: Action) -> SelectOfScalar[SanctionObjection]:
    """Objections to measures of the orders the actor may see under the action."""
    mine = visible_to(actor, action).with_only_columns(col(Sanction.id))
    return select(SanctionObjection).where(col(SanctionObjection.sanction_id).in_(mine))


async def objection_for(
    session: AsyncSession, actor: Actor, action: Action, objection_id: UUID
) -> SanctionObjection:
    """One objection within reach.

    Raises:
        NotFound: none, or beyond the actor's reach.
    """
    statement = objections_visible_to(actor, action).where(col(SanctionObjection.id) == objection_id)
    objection = (await session.scalars(statement)).one_or_none()
    if objection is None:
        raise NotFound()
    return objection


async def open_objection(session: AsyncSession, sanction_id: UUID) -> SanctionObjection | None:
    """The objection under review, locked until the transaction ends."""
    statement = select(SanctionObjection).where(
        col(SanctionObjection.sanction_id) == sanction_id,
        col(SanctionObjection.status) == SanctionObjectionStatus.FILED,
    )
    return (await session.scalars(statement.with_for_update())).one_or_none()
