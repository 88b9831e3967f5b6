"""Orders and check-ins as the API shows them; every look at another's data leaves an entry."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.areas.repository import area_in_force
from app.correction.areas.views import area_out
from app.correction.check_ins.repository import last_check_in_at
from app.correction.orders import repository
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.schemas import OrderDetail, OrderOut
from app.correction.orders.states import allowed_actions, correction_machine
from app.identity import people
from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.clock_views import clock_views
from app.kernel.geo import Datum


async def order_list(
    session: AsyncSession, actor: Actor, orders: Sequence[CorrectionOrder], *, at: datetime
) -> list[OrderOut]:
    """Orders as a list shows them."""
    names = await people.names(session, {order.person_id for order in orders})
    agencies = await repository.agency_names(session, {order.agency_id for order in orders})
    for order in orders:
        await record_look(session, actor, order, at=at)
    return [
        OrderOut(
            **order.model_dump(include=set(OrderOut.model_fields)),
            person_name=names.get(order.person_id),
            agency_name=agencies[order.agency_id],
            allowed_actions=allowed_actions(actor, order),
        )
        for order in orders
    ]


async def order_detail(
    session: AsyncSession, actor: Actor, order: CorrectionOrder, *, at: datetime, datum: Datum = Datum.WGS84
) -> OrderDetail:
    """One order with its area, its clocks, and the time of the last check-in."""
    [shown] = await order_list(session, actor, [order], at=at)
    area = await area_in_force(session, order.id)
    return OrderDetail(
        **shown.model_dump(),
        **order.model_dump(include={"court", "sex", "is_sealed", "reported_on", "reported_how", "began_at"}),
        area=area_out(area, datum),
        clocks=await clock_views(session, order.id, at=at),
        last_check_in_at=await last_check_in_at(session, order.id),
    )


async def record_look(session: AsyncSession, actor: Actor, order: CorrectionOrder, *, at: datetime) -> None:
    """An entry that somebody other than the person looked at what stands with the order."""
    await audit.record_access(
        session,
        actor,
        Action.SUBJECT_READ,
        object_type=correction_machine.name,
        object_id=order.id,
        owner_id=order.person_id,
        at=at,
    )
