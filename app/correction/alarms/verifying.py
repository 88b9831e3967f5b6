"""Looking into an alarm: what was done to find out, and what the person says. Both are only ever added to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.correction import AlarmStated
from app.correction.alarms import repository
from app.correction.alarms.announcing import announce
from app.correction.alarms.codes import AlarmStepKind, StatementKind, after_statement
from app.correction.alarms.errors import AlarmClosed
from app.correction.alarms.models import Alarm, AlarmStatement, AlarmStep
from app.correction.alarms.policies import permits
from app.correction.alarms.searching import check_time
from app.correction.alarms.states import alarm_machine, may_state
from app.correction.enums import AlarmStatus
from app.correction.files import require_files
from app.correction.orders.minors.serving import serving
from app.correction.orders.models import CorrectionOrder
from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.errors import FieldError, Forbidden, Invalid


@dataclass(frozen=True, slots=True)
class Step:
    """What was done; ``reached`` whether the person was spoken to; ``made_at`` when, none for now."""

    kind: AlarmStepKind
    reached: bool
    result: str
    evidence_ids: Sequence[UUID]
    made_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """What was said, or what was tried to hear it; ``made_at`` when, none for now."""

    kind: StatementKind
    words: str
    evidence_ids: Sequence[UUID]
    made_at: datetime | None = None


async def add_step(session: AsyncSession, actor: Actor, alarm_id: UUID, step: Step, *, at: datetime) -> Alarm:
    """Write down one thing done to find out; the first begins the verification.

    Raises:
        NotFound: beyond the actor's reach.
        AlarmClosed: it is closed.
        Forbidden: about the actor.
        Invalid: a time in the future or before the alarm, a file of another matter.
    """
    alarm = await repository.alarm_for(session, actor, Action.ALARM_VERIFY, alarm_id, lock=True)
    if not permits(actor, Action.ALARM_VERIFY, alarm):
        raise Forbidden()
    if alarm.status is AlarmStatus.CLOSED:
        raise AlarmClosed()
    made_at = step.made_at or at
    check_time(made_at, since=alarm.raised_at, at=at)
    files = await _files(session, alarm, step.evidence_ids)
    session.add(
        AlarmStep(
            alarm_id=alarm.id,
            kind=step.kind,
            reached=step.reached,
            result=step.result,
            evidence_ids=files,
            made_by=actor.person_id,
            made_at=made_at,
            recorded_at=at,
        )
    )
    alarm.steps += 1
    if alarm.status is AlarmStatus.RAISED:
        await alarm_machine.fire(session, alarm, "begin_verification", actor=actor, at=at)
    else:
        _changed(session, actor, alarm, Action.ALARM_VERIFY, "登记核实经过", at=at)
    await session.flush()
    return alarm


async def add_statement(
    session: AsyncSession, actor: Actor, alarm_id: UUID, statement: Statement, *, at: datetime
) -> Alarm:
    """Take down what the person says, from them or through an officer, or that it was tried to hear them.

    After a finding of breach it is still taken: who found it is asked to look again.

    Raises:
        NotFound: beyond the actor's reach.
        AlarmClosed: it is closed and was no breach, or is about nobody.
        Invalid: the person writes for themselves, an officer for somebody else; a file of another matter.
    """
    alarm = await repository.alarm_for(session, actor, Action.ALARM_STATE, alarm_id, lock=True)
    if not may_state(alarm):
        raise AlarmClosed()
    is_own = alarm.person_id == actor.person_id
    if is_own != (statement.kind is StatementKind.OWN):
        message = "本人的说明由本人填写；工作人员请选择记录的方式"
        raise Invalid(fields=[FieldError("kind", "speaker", message)])
    made_at = statement.made_at or at
    check_time(made_at, since=alarm.raised_at, at=at)
    files = await _files(session, alarm, statement.evidence_ids)
    session.add(
        AlarmStatement(
            alarm_id=alarm.id,
            kind=statement.kind,
            words=statement.words,
            evidence_ids=files,
            recorded_by=actor.person_id,
            made_at=made_at,
            recorded_at=at,
        )
    )
    alarm.hearing = after_statement(alarm.hearing, statement.kind)
    _changed(session, actor, alarm, Action.ALARM_STATE, "记录本人说明", at=at)
    await session.flush()
    if statement.kind is StatementKind.OWN:
        was_closed = alarm.status is AlarmStatus.CLOSED
        order = await session.get(CorrectionOrder, alarm.order_id) if alarm.order_id else None
        staff_ids = tuple(await serving(session, order, at=at)) if order is not None else ()
        await announce(session, AlarmStated, alarm, at=at, was_closed=was_closed, staff_ids=staff_ids)
    return alarm


async def _files(session: AsyncSession, alarm: Alarm, evidence_ids: Sequence[UUID]) -> list[UUID]:
    """The files named, of the order the alarm is about; files are collected under orders alone."""
    if alarm.order_id is not None:
        return await require_files(session, alarm.order_id, evidence_ids)
    if evidence_ids:
        raise Invalid(fields=[FieldError("evidence_ids", "no_order", "这条提醒不是关于某个人的，不能附材料")])
    return []


def _changed(
    session: AsyncSession, actor: Actor, alarm: Alarm, action: Action, note: str, *, at: datetime
) -> None:
    alarm.version += 1
    alarm.updated_at = max(at, alarm.updated_at)
    audit.add_entry(
        session,
        actor,
        action,
        object_type=alarm_machine.name,
        object_id=alarm.id,
        owner_id=alarm.owner_id,
        at=at,
        note=note,
    )
