"""Handing an application in, and taking it back."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.evidence import matters
from app.identity import holds, people
from app.kernel.access import Action
from app.kernel.actor import Actor, Role
from app.kernel.areas.agencies import competent_agency
from app.kernel.areas.models import Agency, AgencyKind
from app.kernel.clock import local_date
from app.kernel.clock_store import start_clock
from app.kernel.errors import FieldError
from app.kernel.vault import Vault
from app.legal_aid import repository
from app.legal_aid.applying.readiness import missing_parts, standing_of
from app.legal_aid.ending import conclude
from app.legal_aid.enums import ApplicationStatus
from app.legal_aid.errors import AlreadySubmitted, Incomplete
from app.legal_aid.models import NUMBER, Application, EventPlace
from app.legal_aid.ports import LawyerPort
from app.legal_aid.rules import DECIDE
from app.legal_aid.states import application_machine

OBJECT_TYPE = application_machine.name


async def submit(
    session: AsyncSession,
    vault: Vault,
    actor: Actor,
    application_id: UUID,
    signature_id: UUID | None,
    *,
    at: datetime,
) -> Application:
    """Hand the application in at the competent centre: the filing date is now, the seven days begin
    (法律援助法 38, 43).

    Raises:
        NotFound: not the caller's.
        AlreadySubmitted: it was handed in before.
        WrongState: the draft was given up.
        Incomplete: with every missing part.
    """
    case = await repository.get_visible(session, actor, Action.APPLICATION_SUBMIT, application_id, lock=True)
    if case.status not in {ApplicationStatus.DRAFT, ApplicationStatus.DISCARDED}:
        raise AlreadySubmitted()
    application_machine.require(case, "submit", actor)
    await holds.hold(session, case.applicant_id, case.id, at=at)
    standing = await standing_of(session, case)
    problems = list(missing_parts(standing))
    problems += await _signature_problems(session, case, signature_id)
    agency = await proposed_agency(session, standing.place, local_date(at))
    if standing.place is not None and agency is None:
        problems.append(
            FieldError("place.area_code", "no_centre", "这个地区还没有开通网上申请，请拨打 12348 或到窗口办理")
        )
    if problems or agency is None:
        raise Incomplete(fields=problems)
    await _copy_identity(session, vault, case)
    return await _file(session, actor, case, agency, signature_id=signature_id, at=at)


async def proposed_agency(session: AsyncSession, place: EventPlace | None, on: date) -> Agency | None:
    """The centre competent for the place of the event (事由发生地, 法律援助法 38), if there is one."""
    if place is None:
        return None
    return await competent_agency(session, place.area_code, AgencyKind.LEGAL_AID_CENTRE, on)


async def withdraw(
    session: AsyncSession, lawyers: LawyerPort, actor: Actor, application_id: UUID, *, at: datetime
) -> Application:
    """Take the application back before a lawyer handles it; an offer that is open is taken back with it.

    Raises:
        NotFound: not the caller's.
        WrongState: a draft, handled, or ended.
    """
    case = await repository.get_visible(session, actor, Action.APPLICATION_WITHDRAW, application_id, lock=True)
    application_machine.require(case, "withdraw", actor)
    await lawyers.withdraw_open_offer(session, case.id, at)
    await application_machine.fire(session, case, "withdraw", actor=actor, at=at)
    case.lawyer_person_id, case.offer_id = None, None
    await conclude(session, case, at=at)
    return case


async def _copy_identity(session: AsyncSession, vault: Vault, case: Application) -> None:
    """Who signed, as they were identified on the filing date."""
    data = await people.own_data(session, vault, case.applicant_id)
    case.applicant_name = data.name
    case.applicant_document_kind, case.applicant_issuing_country = data.kind, data.issuing_country
    case.applicant_number_sealed = vault.seal(data.number, NUMBER) if data.number else None


async def _file(
    session: AsyncSession,
    actor: Actor,
    case: Application,
    agency: Agency,
    *,
    signature_id: UUID | None,
    at: datetime,
) -> Application:
    case.agency_id, case.agency_path = agency.id, agency.tree_path
    case.signature_evidence_id = signature_id
    case.submitted_at = at
    await application_machine.fire(session, case, "submit", actor=actor, at=at)
    await matters.assign_agency(session, case.id, agency.id)
    await start_clock(
        session,
        DECIDE,
        object_type=OBJECT_TYPE,
        object_id=case.id,
        agency_id=agency.id,
        holder=Role.DECIDER,
        at=at,
    )
    return case


async def _signature_problems(
    session: AsyncSession, case: Application, signature_id: UUID | None
) -> Sequence[FieldError]:
    """The applicant signs by naming the image: it must be verified, and the last one they made."""
    signature = await matters.verified_signature(session, case.id)
    if signature is None:
        return [FieldError("signature_evidence_id", "missing", "请签名并上传，等核验通过后再提交")]
    if signature.id != signature_id:
        return [FieldError("signature_evidence_id", "not_the_signature", "请使用最后一次上传的签名")]
    return []
