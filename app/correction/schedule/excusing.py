"""Days on which a person owes no check-ins, entered by the office: hospital, custody elsewhere, a flood."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.correction.enums import CorrectionStatus
from app.correction.errors import OrderEnded
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.repository import order_for
from app.correction.schedule.errors import NoExcusedPeriod
from app.correction.schedule.models import ExcusedPeriod
from app.correction.schedule.schemas import ExcusedPeriodIn
from app.correction.schedule.settling import replan
from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.clock import local_date
from app.kernel.errors import FieldError, Invalid


async def excuse_days(
    session: AsyncSession, actor: Actor, order_id: UUID, new: ExcusedPeriodIn, *, at: datetime
) -> ExcusedPeriod:
    """Excuse a stretch of days from today on; windows in it are owed no more, open ones included.

    Raises:
        NotFound: beyond the actor's reach.
        OrderEnded: nothing is owed any more.
        Invalid: days that are over: each check-in of theirs is excused by itself, with its own reason.
    """
    order = await order_for(session, actor, Action.SUBJECT_MANAGE, order_id, lock=True)
    if order.status is CorrectionStatus.ENDED:
        raise OrderEnded()
    if new.from_on < local_date(at):
        raise Invalid(fields=[FieldError("from_on", "past", "最早从今天开始；过去的签到请逐次免除")])
    row = ExcusedPeriod(
        order_id=order.id, person_id=order.person_id, set_by=actor.person_id, set_at=at, **new.model_dump()
    )
    session.add(row)
    await replan(session, order, at=at)
    _audit(session, actor, order, f"登记免签到的日子：{new.note}", at=at)
    return row


async def end_excused_days(
    session: AsyncSession, actor: Actor, order_id: UUID, *, at: datetime
) -> list[ExcusedPeriod]:
    """End the excused days that run, forget those to come; check-ins are owed again from tomorrow.

    Raises:
        NotFound: beyond the actor's reach.
        NoExcusedPeriod: there are none.
    """
    order = await order_for(session, actor, Action.SUBJECT_MANAGE, order_id, lock=True)
    today = local_date(at)
    statement = (
        select(ExcusedPeriod)
        .where(col(ExcusedPeriod.order_id) == order.id, col(ExcusedPeriod.to_on) > today)
        .order_by(col(ExcusedPeriod.id))
        .with_for_update()
    )
    rows = list((await session.scalars(statement)).all())
    if not rows:
        raise NoExcusedPeriod()
    running = [row for row in rows if row.from_on <= today]
    for row in rows:
        if row in running:
            row.ended_by, row.to_on = actor.person_id, today
        else:
            await session.delete(row)
    await replan(session, order, at=at)
    _audit(session, actor, order, "免签到的日子提前结束", at=at)
    return running


def _audit(session: AsyncSession, actor: Actor, order: CorrectionOrder, note: str, *, at: datetime) -> None:
    audit.add_entry(
        session,
        actor,
        Action.SUBJECT_MANAGE,
        object_type="correction_order",
        object_id=order.id,
        owner_id=order.person_id,
        at=at,
        note=note,
    )
