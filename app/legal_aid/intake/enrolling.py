"""Whose application staff enter: the person whose document was shown, and the centre that may take it."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.identity import people
from app.identity.models import Person
from app.identity.people import Declaration, NumberInvalid
from app.kernel import access
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.areas.agencies import agency_by_id
from app.kernel.areas.models import Agency, AgencyKind
from app.kernel.clock import local_date
from app.kernel.errors import FieldError, Invalid
from app.kernel.vault import Vault


async def own_centre(session: AsyncSession, actor: Actor, agency_id: UUID, *, at: datetime) -> Agency:
    """The legal-aid centre named, if it is one the caller works for; which others exist is not told.

    Raises:
        Invalid: it is not.
    """
    agency = await agency_by_id(session, agency_id)
    is_theirs = (
        agency is not None
        and agency.kind is AgencyKind.LEGAL_AID_CENTRE
        and (agency.valid_to is None or agency.valid_to > local_date(at))
        and access.reaches_agency(actor, Action.APPLICATION_ENTER, agency.tree_path)
    )
    if agency is None or not is_theirs:
        message = "请选择您所在的法律援助中心"
        raise Invalid(fields=[FieldError("agency_id", "not_yours", message)])
    return agency


async def enrol(
    session: AsyncSession,
    vault: Vault,
    actor: Actor,
    declaration: Declaration,
    *,
    phone: str | None,
    field: str,
    at: datetime,
) -> Person:
    """Register the person with this document, or find them by it; staff learn only what they typed.

    A name that was checked on duty stands: two documents that disagree are for a person to sort out.

    Args:
        field: where name and number stand in what was sent, for messages; empty where they stand at its top.

    Raises:
        NumberInvalid: the number cannot be one of its kind.
        Invalid: the number was verified under another name, or is the caller's own (回避).
        DocumentContested: a case under way rests on somebody's unverified claim to the number.
    """
    try:
        known = await people.find_by_number(session, vault, declaration, at=at)
    except NumberInvalid as refused:
        fields = [replace(error, field=_within(field, error.field)) for error in refused.fields]
        raise NumberInvalid(fields=fields) from None
    if known is not None and known == actor.person_id:
        message = "不能登记自己的申请，请由其他工作人员办理"
        raise Invalid(fields=[FieldError(_within(field, "number"), "self", message)])
    if known is not None:
        data = await people.own_data(session, vault, known)
        if data.verified and data.name != declaration.name:
            message = "姓名和证件号码对不上，请对照证件核对"
            raise Invalid(fields=[FieldError(_within(field, "name"), "differs", message)])
    return await people.enrol(session, vault, declaration, phone=phone, by=actor, at=at)


def _within(part: str, field: str) -> str:
    return f"{part}.{field}" if part else field
