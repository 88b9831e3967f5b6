"""Moving an order to another office: one function for handover within a county and for a change of county."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.contracts.correction_ending import OrderHandedOver
from app.correction.check_ins.subjects import touch
from app.correction.ending.models import OrderTransfer
from app.correction.enums import DutyStatus
from app.correction.orders.changing import give_to
from app.correction.orders.models import CorrectionOrder
from app.correction.schedule.models import CheckInDuty
from app.correction.schedule.settling import replan
from app.evidence import matters
from app.kernel import clock_store, events
from app.kernel.actor import Actor
from app.kernel.areas.models import Agency

OPEN_DUTIES = (DutyStatus.WAITING, DutyStatus.ATTEMPTED)


async def transfer(
    session: AsyncSession, order: CorrectionOrder, agency: Agency, actor: Actor, *, reason: str, at: datetime
) -> None:
    """Make ``agency`` the order's office from now on; the caller holds the order's row and checked everything.

    With the order go its clocks, files and open check-ins, and by the event whatever else is open under it; what
    ended stays where it happened. A closed file is the taking officer's alone until somebody is assigned.
    """
    former = order.agency_id
    order.agency_id, order.agency_path = agency.id, agency.tree_path
    order.version += 1
    order.updated_at = at
    session.add(
        OrderTransfer(
            order_id=order.id,
            from_agency_id=former,
            to_agency_id=agency.id,
            reason=reason,
            moved_by=actor.person_id,
            moved_at=at,
        )
    )
    await touch(session, order)
    await clock_store.move_clocks(session, order.id, agency.id)
    await matters.open_matter(session, order.id, order.person_id, at)
    await matters.hand_over(session, order.id, agency.id, at)
    await give_to(session, order, [actor.person_id])
    await replan(session, order, at=at)
    await _move_open(session, order)
    told = OrderHandedOver(
        order_id=order.id, person_id=order.person_id, from_agency_id=former, agency_id=agency.id
    )
    await events.record(session, told, at=at)


async def _move_open(session: AsyncSession, order: CorrectionOrder) -> None:
    """Windows that are open now; what else repeats the office follows by :class:`OrderHandedOver`."""
    duties = update(CheckInDuty).where(
        col(CheckInDuty.order_id) == order.id, col(CheckInDuty.status).in_(OPEN_DUTIES)
    )
    await session.execute(duties.values(agency_id=order.agency_id))
