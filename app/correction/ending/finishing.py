"""The end of an order: by its last day, of itself; early, by who decides upon a document. One way out for both."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.correction_ending import CorrectionEnded
from app.correction.check_ins.subjects import touch
from app.correction.ending.codes import EndGround
from app.correction.ending.errors import WrongEnd
from app.correction.ending.handing import drop_proposed
from app.correction.ending.models import OrderEnd
from app.correction.ending.rules import BASIS, CERTIFIED, RESETTLED, end_errors
from app.correction.ending.schemas import EarlyEnd
from app.correction.ending.timing import unwatch_term
from app.correction.enums import CorrectionStatus
from app.correction.files import require_files
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.repository import order_for
from app.correction.orders.states import correction_machine
from app.correction.papers.asking import ask_paper
from app.correction.papers.codes import CorrectionPaperKind
from app.correction.positioning.authorising import stop as stop_positioning
from app.correction.schedule.settling import replan
from app.evidence import matters
from app.kernel import clock_store, events
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.bus import Payload
from app.kernel.clock import local_date
from app.kernel.dictionaries import dictionaries


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person ended an order upon."""

    actor: Actor
    document: str
    document_on: date
    reason: str
    evidence_ids: tuple[UUID, ...] = ()


async def end_term(session: AsyncSession, payload: Payload, at: datetime) -> None:
    """End an order whose last day has passed; one that ended otherwise, or was prolonged, is left alone.

    A term passes also for who never reported in: nobody is looked for, or held to anything, beyond it.
    """
    order = await session.get_one(CorrectionOrder, UUID(str(payload["order_id"])), with_for_update=True)
    if order.status is not CorrectionStatus.ENDED and local_date(at) > order.ends_on:
        await finish(session, order, EndGround.EXPIRED, ended_on=order.ends_on, decision=None, at=at)


async def end_early(
    session: AsyncSession, actor: Actor, order_id: UUID, end: EarlyEnd, *, at: datetime
) -> CorrectionOrder:
    """End an order before its last day, upon the document of a court or another authority.

    Raises:
        NotFound: beyond the actor's reach.
        WrongState: it has ended.
        WrongEnd: the ground does not fit the category, or a day cannot be.
        Invalid: a file is not of this order.
    """
    order = await order_for(session, actor, Action.ORDER_END_DECIDE, order_id, lock=True)
    correction_machine.require(order, "end_early", actor)
    wrong = end_errors(
        end.ground,
        order.category,
        document_on=end.document_on,
        ended_on=end.ended_on,
        starts_on=order.starts_on,
        today=local_date(at),
    )
    if wrong:
        raise WrongEnd(fields=wrong)
    files = await require_files(session, order.id, end.evidence_ids)
    decision = Decision(actor, end.document, end.document_on, end.reason, tuple(files))
    await finish(session, order, end.ground, ended_on=end.ended_on, decision=decision, at=at)
    return order


async def finish(
    session: AsyncSession,
    order: CorrectionOrder,
    ground: EndGround,
    *,
    ended_on: date,
    decision: Decision | None,
    at: datetime,
) -> None:
    """End the order, whose row the caller holds: nothing is watched, owed or due from here on.

    Raises:
        WrongState: it has ended.
    """
    name, actor = ("end", None) if decision is None else ("end_early", decision.actor)
    reason = decision.reason if decision else None
    await correction_machine.fire(session, order, name, actor=actor, at=at, reason=reason)
    session.add(
        OrderEnd(
            order_id=order.id,
            ground=ground,
            ended_on=ended_on,
            document=decision.document if decision else None,
            document_on=decision.document_on if decision else None,
            reason=reason,
            evidence_ids=list(decision.evidence_ids) if decision else [],
            decided_by=decision.actor.person_id if decision else None,
            ended_at=at,
        )
    )
    await touch(session, order)
    await replan(session, order, at=at)
    await stop_positioning(session, order, at=at)
    await drop_proposed(session, order, at=at)
    await clock_store.cancel_clocks(session, order.id, at=at)
    await unwatch_term(session, order.id)
    await matters.close_matter(session, order.id, at)
    await _paper(session, order, ground, ended_on, decision, at=at)
    told = CorrectionEnded(
        order_id=order.id,
        person_id=order.person_id,
        agency_id=order.agency_id,
        ground=ground,
        ended_on=ended_on,
        needs_resettlement=ground in RESETTLED,
        is_dead=ground is EndGround.DIED,
    )
    await events.record(session, told, at=at)


async def _paper(
    session: AsyncSession,
    order: CorrectionOrder,
    ground: EndGround,
    ended_on: date,
    decision: Decision | None,
    *,
    at: datetime,
) -> None:
    """The certificate of who is free again (社区矫正法 44), else the notice that correction is terminated.

    Who goes on being under correction elsewhere has the decision on the move.
    """
    if ground is EndGround.MOVED_AWAY:
        return
    if ground in CERTIFIED:
        free_from = ended_on + timedelta(days=1) if ground is EndGround.EXPIRED else ended_on
        fields = {"ended_on": free_from.isoformat()}
        kind = CorrectionPaperKind.END_CERTIFICATE
    else:
        fields = {
            "ground": dictionaries()["end_ground"][ground],
            "ended_on": ended_on.isoformat(),
            "basis": BASIS[ground],
        }
        if decision is not None:
            fields["document"] = decision.document
        kind = CorrectionPaperKind.TERMINATION_NOTICE
    await ask_paper(session, order, kind, fields, about=order.id, at=at)
