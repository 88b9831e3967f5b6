"""What lawyers answered, and clocks that ran out, as they touch the application. Runs in the worker."""

from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.lawyers import AssignmentFailed, AssignmentTaken
from app.contracts.legal_aid import AgreementDue, ApplicationOverdue, LawyerOverdue
from app.kernel import events
from app.kernel.actor import STAFF, Role
from app.kernel.bus import Bus
from app.kernel.clock_events import ClockAtRisk, ClockEvent, ClockOverdue
from app.legal_aid import repository
from app.legal_aid.enums import ApplicationStatus
from app.legal_aid.handling import assigning
from app.legal_aid.handling.rules import SIGN_AGREEMENT
from app.legal_aid.models import Application
from app.legal_aid.rules import PROMISES
from app.legal_aid.states import application_machine

logger = structlog.get_logger(__name__)


async def on_assignment_taken(session: AsyncSession, event: AssignmentTaken, at: datetime) -> None:
    """A lawyer takes the case."""
    if case := await _awaiting(session, event.matter_id, event.assignment_id):
        case.lawyer_person_id, case.offer_id = event.lawyer_person_id, event.offer_id
        await assigning.take(session, case, at=at)


async def on_assignment_failed(session: AsyncSession, event: AssignmentFailed, at: datetime) -> None:
    """Nobody who was asked takes it. Why each did not is the lawyers' own matter and not told to the applicant."""
    if case := await _awaiting(session, event.matter_id, event.assignment_id):
        reason = "律师没有在期限内答复" if event.is_silent else "律师没有接受"
        await assigning.hand_back(session, case, at=at, reason=reason)


async def on_clock_overdue(session: AsyncSession, event: ClockOverdue, at: datetime) -> None:
    """The applicant has a right to know that the centre is late, and whom to ask; the centre sees to a
    lawyer who is. What others have to do in time, and what
    the centre promised on its own, is no delay in law.
    """
    case = await _open_case(session, event)
    if case is None:
        return
    shared = {"application_id": case.id, "applicant_id": case.applicant_id, "agency_id": event.agency_id}
    delay = {"rule_code": event.rule_code, "due_on": event.due_on}
    if event.holder_role in STAFF and event.rule_code not in PROMISES:
        await events.record(session, ApplicationOverdue.model_validate(shared | delay), at=at)
    elif event.holder_role is Role.LAWYER and event.holder_id is not None:
        late = LawyerOverdue.model_validate(shared | delay | {"lawyer_person_id": event.holder_id})
        await events.record(session, late, at=at)


async def on_clock_at_risk(session: AsyncSession, event: ClockAtRisk, at: datetime) -> None:
    """Two sign an agreement: the recipient is reminded, too, before its days are over (148号令 27)."""
    if event.rule_code != SIGN_AGREEMENT or (case := await _open_case(session, event)) is None:
        return
    due = AgreementDue(application_id=case.id, applicant_id=case.applicant_id, agency_id=event.agency_id)
    await events.record(session, due, at=at)


async def _open_case(session: AsyncSession, event: ClockEvent) -> Application | None:
    """The application whose clock it is, unless it has ended."""
    if event.object_type != application_machine.name:
        return None
    case = await session.get_one(Application, event.object_id)
    return None if case.status in application_machine.ends else case


async def _awaiting(session: AsyncSession, matter_id: UUID, assignment_id: UUID) -> Application | None:
    """The application that waits for this assignment; an answer that a withdrawal overtook changes nothing."""
    case = await repository.locked(session, matter_id)
    if case is None or case.status is not ApplicationStatus.OFFERED or case.assignment_id != assignment_id:
        logger.info("answer came too late", matter_id=str(matter_id), assignment_id=str(assignment_id))
        return None
    return case


def register(bus: Bus) -> None:
    """Subscribe to what lawyers answered and to clocks; called by ``wiring``."""
    bus.subscribe(AssignmentTaken, "legal_aid.take", on_assignment_taken)
    bus.subscribe(AssignmentFailed, "legal_aid.hand_back", on_assignment_failed)
    bus.subscribe(ClockOverdue, "legal_aid.tell_of_delay", on_clock_overdue)
    bus.subscribe(ClockAtRisk, "legal_aid.remind_to_sign", on_clock_at_risk)
