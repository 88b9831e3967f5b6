"""Authorisations: proposed by the office, decided by the head of the county's bureau, lifted when not needed."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.contracts.correction_positioning import (
    PositioningDecided,
    PositioningEnded,
    PositioningEvent,
    PositioningProposed,
)
from app.correction.enums import CorrectionStatus
from app.correction.errors import NotBegun, OrderEnded
from app.correction.files import require_files
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.repository import order_for
from app.correction.papers.asking import ask_paper
from app.correction.papers.codes import CorrectionPaperKind
from app.correction.positioning import repository
from app.correction.positioning.codes import AuthorisationStatus
from app.correction.positioning.errors import AlreadyPositioned, WrongPeriod
from app.correction.positioning.models import PositioningAuthorisation
from app.correction.positioning.rules import EXTENSION_RULE, FIRST_RULE, REMIND_AHEAD, period_errors
from app.correction.positioning.schemas import PositioningPropose
from app.correction.positioning.states import positioning_machine
from app.kernel import events, timers
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.agency_rules import rule_for
from app.kernel.clock import local_date, start_of
from app.kernel.dictionaries import dictionaries
from app.kernel.errors import FieldError

EXPIRE = "correction.expire_positioning"
REMIND = "correction.remind_positioning"


async def propose(
    session: AsyncSession, actor: Actor, order_id: UUID, new: PositioningPropose, *, at: datetime
) -> PositioningAuthorisation:
    """Propose to have the person wear a device, or to extend it after an assessment.

    Raises:
        NotFound: beyond the actor's reach.
        NotBegun, OrderEnded: nothing is supervised.
        WrongPeriod: longer than three months, in the past, or apart from the one it extends.
        AlreadyPositioned: it overlaps another.
        ProposalOpen: one waits already.
        Invalid: a file is not of this order.
    """
    order = await order_for(session, actor, Action.POSITIONING_PROPOSE, order_id, lock=True)
    if order.status is CorrectionStatus.REGISTERED:
        raise NotBegun()
    if order.status is CorrectionStatus.ENDED:
        raise OrderEnded()
    former = await _extended(session, order, new)
    code = EXTENSION_RULE if former else FIRST_RULE
    rule = await rule_for(session, code, agency_id=order.agency_id, on=local_date(at))
    wrong = period_errors(rule, new.from_on, new.to_on, today=local_date(at), ends_on=order.ends_on)
    if wrong:
        raise WrongPeriod(fields=wrong)
    await _require_free(session, order, new)
    bureau = await repository.bureau_above(session, order.agency_path)
    authorisation = PositioningAuthorisation(
        **new.model_dump(exclude={"evidence_ids"}),
        evidence_ids=await require_files(session, order.id, new.evidence_ids),
        order_id=order.id,
        person_id=order.person_id,
        bureau_id=bureau.id,
        proposed_by=actor.person_id,
        created_at=at,
        updated_at=at,
    )
    session.add(authorisation)
    await session.flush()
    await _tell(session, PositioningProposed, order, authorisation, at=at)
    return authorisation


async def decide(
    session: AsyncSession, actor: Actor, authorisation_id: UUID, name: str, reason: str, *, at: datetime
) -> PositioningAuthorisation:
    """Approve or reject; an approval covers nothing before this moment.

    Raises:
        NotFound: beyond the actor's reach.
        Forbidden: not the head of this county's bureau, or who proposed it.
        WrongState: it was decided.
        OrderEnded: nothing is supervised any more.
        WrongPeriod: its last day has passed meanwhile.
        AlreadyPositioned: another one covers the time meanwhile.
    """
    order, authorisation = await repository.authorisation_for(
        session, actor, Action.POSITIONING_APPROVE, authorisation_id
    )
    changes: dict[str, object] = {
        "decided_by": actor.person_id,
        "decided_at": at,
        "decision_reason": reason,
    }
    if name == "approve":
        positioning_machine.require(authorisation, name, actor)
        _require_running(order)
        if authorisation.to_on < local_date(at):
            raise WrongPeriod(fields=[FieldError("to_on", "past", "申请的期限已经过去，请重新申请")])
        changes["valid_from"] = max(start_of(authorisation.from_on), at)
        changes["valid_to"] = start_of(authorisation.to_on + timedelta(days=1))
    await positioning_machine.fire(
        session, authorisation, name, actor=actor, at=at, reason=reason, changes=changes
    )
    if authorisation.status is AuthorisationStatus.IN_FORCE:
        await _watch(session, authorisation)
        await _decision_paper(session, order, authorisation, at=at)
    await _tell(session, PositioningDecided, order, authorisation, at=at)
    return authorisation


async def withdraw(
    session: AsyncSession, actor: Actor, authorisation_id: UUID, *, at: datetime
) -> PositioningAuthorisation:
    """Take a proposal back.

    Raises:
        NotFound: beyond the actor's reach.
        WrongState: it was decided.
    """
    _, authorisation = await repository.authorisation_for(
        session, actor, Action.POSITIONING_PROPOSE, authorisation_id
    )
    return await positioning_machine.fire(session, authorisation, "withdraw", actor=actor, at=at)


async def lift(
    session: AsyncSession, actor: Actor, authorisation_id: UUID, name: str, reason: str, *, at: datetime
) -> PositioningAuthorisation:
    """End it before its last day: ``lift`` by the office, ``order_lift`` by the bureau. Nothing is taken after it.

    Raises:
        NotFound: beyond the actor's reach.
        WrongState: it is not in force.
    """
    action = Action.POSITIONING_PROPOSE if name == "lift" else Action.POSITIONING_APPROVE
    order, authorisation = await repository.authorisation_for(session, actor, action, authorisation_id)
    positioning_machine.require(authorisation, name, actor)
    await _end(session, order, authorisation, name, actor=actor, reason=reason, at=at)
    return authorisation


async def stop(session: AsyncSession, order: CorrectionOrder, *, at: datetime) -> None:
    """The order ended, whose row the caller holds: what is in force is lifted, what waits lapses."""
    for authorisation in await repository.authorisations_of(session, order.id):
        if authorisation.status is AuthorisationStatus.IN_FORCE:
            await _end(session, order, authorisation, "end", actor=None, reason="社区矫正已经结束", at=at)
        elif authorisation.status is AuthorisationStatus.PROPOSED:
            await positioning_machine.fire(session, authorisation, "lapse", actor=None, at=at)


async def expire(session: AsyncSession, authorisation_id: UUID, *, at: datetime) -> None:
    """Its last day has passed."""
    found = await session.get_one(PositioningAuthorisation, authorisation_id)
    order = await session.get_one(CorrectionOrder, found.order_id, with_for_update=True)
    await session.refresh(found, with_for_update=True)
    if found.status is not AuthorisationStatus.IN_FORCE or found.valid_to is None or found.valid_to > at:
        return
    await positioning_machine.fire(session, found, "expire", actor=None, at=at)
    await _tell(session, PositioningEnded, order, found, at=at)


async def _end(
    session: AsyncSession,
    order: CorrectionOrder,
    authorisation: PositioningAuthorisation,
    name: str,
    *,
    actor: Actor | None,
    reason: str,
    at: datetime,
) -> None:
    valid_from, valid_to = authorisation.valid_from or at, authorisation.valid_to or at
    changes: dict[str, object] = {
        "lifted_by": actor.person_id if actor else None,
        "lifted_at": at,
        "lift_reason": reason,
        "valid_to": max(valid_from, min(at, valid_to)),
    }
    await positioning_machine.fire(
        session, authorisation, name, actor=actor, at=at, reason=reason, changes=changes
    )
    for timer in (EXPIRE, REMIND):
        await timers.cancel_timer(session, timer, key=str(authorisation.id))
    fields = {"ended_on": local_date(at).isoformat(), "reason": reason}
    await ask_paper(session, order, CorrectionPaperKind.POSITIONING_END, fields, about=authorisation.id, at=at)
    await _tell(session, PositioningEnded, order, authorisation, at=at)


async def _extended(
    session: AsyncSession, order: CorrectionOrder, new: PositioningPropose
) -> PositioningAuthorisation | None:
    """The authorisation that is to be extended: of this order, in force or just over, ending the day before."""
    if new.renews_id is None:
        await _require_break(session, order, new)
        return None
    former = await session.get(PositioningAuthorisation, new.renews_id)
    kinds = {AuthorisationStatus.IN_FORCE, AuthorisationStatus.EXPIRED}
    if former is None or former.order_id != order.id or former.status not in kinds:
        raise WrongPeriod(fields=[FieldError("renews_id", "not_extendable", "找不到可以延长的电子定位")])
    if new.from_on != former.to_on + timedelta(days=1):
        message = "延长要从原来期限届满的第二天开始"
        raise WrongPeriod(fields=[FieldError("from_on", "not_following", message)])
    return former


async def _require_break(session: AsyncSession, order: CorrectionOrder, new: PositioningPropose) -> None:
    """What follows another without a break is its extension, which needs an assessment (社区矫正法 29(2))."""
    before = (
        select(PositioningAuthorisation.id)
        .where(
            col(PositioningAuthorisation.person_id) == order.person_id,
            col(PositioningAuthorisation.status).in_((AuthorisationStatus.IN_FORCE, AuthorisationStatus.EXPIRED)),
            col(PositioningAuthorisation.to_on) == new.from_on - timedelta(days=1),
        )
        .limit(1)
    )
    if (await session.scalars(before)).one_or_none() is not None:
        message = "紧接着原来的期限，是延长，请选择要延长的电子定位并填写评估意见"
        raise WrongPeriod(fields=[FieldError("renews_id", "extension", message)])


async def _require_free(session: AsyncSession, order: CorrectionOrder, new: PositioningPropose) -> None:
    taken = (
        select(PositioningAuthorisation.id)
        .where(
            col(PositioningAuthorisation.person_id) == order.person_id,
            col(PositioningAuthorisation.status) == AuthorisationStatus.IN_FORCE,
            col(PositioningAuthorisation.valid_to) > start_of(new.from_on),
        )
        .limit(1)
    )
    if (await session.scalars(taken)).one_or_none() is not None:
        raise AlreadyPositioned()


def _require_running(order: CorrectionOrder) -> None:
    if order.status is not CorrectionStatus.UNDER_CORRECTION:
        raise OrderEnded()


async def _watch(session: AsyncSession, authorisation: PositioningAuthorisation) -> None:
    payload = {"authorisation_id": str(authorisation.id)}
    ends_at = start_of(authorisation.to_on + timedelta(days=1))
    key = str(authorisation.id)
    await timers.set_timer(session, EXPIRE, key=key, due_at=ends_at, payload=payload)
    await timers.set_timer(session, REMIND, key=key, due_at=ends_at - REMIND_AHEAD, payload=payload)


async def _decision_paper(
    session: AsyncSession, order: CorrectionOrder, authorisation: PositioningAuthorisation, *, at: datetime
) -> None:
    ground = dictionaries()["positioning_ground"][authorisation.ground]
    fields = {
        "ground": f"{ground}。{authorisation.reason}",
        "from_on": local_date(authorisation.valid_from or at).isoformat(),
        "to_on": authorisation.to_on.isoformat(),
    }
    more = {"statement": authorisation.statement, "assessment": authorisation.assessment}
    fields |= {name: text for name, text in more.items() if text}
    await ask_paper(
        session,
        order,
        CorrectionPaperKind.POSITIONING_DECISION,
        fields,
        about=authorisation.id,
        at=at,
        agency_id=authorisation.bureau_id,
    )


async def _tell(
    session: AsyncSession,
    event: type[PositioningEvent],
    order: CorrectionOrder,
    authorisation: PositioningAuthorisation,
    *,
    at: datetime,
) -> None:
    told = event(
        authorisation_id=authorisation.id,
        order_id=order.id,
        person_id=order.person_id,
        agency_id=order.agency_id,
        bureau_id=authorisation.bureau_id,
        status=authorisation.status,
        to_on=authorisation.to_on,
    )
    await events.record(session, told, at=at)
