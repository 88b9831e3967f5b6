"""SQL of check-ins owed and of the ledger. Every query made for a person begins at ``…visible_to(actor)``."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, exists, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.correction.enums import DutyKind, DutyStatus
from app.correction.ids import time_of
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.repository import order_for, reach
from app.correction.schedule.codes import SupervisionEntryKind
from app.correction.schedule.models import CheckInDuty, DutyExplanation, ExcusedPeriod, SupervisionEntry
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.errors import NotFound

MILLISECOND = timedelta(milliseconds=1)


def duties_visible_to(actor: Actor, action: Action, *, at: datetime) -> SelectOfScalar[CheckInDuty]:
    """Check-ins owed under orders within reach. An unannounced one is nobody's to see before it opens."""
    orders = select(CorrectionOrder.id).where(reach(actor, action))
    return select(CheckInDuty).where(col(CheckInDuty.order_id).in_(orders), is_announced(at))


def is_announced(at: datetime) -> ColumnElement[bool]:
    """Whether a window may be known of."""
    return or_(col(CheckInDuty.kind) != DutyKind.SPOT, col(CheckInDuty.opens_at) <= at)


def explained_visible_to(actor: Actor, action: Action, *, at: datetime) -> SelectOfScalar[CheckInDuty]:
    """Unanswered windows that the person explained and no officer has looked at yet."""
    said = exists().where(col(DutyExplanation.duty_id) == col(CheckInDuty.id))
    seen = exists().where(
        col(SupervisionEntry.duty_id) == col(CheckInDuty.id),
        col(SupervisionEntry.kind) == SupervisionEntryKind.NOT_ACCEPTED,
    )
    unanswered = col(CheckInDuty.status).in_([DutyStatus.MISSED, DutyStatus.ATTEMPTED])
    return duties_visible_to(actor, action, at=at).where(unanswered, said, ~seen)


def entries_visible_to(actor: Actor, action: Action) -> SelectOfScalar[SupervisionEntry]:
    """Lines of the ledger under orders within reach."""
    orders = select(CorrectionOrder.id).where(reach(actor, action))
    return select(SupervisionEntry).where(col(SupervisionEntry.order_id).in_(orders))


def excused_visible_to(actor: Actor, action: Action) -> SelectOfScalar[ExcusedPeriod]:
    """Excused days of orders within reach."""
    orders = select(CorrectionOrder.id).where(reach(actor, action))
    return select(ExcusedPeriod).where(col(ExcusedPeriod.order_id).in_(orders))


async def duty_for(
    session: AsyncSession, actor: Actor, action: Action, duty_id: UUID, *, at: datetime
) -> CheckInDuty:
    """One check-in owed.

    Raises:
        NotFound: none, beyond the actor's reach, or not yet to be known of.
    """
    statement = duties_visible_to(actor, action, at=at).where(*is_duty(duty_id))
    duty = (await session.scalars(statement)).one_or_none()
    if duty is None:
        raise NotFound()
    return duty


async def locked_duty(
    session: AsyncSession, actor: Actor, action: Action, duty_id: UUID, *, at: datetime
) -> tuple[CorrectionOrder, CheckInDuty]:
    """One check-in owed with its order, both locked, the order first.

    Raises:
        NotFound: none, beyond the actor's reach, or not yet to be known of.
    """
    duty = await duty_for(session, actor, action, duty_id, at=at)
    order = await order_for(session, actor, action, duty.order_id, lock=True)
    await session.refresh(duty, with_for_update=True)
    return order, duty


def is_duty(duty_id: UUID) -> tuple[ColumnElement[bool], ...]:
    """Finds a check-in owed by its id, which says when it opens: one slice is read."""
    opens_at = time_of(duty_id)
    column = col(CheckInDuty.opens_at)
    return col(CheckInDuty.id) == duty_id, column >= opens_at, column < opens_at + MILLISECOND


async def explanations(session: AsyncSession, duty_ids: Sequence[UUID]) -> dict[UUID, list[DutyExplanation]]:
    """What was said about each of these, oldest first."""
    statement = (
        select(DutyExplanation)
        .where(col(DutyExplanation.duty_id).in_(duty_ids))
        .order_by(col(DutyExplanation.duty_id), col(DutyExplanation.id))
    )
    found: dict[UUID, list[DutyExplanation]] = {}
    for row in (await session.scalars(statement)).all():
        found.setdefault(row.duty_id, []).append(row)
    return found
