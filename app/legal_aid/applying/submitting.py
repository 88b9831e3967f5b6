"""Handing an application in, and taking it back."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.evidence import matters
from app.identity import holds, people
from app.kernel.access import Action
from app.kernel.actor import Actor, Role
from app.kernel.areas.models import Agency
from app.kernel.clock import local_date
from app.kernel.clock_store import open_clocks, start_clock, stop_clock
from app.kernel.errors import FieldError
from app.kernel.vault import Vault
from app.legal_aid import repository
from app.legal_aid.applying.models import RECIPIENT_NUMBER, Representation
from app.legal_aid.applying.readiness import Standing, missing_parts, standing_of
from app.legal_aid.eligibility.centres import proposals
from app.legal_aid.eligibility.codes import Capacity
from app.legal_aid.eligibility.competence import competence_article, competent_places
from app.legal_aid.ending import conclude
from app.legal_aid.enums import ApplicationChannel, ApplicationStatus
from app.legal_aid.errors import AlreadySubmitted, Incomplete, SignedByApplicant
from app.legal_aid.intake.models import Intake
from app.legal_aid.models import NUMBER, Application
from app.legal_aid.models import RECIPIENT_NUMBER as SIGNED_RECIPIENT_NUMBER
from app.legal_aid.ports import LawyerPort
from app.legal_aid.rules import DECIDE, PROMISE_ACCEPT
from app.legal_aid.schemas import Submission
from app.legal_aid.states import application_machine

OBJECT_TYPE = application_machine.name
FORWARDED = frozenset({ApplicationChannel.CUSTODY, ApplicationChannel.DUTY_LAWYER})


async def submit(
    session: AsyncSession,
    vault: Vault,
    actor: Actor,
    application_id: UUID,
    submission: Submission,
    *,
    at: datetime,
) -> Application:
    """Hand the application in at a competent centre: the filing date is now, the seven days begin
    (法律援助法 38, 43). What staff entered goes to the centre that entered it, signed by the applicant.

    Raises:
        NotFound: not the caller's.
        AlreadySubmitted: it was handed in before.
        SignedByApplicant: staff, for a case that the applicant filled in.
        WrongState: the draft was given up.
        Incomplete: with every missing part.
    """
    case = await repository.get_visible(session, actor, Action.APPLICATION_SUBMIT, application_id, lock=True)
    if case.status not in {ApplicationStatus.DRAFT, ApplicationStatus.DISCARDED}:
        raise AlreadySubmitted()
    if case.applicant_id != actor.person_id and case.channel is ApplicationChannel.SELF_SERVICE:
        raise SignedByApplicant()
    application_machine.require(case, "submit", actor)
    await holds.hold(session, case.applicant_id, case.id, at=at)
    standing = await standing_of(session, case, at=at)
    problems = list(missing_parts(standing))
    problems += await _signature_problems(session, case, submission.signature_evidence_id)
    agency = await _receiving(session, standing, submission.agency_id, problems, at)
    if problems or agency is None:
        raise Incomplete(fields=problems)
    await _copy_identity(session, vault, standing)
    return await _file(session, actor, case, agency, signature_id=submission.signature_evidence_id, at=at)


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
    await lawyers.withdraw(session, case.id, at)
    await application_machine.fire(session, case, "withdraw", actor=actor, at=at)
    case.assignment_id = None
    await conclude(session, case, at=at)
    return case


async def keep_promise(session: AsyncSession, case: Application, *, at: datetime) -> None:
    """The application was taken on: what the centre promised for that is done. Where nothing was, nothing is."""
    if any(clock.rule_code == PROMISE_ACCEPT for clock in await open_clocks(session, case.id)):
        await stop_clock(session, case.id, PROMISE_ACCEPT, at=at)


async def _receiving(
    session: AsyncSession, standing: Standing, chosen: UUID | None, problems: list[FieldError], at: datetime
) -> Agency | None:
    """The centre that receives it: the one that entered it, the one chosen, or the first one proposed."""
    case = standing.case
    if case.agency_id is not None:
        if chosen not in {None, case.agency_id}:
            message = "代为登记的申请由登记的机构受理；不归本机构管的，受理时转交"
            problems.append(FieldError("agency_id", "entered_here", message))
        return await session.get(Agency, case.agency_id)
    offered = {found.agency.id: found.agency for found in await proposals(session, standing.facts, local_date(at))}
    if chosen is not None and chosen not in offered:
        source = competence_article(standing.facts).source
        message = f"这个机构不能受理这件事，请在建议的机构里选一个（{source}）"
        problems.append(FieldError("agency_id", "not_competent", message))
        return None
    if chosen is not None:
        return offered[chosen]
    if not offered and competent_places(standing.facts):
        message = "这个地区还没有开通网上申请，请拨打 12348 或到窗口办理"
        problems.append(FieldError(_place_field(standing), "no_centre", message))
    return next(iter(offered.values()), None)


def _place_field(standing: Standing) -> str:
    """The field that named the place asked first."""
    sections = standing.sections
    if sections.criminal is not None:
        return "criminal.area_code"
    is_forum = sections.forum is not None and sections.forum.area_code is not None
    return "forum.area_code" if is_forum and sections.place is None else "place.area_code"


async def _copy_identity(session: AsyncSession, vault: Vault, standing: Standing) -> None:
    """Who signed, as they were identified on the filing date, and for whom."""
    case = standing.case
    data = await people.own_data(session, vault, case.applicant_id)
    case.applicant_name = data.name
    case.applicant_document_kind, case.applicant_issuing_country = data.kind, data.issuing_country
    if data.number is not None and data.kind is not None:
        case.applicant_number_sealed = vault.seal(data.number, NUMBER)
        case.applicant_number_index = people.number_index(vault, data.kind, data.issuing_country, data.number)
    represented = standing.sections.representation
    if represented is not None and represented.capacity is not Capacity.SELF:
        _copy_recipient(vault, case, represented)


def _copy_recipient(vault: Vault, case: Application, represented: Representation) -> None:
    case.recipient_name = represented.recipient_name
    case.recipient_document_kind = represented.recipient_document_kind
    case.recipient_issuing_country = represented.recipient_issuing_country
    if represented.recipient_number_sealed is not None:
        number = vault.open(represented.recipient_number_sealed, RECIPIENT_NUMBER)
        case.recipient_number_sealed = vault.seal(number, SIGNED_RECIPIENT_NUMBER)


async def _file(
    session: AsyncSession,
    actor: Actor,
    case: Application,
    agency: Agency,
    *,
    signature_id: UUID | None,
    at: datetime,
) -> Application:
    """Filed: the statutory seven days begin, and beside them what the centre promises for accepting."""
    case.agency_id, case.agency_path = agency.id, agency.tree_path
    case.signature_evidence_id = signature_id
    case.submitted_at = await _received_at(session, case, at)
    await application_machine.fire(session, case, "submit", actor=actor, at=at)
    await matters.assign_agency(session, case.id, agency.id)
    for rule, holder in ((DECIDE, Role.DECIDER), (PROMISE_ACCEPT, Role.OFFICER)):
        await start_clock(
            session,
            rule,
            object_type=OBJECT_TYPE,
            object_id=case.id,
            agency_id=agency.id,
            holder=holder,
            at=at,
            started=case.submitted_at,
        )
    return case


async def _received_at(session: AsyncSession, case: Application, at: datetime) -> datetime:
    """When the application reached the centre: what was passed on, signed, counts from its arrival, however late
    it is typed in; what is told at the counter is an application once it is confirmed.
    """
    if case.channel not in FORWARDED:
        return at
    intake = await session.get(Intake, case.id)
    return intake.received_at if intake else at


async def _signature_problems(
    session: AsyncSession, case: Application, signature_id: UUID | None
) -> Sequence[FieldError]:
    """The applicant signs by naming the image: it must be verified, and the last one they made."""
    signature = await matters.verified_signature(session, case.id)
    if signature is None:
        return [FieldError("signature_evidence_id", "missing", "请签名（或者按指印）并上传，等核验通过后再提交")]
    if signature.id != signature_id:
        return [FieldError("signature_evidence_id", "not_the_signature", "请使用最后一次上传的签名或者指印")]
    return []
