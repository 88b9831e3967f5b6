"""What time does to a term: the summary is asked for in time, and the order ends the day after its last day."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.correction_ending import SummaryDue
from app.correction.ending.models import OrderCompletion
from app.correction.ending.rules import REMIND_AHEAD, SUMMARY_RULE, summary_due_on, telling_at
from app.correction.enums import CorrectionStatus
from app.correction.orders.models import CorrectionOrder
from app.kernel import events, timers
from app.kernel.agency_rules import rule_for
from app.kernel.bus import Payload
from app.kernel.clock import local_date, start_of

END_TERM = "correction.end_term"
ASK_SUMMARY = "correction.ask_summary"


async def watch_term(session: AsyncSession, order: CorrectionOrder, *, at: datetime) -> None:
    """Set, or set anew, what follows from the last day of an order."""
    payload = {"order_id": str(order.id)}
    ends_at = start_of(order.ends_on + timedelta(days=1))
    await timers.set_timer(session, END_TERM, key=str(order.id), due_at=ends_at, payload=payload)
    due_on = await due_day(session, order, on=local_date(at))
    ask_at = max(telling_at(due_on - REMIND_AHEAD), at)
    await timers.set_timer(session, ASK_SUMMARY, key=str(order.id), due_at=ask_at, payload=payload)


async def unwatch_term(session: AsyncSession, order_id: UUID) -> None:
    """The order has ended."""
    for name in (END_TERM, ASK_SUMMARY):
        await timers.cancel_timer(session, name, key=str(order_id))


async def due_day(session: AsyncSession, order: CorrectionOrder, *, on: date) -> date:
    """The last day for the summary, by the rule of the office as it is on ``on``."""
    rule = await rule_for(session, SUMMARY_RULE, agency_id=order.agency_id, on=on)
    began = local_date(order.began_at) if order.began_at else order.starts_on
    return summary_due_on(rule, order.ends_on, began)


async def ask_summary(session: AsyncSession, payload: Payload, at: datetime) -> None:
    """Ask for the summary before it is due, and once more on its last day, when the office is told too."""
    order = await session.get_one(CorrectionOrder, UUID(str(payload["order_id"])))
    completion = await session.get(OrderCompletion, order.id)
    handed_in = completion is not None and completion.summary_at is not None
    if order.status is not CorrectionStatus.UNDER_CORRECTION or handed_in:
        return
    due_on = await due_day(session, order, on=local_date(at))
    is_last = local_date(at) >= due_on
    asked = SummaryDue(
        order_id=order.id,
        person_id=order.person_id,
        agency_id=order.agency_id,
        due_on=due_on,
        ends_on=order.ends_on,
        is_last=is_last,
    )
    await events.record(session, asked, at=at)
    if not is_last:
        again_at = telling_at(due_on)
        await timers.set_timer(session, ASK_SUMMARY, key=str(order.id), due_at=again_at, payload=payload)
