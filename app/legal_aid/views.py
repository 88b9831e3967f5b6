"""Applications as this caller may see them. Whoever is not the applicant leaves a trace by looking."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.identity import people
from app.kernel import access, audit
from app.kernel.access import Action
from app.kernel.actor import Actor, Role
from app.kernel.areas.models import Agency
from app.kernel.clock_views import clock_views
from app.kernel.vault import Vault
from app.legal_aid import repository
from app.legal_aid.answers import (
    AgencyView,
    ApplicationView,
    ContactView,
    DecisionView,
    HandlerView,
    HolderView,
    LawyerView,
    MissingPart,
)
from app.legal_aid.applying.answers import ProposedAgencyView
from app.legal_aid.applying.presenting import proposals_shown, sections_shown, sight_of
from app.legal_aid.applying.readiness import Standing, missing_parts, standing_of
from app.legal_aid.eligibility import presenting as eligibility
from app.legal_aid.enums import ApplicationStatus
from app.legal_aid.group.totals import claim_warnings
from app.legal_aid.models import Application
from app.legal_aid.offering import actions_offered
from app.legal_aid.rules import case_number
from app.legal_aid.states import DUTIES, application_machine


async def read(
    session: AsyncSession, vault: Vault, actor: Actor, application_id: UUID, *, at: datetime
) -> ApplicationView:
    """One application; the look of staff or lawyer is recorded.

    Raises:
        NotFound: not within reach.
    """
    case = await repository.get_visible(session, actor, Action.APPLICATION_READ, application_id)
    await audit.record_access(
        session,
        actor,
        Action.APPLICATION_READ,
        object_type=application_machine.name,
        object_id=case.id,
        owner_id=case.owner_id,
        at=at,
    )
    return await present(session, vault, actor, case, at=at)


async def contact(
    session: AsyncSession, vault: Vault, actor: Actor, application_id: UUID, *, at: datetime
) -> ContactView:
    """Name as it was signed and telephone of today, for the centre and for the lawyer who took the case.

    Raises:
        NotFound: not within reach.
    """
    case = await repository.get_visible(session, actor, Action.APPLICATION_CONTACT, application_id)
    data = await people.reveal(session, vault, actor, Action.APPLICATION_CONTACT, case.applicant_id, at=at)
    return ContactView(name=case.applicant_name or data.name, phone=data.phone)


async def present(
    session: AsyncSession, vault: Vault, actor: Actor, case: Application, *, at: datetime
) -> ApplicationView:
    """The application for a caller whose reach was checked, with as much of it as they are to see."""
    standing = await standing_of(session, case, at=at)
    is_draft = case.status is ApplicationStatus.DRAFT
    agency = await session.get(Agency, case.agency_id) if case.agency_id else None
    proposed = await proposals_shown(session, standing, at=at) if is_draft else []
    lawyer = await lawyer_view(session, case)
    decision = await repository.decision_of(session, case.id)
    sight = sight_of(actor, case)
    shown = await sections_shown(session, vault, case, standing.sections, sight, at=at)
    return ApplicationView(
        id=case.id,
        number=number_of(case),
        category=case.category,
        channel=case.channel,
        status=case.status,
        version=case.version,
        created_at=case.created_at,
        updated_at=case.updated_at,
        submitted_at=case.submitted_at,
        entered_by=await _entered_by(session, case),
        applicant_name=standing.applicant_name,
        recipient_name=recipient_of(standing),
        is_group=case.is_group,
        limitation_on=case.limitation_on,
        **shown,
        signature_evidence_id=case.signature_evidence_id,
        agency=agency_view(agency),
        proposed_agency=_agency_of(proposed[0]) if proposed else None,
        proposed_agencies=proposed,
        lawyer=lawyer,
        decision=DecisionView.model_validate(decision) if decision else None,
        holder=holder_of(case, agency, lawyer),
        handler=await _handler(session, case) if _may_ask_handler(actor, case) else None,
        clocks=await clock_views(session, case.id, at=at),
        allowed_actions=await actions_offered(session, actor, case),
        missing=[MissingPart.model_validate(p) for p in missing_parts(standing)] if is_draft else [],
        warnings=await _warnings(session, actor, standing),
        eligibility=await eligibility.advice_to_staff(session, case, at=at) if advises(actor, case) else [],
    )


async def _warnings(session: AsyncSession, actor: Actor, standing: Standing) -> list[MissingPart]:
    """For those who can put it right: the applicant and the centre."""
    case, claim = standing.case, standing.sections.claim
    if claim is None or not (actor.person_id == case.applicant_id or advises(actor, case)):
        return []
    found = await claim_warnings(session, case.id, claim.amount_fen)
    return [MissingPart.model_validate(warning) for warning in found]


def _agency_of(proposed: ProposedAgencyView) -> AgencyView:
    return AgencyView(id=proposed.id, name=proposed.name, phone=proposed.phone)


def recipient_of(standing: Standing) -> str | None:
    """Whom aid is for, where another applies: as it was signed, or as the draft says now."""
    stated = standing.sections.representation
    return standing.case.recipient_name or (stated.recipient_name if stated else None)


async def _entered_by(session: AsyncSession, case: Application) -> str | None:
    """The officer who filled it in for the applicant, by name: the applicant may ask them."""
    if case.entered_by is None:
        return None
    return (await people.names(session, [case.entered_by])).get(case.entered_by, "工作人员")


async def _handler(session: AsyncSession, case: Application) -> HandlerView | None:
    if case.handler_id is None:
        return None
    names = await people.names(session, [case.handler_id])
    return HandlerView(person_id=case.handler_id, name=names.get(case.handler_id, "工作人员"))


def _may_ask_handler(actor: Actor, case: Application) -> bool:
    """Colleagues, and the applicant: whom to ask (首问负责), and whom one may ask to stand back (回避)."""
    return actor.person_id == case.applicant_id or advises(actor, case)


def advises(actor: Actor, case: Application) -> bool:
    """Whether the caller works on the case for the centre."""
    path = case.agency_path
    return path is not None and access.reaches_agency(actor, Action.APPLICATION_QUEUE, path)


def number_of(case: Application) -> str | None:
    """The case number, once it has one."""
    if case.number_year is None or case.number_sequence is None:
        return None
    return case_number(case.number_year, case.number_sequence)


def agency_view(agency: Agency | None) -> AgencyView | None:
    """A centre with its telephone."""
    return AgencyView.model_validate(agency) if agency else None


def holder_of(case: Application, agency: Agency | None, lawyer: LawyerView | None) -> HolderView | None:
    """Who has to act now and what for; nobody when the case has ended."""
    role = application_machine.owners.get(case.status)
    if role is None:
        return None
    name = "申请人"
    if role is Role.LAWYER:
        name = lawyer.name if lawyer is not None else "律师"
    elif role is Role.APPROVER:
        name = "司法局"
    elif role in {Role.OFFICER, Role.DECIDER} and agency is not None:
        name = agency.name
    return HolderView(role=role, name=name, duty=DUTIES[case.status])


async def lawyer_view(session: AsyncSession, case: Application) -> LawyerView | None:
    """The lawyer who handles the case."""
    if case.lawyer_person_id is None:
        return None
    names = await people.names(session, [case.lawyer_person_id])
    return LawyerView(person_id=case.lawyer_person_id, name=names.get(case.lawyer_person_id, "承办律师"))
