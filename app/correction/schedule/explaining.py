"""What people say about a check-in that did not come: the person explains, an officer excuses or looks into it.

None of it finds anything: an explanation that is not accepted becomes an alarm, to be verified like any other.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.correction_schedule import DutyEvent, DutyExcused, ExplanationNotAccepted, MissExplained
from app.correction.alarms.closing import withdraw_alarm
from app.correction.enums import AlarmConfidence, DutyStatus
from app.correction.files import require_files
from app.correction.schedule import repository
from app.correction.schedule.alarming import alarm_missed, missed_key
from app.correction.schedule.codes import Excuse, SupervisionEntryKind
from app.correction.schedule.errors import NotExcusable, NothingExplained, NothingToExplain
from app.correction.schedule.ledger import Supervised, add_entry, standing_entries
from app.correction.schedule.models import CheckInDuty, DutyExplanation
from app.kernel import audit, events
from app.kernel.access import Action
from app.kernel.actor import Actor

E = TypeVar("E", bound=DutyEvent)

UNANSWERED = frozenset({DutyStatus.WAITING, DutyStatus.ATTEMPTED, DutyStatus.MISSED})
OPEN_TO_QUESTIONS = frozenset({DutyStatus.ATTEMPTED, DutyStatus.MISSED})
"""Windows that were not answered; words sent while one was open must not keep it from being looked into."""
HELD = (SupervisionEntryKind.MISSED, SupervisionEntryKind.FAULT)
"""Lines that the sweep writes of a window."""


async def explain(
    session: AsyncSession, actor: Actor, duty_id: UUID, words: str, evidence_ids: Sequence[UUID], *, at: datetime
) -> CheckInDuty:
    """Say why a check-in did not come, as the person, or write down what the person said; the alarm waits.

    Before the window closed it counts as a sign of life: the window is not missed.

    Raises:
        NotFound: beyond the actor's reach, or not yet to be known of.
        NothingToExplain: answered, excused, or not yet open.
        Invalid: a file that is not the order's.
    """
    order, duty = await repository.locked_duty(session, actor, Action.ALARM_STATE, duty_id, at=at)
    if duty.status not in UNANSWERED or duty.opens_at > at:
        raise NothingToExplain()
    files = await require_files(session, order.id, evidence_ids)
    row = DutyExplanation(
        duty_id=duty.id,
        order_id=order.id,
        person_id=order.person_id,
        words=words,
        evidence_ids=files,
        recorded_by=actor.person_id,
        recorded_at=at,
    )
    session.add(row)
    duty.escalate_at = None
    if duty.status is DutyStatus.WAITING:
        duty.status = DutyStatus.ATTEMPTED
    await add_entry(
        session,
        Supervised.of(order),
        SupervisionEntryKind.EXPLAINED,
        happened_at=at,
        at=at,
        duty_id=duty.id,
        by=actor.person_id,
    )
    _audit(session, actor, Action.ALARM_STATE, duty, "说明没有签到的原因", at=at)
    await events.record(session, about_duty(MissExplained, duty), at=at)
    return duty


async def excuse(
    session: AsyncSession, actor: Actor, duty_id: UUID, reason: Excuse, note: str, *, at: datetime
) -> CheckInDuty:
    """An officer finds that it need not be made up for; what followed is taken back.

    Raises:
        NotFound: beyond the actor's reach.
        NotExcusable: it was answered.
    """
    order, duty = await repository.locked_duty(session, actor, Action.SUBJECT_MANAGE, duty_id, at=at)
    if duty.status is DutyStatus.EXCUSED:
        return duty
    if duty.status not in UNANSWERED:
        raise NotExcusable()
    duty.status, duty.excuse, duty.escalate_at = DutyStatus.EXCUSED, reason.value, None
    held = await standing_entries(session, duty_id=duty.id, kinds=HELD)
    await add_entry(
        session,
        Supervised.of(order),
        SupervisionEntryKind.EXCUSED,
        happened_at=at,
        at=at,
        duty_id=duty.id,
        takes_back=held[0].id if held else None,
        reason=reason,
        note=note,
        by=actor.person_id,
    )
    await withdraw_alarm(session, missed_key(duty.id), "工作人员核实有正当理由，不算没签到", at=at)
    _audit(session, actor, Action.SUBJECT_MANAGE, duty, f"免除一次签到：{note}", at=at)
    if duty.opens_at <= at:
        await events.record(session, about_duty(DutyExcused, duty), at=at)
    return duty


async def look_into(session: AsyncSession, actor: Actor, duty_id: UUID, note: str, *, at: datetime) -> CheckInDuty:
    """An officer does not take an explanation as it stands: an alarm is raised, and people verify it.

    Raises:
        NotFound: beyond the actor's reach.
        NothingExplained: it is open still or was answered, or nobody has explained anything.
    """
    order, duty = await repository.locked_duty(session, actor, Action.SUBJECT_MANAGE, duty_id, at=at)
    said = await repository.explanations(session, [duty.id])
    if duty.status not in OPEN_TO_QUESTIONS or duty.closes_at > at or not said:
        raise NothingExplained()
    await add_entry(
        session,
        Supervised.of(order),
        SupervisionEntryKind.NOT_ACCEPTED,
        happened_at=at,
        at=at,
        key=f"not-accepted:{said[duty.id][-1].id}",
        duty_id=duty.id,
        note=note,
        by=actor.person_id,
    )
    duty.escalate_at = None
    is_silent = duty.status is DutyStatus.MISSED
    confidence = AlarmConfidence.MEDIUM if is_silent else AlarmConfidence.LOW
    await alarm_missed(session, order, duty, confidence=confidence, at=at)
    _audit(session, actor, Action.SUBJECT_MANAGE, duty, "核实没有签到的说明", at=at)
    await events.record(session, about_duty(ExplanationNotAccepted, duty), at=at)
    return duty


def about_duty(event: type[E], duty: CheckInDuty) -> E:
    """An event about one window."""
    return event(
        duty_id=duty.id,
        order_id=duty.order_id,
        person_id=duty.person_id,
        agency_id=duty.agency_id,
        opens_at=duty.opens_at,
        closes_at=duty.closes_at,
    )


def _audit(
    session: AsyncSession, actor: Actor, action: Action, duty: CheckInDuty, note: str, *, at: datetime
) -> None:
    audit.add_entry(
        session,
        actor,
        action,
        object_type="check_in_duty",
        object_id=duty.id,
        owner_id=duty.person_id,
        at=at,
        note=note,
    )
