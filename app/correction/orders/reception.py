"""Who is received: the person whose document the office saw, found by it or registered with it."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.errors import NameDiffers
from app.correction.orders.schemas import PersonReceived
from app.identity import people
from app.identity.models import Person
from app.identity.people import NumberInvalid
from app.kernel.actor import Actor
from app.kernel.errors import FieldError, Invalid
from app.kernel.vault import Vault


async def receive_person(
    session: AsyncSession, vault: Vault, actor: Actor, received: PersonReceived, *, at: datetime
) -> Person:
    """Register the person with this document, or find them by it; the office learns only what it typed.

    Who only typed the number gives way to the document seen. A name that was checked stands: two documents
    seen on duty that disagree are for a person to sort out, not for the later entry to win.

    Raises:
        NumberInvalid: the number cannot be one of its kind.
        NameDiffers: the number was verified under another name.
        DocumentContested: a case under way rests on somebody's unverified claim to the number.
        Invalid: the officer's own document.
    """
    declaration = received.declaration()
    try:
        known = await people.find_by_number(session, vault, declaration, at=at)
    except NumberInvalid as refused:
        fields = [replace(error, field=f"person.{error.field}") for error in refused.fields]
        raise NumberInvalid(fields=fields) from None
    if known is not None and known == actor.person_id:
        raise Invalid(fields=[FieldError("person.number", "self", "不能登记自己")])
    if known is not None:
        data = await people.own_data(session, vault, known)
        if data.verified and data.name != declaration.name:
            raise NameDiffers(fields=[FieldError("person.name", "differs", "请对照证件核对姓名和证件号码")])
    return await people.enrol(session, vault, declaration, phone=received.phone, by=actor, at=at)
