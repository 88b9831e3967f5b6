"""What happens when the applicant's own periods run out, or come near it. Runs in the worker."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.contracts.legal_aid import (
    ApplicationEvent,
    FormalitiesDueSoon,
    FormalitiesOverdue,
    SupplementDueSoon,
)
from app.kernel import events
from app.kernel.bus import Bus
from app.kernel.clock_events import ClockAtRisk, ClockEvent, ClockOverdue, ClockRecomputed
from app.kernel.clock_models import StatutoryClock
from app.kernel.clock_store import is_overdue, stop_if_running
from app.legal_aid import repository
from app.legal_aid.deciding.enums import DeficiencyStatus
from app.legal_aid.deciding.models import DeficiencyNotice
from app.legal_aid.deciding.periods import FORMALITIES, SUPPLEMENT
from app.legal_aid.deciding.supplementing import lapse
from app.legal_aid.enums import ApplicationStatus
from app.legal_aid.models import Application
from app.legal_aid.rules import OBJECT
from app.legal_aid.states import application_machine

REMINDERS: Mapping[str, type[ApplicationEvent]] = {
    SUPPLEMENT: SupplementDueSoon,
    FORMALITIES: FormalitiesDueSoon,
}


async def on_clock_at_risk(session: AsyncSession, event: ClockAtRisk, at: datetime) -> None:
    """Remind the applicant before what is asked of them lapses."""
    reminder = REMINDERS.get(event.rule_code)
    if event.object_type != application_machine.name or reminder is None:
        return
    case = await session.get_one(Application, event.object_id)
    await events.record(session, _told(reminder, case, event), at=at)


async def on_clock_overdue(session: AsyncSession, event: ClockOverdue, at: datetime) -> None:
    """The end of the applicant's last day: an unanswered notice lapses, the time to object is over, formalities
    that are missing are the centre's to follow up. An answer that came first stands.
    """
    if event.object_type != application_machine.name:
        return
    case = await repository.locked(session, event.object_id)
    clock = await session.get(StatutoryClock, event.clock_id, populate_existing=True)
    if case is None or clock is None or clock.stopped_at is not None or not is_overdue(clock, at):
        return
    if event.rule_code == SUPPLEMENT and case.status is ApplicationStatus.SUPPLEMENTING:
        await lapse(session, case, at=at)
    elif event.rule_code == OBJECT:
        await stop_if_running(session, case.id, OBJECT, at=at, cancelled=True)
    elif event.rule_code == FORMALITIES:
        await events.record(session, _told(FormalitiesOverdue, case, event), at=at)


async def on_clock_recomputed(session: AsyncSession, event: ClockRecomputed, at: datetime) -> None:
    """A notice of holidays moved the last day to answer: the deficiency notice says the new one."""
    if event.rule_code != SUPPLEMENT or event.object_type != application_machine.name:
        return
    notice = DeficiencyNotice
    await session.execute(
        update(notice)
        .where(col(notice.application_id) == event.object_id, col(notice.status) == DeficiencyStatus.OPEN)
        .values(due_on=event.due_on)
    )


def _told(kind: type[ApplicationEvent], case: Application, event: ClockEvent) -> ApplicationEvent:
    facts = {"application_id": case.id, "applicant_id": case.applicant_id, "agency_id": case.agency_id}
    return kind.model_validate({**facts, "due_on": event.due_on})


def register(bus: Bus) -> None:
    """Subscribe to the applicant's clocks; called by ``wiring``."""
    bus.subscribe(ClockAtRisk, "legal_aid.remind_applicant", on_clock_at_risk)
    bus.subscribe(ClockOverdue, "legal_aid.end_applicants_period", on_clock_overdue)
    bus.subscribe(ClockRecomputed, "legal_aid.move_notice", on_clock_recomputed)
