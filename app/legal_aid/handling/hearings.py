"""Hearings that lie ahead: recipient and lawyer are told when one is set, and reminded the day before."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.legal_aid import HearingNear, HearingSet
from app.kernel import events, timers
from app.kernel.bus import Bus, Payload
from app.legal_aid.deciding.decisions import agency_of
from app.legal_aid.enums import ApplicationStatus
from app.legal_aid.handling import repository
from app.legal_aid.handling.models import HandlingEntry
from app.legal_aid.handling.rules import REMIND_BEFORE
from app.legal_aid.models import Application

E = TypeVar("E", HearingSet, HearingNear)

GOES_ON = repository.AT_WORK | {ApplicationStatus.GRANTED, ApplicationStatus.OFFERED}
REMIND = "legal_aid.remind_of_hearing"


async def announce(session: AsyncSession, case: Application, entry: HandlingEntry, *, at: datetime) -> None:
    """Tell of a hearing ahead; one that replaces an older entry moves its reminder."""
    if entry.corrects_id is not None:
        await timers.cancel_timer(session, REMIND, key=str(entry.corrects_id))
    if entry.happened_at <= at:
        return
    await events.record(session, _event(HearingSet, case, entry), at=at)
    remind_at = entry.happened_at - REMIND_BEFORE
    if remind_at > at:
        payload: Payload = {"entry_id": str(entry.id)}
        await timers.set_timer(session, REMIND, key=str(entry.id), due_at=remind_at, payload=payload)


async def remind(session: AsyncSession, payload: Payload, at: datetime) -> None:
    """Alarm a day before: the reminder, unless the case is over or the hearing was moved. A hearing does not wait
    for another lawyer: while one is sought the recipient is reminded all the same.
    """
    entry = await session.get(HandlingEntry, UUID(str(payload["entry_id"])))
    if entry is None or await repository.corrections_of(session, [entry.id]):
        return
    case = await session.get(Application, entry.application_id)
    if case is not None and case.status in GOES_ON:
        await events.record(session, _event(HearingNear, case, entry), at=at)


def _event(kind: type[E], case: Application, entry: HandlingEntry) -> E:
    facts = {
        "application_id": case.id,
        "applicant_id": case.applicant_id,
        "agency_id": agency_of(case),
        "entry_id": entry.id,
        "lawyer_person_id": case.lawyer_person_id if case.status in repository.AT_WORK else None,
        "starts_at": entry.happened_at,
    }
    return kind.model_validate(facts)


def register(bus: Bus) -> None:
    """Register the reminder; called by ``wiring``."""
    bus.register(REMIND, remind)
