"""Changing what stands with an order: locked, checked against the version read, counted, and in the record."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.enums import CorrectionStatus
from app.correction.errors import OrderEnded
from app.correction.orders import repository
from app.correction.orders.models import CorrectionOrder
from app.evidence import matters
from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.clock import start_of
from app.kernel.errors import PreconditionFailed

OBJECT_TYPE = "correction_order"


async def order_to_change(
    session: AsyncSession,
    actor: Actor,
    order_id: UUID,
    *,
    note: str,
    at: datetime,
    version: int | None = None,
    action: Action = Action.SUBJECT_MANAGE,
) -> CorrectionOrder:
    """The order, locked, with its version grown by one and an entry saying what was changed.

    Args:
        version: the one the caller read; none where two changes at once do no harm.

    Raises:
        NotFound: beyond the actor's reach.
        PreconditionFailed: someone else changed the order since ``version``.
        OrderEnded: it is history.
    """
    order = await repository.order_for(session, actor, action, order_id, lock=True)
    if version is not None and order.version != version:
        raise PreconditionFailed()
    if order.status is CorrectionStatus.ENDED:
        raise OrderEnded()
    order.version += 1
    order.updated_at = max(at, order.updated_at)
    record(session, actor, order, note, at=at, action=action)
    return order


async def give_to(session: AsyncSession, order: CorrectionOrder, staff: Sequence[UUID]) -> None:
    """The officers who handle a closed file and what was collected for it from now on; none where it is open."""
    order.minor_staff = [*dict.fromkeys(staff)] if order.is_sealed else []
    await session.flush()
    await matters.restrict(session, order.id, order.minor_staff if order.is_sealed else None)


def record(
    session: AsyncSession,
    actor: Actor,
    order: CorrectionOrder,
    note: str,
    *,
    at: datetime,
    action: Action = Action.SUBJECT_MANAGE,
) -> None:
    """An entry saying what was done to the order."""
    audit.add_entry(
        session,
        actor,
        action,
        object_type=OBJECT_TYPE,
        object_id=order.id,
        owner_id=order.person_id,
        at=at,
        note=note,
    )


def as_of(on: date, at: datetime) -> datetime:
    """When something entered now happened: now, or the end of the day it happened on.

    A clock is stopped by it, so that an officer who enters it later makes nobody late.
    """
    return min(at, start_of(on + timedelta(days=1)) - timedelta(seconds=1))
