"""Somebody whose identity document staff have in their hands: found by it, or registered with it."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.identity import people
from app.identity.models import Person
from app.identity.people import Declaration, NumberInvalid
from app.kernel.actor import Actor
from app.kernel.errors import FieldError, Invalid
from app.kernel.vault import Vault

OWN = "不能登记自己，请由其他工作人员办理"


async def enrol(
    session: AsyncSession,
    vault: Vault,
    actor: Actor,
    declaration: Declaration,
    *,
    phone: str | None,
    field: str,
    at: datetime,
    own: str = OWN,
) -> Person:
    """Register the person with this document, or find them by it; staff learn only what they typed.

    A name that was checked on duty stands: two documents that disagree are for a person to sort out.

    Args:
        field: where name and number stand in what was sent, for messages; empty where they stand at its top.
        own: what is said where the document is the caller's own (回避).

    Raises:
        NumberInvalid: the number cannot be one of its kind.
        Invalid: the number was verified under another name, or is the caller's own.
        DocumentContested: a case under way rests on somebody's unverified claim to the number.
    """
    try:
        known = await people.find_by_number(session, vault, declaration, at=at)
    except NumberInvalid as refused:
        fields = [replace(error, field=_within(field, error.field)) for error in refused.fields]
        raise NumberInvalid(fields=fields) from None
    if known is not None and known == actor.person_id:
        raise Invalid(fields=[FieldError(_within(field, "number"), "self", own)])
    if known is not None:
        data = await people.own_data(session, vault, known)
        if data.verified and data.name != declaration.name:
            message = "姓名和证件号码对不上，请对照证件核对"
            raise Invalid(fields=[FieldError(_within(field, "name"), "differs", message)])
    return await people.enrol(session, vault, declaration, phone=phone, by=actor, at=at)


def _within(part: str, field: str) -> str:
    return f"{part}.{field}" if part else field
