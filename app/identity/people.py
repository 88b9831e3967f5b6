"""People: first log-in by WeChat, phone, real name, and what other domains may ask about a person."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.contracts.identity import PersonRegistered, RealNameDeclared
from app.identity import claims, holds, repository, roles, throttle
from app.identity.errors import AccountJoined, AlreadyVerified, IdentityHeld, NumberTaken, TooManyNumbers
from app.identity.models import NUMBER, OPENID, PHONE, Person, RealName, WechatAccount
from app.identity.numbers import DocumentKind, NumberRefused, birth_date, normalise
from app.kernel import audit, events
from app.kernel.access import Action
from app.kernel.actor import Actor, Role
from app.kernel.clock import local_date
from app.kernel.errors import FieldError, Invalid, NotFound
from app.kernel.vault import Vault


class NumberInvalid(Invalid):
    """The document number cannot be one of its kind."""

    code = "document_number_invalid"
    title = "证件号码不对，请核对"


@dataclass(frozen=True, slots=True)
class Declaration:
    """Name and document as a person, or an officer for them, gives them."""

    name: str
    kind: DocumentKind
    number: str
    issuing_country: str | None = None


@dataclass(frozen=True, slots=True)
class PersonalData:
    """A person's data in the clear, for the one purpose it was opened for."""

    person_id: UUID
    name: str | None
    phone: str | None
    kind: DocumentKind | None
    issuing_country: str | None
    number: str | None
    birth_date: date | None
    verified: bool


async def person_by_wechat(session: AsyncSession, vault: Vault, openid: str, *, at: datetime) -> Person:
    """Who a WeChat account belongs to; its first log-in registers an applicant.

    Two first log-ins at once wait for each other on an advisory lock, so that there is one person.
    """
    index = vault.index(openid, OPENID)
    lock = int.from_bytes(index[:8], signed=True)
    if (known := await repository.person_of_openid(session, index)) is None:
        await session.execute(select(func.pg_advisory_xact_lock(lock)))
        known = await repository.person_of_openid(session, index)
    if known is not None:
        account, person = known
        account.last_login_at = at
        return person
    person = await _register(session, at=at)
    session.add(
        WechatAccount(
            person_id=person.id,
            openid_sealed=vault.seal(openid, OPENID),
            openid_index=index,
            created_at=at,
            last_login_at=at,
        )
    )
    await roles.ensure_role(session, person.id, Role.APPLICANT, at=at)
    return person


async def _register(session: AsyncSession, *, at: datetime, by: UUID | None = None) -> Person:
    person = Person(created_at=at)
    session.add(person)
    await session.flush()
    await events.record(session, PersonRegistered(person_id=person.id, by=by), at=at)
    return person


async def register_named(session: AsyncSession, name: str, *, by: Actor, at: datetime) -> Person:
    """Register somebody of whom staff know the name alone, such as whom an authority's notice names.

    Nobody can log in as them; who they are is not looked up, for many people share a name.
    """
    person = await _register(session, at=at, by=by.person_id)
    person.name = name
    await session.flush()
    return person


async def get_person(session: AsyncSession, person_id: UUID) -> Person:
    """A person by id.

    Raises:
        NotFound: none.
    """
    person = await session.get(Person, person_id)
    if person is None:
        raise NotFound()
    return person


def set_phone(vault: Vault, person: Person, phone: str, *, at: datetime) -> None:
    """Bind a phone number; a number may serve a whole family."""
    person.phone_sealed = vault.seal(phone, PHONE)
    person.phone_index = vault.index(phone, PHONE)
    person.phone_bound_at = at


async def declare_real_name(
    session: AsyncSession,
    vault: Vault,
    person_id: UUID,
    declaration: Declaration,
    *,
    at: datetime,
    system_now: datetime,
) -> RealName:
    """Record the name and document a person gives about themselves.

    May be repeated until someone on duty has seen the document, though not while a case under way rests on
    it. Attempts are counted: a refused number
    would otherwise tell, one by one, who is registered here.

    Raises:
        NumberInvalid: the number cannot be one of its kind.
        AlreadyVerified: the document was seen on duty.
        IdentityHeld: a case was handed in under it and has not ended.
        NumberTaken: it belongs to another person.
        AccountJoined: it belongs to the caller, as enrolled at a counter; the next log-in is as that person.
        TooManyNumbers: too many refused attempts.
    """
    number = _normalised(declaration, at)
    index = number_index(vault, declaration.kind, declaration.issuing_country, number)
    key = throttle.person_key(vault, person_id, "real_name")
    await throttle.count_attempt(session, key, at=system_now, locked=TooManyNumbers)  # holds a double tap back
    person = await holds.lock_person(session, person_id)
    known = await session.get(RealName, person_id)
    if known is not None and known.verified_at is not None:
        raise AlreadyVerified()
    if await holds.is_held(session, person_id):
        raise IdentityHeld()
    owner = await repository.owner_of_number(session, index)
    if owner is not None and owner != person_id:
        joined = await claims.join_enrolled(session, person, owner, declaration.name, at=at, system_now=system_now)
        if not joined:
            raise NumberTaken()
        await throttle.take_back(session, key)
        raise AccountJoined()
    await throttle.take_back(session, key)
    real_name = known or RealName(
        person_id=person_id, kind=declaration.kind, number_sealed="", number_index=b"", declared_at=at
    )
    _write(vault, real_name, declaration, number=number, index=index, at=at)
    person.name = declaration.name
    session.add(real_name)
    await session.flush()
    await events.record(session, RealNameDeclared(person_id=person_id, verified=False), at=at)
    return real_name


async def enrol(
    session: AsyncSession,
    vault: Vault,
    declaration: Declaration,
    *,
    phone: str | None,
    by: Actor,
    at: datetime,
) -> Person:
    """The person with this document, registered now if nobody has it; for staff who saw the document.

    Someone already registered keeps their phone number. Name and document count as verified from here on.
    Who typed the number without showing the document does not become that person.

    Raises:
        NumberInvalid: the number cannot be one of its kind.
        DocumentContested: a case under way rests on somebody's unverified claim to the number.
    """
    number = _normalised(declaration, at)
    index = number_index(vault, declaration.kind, declaration.issuing_country, number)
    await session.execute(select(func.pg_advisory_xact_lock(int.from_bytes(index[:8], signed=True))))
    known = await claims.owner_at_counter(session, vault, index, name=declaration.name, phone=phone, by=by, at=at)
    if known is None:
        person = await _register(session, at=at, by=by.person_id)
        real_name = RealName(
            person_id=person.id, kind=declaration.kind, number_sealed="", number_index=b"", declared_at=at
        )
    else:
        person, real_name = known
    _write(vault, real_name, declaration, number=number, index=index, at=at)
    real_name.verified_at, real_name.verified_by = at, by.person_id
    person.name = declaration.name
    if phone is not None and person.phone_sealed is None:
        set_phone(vault, person, phone, at=at)
    session.add(real_name)
    await session.flush()
    await events.record(session, RealNameDeclared(person_id=person.id, verified=True), at=at)
    return person


def _normalised(declaration: Declaration, at: datetime) -> str:
    try:
        return normalise(declaration.kind, declaration.number, today=local_date(at))
    except NumberRefused as refused:
        raise NumberInvalid(fields=[FieldError("number", refused.rule, refused.message)]) from None


def number_index(vault: Vault, kind: DocumentKind, issuing_country: str | None, number: str) -> bytes:
    """Blind index over kind, country (passports of two countries may share a number) and number."""
    return vault.index(f"{kind}:{issuing_country or ''}:{number}", NUMBER)


def _write(
    vault: Vault, real_name: RealName, declaration: Declaration, *, number: str, index: bytes, at: datetime
) -> None:
    real_name.kind = declaration.kind
    real_name.issuing_country = declaration.issuing_country
    real_name.number_sealed = vault.seal(number, NUMBER)
    real_name.number_index = index
    real_name.born_on = birth_date(declaration.kind, number)
    real_name.declared_at = at


async def own_data(session: AsyncSession, vault: Vault, person_id: UUID) -> PersonalData:
    """A person's own data in the clear, for that person alone."""
    person = await get_person(session, person_id)
    real_name = await session.get(RealName, person_id)
    number = vault.open(real_name.number_sealed, NUMBER) if real_name else None
    return PersonalData(
        person_id=person_id,
        name=person.name,
        phone=vault.open(person.phone_sealed, PHONE) if person.phone_sealed else None,
        kind=real_name.kind if real_name else None,
        issuing_country=real_name.issuing_country if real_name else None,
        number=number,
        birth_date=birth_date(real_name.kind, number) if real_name and number else None,
        verified=real_name is not None and real_name.verified_at is not None,
    )


async def reveal(
    session: AsyncSession,
    vault: Vault,
    actor: Actor,
    action: Action,
    person_id: UUID,
    *,
    at: datetime,
    note: str | None = None,
) -> PersonalData:
    """A person's data in the clear for an action that needs it; the person can see that it was read.

    Whether the actor may is decided by the caller's policy, which knows the case.
    """
    data = await own_data(session, vault, person_id)
    await audit.record_access(
        session,
        actor,
        action,
        object_type="person",
        object_id=person_id,
        owner_id=person_id,
        at=at,
        note=note,
    )
    return data


async def find_by_number(
    session: AsyncSession, vault: Vault, declaration: Declaration, *, at: datetime
) -> UUID | None:
    """Who has this document, for staff who look a person up; the caller audits what it then shows.

    Raises:
        NumberInvalid: the number cannot be one of its kind.
    """
    number = _normalised(declaration, at)
    index = number_index(vault, declaration.kind, declaration.issuing_country, number)
    return await repository.owner_of_number(session, index)


async def names(session: AsyncSession, person_ids: Collection[UUID]) -> dict[UUID, str]:
    """Names by person id, for lists; people without a name are absent."""
    found = await session.execute(
        select(Person.id, Person.name).where(col(Person.id).in_(person_ids), col(Person.name).is_not(None))
    )
    return {person_id: name for person_id, name in found.all() if name is not None}


def named(part: str) -> SelectOfScalar[UUID]:
    """Ids of people whose name holds this, for a list that is cut down to whom its reader may see."""
    return select(Person.id).where(col(Person.name).contains(part, autoescape=True))


async def has_real_name(session: AsyncSession, person_id: UUID) -> bool:
    """Whether the person gave name and document: other domains ask before a case is handed in."""
    return await session.get(RealName, person_id) is not None


async def born_on(session: AsyncSession, person_id: UUID) -> date | None:
    """The birth date that the person's document number states; ``None`` without one, or where it states none."""
    real_name = await session.get(RealName, person_id)
    return real_name.born_on if real_name else None


async def born_on_of(session: AsyncSession, person_ids: Collection[UUID]) -> dict[UUID, date | None]:
    """As :func:`born_on` for many people; whoever declared no document is absent."""
    statement = select(RealName).where(col(RealName.person_id).in_(person_ids))
    return {found.person_id: found.born_on for found in await session.scalars(statement)}


def index_of(vault: Vault, declaration: Declaration, *, at: datetime) -> bytes:
    """The blind index of a document as given, for whoever keeps a copy of it to search by.

    Raises:
        NumberInvalid: the number cannot be one of its kind.
    """
    number = _normalised(declaration, at)
    return number_index(vault, declaration.kind, declaration.issuing_country, number)
