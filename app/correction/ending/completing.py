"""Before and after the end: the person's summary, the office's appraisal, the link to help with settling in."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.correction_ending import SummaryHandedIn
from app.correction.ending.errors import Appraised, NotEnded
from app.correction.ending.models import OrderCompletion, OrderEnd
from app.correction.ending.rules import RESETTLED
from app.correction.ending.schemas import AppraisalCreate, SummaryInput
from app.correction.enums import CorrectionStatus
from app.correction.errors import NotBegun, OrderEnded
from app.correction.files import require_files
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.repository import order_for
from app.correction.papers.asking import ask_paper
from app.correction.papers.codes import CorrectionPaperKind
from app.kernel import audit, events
from app.kernel.access import Action
from app.kernel.actor import Actor


async def hand_in_summary(
    session: AsyncSession, actor: Actor, order_id: UUID, summary: SummaryInput, *, at: datetime
) -> CorrectionOrder:
    """Keep the person's summary, theirs or as an officer wrote it down; until the appraisal it may be replaced.

    Raises:
        NotFound: beyond the actor's reach.
        NotBegun, OrderEnded: there is nothing to sum up yet, or no more.
        Appraised: the appraisal rests on the summary there is.
        Invalid: a file is not of this order.
    """
    order = await order_for(session, actor, Action.REPORT_MAKE, order_id, lock=True)
    _require_running(order)
    completion = await _completion(session, order.id)
    if completion.appraised_at is not None:
        raise Appraised()
    completion.summary = summary.text
    completion.summary_files = await require_files(session, order.id, summary.evidence_ids)
    completion.summary_recorded_by, completion.summary_at = actor.person_id, at
    _note(session, actor, order, Action.REPORT_MAKE, "提交个人总结", at=at)
    if actor.person_id == order.person_id:
        told = SummaryHandedIn(order_id=order.id, person_id=order.person_id, agency_id=order.agency_id)
        await events.record(session, told, at=at)
    return order


async def appraise(
    session: AsyncSession, actor: Actor, order_id: UUID, appraisal: AppraisalCreate, *, at: datetime
) -> CorrectionOrder:
    """Write the appraisal and ask for its paper. It does not wait for a summary that does not come.

    Raises:
        NotFound: beyond the actor's reach.
        NotBegun: there is nothing to appraise.
        Appraised: it was made.
    """
    order = await order_for(session, actor, Action.SUBJECT_MANAGE, order_id, lock=True)
    if order.status is CorrectionStatus.REGISTERED:
        raise NotBegun()
    completion = await _completion(session, order.id)
    if completion.appraised_at is not None:
        raise Appraised()
    completion.facts, completion.opinion = appraisal.facts, appraisal.opinion
    completion.advice = appraisal.advice
    completion.appraised_by, completion.appraised_at = actor.person_id, at
    _note(session, actor, order, Action.SUBJECT_MANAGE, "作出书面鉴定", at=at)
    fields = {"facts": appraisal.facts, "opinion": appraisal.opinion}
    fields |= {"summary": completion.summary} if completion.summary else {}
    fields |= {"advice": appraisal.advice} if appraisal.advice else {}
    await ask_paper(session, order, CorrectionPaperKind.APPRAISAL, fields, about=order.id, at=at)
    return order


async def link_resettlement(
    session: AsyncSession, actor: Actor, order_id: UUID, note: str, *, at: datetime
) -> CorrectionOrder:
    """Note that the person was handed over to 安置帮教, and what was agreed; noted again, the later stands.

    Raises:
        NotFound: beyond the actor's reach.
        NotEnded: the order runs, or its end leaves nobody to help.
    """
    order = await order_for(session, actor, Action.SUBJECT_MANAGE, order_id, lock=True)
    end = await session.get(OrderEnd, order.id, with_for_update=True)
    if end is None or end.ground not in RESETTLED:
        raise NotEnded()
    end.resettlement, end.resettled_by, end.resettled_at = note, actor.person_id, at
    _note(session, actor, order, Action.SUBJECT_MANAGE, "衔接安置帮教", at=at)
    return order


def _require_running(order: CorrectionOrder) -> None:
    if order.status is CorrectionStatus.REGISTERED:
        raise NotBegun()
    if order.status is CorrectionStatus.ENDED:
        raise OrderEnded()


async def _completion(session: AsyncSession, order_id: UUID) -> OrderCompletion:
    """The row, made where there is none, and locked."""
    values: dict[str, object] = {"order_id": order_id, "summary_files": []}
    await session.execute(insert(OrderCompletion).values(**values).on_conflict_do_nothing())
    return await session.get_one(OrderCompletion, order_id, with_for_update=True)


def _note(
    session: AsyncSession, actor: Actor, order: CorrectionOrder, action: Action, note: str, *, at: datetime
) -> None:
    audit.add_entry(
        session,
        actor,
        action,
        object_type="correction_order",
        object_id=order.id,
        owner_id=order.person_id,
        at=at,
        note=note,
    )
