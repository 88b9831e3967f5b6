"""Coming with a code: the code is checked and guessing slowed down, then the caller takes a place in the group."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.identity import people, throttle
from app.identity.people import PersonalData
from app.kernel.actor import Actor
from app.kernel.errors import FieldError, NotFound
from app.kernel.vault import Vault
from app.legal_aid import repository as applications
from app.legal_aid.applying.models import Representation
from app.legal_aid.applying.parties import same_name
from app.legal_aid.enums import ApplicationStatus
from app.legal_aid.group import repository
from app.legal_aid.group.codes import normalise_code
from app.legal_aid.group.enums import MemberStatus
from app.legal_aid.group.errors import (
    AlreadyMember,
    CodeRefused,
    GroupClosed,
    JoinRefused,
    MemberChoice,
    NamedLikeEmployer,
    RealNameMissing,
    TooManyCodes,
)
from app.legal_aid.group.files import open_files
from app.legal_aid.group.inviting import new_member
from app.legal_aid.group.limits import EDITABLE
from app.legal_aid.group.models import JOIN_CODE, GroupJoinCode, GroupMember
from app.legal_aid.group.sides import opponents
from app.legal_aid.models import Application

PURPOSE = "join_code"


async def look(
    session: AsyncSession, vault: Vault, actor: Actor, typed: str, *, at: datetime, system_now: datetime
) -> Application:
    """The application a code leads to, to be shown before anyone joins.

    Raises:
        CodeRefused: no such code, or it works no more.
        TooManyCodes: too many wrong ones.
        GroupClosed: the case has ended or is being closed.
    """
    code = await _code(session, vault, actor, typed, system_now=system_now)
    if not _works(code, at):
        raise _refused()
    await _right(session, vault, actor)
    return await still_open(session, code.application_id)


async def start(
    session: AsyncSession,
    vault: Vault,
    actor: Actor,
    typed: str,
    number: int | None,
    *,
    at: datetime,
    system_now: datetime,
) -> GroupMember:
    """Come with a code: from here on the caller may upload their own files, and sign.

    Someone whom the representative entered by name takes that place, with ``number`` where several bear the
    name. Coming again with the same code is the same membership.

    Raises:
        CodeRefused, TooManyCodes, GroupClosed: as :func:`look`.
        RealNameMissing: nobody claims without name and document.
        AlreadyMember: the person, or their document, takes part already.
        MemberChoice: several entered members have this name.
        NamedLikeEmployer: the other side has this name, and the representative entered nobody of it.
        GroupFull: there are too many.
    """
    code = await _code(session, vault, actor, typed, system_now=system_now)
    await applications.locked(session, code.application_id)
    present = await repository.live_member_of(session, code.application_id, actor.person_id)
    if present is not None and present.status is MemberStatus.INVITED:
        await _right(session, vault, actor)
        return present
    if not _works(await _refreshed(session, code), at):
        raise _refused()
    await _right(session, vault, actor)
    case = await still_open(session, code.application_id)
    data = await people.own_data(session, vault, actor.person_id)
    await _check_stranger(session, vault, case, data, present)
    member = await _place(session, case, data.name or "", number, at=at)
    member.person_id = actor.person_id
    code.uses += 1
    await session.flush()
    await open_files(session, case, member, at=at)
    return member


async def still_open(
    session: AsyncSession, application_id: UUID, still: frozenset[ApplicationStatus] = EDITABLE
) -> Application:
    """The application of a group, locked, while it stands in one of these states.

    Raises:
        NotFound: none.
        GroupClosed: it has ended or is being closed.
    """
    case = await applications.locked(session, application_id)
    if case is None:
        raise NotFound()
    if case.status not in still:
        raise GroupClosed(state=str(case.status))
    return case


async def _code(
    session: AsyncSession, vault: Vault, actor: Actor, typed: str, *, system_now: datetime
) -> GroupJoinCode:
    """The row of a code, counting the attempt first: a hundred guesses at once are a hundred counts."""
    key = throttle.person_key(vault, actor.person_id, PURPOSE)
    await throttle.count_attempt(session, key, at=system_now, locked=TooManyCodes)
    code = normalise_code(typed)
    row = await repository.code_of_index(session, vault.index(code, JOIN_CODE)) if code else None
    if row is None:
        raise _refused()
    return row


async def _right(session: AsyncSession, vault: Vault, actor: Actor) -> None:
    """The code was right, so that this was no guess; earlier wrong ones stay counted."""
    await throttle.take_back(session, throttle.person_key(vault, actor.person_id, PURPOSE))


async def _refreshed(session: AsyncSession, code: GroupJoinCode) -> GroupJoinCode:
    """The code as it is now that the application is locked: the last use may be gone."""
    await session.refresh(code)
    return code


def _works(code: GroupJoinCode, at: datetime) -> bool:
    return code.revoked_at is None and at < code.expires_at and code.uses < code.max_uses


def _refused() -> CodeRefused:
    return CodeRefused(fields=[FieldError("code", "refused", CodeRefused.title)])


async def check_newcomer(
    session: AsyncSession, vault: Vault, case: Application, data: PersonalData, present: GroupMember | None
) -> None:
    """A person takes part once: not as applicant and member, nor as the one the applicant acts for.

    Raises:
        AlreadyMember: they do.
    """
    if data.person_id == case.applicant_id or present is not None:
        raise AlreadyMember()
    represented = await session.get(Representation, case.id)
    if represented is None or data.kind is None or data.number is None:
        return
    own = people.number_index(vault, data.kind, data.issuing_country, data.number)
    if represented.recipient_number_index == own:
        raise AlreadyMember()


async def _check_stranger(
    session: AsyncSession,
    vault: Vault,
    case: Application,
    data: PersonalData,
    present: GroupMember | None,
) -> None:
    if data.number is None or data.name is None:
        raise RealNameMissing(fields=[FieldError("real_name", "missing", RealNameMissing.title)])
    await check_newcomer(session, vault, case, data, present)
    name = data.name
    is_namesake = any(same_name(name, other) for other in await opponents(session, case.id))
    if is_namesake and not await _waiting(session, case, name):
        raise NamedLikeEmployer()


async def _place(
    session: AsyncSession, case: Application, name: str, number: int | None, *, at: datetime
) -> GroupMember:
    waiting = await _waiting(session, case, name)
    if number is not None:
        waiting = [member for member in waiting if member.number == number]
        if not waiting:
            text = "这个编号没有和您同名的成员，请向代表人核对"
            raise JoinRefused(fields=[FieldError("member_number", "unknown_member", text)])
    if len(waiting) > 1:
        raise MemberChoice(fields=[FieldError("member_number", "ambiguous_name", MemberChoice.title)])
    return waiting[0] if waiting else await new_member(session, case, name, at=at)


async def _waiting(session: AsyncSession, case: Application, name: str) -> Sequence[GroupMember]:
    """Entered members of this name whom nobody has claimed; the dot of a name may have been typed another way."""
    entered = await repository.unclaimed(session, case.id)
    return [member for member in entered if same_name(member.display_name, name)]
