"""A question settled: an alarm where it was confirmed, a line in the ledger where it was not."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.correction.alarms.raising import Ground, raise_alarm
from app.correction.check_ins.confirming.codes import QuestionOutcome
from app.correction.check_ins.confirming.models import LocationCall, LocationQuestion
from app.correction.check_ins.confirming.states import question_machine
from app.correction.check_ins.confirming.weighing import CONFIRMS
from app.correction.check_ins.models import CheckIn
from app.correction.enums import AlarmCause, AlarmConfidence, DutyStatus
from app.correction.orders.models import CorrectionOrder
from app.correction.schedule.codes import Excuse, SupervisionEntryKind
from app.correction.schedule.ledger import Supervised, add_entry, standing_entries
from app.correction.schedule.models import CheckInDuty, SupervisionEntry
from app.kernel.actor import Actor

SLACK = timedelta(seconds=1)
"""A duty opens at a whole millisecond."""


def alarm_key(order_id: UUID) -> str:
    """One alarm at a time about somebody being where they may not be."""
    return f"outside:{order_id}"


async def close(
    session: AsyncSession,
    order: CorrectionOrder,
    question: LocationQuestion,
    name: str,
    outcome: QuestionOutcome,
    *,
    at: datetime,
    second: CheckIn | None = None,
    call: LocationCall | None = None,
    actor: Actor | None = None,
) -> None:
    """Settle the question by the transition ``name``; the caller holds the order and the question."""
    changes: dict[str, object] = {"outcome": outcome}
    if second is not None:
        changes |= {"second_id": second.id, "second_made_at": second.made_at}
    await _owe_no_more(session, question)
    reason = None if call is None else call.note
    await question_machine.fire(session, question, name, actor=actor, at=at, reason=reason, changes=changes)
    if outcome in CONFIRMS:
        await _alarm(session, order, question, second, call, at=at)
    elif outcome is not QuestionOutcome.LAPSED:
        await _forgive(session, order, question, actor, at=at)
        await _clear(session, order, question, second, actor, at=at)


async def _owe_no_more(session: AsyncSession, question: LocationQuestion) -> None:
    """What was settled otherwise need not be answered any more, and nobody missed it."""
    if question.duty_id is None:
        return
    open_still = (
        col(CheckInDuty.id) == question.duty_id,
        col(CheckInDuty.opens_at).between(question.opens_at - SLACK, question.opens_at + SLACK),
        col(CheckInDuty.status).in_((DutyStatus.WAITING, DutyStatus.ATTEMPTED)),
    )
    settled = {"status": DutyStatus.EXCUSED, "excuse": Excuse.OTHER}
    await session.execute(update(CheckInDuty).where(*open_still).values(**settled))


async def _forgive(
    session: AsyncSession, order: CorrectionOrder, question: LocationQuestion, actor: Actor | None, *, at: datetime
) -> None:
    """Whoever was found where they may be did not miss being asked: what the closed window left is taken back."""
    if question.duty_id is None:
        return
    missed = update(CheckInDuty).where(
        col(CheckInDuty.id) == question.duty_id,
        col(CheckInDuty.opens_at).between(question.opens_at - SLACK, question.opens_at + SLACK),
        col(CheckInDuty.status) == DutyStatus.MISSED,
    )
    await session.execute(missed.values(status=DutyStatus.EXCUSED, excuse=Excuse.OTHER, escalate_at=None))
    kinds = (SupervisionEntryKind.MISSED,)
    for entry in await standing_entries(session, duty_id=question.duty_id, kinds=kinds):
        await add_entry(
            session,
            Supervised.of(order),
            SupervisionEntryKind.EXCUSED,
            happened_at=at,
            at=at,
            key=f"place-cleared:{entry.id}",
            duty_id=question.duty_id,
            takes_back=entry.id,
            reason=Excuse.OTHER,
            by=None if actor is None else actor.person_id,
        )


async def _alarm(
    session: AsyncSession,
    order: CorrectionOrder,
    question: LocationQuestion,
    second: CheckIn | None,
    call: LocationCall | None,
    *,
    at: datetime,
) -> None:
    evidence = [Ground("check_in", question.first_id, question.first_made_at)]
    if second is not None:
        evidence.append(Ground("check_in", second.id, second.made_at))
    if call is not None:
        evidence.append(Ground("call", call.id, call.called_at))
    is_odd = second is not None and bool(second.marks)
    confidence = AlarmConfidence.LOW if is_odd else AlarmConfidence.MEDIUM
    await raise_alarm(
        session,
        order,
        AlarmCause.RESTRICTED_PLACE if question.is_restricted else AlarmCause.OUTSIDE_CONFIRMED,
        key=alarm_key(order.id),
        confidence=AlarmConfidence.HIGH if call is not None else confidence,
        evidence=evidence,
        at=at,
    )


async def _clear(
    session: AsyncSession,
    order: CorrectionOrder,
    question: LocationQuestion,
    second: CheckIn | None,
    actor: Actor | None,
    *,
    at: datetime,
) -> None:
    """The fix counts for nothing: it drifted, or the officer found nothing wrong."""
    statement = select(SupervisionEntry.id).where(col(SupervisionEntry.key) == f"outside:{question.first_id}")
    entry_id = (await session.execute(statement)).scalar_one_or_none()
    await add_entry(
        session,
        Supervised.of(order),
        SupervisionEntryKind.DRIFT if second is not None else SupervisionEntryKind.CLEARED,
        happened_at=second.made_at if second is not None else at,
        at=at,
        key=f"outside-cleared:{question.first_id}",
        duty_id=question.duty_id,
        check_in=(second.id, second.made_at) if second is not None else None,
        takes_back=None if second is not None else entry_id,
        by=None if actor is None else actor.person_id,
    )
