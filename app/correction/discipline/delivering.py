"""Handing decisions and proposals over: who was given them, the periods that begin then, and the answers."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.correction import SanctionAnswered
from app.correction.alarms.searching import check_time
from app.correction.discipline import repository
from app.correction.discipline.announcing import announce, note_change
from app.correction.discipline.codes import (
    ANSWERED_WITHIN,
    AuthorityAnswer,
    SanctionRecipient,
    SanctionStatus,
)
from app.correction.discipline.errors import NoArrestAsked, NotDelivered, NotPublic
from app.correction.discipline.models import Sanction, SanctionDelivery
from app.correction.discipline.states import awaits_arrest, may_deliver, may_note_arrest, sanction_machine
from app.kernel import clock_store
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.clock import local_date
from app.kernel.errors import FieldError, Forbidden, Invalid

ARREST = "correction.decide_arrest"
DETENTION = "correction.detention_limit"


@dataclass(frozen=True, slots=True)
class Delivery:
    """To whom, how, when (none for now)."""

    recipient: SanctionRecipient
    how: str
    delivered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered, on which day, in which document."""

    answer: AuthorityAnswer
    answered_on: date
    document: str | None
    note: str


async def deliver(
    session: AsyncSession, actor: Actor, sanction_id: UUID, delivery: Delivery, *, at: datetime
) -> Sanction:
    """Write down that it was handed over; with its receipt the period of whoever answers begins.

    Raises:
        NotFound: beyond the actor's reach.
        NotDelivered: nothing was decided, or it was taken back before.
        NotPublic: it was not decided to publicise it.
        Forbidden: about the actor.
        Invalid: a time that cannot be.
    """
    sanction = await repository.sanction_for(session, actor, Action.SANCTION_PROPOSE, sanction_id, lock=True)
    if sanction.person_id == actor.person_id:
        raise Forbidden()
    if not may_deliver(sanction):
        raise NotDelivered()
    if delivery.recipient is SanctionRecipient.PUBLIC and not sanction.is_publicised:
        raise NotPublic("决定时没有选择公示")
    delivered_at = delivery.delivered_at or at
    check_time(delivered_at, since=sanction.decided_at, at=at)
    if sanction.revoked_at is not None and delivered_at > sanction.revoked_at:
        raise NotDelivered("这项决定已经撤销，不能再送达")
    session.add(
        SanctionDelivery(
            sanction_id=sanction.id,
            recipient=delivery.recipient,
            how=delivery.how,
            recorded_by=actor.person_id,
            delivered_at=delivered_at,
            recorded_at=at,
        )
    )
    note_change(session, actor, sanction, Action.SANCTION_PROPOSE, "登记送达", at=at)
    await session.flush()
    await _expect_answer(session, sanction, delivery.recipient, delivered_at, at=at)
    return sanction


async def record_answer(
    session: AsyncSession, actor: Actor, sanction_id: UUID, answer: Answer, *, at: datetime
) -> Sanction:
    """Write down what police, court or the deciding body answered. What follows for the order, people decide.

    Raises:
        NotFound: beyond the actor's reach.
        WrongState: nothing was submitted.
        Invalid: a day in the future or before the decision.
    """
    sanction = await repository.sanction_for(session, actor, Action.SANCTION_PROPOSE, sanction_id, lock=True)
    if sanction.decided_at is not None:
        _check_day(answer.answered_on, since=local_date(sanction.decided_at), today=local_date(at))
    changes: dict[str, object] = {
        "answer": answer.answer,
        "answered_on": answer.answered_on,
        "answer_document": answer.document,
    }
    await sanction_machine.fire(
        session, sanction, "answer", actor=actor, at=at, reason=answer.note, changes=changes
    )
    await session.flush()
    _, rule_code, _ = ANSWERED_WITHIN[sanction.measure]
    if rule_code is not None:
        await clock_store.stop_if_running(session, sanction.id, rule_code, at=at)
    await clock_store.cancel_clocks(session, sanction.id, at=at)
    is_granted = answer.answer is AuthorityAnswer.GRANTED
    await announce(session, SanctionAnswered, sanction, at=at, is_granted=is_granted)
    return sanction


async def record_arrest(
    session: AsyncSession,
    actor: Actor,
    sanction_id: UUID,
    answer: AuthorityAnswer,
    *,
    arrested_on: date | None,
    at: datetime,
) -> Sanction:
    """Write down whether the court ordered the arrest asked for (社区矫正法 47); detention has a limit.

    The day of an arrest that was ordered may be written down later, once.

    Raises:
        NotFound: beyond the actor's reach.
        NoArrestAsked: none was asked for, or it was answered.
        Forbidden: about the actor.
        Invalid: a day of arrest without an order, or in the future.
    """
    sanction = await repository.sanction_for(session, actor, Action.SANCTION_PROPOSE, sanction_id, lock=True)
    if sanction.person_id == actor.person_id:
        raise Forbidden()
    if not awaits_arrest(sanction) and not await _awaits_day(session, sanction, answer, arrested_on):
        raise NoArrestAsked()
    if arrested_on is not None:
        if answer is not AuthorityAnswer.GRANTED:
            raise Invalid(fields=[FieldError("arrested_on", "refused", "没有决定逮捕，不用填写逮捕日期")])
        _check_day(arrested_on, since=local_date(sanction.proposed_at), today=local_date(at))
    sanction.arrest_answer = answer
    note_change(session, actor, sanction, Action.SANCTION_PROPOSE, "登记逮捕答复", at=at)
    await session.flush()
    await clock_store.stop_if_running(session, sanction.id, ARREST, at=at)
    if arrested_on is not None:
        await _clock(session, sanction, DETENTION, "公安机关", started=arrested_on, at=at)
    return sanction


async def _awaits_day(
    session: AsyncSession, sanction: Sanction, answer: AuthorityAnswer, arrested_on: date | None
) -> bool:
    """Whether this is the day of an arrest that was ordered and not yet carried out."""
    is_ordered = may_note_arrest(sanction) and answer is AuthorityAnswer.GRANTED and arrested_on is not None
    running = {clock.rule_code for clock in await clock_store.open_clocks(session, sanction.id)}
    return is_ordered and DETENTION not in running


async def _expect_answer(
    session: AsyncSession, sanction: Sanction, recipient: SanctionRecipient, since: datetime, *, at: datetime
) -> None:
    """Start the periods that run from the receipt of a proposal, once."""
    if sanction.status is not SanctionStatus.SUBMITTED or sanction.measure not in ANSWERED_WITHIN:
        return
    by, rule_code, holder = ANSWERED_WITHIN[sanction.measure]
    if recipient is not by:
        return
    running = {clock.rule_code for clock in await clock_store.open_clocks(session, sanction.id)}
    if rule_code is not None and rule_code not in running:
        await _clock(session, sanction, rule_code, holder, started=since, at=at)
    if awaits_arrest(sanction) and ARREST not in running:
        await _clock(session, sanction, ARREST, holder, started=since, at=at)


async def _clock(
    session: AsyncSession,
    sanction: Sanction,
    rule_code: str,
    holder: str,
    *,
    started: date | datetime,
    at: datetime,
) -> None:
    await clock_store.start_clock(
        session,
        rule_code,
        object_type=sanction_machine.name,
        object_id=sanction.id,
        agency_id=sanction.agency_id,
        holder=holder,
        started=started,
        at=at,
    )


def _check_day(day: date, *, since: date, today: date) -> None:
    if day > today:
        raise Invalid(fields=[FieldError("day", "future", "日期不能晚于今天")])
    if day < since:
        raise Invalid(fields=[FieldError("day", "too_early", "日期不能早于作出决定的日期")])
