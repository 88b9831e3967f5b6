"""The sanction firewall in words of the program: what a measure may rest on, and who decides it. Pure."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from app.correction.alarms.codes import HearingState
from app.correction.discipline.codes import REWARDS, DisciplineMeasure
from app.correction.discipline.errors import (
    MeasureUnavailable,
    NeedsBreach,
    NotHeardBefore,
    OnlyPeopleDecide,
    RewardWithBreach,
    TwoPeopleNeeded,
)
from app.correction.discipline.ladder import is_available
from app.correction.enums import AlarmOutcome, CorrectionCategory
from app.kernel.actor import Actor
from app.kernel.errors import DomainError, FieldError


class Finding(Protocol):
    """What people found about an alarm, and who."""

    outcome: AlarmOutcome | None
    closed_by: UUID | None
    order_id: UUID | None


def may_propose(
    measure: DisciplineMeasure, category: CorrectionCategory, order_id: UUID, alarms: Sequence[Finding]
) -> DomainError | None:
    """A measure rests on at least one breach of this order that people found, a reward on none."""
    if not is_available(measure, category):
        return MeasureUnavailable(fields=[FieldError("measure", "category", "这类矫正对象不适用这项处理")])
    if measure in REWARDS:
        return RewardWithBreach(fields=[FieldError("alarm_ids", "reward", "请不要选择违规")]) if alarms else None
    rests = [a for a in alarms if a.outcome is AlarmOutcome.BREACH and a.closed_by and a.order_id == order_id]
    if not alarms or len(rests) != len(alarms):
        return NeedsBreach(fields=[FieldError("alarm_ids", "breach", "请选择已经认定违规的提醒")])
    return None


def may_decide(
    measure: DisciplineMeasure, *, proposed_by: UUID, breaches: int, hearing: HearingState, actor: Actor | None
) -> DomainError | None:
    """Another person than who proposed decides; a measure only on breaches, after the person was heard."""
    if actor is None:
        return OnlyPeopleDecide()
    if actor.person_id == proposed_by:
        return TwoPeopleNeeded()
    if measure in REWARDS:
        return None
    if breaches < 1:
        return NeedsBreach()
    return NotHeardBefore() if hearing is HearingState.NONE else None
