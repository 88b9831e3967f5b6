"""Who is received: the person whose document the office saw, and what that document tells about them."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.sexes import Sex
from app.correction.orders.judgments.checking import is_minor_on, rules_on
from app.correction.orders.person_facts import FactRefused, settle_birth, settle_sex, sex_of
from app.correction.orders.schemas import OrderCreate, PersonReceived
from app.identity import people, people_shown
from app.identity.models import Person
from app.kernel.actor import Actor
from app.kernel.clock import local_date
from app.kernel.errors import FieldError, Invalid
from app.kernel.vault import Vault


@dataclass(frozen=True, slots=True)
class Received:
    """The person, and what the rules of correction ask about them."""

    person: Person
    sex: Sex
    is_minor: bool


async def receive(
    session: AsyncSession, vault: Vault, actor: Actor, new: OrderCreate, *, at: datetime
) -> Received:
    """The person received, with sex and whether they are a minor.

    A minor is who is under 18 when the term begins, or now where it is yet to begin (社区矫正法 58).

    Raises:
        NumberInvalid, DocumentContested: as :func:`app.identity.people_shown.enrol`.
        Invalid: the number was verified under another name, it is the officer's own, or sex or birth do not
            follow from the document and are not given, or are given otherwise.
    """
    person = await receive_person(session, vault, actor, new.person, at=at)
    data = await people.own_data(session, vault, person.id)
    try:
        sex = settle_sex(sex_of(data.kind, data.number), new.sex)
        born_on = settle_birth(data.birth_date, new.born_on)
    except FactRefused as refused:
        raise Invalid(fields=[FieldError(refused.field, refused.rule, refused.message)]) from None
    today = local_date(at)
    return Received(person, sex, is_minor_on(born_on, _first_day(new.starts_on, today), rules_on(today)))


def _first_day(starts_on: date, today: date) -> date:
    return min(starts_on, today)


async def receive_person(
    session: AsyncSession, vault: Vault, actor: Actor, received: PersonReceived, *, at: datetime
) -> Person:
    """The person whose document was shown, found or registered; errors name the field under ``person``."""
    return await people_shown.enrol(
        session, vault, actor, received.declaration(), phone=received.phone, field="person", at=at
    )
