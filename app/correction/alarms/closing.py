"""Ending an alarm: as a fault or explained by an officer, as a breach by who decides, withdrawn by the system."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.contracts.correction import AlarmCleared, AlarmContradicted, BreachConfirmed, BreachRetracted
from app.correction.alarms import repository
from app.correction.alarms.announcing import announce
from app.correction.alarms.codes import BreachGravity, BreachKind
from app.correction.alarms.models import Alarm
from app.correction.alarms.searching import SEARCHED, stop_search
from app.correction.alarms.states import alarm_machine
from app.correction.enums import AlarmOutcome, AlarmStatus
from app.correction.orders.models import CorrectionOrder
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.clock import local_date
from app.kernel.errors import FieldError, Invalid

FOUND: tuple[str, ...] = (
    "outcome",
    "finding",
    "closed_by",
    "closed_at",
    "breach_kind",
    "breach_gravity",
    "absent_from",
    "absent_to",
)
"""Columns of a finding, emptied when it is taken back."""
NO_BREACH = frozenset({AlarmOutcome.FAULT, AlarmOutcome.EXPLAINED})


@dataclass(frozen=True, slots=True)
class Breach:
    """What was found broken; the days of absence, both included, where the person was absent."""

    kind: BreachKind
    gravity: BreachGravity
    absent_from: date | None
    absent_to: date | None


async def close_alarm(
    session: AsyncSession, actor: Actor, alarm_id: UUID, outcome: AlarmOutcome, finding: str, *, at: datetime
) -> Alarm:
    """Nobody did wrong: a fault, or explained. The alarm counts for nothing from here on.

    Raises:
        NotFound: beyond the actor's reach.
        WrongState: closed already.
        Invalid: ``breach`` is not found here.
    """
    if outcome not in NO_BREACH:
        raise Invalid(fields=[FieldError("outcome", "breach", "认定违规要由审批人员另外办理")])
    alarm = await repository.alarm_for(session, actor, Action.ALARM_VERIFY, alarm_id, lock=True)
    changes = {"outcome": outcome, "finding": finding, "closed_by": actor.person_id, "closed_at": at}
    await alarm_machine.fire(session, alarm, "close", actor=actor, at=at, reason=finding, changes=changes)
    await _cleared(session, alarm, finding, at=at)
    return alarm


async def confirm_breach(
    session: AsyncSession, actor: Actor, alarm_id: UUID, breach: Breach, finding: str, *, at: datetime
) -> Alarm:
    """Who decides at the county finds a breach (社区矫正法 28); the only way there is.

    Raises:
        NotFound: beyond the actor's reach.
        WrongState: not being verified.
        NobodyToBlame, NotVerified, NotHeard: as the table of states says.
        Invalid: days of absence that cannot be.
    """
    alarm = await repository.alarm_for(session, actor, Action.BREACH_CONFIRM, alarm_id, lock=True)
    order = None if alarm.order_id is None else await session.get(CorrectionOrder, alarm.order_id)
    _check_absence(breach, since=order.starts_on if order else None, today=local_date(at))
    changes: dict[str, object] = {
        "outcome": AlarmOutcome.BREACH,
        "finding": finding,
        "closed_by": actor.person_id,
        "closed_at": at,
        "breach_kind": breach.kind,
        "breach_gravity": breach.gravity,
        "absent_from": breach.absent_from,
        "absent_to": breach.absent_to,
    }
    await alarm_machine.fire(session, alarm, "confirm_breach", actor=actor, at=at, reason=finding, changes=changes)
    await session.flush()
    await announce(session, BreachConfirmed, alarm, at=at)
    return alarm


async def reopen_breach(
    session: AsyncSession, actor: Actor, alarm_id: UUID, reason: str, *, at: datetime
) -> Alarm:
    """Take a finding of breach back and look again; the finding itself is gone, its history stays.

    Raises:
        NotFound: beyond the actor's reach.
        WrongState, NotABreach: it was no breach.
        SanctionRestsOnAlarm: a measure that stands rests on it.
        AlarmOpenAlready: the same thing is being looked into anew.
    """
    alarm = await repository.alarm_for(session, actor, Action.BREACH_CONFIRM, alarm_id, lock=True)
    changes = dict.fromkeys(FOUND)
    await alarm_machine.fire(session, alarm, "reopen", actor=actor, at=at, reason=reason, changes=changes)
    await session.flush()
    await announce(session, BreachRetracted, alarm, at=at)
    return alarm


async def withdraw_alarm(session: AsyncSession, key: str, because: str, *, at: datetime) -> bool:
    """What the alarm rested on is gone, as when a check-in made without network arrives late: it was a fault.

    A breach already found stays what people found, and they are asked to look again. Says whether an open alarm
    was withdrawn.
    """
    statement = select(Alarm).where(col(Alarm.key) == key).order_by(col(Alarm.id).desc()).limit(1)
    alarm = (await session.scalars(statement.with_for_update())).one_or_none()
    if alarm is None:
        return False
    if alarm.status is AlarmStatus.CLOSED:
        if alarm.outcome is AlarmOutcome.BREACH:
            await announce(session, AlarmContradicted, alarm, at=at)
        return False
    changes = {"outcome": AlarmOutcome.FAULT, "finding": because, "closed_at": at}
    await alarm_machine.fire(session, alarm, "withdraw", actor=None, at=at, reason=because, changes=changes)
    await _cleared(session, alarm, because, at=at)
    return True


async def _cleared(session: AsyncSession, alarm: Alarm, finding: str, *, at: datetime) -> None:
    await session.flush()
    is_over = alarm.order_id is not None and alarm.cause in SEARCHED
    if alarm.order_id is not None and is_over and not await repository.is_lost(session, alarm.order_id, SEARCHED):
        await stop_search(session, alarm.order_id, finding, at=at)
    if alarm.person_id is not None:
        await announce(session, AlarmCleared, alarm, at=at)


def _check_absence(breach: Breach, *, since: date | None, today: date) -> None:
    """Days of absence belong to absence alone, in order, within the term so far."""
    is_absence = breach.kind is BreachKind.ABSENCE
    if is_absence != (breach.absent_from is not None) or is_absence != (breach.absent_to is not None):
        message = "脱离监管请填写从哪天到哪天；其他情形不用填写"
        raise Invalid(fields=[FieldError("absent_from", "absence", message)])
    if breach.absent_from is None or breach.absent_to is None:
        return
    if since is not None and breach.absent_from < since:
        raise Invalid(fields=[FieldError("absent_from", "too_early", "第一天不能早于矫正期开始的日期")])
    if breach.absent_to < breach.absent_from:
        raise Invalid(fields=[FieldError("absent_to", "order", "最后一天不能早于第一天")])
    if breach.absent_to > today:
        raise Invalid(fields=[FieldError("absent_to", "future", "最后一天不能晚于今天")])
