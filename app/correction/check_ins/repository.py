"""SQL of check-ins. Every query made for a person begins at :func:`check_ins_visible_to`."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from app.correction.check_ins.models import CheckIn, CheckInFace, CheckInFix
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.repository import reach as order_reach
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.errors import NotFound


def check_ins_visible_to(actor: Actor, action: Action) -> SelectOfScalar[CheckIn]:
    """Check-ins of the orders the actor may see under the action."""
    orders = select(CorrectionOrder.id).where(order_reach(actor, action))
    return select(CheckIn).where(col(CheckIn.order_id).in_(orders))


async def check_in_for(session: AsyncSession, actor: Actor, action: Action, check_in_id: UUID) -> CheckIn:
    """One check-in within reach.

    Raises:
        NotFound: none, or beyond the actor's reach.
    """
    statement = check_ins_visible_to(actor, action).where(col(CheckIn.id) == check_in_id)
    check_in = (await session.scalars(statement)).one_or_none()
    if check_in is None:
        raise NotFound()
    return check_in


async def sealed_of(session: AsyncSession, check_ins: Sequence[CheckIn]) -> dict[UUID, str]:
    """Sealed fixes by check-in; none for those whose time of storage is over, or that had none."""
    keys = [(row.id, row.made_at) for row in check_ins]
    statement = select(CheckInFix).where(tuple_(col(CheckInFix.id), col(CheckInFix.made_at)).in_(keys))
    return {fix.id: fix.location_sealed for fix in await session.scalars(statement)}


async def faces_of(session: AsyncSession, check_ins: Sequence[CheckIn]) -> dict[UUID, CheckInFace]:
    """What was found about photos, by check-in."""
    ids = [row.id for row in check_ins]
    found = await session.scalars(select(CheckInFace).where(col(CheckInFace.check_in_id).in_(ids)))
    return {face.check_in_id: face for face in found}


async def last_check_in_at(session: AsyncSession, order_id: UUID) -> datetime | None:
    """When the last check-in of an order came."""
    person = select(CorrectionOrder.person_id).where(col(CorrectionOrder.id) == order_id).scalar_subquery()
    statement = select(func.max(col(CheckIn.received_at))).where(
        col(CheckIn.person_id) == person, col(CheckIn.order_id) == order_id
    )
    return (await session.execute(statement)).scalar_one()
