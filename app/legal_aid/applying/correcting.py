"""A slip in a signed name or number, put right by staff who saw the document; the old one is kept, sealed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.legal_aid import NameCorrected
from app.identity import people
from app.identity.numbers import DocumentKind, NumberRefused, birth_date, normalise
from app.identity.people import Declaration
from app.kernel import audit, events
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.clock import local_date
from app.kernel.errors import FieldError, Invalid
from app.kernel.states import WrongState
from app.kernel.vault import Vault
from app.legal_aid import repository
from app.legal_aid.applying.drafting import changed
from app.legal_aid.applying.models import OLD_NAME, OLD_NUMBER, NameCorrection, Representation
from app.legal_aid.applying.models import RECIPIENT_NUMBER as STATED_NUMBER
from app.legal_aid.applying.parties import is_slip, same_name
from app.legal_aid.applying.parts import RightName
from app.legal_aid.enums import ApplicationStatus
from app.legal_aid.errors import AnotherPerson, NothingToCorrect
from app.legal_aid.models import NUMBER, RECIPIENT_NUMBER, Application
from app.legal_aid.policies import not_own
from app.legal_aid.states import application_machine

UNSIGNED = frozenset({ApplicationStatus.DRAFT, ApplicationStatus.DISCARDED})


@dataclass(frozen=True, slots=True)
class Signed:
    """Name and document of one person as the application was signed."""

    name: str
    kind: DocumentKind
    country: str | None
    number: str


async def correct_name(
    session: AsyncSession, vault: Vault, actor: Actor, application_id: UUID, right: RightName, *, at: datetime
) -> Application:
    """Put a slip right. Name and number cannot both differ: that would be somebody else.

    Raises:
        NotFound: not within reach.
        OwnCase, Recused: the officer is the applicant, or stands back.
        WrongState: a draft; its sections are edited.
        Invalid: the number cannot be one of its kind, or there is no such person in the case.
        NothingToCorrect: all is as it was signed.
        AnotherPerson: both differ, the number is quite another, or it is registered to somebody else.
    """
    case = await repository.get_visible(session, actor, Action.APPLICATION_ENTER, application_id, lock=True)
    if refusal := not_own(case, actor):
        raise refusal
    if case.status in UNSIGNED:
        raise WrongState(state=str(case.status))
    signed = _signed(vault, case, is_recipient=right.is_recipient)
    number = _number(signed, right, at)
    renamed, renumbered = right.name != signed.name, number != signed.number
    if not renamed and not renumbered:
        raise NothingToCorrect()
    if renumbered:
        if not same_name(right.name, signed.name) or not is_slip(signed.number, number):
            raise AnotherPerson()
        await _refuse_number_of_another(session, vault, case, signed, right, at=at)
    session.add(
        NameCorrection(
            application_id=case.id,
            is_recipient=right.is_recipient,
            old_name_sealed=vault.seal(signed.name, OLD_NAME),
            old_number_sealed=vault.seal(signed.number, OLD_NUMBER) if renumbered else None,
            reason=right.reason,
            by=actor.person_id,
            at=at,
        )
    )
    await _write(session, vault, case, signed, right=right, number=number)
    audit.add_entry(
        session,
        actor,
        Action.APPLICATION_ENTER,
        object_type=application_machine.name,
        object_id=case.id,
        owner_id=case.owner_id,
        at=at,
        note=f"更正姓名或者证件号码：{right.reason}"[:500],
    )
    told = NameCorrected.model_validate(
        {"application_id": case.id, "applicant_id": case.applicant_id, "agency_id": case.agency_id}
    )
    await events.record(session, told, at=at)
    return await changed(session, case, at=at)


def _signed(vault: Vault, case: Application, *, is_recipient: bool) -> Signed:
    """What was signed for this person.

    Raises:
        Invalid: the applicant applies for themselves, or the document was never given.
    """
    if is_recipient:
        name, kind, country = case.recipient_name, case.recipient_document_kind, case.recipient_issuing_country
        sealed, context = case.recipient_number_sealed, RECIPIENT_NUMBER
    else:
        name, kind, country = case.applicant_name, case.applicant_document_kind, case.applicant_issuing_country
        sealed, context = case.applicant_number_sealed, NUMBER
    if name is None or kind is None or sealed is None:
        raise Invalid(fields=[FieldError("is_recipient", "not_signed", "这份申请里没有这个人签名时的姓名和证件")])
    return Signed(name, kind, country, vault.open(sealed, context))


def _number(signed: Signed, right: RightName, at: datetime) -> str:
    if right.number is None:
        return signed.number
    try:
        return normalise(signed.kind, right.number, today=local_date(at))
    except NumberRefused as refused:
        raise Invalid(fields=[FieldError("number", refused.rule, refused.message)]) from None


async def _refuse_number_of_another(
    session: AsyncSession, vault: Vault, case: Application, signed: Signed, right: RightName, *, at: datetime
) -> None:
    """The right number of the applicant is nobody else's, and the recipient's is not the applicant's."""
    declared = Declaration(right.name, signed.kind, right.number or signed.number, signed.country)
    owner = await people.find_by_number(session, vault, declared, at=at)
    is_applicant = owner == case.applicant_id
    if owner is not None and (is_applicant if right.is_recipient else not is_applicant):
        raise AnotherPerson()


async def _write(
    session: AsyncSession, vault: Vault, case: Application, signed: Signed, *, right: RightName, number: str
) -> None:
    """The recipient's section says the same as what was signed: their age follows from it, for one."""
    if right.is_recipient:
        case.recipient_name = right.name
        case.recipient_number_sealed = vault.seal(number, RECIPIENT_NUMBER)
        stated = await session.get_one(Representation, case.id)
        stated.recipient_name = right.name
        stated.recipient_number_sealed = vault.seal(number, STATED_NUMBER)
        stated.recipient_number_index = people.number_index(vault, signed.kind, signed.country, number)
        stated.recipient_born_on = birth_date(signed.kind, number)
        return
    case.applicant_name = right.name
    case.applicant_number_sealed = vault.seal(number, NUMBER)
    case.applicant_number_index = people.number_index(vault, signed.kind, signed.country, number)
