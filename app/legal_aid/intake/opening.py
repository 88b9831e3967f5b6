"""The application a duty lawyer passed on is opened at the centre: the lawyer's 24 hours end."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.identity import people
from app.identity.people import Declaration
from app.kernel.actor import Actor
from app.kernel.clock_store import stop_clock
from app.kernel.errors import FieldError, Invalid
from app.kernel.vault import Vault
from app.legal_aid.criminal import duty_repository
from app.legal_aid.criminal.models import DUTY_NUMBER, DutyHelp
from app.legal_aid.enums import ApplicationChannel
from app.legal_aid.intake.enrolling import enrol, own_centre
from app.legal_aid.intake.entering import open_draft
from app.legal_aid.intake.enums import ForwarderKind
from app.legal_aid.intake.errors import ForwardedAlready, NotForwarded
from app.legal_aid.intake.handover import FORWARD_BY_DUTY_LAWYER
from app.legal_aid.intake.models import Intake
from app.legal_aid.intake.schemas import ForwardedEntry
from app.legal_aid.models import Application


async def open_forwarded(
    session: AsyncSession, vault: Vault, actor: Actor, duty_help_id: UUID, entry: ForwardedEntry, *, at: datetime
) -> Application:
    """Begin the application that the duty lawyer's record passes on (法律援助法 39).

    Raises:
        NotFound: no such record within reach.
        NotForwarded: it passes nothing on.
        ForwardedAlready: it was opened before; names the application.
        Invalid: neither record nor entry has a document, or it does not fit.
        DocumentContested: see :func:`~app.legal_aid.intake.enrolling.enrol`.
    """
    help_given = await duty_repository.get_visible(session, actor, duty_help_id, lock=True)
    if help_given.handed_over_at is None:
        raise NotForwarded()
    if help_given.application_id is not None:
        raise ForwardedAlready(application_id=str(help_given.application_id))
    agency = await own_centre(session, actor, help_given.agency_id, at=at)
    person = await enrol(
        session,
        vault,
        actor,
        _declaration(vault, help_given, entry),
        phone=entry.applicant.phone if entry.applicant else None,
        field="applicant",
        at=at,
    )
    case = await open_draft(
        session,
        actor,
        agency,
        person.id,
        category=entry.category,
        channel=ApplicationChannel.DUTY_LAWYER,
        at=at,
    )
    names = await people.names(session, [help_given.lawyer_person_id])
    session.add(
        Intake(
            application_id=case.id,
            agency_id=agency.id,
            received_at=at,
            forwarder_kind=ForwarderKind.DUTY_LAWYER,
            forwarder_name=names.get(help_given.lawyer_person_id, "值班律师")[:60],
            handed_over_at=help_given.handed_over_at,
            duty_help_id=help_given.id,
        )
    )
    help_given.application_id = case.id
    await session.flush()
    await stop_clock(session, help_given.id, FORWARD_BY_DUTY_LAWYER, at=at)
    return case


def _declaration(vault: Vault, help_given: DutyHelp, entry: ForwardedEntry) -> Declaration:
    """Name and document as staff saw them, or else as the lawyer noted them."""
    if entry.applicant is not None:
        return entry.applicant.declaration()
    kind, sealed = help_given.person_document_kind, help_given.person_number_sealed
    if kind is None or sealed is None:
        message = "值班记录里没有证件号码，请填写申请人的姓名和证件号码"
        raise Invalid(fields=[FieldError("applicant", "missing", message)])
    number = vault.open(sealed, DUTY_NUMBER)
    return Declaration(help_given.person_name, kind, number, help_given.person_issuing_country)
