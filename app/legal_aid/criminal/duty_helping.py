"""A duty lawyer records help given; an application handed over starts the lawyer's 24 hours."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.legal_aid import HelpForwarded
from app.evidence import matters
from app.identity.numbers import NumberRefused, normalise
from app.kernel import audit, events
from app.kernel.access import Action
from app.kernel.actor import Actor, Role
from app.kernel.clock import local_date
from app.kernel.clock_store import start_clock
from app.kernel.errors import FieldError, Invalid
from app.kernel.vault import Vault
from app.legal_aid.criminal.consistency import STAGES
from app.legal_aid.criminal.duty_schemas import DutyHelpIn
from app.legal_aid.criminal.enums import HelpKind
from app.legal_aid.criminal.models import DUTY_NUMBER, DutyHelp, DutyHelpKind
from app.legal_aid.intake.handover import FORWARD_BY_DUTY_LAWYER, time_problems
from app.legal_aid.ports import LawyerPort

OBJECT_TYPE = "duty_help"


async def record(
    session: AsyncSession, vault: Vault, lawyers: LawyerPort, actor: Actor, given: DutyHelpIn, *, at: datetime
) -> DutyHelp:
    """Write down help given today or before; it is never edited.

    Raises:
        Invalid: with everything that does not fit; not a centre on whose roster the caller is.
    """
    problems = list(_problems(given, at))
    number = None
    try:
        number = _number(given, at)
    except NumberRefused as refused:
        problems.append(FieldError("document.number", refused.rule, refused.message))
    if not await lawyers.is_on_roster(session, given.agency_id, actor.person_id):
        message = "您不在这个法律援助中心的律师名册上"
        problems.append(FieldError("agency_id", "not_on_roster", message))
    if problems:
        raise Invalid(fields=problems)
    is_forwarding = HelpKind.FORWARDING in given.kinds
    document = given.document
    item = DutyHelp(
        lawyer_person_id=actor.person_id,
        person_document_kind=document.kind if document else None,
        person_issuing_country=document.issuing_country if document else None,
        person_number_sealed=vault.seal(number, DUTY_NUMBER) if number else None,
        created_at=at,
        **given.model_dump(exclude={"document", "kinds", "handed_over_at"}),
        handed_over_at=(given.handed_over_at or given.helped_at) if is_forwarding else None,
    )
    session.add(item)
    await session.flush()
    session.add_all(DutyHelpKind(duty_help_id=item.id, kind=kind) for kind in given.kinds)
    await matters.open_matter(session, item.id, actor.person_id, at)
    await matters.assign_agency(session, item.id, item.agency_id)
    await matters.add_reader(session, item.id, actor.person_id, at)
    audit.add_entry(
        session,
        actor,
        Action.DUTY_HELP,
        object_type=OBJECT_TYPE,
        object_id=item.id,
        owner_id=actor.person_id,
        at=at,
    )
    await session.flush()
    await _start_forwarding(session, item, at=at)
    return item


async def _start_forwarding(session: AsyncSession, item: DutyHelp, *, at: datetime) -> None:
    """The 24 hours run until the centre opens the application (法律援助法 39), and the centre is told."""
    if item.handed_over_at is None:
        return
    await start_clock(
        session,
        FORWARD_BY_DUTY_LAWYER,
        object_type=OBJECT_TYPE,
        object_id=item.id,
        agency_id=item.agency_id,
        holder=Role.LAWYER,
        holder_id=item.lawyer_person_id,
        started=item.handed_over_at,
        at=at,
    )
    told = HelpForwarded(duty_help_id=item.id, agency_id=item.agency_id, lawyer_person_id=item.lawyer_person_id)
    await events.record(session, told, at=at)


def _problems(given: DutyHelpIn, at: datetime) -> Iterator[FieldError]:
    yield from time_problems("helped_at", given.helped_at, at)
    if len(set(given.kinds)) < len(given.kinds):
        yield FieldError("kinds", "repeated", "同一种帮助选了两次")
    if (given.authority_kind is None) != (given.authority_name is None):
        yield FieldError("authority_name", "incomplete", "办案机关的种类和名称要一起填写")
    if given.authority_kind is not None and given.authority_kind not in STAGES:
        yield FieldError("authority_kind", "not_an_authority", "办案机关只能是法院、检察院、公安机关")
    if given.handed_over_at is None:
        return
    if HelpKind.FORWARDING not in given.kinds:
        yield FieldError("handed_over_at", "not_for_kind", "没有转交申请的，不填转交的时间")
    yield from time_problems("handed_over_at", given.handed_over_at, at)


def _number(given: DutyHelpIn, at: datetime) -> str | None:
    if given.document is None:
        return None
    return normalise(given.document.kind, given.document.number, today=local_date(at))
