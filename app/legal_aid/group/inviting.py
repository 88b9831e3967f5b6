"""The representative's side: who is on the list, and the code by which the others come."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.kernel.actor import Actor
from app.kernel.clock import local_date
from app.kernel.errors import FieldError, Invalid
from app.kernel.vault import Vault
from app.legal_aid.group import keeping, repository
from app.legal_aid.group.codes import new_code, normalise_code
from app.legal_aid.group.errors import GroupFull, NoGroupHere
from app.legal_aid.group.limits import GROUP_CATEGORIES, MOST_MEMBERS, employment_problems
from app.legal_aid.group.models import JOIN_CODE, GroupJoinCode, GroupMember
from app.legal_aid.group.states import member_machine
from app.legal_aid.models import Application


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """What the representative knows of a member: name, and from when to when they worked."""

    name: str
    employment_from: date | None
    employment_to: date | None
    has_written_contract: bool | None


async def make_code(
    session: AsyncSession,
    vault: Vault,
    actor: Actor,
    application_id: UUID,
    *,
    max_uses: int,
    valid_for: timedelta,
    at: datetime,
) -> tuple[GroupJoinCode, str]:
    """A new code, shown this once; the one before is revoked.

    Raises:
        NotFound: not within reach.
        GroupClosed, NoGroupHere: nobody can join.
    """
    case = await _group(session, actor, application_id, at=at)
    await _revoke(session, case, at=at)
    code = new_code()
    row = GroupJoinCode(
        application_id=case.id,
        code_index=vault.index(normalise_code(code) or "", JOIN_CODE),
        max_uses=max_uses,
        expires_at=at + valid_for,
        created_by=actor.person_id,
        created_at=at,
    )
    session.add(row)
    await session.flush()
    return row, code


async def revoke_code(session: AsyncSession, actor: Actor, application_id: UUID, *, at: datetime) -> None:
    """Let nobody else join by the present code; without one nothing changes.

    Raises:
        NotFound: not within reach.
        GroupClosed: the case is over; codes are worth nothing any more.
    """
    case = await keeping.editable(session, actor, application_id)
    await _revoke(session, case, at=at)


async def add_member(
    session: AsyncSession, actor: Actor, application_id: UUID, facts: MemberFacts, *, at: datetime
) -> GroupMember:
    """Enter someone who will join later with a code; their rows can be kept from now on.

    Two people of the same name are two members: their numbers tell them apart.

    Raises:
        NotFound: not within reach.
        GroupClosed, NoGroupHere, GroupFull: nobody can join.
        Invalid: a date is wrong.
    """
    case = await _group(session, actor, application_id, at=at)
    check_employment(facts.employment_from, facts.employment_to, at)
    member = await new_member(session, case, facts.name, at=at)
    _write(member, facts)
    await session.flush()
    return member


async def edit_member(
    session: AsyncSession,
    actor: Actor,
    application_id: UUID,
    member_id: UUID,
    facts: MemberFacts,
    *,
    at: datetime,
) -> GroupMember:
    """Correct what is known of a member. The name of who joined is theirs and stays.

    Raises:
        NotFound: not within reach, or no such member.
        GroupClosed: nothing changes any more.
        Invalid: a date is wrong, or the name of someone who joined was to be changed.
    """
    case = await keeping.editable(session, actor, application_id)
    await keeping.load_members(session, case, at=at)
    member = await repository.member(session, case.id, member_id)
    check_employment(facts.employment_from, facts.employment_to, at)
    if member.person_id is not None and facts.name != member.display_name:
        raise Invalid(fields=[FieldError("name", "own_name", "本人已经登录，姓名以本人的证件为准，不能改")])
    _write(member, facts)
    member.version += 1
    member.updated_at = at
    await session.flush()
    return member


async def cancel_member(
    session: AsyncSession, actor: Actor, application_id: UUID, member_id: UUID, *, at: datetime
) -> GroupMember:
    """Take someone off the list who has not joined; their rows go with them.

    Raises:
        NotFound: not within reach, or no such member.
        GroupClosed: nothing changes any more.
        WrongState: they joined; only they can leave.
    """
    case = await keeping.editable(session, actor, application_id)
    member = await repository.member(session, case.id, member_id)
    await member_machine.fire(session, member, "cancel", actor=actor, at=at)
    await drop_rows(session, actor, member, at=at)
    return member


async def new_member(session: AsyncSession, case: Application, name: str, *, at: datetime) -> GroupMember:
    """The next member of a locked application.

    Raises:
        GroupFull: there are too many.
    """
    if await repository.count_live(session, case.id) >= MOST_MEMBERS:
        raise GroupFull(f"一个案件最多 {MOST_MEMBERS} 名成员")
    number = await repository.next_number(session, case.id)
    member = GroupMember(application_id=case.id, number=number, display_name=name, created_at=at, updated_at=at)
    session.add(member)
    case.is_group = True
    return member


async def drop_rows(session: AsyncSession, actor: Actor, member: GroupMember, *, at: datetime) -> None:
    """Rows of someone who did not join after all were never anybody's claim."""
    await repository.delete_rows(session, [member.id])
    if book := await repository.ledger_of(session, member.application_id):
        keeping.touch(book, actor, at)


def check_employment(employed_from: date | None, employed_to: date | None, at: datetime) -> None:
    """Refuse impossible days.

    Raises:
        Invalid: with each.
    """
    if problems := employment_problems(employed_from, employed_to, local_date(at)):
        raise Invalid(fields=problems)


def _write(member: GroupMember, facts: MemberFacts) -> None:
    member.display_name = facts.name
    member.employment_from, member.employment_to = facts.employment_from, facts.employment_to
    member.has_written_contract = facts.has_written_contract


async def _group(session: AsyncSession, actor: Actor, application_id: UUID, *, at: datetime) -> Application:
    case = await keeping.editable(session, actor, application_id)
    if case.category not in GROUP_CATEGORIES:
        raise NoGroupHere()
    await keeping.load_members(session, case, at=at)
    return case


async def _revoke(session: AsyncSession, case: Application, *, at: datetime) -> None:
    if present := await repository.open_code(session, case.id):
        present.revoked_at = at
        await session.flush()
