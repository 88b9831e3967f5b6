"""For whom aid is asked: the capacity of whoever applies, and who the recipient is (法律援助法 24, 29, 40)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.identity import people
from app.identity.numbers import DocumentKind, NumberRefused, birth_date, normalise
from app.kernel.errors import FieldError, Invalid
from app.kernel.statutes import statute
from app.kernel.vault import Vault
from app.legal_aid.applying.checks import capacity_problems
from app.legal_aid.applying.codes import Section
from app.legal_aid.applying.drafting import save_row
from app.legal_aid.applying.models import RECIPIENT_NUMBER, Representation
from app.legal_aid.applying.parties import INFRINGER, same_name
from app.legal_aid.applying.parts import RepresentationPart
from app.legal_aid.applying.saving import Edit
from app.legal_aid.applying.sections import load_sections
from app.legal_aid.eligibility.codes import Capacity
from app.legal_aid.errors import RepresentativeIsOtherSide
from app.legal_aid.models import Application

ADULT_AGE = "legal_aid.adult_age"
FOR_OTHERS_ONLY = (
    "relation",
    "recipient_name",
    "recipient_document_kind",
    "recipient_number",
    "recipient_issuing_country",
)
MARKS_OF_OTHERS = ("is_recipient_incapable", "representative_is_other_side")
REQUIRED = {
    "relation": "请填写您和受援人的关系",
    "recipient_name": "请填写受援人的姓名",
    "recipient_document_kind": "请选择受援人的证件类型",
}


@dataclass(frozen=True, slots=True)
class Recipient:
    """The recipient's document as it is stored: sealed, its blind index, and the birth date it states."""

    sealed: str
    index: bytes
    born_on: date | None


async def save_representation(edit: Edit, vault: Vault, part: RepresentationPart) -> Application:
    """Save for whom aid is asked.

    Raises:
        RepresentativeIsOtherSide: the infringer applies (art. 40).
        Invalid: something of the recipient is missing or wrong, or is the applicant's own.
        DomainError: see :meth:`Edit.open` and :func:`drafting.save_row`.
    """
    case = await edit.open(Section.REPRESENTATION)
    if part.capacity is Capacity.SELF:
        values = _alone(part)
    else:
        await _refuse_infringer(edit.session, case, part)
        values = await _for_another(edit, vault, case, part)
    return await save_row(edit.session, case, Representation, values, version=edit.version, at=edit.at)


def _alone(part: RepresentationPart) -> dict[str, Any]:
    given = [field for field in FOR_OTHERS_ONLY if getattr(part, field) is not None]
    given += [field for field in MARKS_OF_OTHERS if getattr(part, field)]
    if given:
        raise Invalid(
            fields=[FieldError(field, "for_others_only", "为自己申请的，不用填这一项") for field in given]
        )
    return {
        "capacity": Capacity.SELF,
        "relation": None,
        "recipient_name": None,
        "recipient_document_kind": None,
        "recipient_issuing_country": None,
        "recipient_number_sealed": None,
        "recipient_number_index": None,
        "recipient_born_on": None,
        "is_recipient_detained": part.is_recipient_detained,
        "is_recipient_incapable": False,
    }


async def _refuse_infringer(session: AsyncSession, case: Application, part: RepresentationPart) -> None:
    """Who is the other side, by their own word or by name, does not represent whom they harmed."""
    person = await people.get_person(session, case.applicant_id)
    name = case.applicant_name or person.name
    opponents = (await load_sections(session, case.id)).opponents
    named = name is not None and any(same_name(name, opponent) for opponent in opponents)
    if part.representative_is_other_side or named:
        field = "representative_is_other_side" if part.representative_is_other_side else "capacity"
        raise RepresentativeIsOtherSide(fields=[FieldError(field, "representative_is_other_side", INFRINGER)])


async def _for_another(edit: Edit, vault: Vault, case: Application, part: RepresentationPart) -> dict[str, Any]:
    problems = [
        FieldError(field, "required", message)
        for field, message in REQUIRED.items()
        if getattr(part, field) is None
    ]
    known = await edit.session.get(Representation, case.id)
    recipient = await _recipient(edit, vault, case, part, known=known, problems=problems)
    if part.recipient_name is not None:
        opponents = (await load_sections(edit.session, case.id)).opponents
        if any(same_name(part.recipient_name, opponent) for opponent in opponents):
            problems.append(FieldError("recipient_name", "own_side", "受援人不能同时是对方，请核对"))
    if recipient is not None:
        problems += capacity_problems(
            part.capacity,
            born_on=recipient.born_on,
            incapable=part.is_recipient_incapable,
            today=edit.today,
            adult_age=statute(ADULT_AGE, edit.today).value,
        )
    if problems or recipient is None:
        raise Invalid(fields=problems)
    values = part.model_dump(exclude={"recipient_number", "representative_is_other_side"})
    return values | {
        "recipient_number_sealed": recipient.sealed,
        "recipient_number_index": recipient.index,
        "recipient_born_on": recipient.born_on,
    }


async def _recipient(
    edit: Edit,
    vault: Vault,
    case: Application,
    part: RepresentationPart,
    *,
    known: Representation | None,
    problems: list[FieldError],
) -> Recipient | None:
    """The recipient's document: as given, or as it was given before; what is wrong is added to ``problems``."""
    kind = part.recipient_document_kind
    if kind is None:
        return None
    if (kind is DocumentKind.PASSPORT) != (part.recipient_issuing_country is not None):
        message = "护照要填写签发国家，其他证件不填"
        problems.append(FieldError("recipient_issuing_country", "passport_only", message))
        return None
    if part.recipient_number is None:
        return _given_before(part, known, problems)
    try:
        number = normalise(kind, part.recipient_number, today=edit.today)
    except NumberRefused as refused:
        problems.append(FieldError("recipient_number", refused.rule, refused.message))
        return None
    index = people.number_index(vault, kind, part.recipient_issuing_country, number)
    if index == await _own_index(edit.session, vault, case):
        message = "这是您自己的证件号码，请填写受援人的；为自己申请的请选“本人”"
        problems.append(FieldError("recipient_number", "own_number", message))
    is_same = known is not None and known.recipient_number_index == index
    stored = known.recipient_number_sealed if known is not None and is_same else None
    return Recipient(stored or vault.seal(number, RECIPIENT_NUMBER), index, birth_date(kind, number))


def _given_before(
    part: RepresentationPart, known: Representation | None, problems: list[FieldError]
) -> Recipient | None:
    """The number that is stored, if it belongs to the same kind of document."""
    if known is None or known.recipient_number_sealed is None or known.recipient_number_index is None:
        problems.append(FieldError("recipient_number", "required", "请填写受援人的证件号码"))
        return None
    same = (part.recipient_document_kind, part.recipient_issuing_country)
    if same != (known.recipient_document_kind, known.recipient_issuing_country):
        problems.append(FieldError("recipient_number", "required", "证件类型改了，请重新填写证件号码"))
        return None
    return Recipient(known.recipient_number_sealed, known.recipient_number_index, known.recipient_born_on)


async def _own_index(session: AsyncSession, vault: Vault, case: Application) -> bytes | None:
    """The applicant's own document, where they gave one."""
    data = await people.own_data(session, vault, case.applicant_id)
    if data.kind is None or data.number is None:
        return None
    return people.number_index(vault, data.kind, data.issuing_country, data.number)
