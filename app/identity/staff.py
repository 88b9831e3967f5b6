"""Administration of staff accounts within the administrator's own subtree of agencies."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.contracts.identity import PersonRegistered
from app.identity import policies, repository, roles, sessions
from app.identity.enums import RevokeReason
from app.identity.errors import RoleNotGrantable, UsernameTaken
from app.identity.models import Person, RoleGrant, StaffAccount
from app.identity.passwords import Passwords, check_strength
from app.kernel import audit, events
from app.kernel.access import Action
from app.kernel.actor import Actor, Role
from app.kernel.areas.models import Agency
from app.kernel.errors import NotFound
from app.kernel.paging import PageRequest, cut, keyset


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A colleague with their account and the roles in force."""

    person: Person
    account: StaffAccount
    grants: tuple[tuple[RoleGrant, Agency | None], ...]


@dataclass(frozen=True, slots=True)
class NewStaff:
    """What an administrator gives to open an account; the password is to be changed by its owner."""

    username: str
    name: str
    password: str
    role: Role
    agency_id: UUID


async def create_staff(
    session: AsyncSession, passwords: Passwords, actor: Actor, new: NewStaff, *, at: datetime
) -> StaffMember:
    """Open an account with its first role.

    Raises:
        UnknownAgency, RoleNotGrantable, PasswordTooWeak, UsernameTaken: see there.
    """
    agency = await roles.open_agency(session, new.agency_id, at=at)
    policies.may_grant(actor, new.role, agency)
    member = await add_staff(session, passwords, new, at=at, by=actor.person_id)
    _note(session, actor, member.person.id, at, f"开设账号，角色 {new.role}")
    return member


async def add_staff(
    session: AsyncSession, passwords: Passwords, new: NewStaff, *, at: datetime, by: UUID | None = None
) -> StaffMember:
    """Open an account without asking who may: for the first administrator, by the command line.

    Raises:
        UnknownAgency, PasswordTooWeak, UsernameTaken: see there.
    """
    check_strength(new.password, new.username)
    if await repository.account_of_username(session, new.username) is not None:
        raise UsernameTaken()
    person = Person(name=new.name, created_at=at)
    session.add(person)
    await session.flush()
    account = StaffAccount(
        person_id=person.id,
        username=new.username,
        password_hash=await passwords.hash(new.password),
        created_at=at,
    )
    session.add(account)
    await events.record(session, PersonRegistered(person_id=person.id, by=by), at=at)
    grant = await roles.grant_role(session, person.id, new.role, agency_id=new.agency_id, at=at, granted_by=by)
    return StaffMember(person, account, ((grant, await session.get(Agency, new.agency_id)),))


async def list_staff(
    session: AsyncSession, actor: Actor, page: PageRequest, *, at: datetime
) -> tuple[list[StaffMember], str | None]:
    """A page of the colleagues in the actor's subtree; every one of them can see that they were listed."""
    statement = keyset(repository.staff_visible_to(actor, at=at), page, col(Person.created_at), col(Person.id))
    found = (await session.execute(statement)).scalars().all()
    people, cursor = cut(found, page, lambda person: (person.created_at, person.id))
    members = await _members(session, people, at=at)
    for member in members:
        await _record_read(session, actor, member.person.id, at)
    return members, cursor


async def get_staff(session: AsyncSession, actor: Actor, person_id: UUID, *, at: datetime) -> StaffMember:
    """One colleague in the actor's subtree.

    Raises:
        NotFound: none there, or outside.
    """
    member = await _visible(session, actor, person_id, at=at)
    await _record_read(session, actor, person_id, at)
    return member


async def _visible(session: AsyncSession, actor: Actor, person_id: UUID, *, at: datetime) -> StaffMember:
    statement = repository.staff_visible_to(actor, at=at).where(col(Person.id) == person_id)
    person = (await session.execute(statement)).scalar_one_or_none()
    if person is None:
        raise NotFound()
    return (await _members(session, [person], at=at))[0]


async def _manageable(session: AsyncSession, actor: Actor, person_id: UUID, *, at: datetime) -> StaffMember:
    """A colleague the actor may change.

    Raises:
        NotFound, NotOwnAccount, ServesElsewhere: see there.
    """
    member = await _visible(session, actor, person_id, at=at)
    policies.may_manage(actor, person_id, [agency for _, agency in member.grants if agency is not None])
    return member


async def _members(session: AsyncSession, people: list[Person], *, at: datetime) -> list[StaffMember]:
    ids = [person.id for person in people]
    grants = await repository.grants_of(session, ids, at=at)
    accounts = await repository.accounts_of(session, ids)
    return [
        StaffMember(
            person,
            accounts[person.id],
            tuple((grant, agency) for grant, agency in grants if grant.person_id == person.id),
        )
        for person in people
    ]


async def grant_staff_role(
    session: AsyncSession, actor: Actor, person_id: UUID, role: Role, agency_id: UUID, *, at: datetime
) -> StaffMember:
    """Give a colleague one more role.

    Raises:
        NotFound, NotOwnAccount, ServesElsewhere, UnknownAgency, RoleNotGrantable, RoleHeldAlready.
    """
    await _manageable(session, actor, person_id, at=at)
    policies.may_grant(actor, role, await roles.open_agency(session, agency_id, at=at))
    await roles.grant_role(session, person_id, role, agency_id=agency_id, at=at, granted_by=actor.person_id)
    _note(session, actor, person_id, at, f"授予角色 {role}")
    return await _visible(session, actor, person_id, at=at)


async def revoke_staff_role(
    session: AsyncSession,
    actor: Actor,
    person_id: UUID,
    grant_id: UUID,
    *,
    at: datetime,
    system_now: datetime,
) -> StaffMember:
    """Take a role back; whoever is left without any is logged out.

    Raises:
        NotFound, NotOwnAccount, ServesElsewhere: see there.
        RoleNotGrantable: the role serves no agency (an applicant's or a subject's).
    """
    await _manageable(session, actor, person_id, at=at)
    grant = await roles.grant_in_force(session, person_id, grant_id, at=at)
    if grant.agency_id is None:
        raise RoleNotGrantable()
    await roles.revoke_role(session, grant, at=at, revoked_by=actor.person_id)
    _note(session, actor, person_id, at, f"收回角色 {grant.role}")
    member = await _visible(session, actor, person_id, at=at)
    if not member.grants:
        await sessions.revoke_all(session, person_id, reason=RevokeReason.ADMINISTRATOR, at=system_now)
    return member


async def set_disabled(
    session: AsyncSession,
    actor: Actor,
    person_id: UUID,
    *,
    disabled: bool,
    at: datetime,
    system_now: datetime,
) -> StaffMember:
    """Bar a colleague from logging in, at once and everywhere, or let them in again.

    Raises:
        NotFound, NotOwnAccount, ServesElsewhere: see there.
    """
    member = await _manageable(session, actor, person_id, at=at)
    member.person.disabled_at = at if disabled else None
    if disabled:
        await sessions.revoke_all(session, person_id, reason=RevokeReason.ADMINISTRATOR, at=system_now)
    _note(session, actor, person_id, at, "停用账号" if disabled else "恢复账号")
    return member


async def reset_password(
    session: AsyncSession,
    passwords: Passwords,
    actor: Actor,
    person_id: UUID,
    *,
    password: str,
    reset_totp: bool,
    at: datetime,
    system_now: datetime,
) -> StaffMember:
    """Set a new first password, end every session and, if asked, turn one-time codes off.

    Raises:
        NotFound, NotOwnAccount, ServesElsewhere, PasswordTooWeak: see there.
    """
    member = await _manageable(session, actor, person_id, at=at)
    check_strength(password, member.account.username)
    member.account.password_hash = await passwords.hash(password)
    member.account.password_changed_at = None
    if reset_totp:
        member.account.totp_sealed = None
        member.account.totp_confirmed_at = None
    await sessions.revoke_all(session, person_id, reason=RevokeReason.PASSWORD_CHANGED, at=system_now)
    _note(session, actor, person_id, at, "重设密码" + ("和动态口令" if reset_totp else ""))
    return member


async def _record_read(session: AsyncSession, actor: Actor, person_id: UUID, at: datetime) -> None:
    await audit.record_access(
        session,
        actor,
        Action.STAFF_MANAGE,
        object_type="person",
        object_id=person_id,
        owner_id=person_id,
        at=at,
    )


def _note(session: AsyncSession, actor: Actor, person_id: UUID, at: datetime, note: str) -> None:
    audit.add_entry(
        session,
        actor,
        Action.STAFF_MANAGE,
        object_type="person",
        object_id=person_id,
        owner_id=person_id,
        at=at,
        note=note,
    )
