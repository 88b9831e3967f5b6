"""Writes one attempt within a session's transaction, with the event that somebody should look at it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.contracts.correction import CheckInDoubtful
from app.correction.check_ins import judging
from app.correction.check_ins.cards import read_card
from app.correction.check_ins.errors import (
    ChallengeUsed,
    CounterBackwards,
    UnknownDevice,
    WindowClosed,
    WrongChallenge,
)
from app.correction.check_ins.judging import Sent
from app.correction.check_ins.statement import STATEMENT, Attempt, Outcome, arguments
from app.correction.enums import DutyStatus
from app.correction.errors import AttemptDiffers
from app.correction.schedule.models import CheckInDuty
from app.kernel import events
from app.kernel.clock import SystemClock
from app.kernel.errors import DomainError, Unavailable
from app.kernel.vault import Vault

REFUSED: Mapping[Outcome, type[DomainError]] = {
    Outcome.DIFFERS: AttemptDiffers,
    Outcome.UNKNOWN_DEVICE: UnknownDevice,
    Outcome.COUNTER_BACKWARDS: CounterBackwards,
    Outcome.NO_WINDOW: WrongChallenge,
    Outcome.WINDOW_CLOSED: WindowClosed,
    Outcome.WINDOW_USED: ChallengeUsed,
    Outcome.STALE: Unavailable,
    Outcome.NOT_ADMITTED: Unavailable,
}


def refusal(outcome: Outcome) -> DomainError:
    """What the caller is told of an attempt that was not written."""
    return REFUSED[outcome]()


async def record_attempt(
    session: AsyncSession, vault: Vault, came: Sent, *, duty_id: UUID | None = None, is_late: bool = False
) -> Attempt:
    """Judge and write one attempt in the caller's transaction: a helper's phone, the demonstration.

    Raises:
        NoOrder: nothing runs for the person.
        NotBegun: correction has not begun.
        DomainError: what :func:`refusal` gives for an attempt that cannot be written.
    """
    card = await read_card(session, vault, came.person_id, at=came.received_at)
    judgement = judging.judged(card, came)
    attempt = judging.prepare(vault, card, came, judgement, duty_id=duty_id, is_late=is_late)
    outcome = await write_in(session, attempt, at=came.received_at)
    if outcome in (Outcome.LATE, Outcome.CONFIRMS):
        attempt = attempt._replace(is_late=outcome is Outcome.LATE, is_awaited=True)
        outcome = await write_in(session, attempt, at=came.received_at)
    if outcome not in (Outcome.STORED, Outcome.SAME):
        raise refusal(outcome)
    return attempt


async def write_in(session: AsyncSession, attempt: Attempt, *, at: datetime) -> Outcome:
    """Write one attempt; what is not clearly inside and in time, or is waited for, is told."""
    await session.execute(text("SET LOCAL plan_cache_mode = 'force_generic_plan'"))
    raw = (await (await session.connection()).get_raw_connection()).driver_connection
    assert raw is not None
    [row] = await raw.fetch(STATEMENT, *arguments([attempt], system_now=SystemClock().now(), at=at))
    outcome = Outcome(row[0])
    if outcome is Outcome.STORED and attempt.is_doubtful:
        told = CheckInDoubtful(
            check_in_id=attempt.id,
            made_at=attempt.made_at,
            order_id=attempt.order_id,
            person_id=attempt.person_id,
            agency_id=attempt.agency_id,
            duty_id=attempt.duty_id,
            is_late=attempt.is_late,
            is_offline=attempt.is_offline,
        )
        await events.record(session, told, at=at)
    return outcome


async def open_window(session: AsyncSession, person_id: UUID, at: datetime) -> UUID | None:
    """The window that was open for a person at a moment: one not answered yet before one that was."""
    statement = (
        select(CheckInDuty.id)
        .where(
            col(CheckInDuty.person_id) == person_id,
            col(CheckInDuty.opens_at) <= at,
            col(CheckInDuty.opens_at) > at - judging.LONGEST_WINDOW,
            col(CheckInDuty.closes_at) > at,
            col(CheckInDuty.status).not_in((DutyStatus.ANSWERED, DutyStatus.EXCUSED)),
        )
        .order_by(col(CheckInDuty.closes_at), col(CheckInDuty.id))
        .limit(1)
    )
    return (await session.scalars(statement)).one_or_none()
