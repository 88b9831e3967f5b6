"""An application entered by staff: at the counter, from custody, or passed on by a duty lawyer.

148号令 11: whoever cannot fill in the form tells it, staff write it down, and the applicant confirms it with a
signature or a thumbprint. The applicant owns the draft from the start, sees it when they log in and may go
on with it; staff of the centre fill it in and photograph papers and signature.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.categories import CaseCategory
from app.evidence import matters
from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.areas.models import Agency
from app.kernel.clock_store import start_clock, stop_clock
from app.kernel.errors import Invalid
from app.kernel.vault import Vault
from app.legal_aid.enums import ApplicationChannel
from app.legal_aid.intake.enrolling import enrol, own_centre
from app.legal_aid.intake.handover import forwarding_rule, handover_problems
from app.legal_aid.intake.models import Intake
from app.legal_aid.intake.schemas import IntakeEntry
from app.legal_aid.models import Application
from app.legal_aid.states import application_machine


async def enter(
    session: AsyncSession, vault: Vault, actor: Actor, entry: IntakeEntry, *, at: datetime
) -> Application:
    """Begin an application for the person whose document was shown.

    Raises:
        Invalid: with everything that does not fit: centre, forwarder, times, document.
        DocumentContested: see :func:`~app.legal_aid.intake.enrolling.enrol`.
    """
    agency = await own_centre(session, actor, entry.agency_id, at=at)
    received_at = entry.received_at or at
    forwarder = entry.forwarded_by
    problems = list(
        handover_problems(
            entry.channel,
            forwarder=forwarder.kind if forwarder else None,
            handed_over_at=entry.handed_over_at,
            received_at=received_at,
            now=at,
        )
    )
    if problems:
        raise Invalid(fields=problems)
    person = await enrol(
        session,
        vault,
        actor,
        entry.applicant.declaration(),
        phone=entry.applicant.phone,
        field="applicant",
        at=at,
    )
    case = await open_draft(
        session, actor, agency, person.id, category=entry.category, channel=entry.channel, at=at
    )
    intake = Intake(
        application_id=case.id,
        agency_id=agency.id,
        received_at=received_at,
        forwarder_kind=forwarder.kind if forwarder else None,
        forwarder_name=forwarder.name if forwarder else None,
        handed_over_at=entry.handed_over_at,
    )
    session.add(intake)
    await _note_forwarding(session, intake, case)
    await session.flush()
    return case


async def open_draft(
    session: AsyncSession,
    actor: Actor,
    agency: Agency,
    person_id: UUID,
    *,
    category: CaseCategory,
    channel: ApplicationChannel,
    at: datetime,
) -> Application:
    """A draft of this person's at the caller's centre, whose files staff and owner collect together."""
    case = Application(
        applicant_id=person_id,
        category=category,
        channel=channel,
        entered_by=actor.person_id,
        agency_id=agency.id,
        agency_path=agency.tree_path,
        created_at=at,
        updated_at=at,
    )
    session.add(case)
    await session.flush()
    await matters.open_matter(session, case.id, person_id, at)
    await matters.assign_agency(session, case.id, agency.id)
    audit.add_entry(
        session,
        actor,
        Action.APPLICATION_ENTER,
        object_type=application_machine.name,
        object_id=case.id,
        owner_id=person_id,
        at=at,
    )
    return case


async def _note_forwarding(session: AsyncSession, intake: Intake, case: Application) -> None:
    """Count the 24 hours of 法律援助法 39 after the fact: in time or late shows whoever looks."""
    rule = forwarding_rule(case.channel)
    if rule is None or intake.handed_over_at is None or intake.forwarder_name is None:
        return
    await start_clock(
        session,
        rule,
        object_type=application_machine.name,
        object_id=case.id,
        agency_id=intake.agency_id,
        holder=intake.forwarder_name,
        at=intake.handed_over_at,
    )
    await stop_clock(session, case.id, rule, at=intake.received_at)
