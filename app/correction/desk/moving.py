"""What is open under an order goes with it: to another office, or to its end."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.contracts.correction_ending import CorrectionEnded, OrderHandedOver
from app.correction.orders.models import CorrectionOrder
from app.correction.permits.codes import SpecialPermitStatus
from app.correction.permits.models import SpecialPermit
from app.correction.permits.states import permit_machine
from app.correction.reports import dues
from app.correction.reports.codes import ExtensionStatus
from app.correction.reports.models import CorrectionReport, ReportDue, ReportExtension
from app.correction.reports.states import extension_machine
from app.kernel import clock_store
from app.kernel.bus import Bus

CASES = (CorrectionReport, ReportExtension, SpecialPermit)
"""Tables that repeat the office of their order."""


def register(bus: Bus) -> None:
    """Subscribe to what happens to orders; called by ``wiring``."""
    bus.subscribe(OrderHandedOver, "correction.follow_order", follow_event)
    bus.subscribe(CorrectionEnded, "correction.let_requests_lapse", lapse)


async def follow_event(session: AsyncSession, event: OrderHandedOver, at: datetime) -> None:
    """Another office has the order."""
    await follow(session, await session.get_one(CorrectionOrder, event.order_id, with_for_update=True))


async def follow(session: AsyncSession, order: CorrectionOrder) -> None:
    """Give everything under the order, and the clocks of what is owed, to the office that has it now."""
    office: dict[str, object] = {"agency_id": order.agency_id, "agency_path": order.agency_path}
    for table in CASES:
        await session.execute(update(table).where(col(table.order_id) == order.id).values(**office))
    owed = update(ReportDue).where(col(ReportDue.order_id) == order.id)
    await session.execute(owed.values(agency_id=order.agency_id))
    for due in await dues.waiting_dues(session, order.id):
        await clock_store.move_clocks(session, due.id, order.agency_id)


async def lapse(session: AsyncSession, event: CorrectionEnded, at: datetime) -> None:
    """Nobody decides requests of somebody who is free of what they ask about."""
    permits = select(SpecialPermit).where(
        col(SpecialPermit.order_id) == event.order_id, col(SpecialPermit.status) == SpecialPermitStatus.ASKED
    )
    for permit in (await session.scalars(permits.order_by(col(SpecialPermit.id)))).all():
        await permit_machine.fire(session, permit, "lapse", actor=None, at=at)
    extensions = select(ReportExtension).where(
        col(ReportExtension.order_id) == event.order_id, col(ReportExtension.status) == ExtensionStatus.ASKED
    )
    for extension in (await session.scalars(extensions.order_by(col(ReportExtension.id)))).all():
        await extension_machine.fire(session, extension, "lapse", actor=None, at=at)
