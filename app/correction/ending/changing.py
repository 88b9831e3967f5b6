"""Moving the last day of a term: commuted or judged anew by a court, or put right where it was mistyped."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.correction_ending import TermChanged
from app.correction.check_ins.subjects import touch
from app.correction.ending.errors import WrongTermChange
from app.correction.ending.models import TermChange
from app.correction.ending.rules import change_errors
from app.correction.ending.schemas import TermChangeCreate
from app.correction.ending.timing import watch_term
from app.correction.enums import CorrectionStatus
from app.correction.errors import OrderEnded
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.repository import order_for
from app.correction.orders.states import correction_machine
from app.correction.schedule.settling import replan
from app.kernel import audit, events
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.clock import local_date
from app.kernel.errors import PreconditionFailed


async def change_term(
    session: AsyncSession, actor: Actor, order_id: UUID, change: TermChangeCreate, *, version: int, at: datetime
) -> CorrectionOrder:
    """Put another last day in force. One that has passed ends the order at once, by the clock's own job.

    Raises:
        NotFound: beyond the actor's reach.
        PreconditionFailed: someone else changed the order since ``version``.
        OrderEnded: there is no term any more.
        WrongTermChange: the day cannot be.
    """
    order = await order_for(session, actor, Action.ORDER_END_DECIDE, order_id, lock=True)
    if order.version != version:
        raise PreconditionFailed()
    if order.status is CorrectionStatus.ENDED:
        raise OrderEnded()
    wrong = change_errors(
        change.kind,
        starts_on=order.starts_on,
        was_on=order.ends_on,
        ends_on=change.ends_on,
        document_on=change.document_on,
        today=local_date(at),
    )
    if wrong:
        raise WrongTermChange(fields=wrong)
    row = TermChange(
        **change.model_dump(), order_id=order.id, was_on=order.ends_on, decided_by=actor.person_id, decided_at=at
    )
    session.add(row)
    order.ends_on = change.ends_on
    order.version += 1
    order.updated_at = at
    await touch(session, order)
    await replan(session, order, at=at)
    await watch_term(session, order, at=at)
    audit.add_entry(
        session,
        actor,
        Action.ORDER_END_DECIDE,
        object_type=correction_machine.name,
        object_id=order.id,
        owner_id=order.person_id,
        at=at,
        note="变更矫正期的最后一天",
    )
    told = TermChanged(
        order_id=order.id,
        person_id=order.person_id,
        agency_id=order.agency_id,
        was_on=row.was_on,
        ends_on=row.ends_on,
    )
    await events.record(session, told, at=at)
    return order
