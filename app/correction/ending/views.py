"""Ends and moves as the API shows them; every look at another's data leaves an entry."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.correction.ending.models import OrderCompletion, OrderEnd, OrderHandover, OrderTransfer, TermChange
from app.correction.ending.rules import RESETTLED, SUMMARY_RULE
from app.correction.ending.schemas import (
    AppraisalOut,
    CompletionOut,
    EndOut,
    HandoverOut,
    OrderMoves,
    SummaryOut,
    TermChangeOut,
    TransferOut,
)
from app.correction.ending.states import order_handover_machine
from app.correction.ending.timing import due_day
from app.correction.enums import CorrectionStatus
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.policies import permits
from app.correction.orders.repository import agency_names
from app.correction.orders.states import (
    APPRAISE,
    CHANGE_TERM,
    HAND_IN_SUMMARY,
    HAND_OVER,
    LINK_RESETTLEMENT,
    correction_machine,
)
from app.identity import people
from app.kernel import access, audit, statutes
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.clock import local_date


async def completion_out(
    session: AsyncSession, actor: Actor, order: CorrectionOrder, *, at: datetime
) -> CompletionOut:
    """Everything about the end of one order."""
    await audit.record_access(
        session,
        actor,
        Action.SUBJECT_READ,
        object_type=correction_machine.name,
        object_id=order.id,
        owner_id=order.person_id,
        at=at,
        note="查看解除矫正的情况",
    )
    await session.flush()
    completion = await session.get(OrderCompletion, order.id)
    end = await session.get(OrderEnd, order.id)
    changes = select(TermChange).where(col(TermChange.order_id) == order.id).order_by(col(TermChange.id))
    on = local_date(at)
    return CompletionOut(
        order_id=order.id,
        status=order.status,
        version=order.version,
        ends_on=order.ends_on,
        summary_due_on=await due_day(session, order, on=on),
        summary_source=statutes.statute(SUMMARY_RULE, on).source,
        summary=_summary_out(order, completion),
        appraisal=_appraisal_out(completion),
        term_changes=[TermChangeOut.model_validate(change) for change in await session.scalars(changes)],
        end=_end_out(end),
        allowed_actions=_allowed(actor, order, completion, end),
    )


def _summary_out(order: CorrectionOrder, completion: OrderCompletion | None) -> SummaryOut | None:
    if completion is None or completion.summary_at is None:
        return None
    return SummaryOut(
        text=completion.summary,
        evidence_ids=completion.summary_files,
        is_own=completion.summary_recorded_by == order.person_id,
        handed_in_at=completion.summary_at,
    )


def _appraisal_out(completion: OrderCompletion | None) -> AppraisalOut | None:
    if completion is None or completion.appraised_at is None:
        return None
    return AppraisalOut.model_validate(completion.model_dump(include=set(AppraisalOut.model_fields)))


def _end_out(end: OrderEnd | None) -> EndOut | None:
    if end is None:
        return None
    shown = end.model_dump(include=set(EndOut.model_fields))
    return EndOut(**shown, needs_resettlement=end.ground in RESETTLED and end.resettled_at is None)


def _allowed(
    actor: Actor, order: CorrectionOrder, completion: OrderCompletion | None, end: OrderEnd | None
) -> list[str]:
    is_running = order.status is CorrectionStatus.UNDER_CORRECTION
    is_open = order.status is not CorrectionStatus.ENDED
    is_appraised = completion is not None and completion.appraised_at is not None
    offered = (
        (HAND_IN_SUMMARY, Action.REPORT_MAKE, is_running and not is_appraised),
        (APPRAISE, Action.SUBJECT_MANAGE, order.status is not CorrectionStatus.REGISTERED and not is_appraised),
        (CHANGE_TERM, Action.ORDER_END_DECIDE, is_open),
        (HAND_OVER, Action.SUBJECT_MANAGE, is_open),
        (LINK_RESETTLEMENT, Action.SUBJECT_MANAGE, end is not None and end.ground in RESETTLED),
    )
    actions = [name for name in correction_machine.allowed_actions(actor, order) if name == "end_early"]
    return actions + [
        name
        for name, action, holds in offered
        if holds and access.can(actor, action) and permits(actor, action, order)
    ]


async def handover_list(
    session: AsyncSession, actor: Actor, handovers: Sequence[OrderHandover], *, at: datetime
) -> list[HandoverOut]:
    """Proposals, with the names of those whose file is not closed to the actor."""
    orders = select(CorrectionOrder).where(col(CorrectionOrder.id).in_({one.order_id for one in handovers}))
    sealed = {
        order.id: order.is_sealed and not permits(actor, Action.SUBJECT_READ, order)
        for order in await session.scalars(orders)
    }
    names = await people.names(session, {one.person_id for one in handovers})
    offices = {one.from_agency_id for one in handovers} | {one.to_agency_id for one in handovers}
    agencies = await agency_names(session, offices)
    for one in handovers:
        await audit.record_access(
            session,
            actor,
            Action.SUBJECT_READ,
            object_type=order_handover_machine.name,
            object_id=one.id,
            owner_id=one.person_id,
            at=at,
            note="查看移交",
        )
    return [
        HandoverOut(
            **one.model_dump(include=set(HandoverOut.model_fields)),
            person_name=None if sealed[one.order_id] else names.get(one.person_id),
            from_agency_name=agencies[one.from_agency_id],
            to_agency_name=agencies[one.to_agency_id],
            allowed_actions=order_handover_machine.allowed_actions(actor, one),
        )
        for one in handovers
    ]


async def moves_out(session: AsyncSession, actor: Actor, order: CorrectionOrder, *, at: datetime) -> OrderMoves:
    """Where an order was, and what was proposed."""
    moved = select(OrderTransfer).where(col(OrderTransfer.order_id) == order.id).order_by(col(OrderTransfer.id))
    transfers = (await session.scalars(moved)).all()
    proposed = select(OrderHandover).where(col(OrderHandover.order_id) == order.id).order_by(col(OrderHandover.id))
    handovers = (await session.scalars(proposed)).all()
    offices = {one.from_agency_id for one in transfers} | {one.to_agency_id for one in transfers}
    agencies = await agency_names(session, offices)
    return OrderMoves(
        transfers=[
            TransferOut(
                from_agency_name=agencies[one.from_agency_id],
                to_agency_name=agencies[one.to_agency_id],
                reason=one.reason,
                moved_at=one.moved_at,
            )
            for one in transfers
        ],
        handovers=await handover_list(session, actor, handovers, at=at),
    )
