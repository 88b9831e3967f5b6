"""A notice by a court, procuratorate or police becomes a case that waits for a lawyer (法律援助法 25, 28, 36).

Nothing is decided: the authority found the ground, the centre owes a lawyer within three days. So there is
no decision in the file, and how the case began is told by the notice and by the history.
"""

from datetime import datetime

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.identity import holds, people
from app.identity.models import Person
from app.kernel.actor import Actor, Role
from app.kernel.areas.lookups import require_area
from app.kernel.areas.models import Agency
from app.kernel.clock import local_date
from app.kernel.clock_store import start_clock, stop_clock
from app.kernel.errors import FieldError, Invalid
from app.kernel.vault import Vault
from app.legal_aid import repository
from app.legal_aid.applying.models import CriminalMatter
from app.legal_aid.criminal.consistency import (
    NOTIFY,
    Notified,
    category_of,
    notice_problems,
    reference_key,
    role_of,
)
from app.legal_aid.criminal.enums import NotificationGround
from app.legal_aid.criminal.errors import NotifiedAlready
from app.legal_aid.criminal.models import AuthorityNotice
from app.legal_aid.criminal.schemas import Notification
from app.legal_aid.enums import ApplicationChannel
from app.legal_aid.intake.enrolling import enrol, own_centre
from app.legal_aid.intake.entering import open_draft
from app.legal_aid.intake.handover import time_problems
from app.legal_aid.models import NUMBER, Application
from app.legal_aid.rules import ASSIGN_NOTIFIED, case_number
from app.legal_aid.states import application_machine


async def notify(
    session: AsyncSession, vault: Vault, actor: Actor, notification: Notification, *, at: datetime
) -> Application:
    """Take the notice in: number, filing date and both periods of art. 36, in one transaction.

    Raises:
        Invalid: with everything that does not fit.
        UnknownArea: the authority's area is not in force.
        NotifiedAlready: the same notice was entered before; names the number of its case.
        DocumentContested: see :func:`~app.legal_aid.intake.enrolling.enrol`.
    """
    agency = await own_centre(session, actor, notification.agency_id, at=at)
    notified_at = notification.notified_at or at
    _require_consistent(notification, notified_at, at)
    area = await require_area(
        session, notification.authority.area_code, local_date(at), field="authority.area_code"
    )
    await _require_new(session, agency, notification)
    person = await _person(session, vault, actor, notification, at=at)
    case = await open_draft(
        session,
        actor,
        agency,
        person.id,
        category=category_of(notification.grounds),
        channel=ApplicationChannel.AUTHORITY_NOTICE,
        at=at,
    )
    session.add(_section(notification, case, area.code))
    notice = _notice(notification, case, agency, notified_at)
    session.add(notice)
    await _admit(session, vault, actor, case, notice, at=at)
    return case


def _require_consistent(notification: Notification, notified_at: datetime, at: datetime) -> None:
    notified = Notified(
        authority=notification.authority.kind,
        stage=notification.stage,
        grounds=notification.grounds,
        basis_arose_on=notification.basis_arose_on,
        notified_on=local_date(notified_at),
        is_in_custody=notification.is_in_custody,
        custody_place=notification.custody_place,
    )
    problems = [*time_problems("notified_at", notified_at, at), *notice_problems(notified)]
    if problems:
        raise Invalid(fields=problems)


async def _require_new(session: AsyncSession, agency: Agency, notification: Notification) -> None:
    """Refuse the second entry of a notice whose case goes on; two at once wait for each other."""
    key = reference_key(notification.authority.case_number)
    lock = func.hashtextextended(f"authority_notice:{agency.id}:{key}", 0)
    await session.execute(select(func.pg_advisory_xact_lock(lock)))
    statement = (
        select(Application)
        .join(AuthorityNotice, col(AuthorityNotice.application_id) == col(Application.id))
        .where(
            col(AuthorityNotice.agency_id) == agency.id,
            col(AuthorityNotice.reference_key) == key,
            col(AuthorityNotice.person_name) == notification.person.name,
            col(AuthorityNotice.stage) == notification.stage,
            col(Application.status).not_in(application_machine.ends),
        )
        .limit(1)
    )
    known = (await session.scalars(statement)).one_or_none()
    if known is not None and known.number_year is not None and known.number_sequence is not None:
        number = case_number(known.number_year, known.number_sequence)
        raise NotifiedAlready(
            f"这份通知已经登记为 {number}",
            fields=[FieldError("authority.case_number", "notified_already", f"已经登记为 {number}")],
            number=number,
            application_id=str(known.id),
        )


async def _person(
    session: AsyncSession, vault: Vault, actor: Actor, notification: Notification, *, at: datetime
) -> Person:
    """Whom aid is for: by the document the notice states, which the authority checked, or by name alone."""
    given = notification.person
    if given.document is None:
        return await people.register_named(session, given.name, by=actor, at=at)
    declaration = given.document.of(given.name)
    try:
        return await enrol(session, vault, actor, declaration, phone=None, field="person.document", at=at)
    except Invalid as refused:
        moved = [_at_name(error) for error in refused.fields]
        raise type(refused)(fields=moved) from None


def _at_name(error: FieldError) -> FieldError:
    """The name stands beside the document here, not in it."""
    if error.field != "person.document.name":
        return error
    return FieldError("person.name", error.rule, error.message)


def _section(notification: Notification, case: Application, area_code: str) -> CriminalMatter:
    authority = notification.authority
    items = {ground.item for ground in notification.grounds} - {None}
    is_ordinary = NotificationGround.ORDINARY_PROCEDURE in notification.grounds
    return CriminalMatter(
        application_id=case.id,
        stage=notification.stage,
        role=role_of(notification.grounds),
        charges=notification.charges,
        authority_kind=authority.kind,
        authority_name=authority.name,
        area_code=area_code,
        authority_case_number=authority.case_number,
        is_in_custody=notification.is_in_custody,
        custody_place=notification.custody_place,
        grounds=sorted(item for item in items if item is not None),
        is_ordinary_procedure=True if is_ordinary else None,
    )


def _notice(
    notification: Notification, case: Application, agency: Agency, notified_at: datetime
) -> AuthorityNotice:
    authority = notification.authority
    return AuthorityNotice(
        application_id=case.id,
        agency_id=agency.id,
        authority_kind=authority.kind,
        authority_name=authority.name,
        case_number=authority.case_number,
        reference_key=reference_key(authority.case_number),
        person_name=notification.person.name,
        stage=notification.stage,
        grounds=sorted(notification.grounds),
        basis_arose_on=notification.basis_arose_on,
        notified_at=notified_at,
    )


async def _admit(
    session: AsyncSession,
    vault: Vault,
    actor: Actor,
    case: Application,
    notice: AuthorityNotice,
    *,
    at: datetime,
) -> None:
    """Number and identity, the transition, and both periods; the filing date is the day of the notice."""
    await holds.hold(session, case.applicant_id, case.id, at=at)
    data = await people.own_data(session, vault, case.applicant_id)
    case.applicant_name, case.applicant_document_kind = notice.person_name, data.kind
    case.applicant_issuing_country = data.issuing_country
    if data.kind is not None and data.number is not None:
        case.applicant_number_sealed = vault.seal(data.number, NUMBER)
        case.applicant_number_index = people.number_index(vault, data.kind, data.issuing_country, data.number)
    case.submitted_at = notice.notified_at
    year = local_date(at).year
    case.number_sequence = await repository.next_sequence(session, notice.agency_id, year)
    case.number_year = year
    await application_machine.fire(session, case, "admit_notified", actor=actor, at=at)
    if notice.basis_arose_on is not None:
        await start_clock(
            session,
            NOTIFY,
            object_type=application_machine.name,
            object_id=case.id,
            agency_id=notice.agency_id,
            holder=notice.authority_name,
            started=notice.basis_arose_on,
            at=at,
        )
        await stop_clock(session, case.id, NOTIFY, at=notice.notified_at)
    await start_clock(
        session,
        ASSIGN_NOTIFIED,
        object_type=application_machine.name,
        object_id=case.id,
        agency_id=notice.agency_id,
        holder=Role.OFFICER,
        started=notice.notified_at,
        at=at,
    )
