"""The member's side: agree, sign and join; leave."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.legal_aid import MemberLeft
from app.kernel import events
from app.kernel.actor import Actor
from app.kernel.vault import Vault
from app.legal_aid.enums import ApplicationStatus
from app.legal_aid.group import repository
from app.legal_aid.group.coming import still_open
from app.legal_aid.group.enums import MemberStatus
from app.legal_aid.group.errors import (
    AlreadyMember,
)
from app.legal_aid.group.files import LAWYER_READS, follow
from app.legal_aid.group.inviting import drop_rows
from app.legal_aid.group.limits import EDITABLE
from app.legal_aid.group.models import BANK_ACCOUNT, GroupMember
from app.legal_aid.group.signing import Joining, complete, touch_ledger
from app.legal_aid.group.states import member_machine
from app.legal_aid.models import Application
from app.legal_aid.states import application_machine

NOT_ENDED = frozenset(ApplicationStatus) - frozenset(map(ApplicationStatus, application_machine.ends))
"""A member may leave as long as the case lives."""


async def join(
    session: AsyncSession, vault: Vault, actor: Actor, member_id: UUID, given: Joining, *, at: datetime
) -> GroupMember:
    """Agree and sign: name and document are copied, the figures count from now on.

    Raises:
        NotFound: not the caller's.
        AlreadyMember: joined before.
        WrongState: left, or taken off the list.
        GroupClosed: the case has ended or is being closed.
        RealNameMissing: name and document were withdrawn meanwhile.
        JoinRefused: with everything that is missing.
    """
    case, member = await _locked(session, actor, member_id, still=EDITABLE)
    if member.status is MemberStatus.JOINED:
        raise AlreadyMember()
    member_machine.require(member, "join", actor)
    return await complete(session, vault, actor, case, member, given=given, transition="join", at=at)


async def leave(session: AsyncSession, actor: Actor, member_id: UUID, reason: str, *, at: datetime) -> GroupMember:
    """Leave the group; the figures stay, marked, and count no more (民事诉讼法 13).

    Raises:
        NotFound: not the caller's.
        WrongState: not joined, or left before.
        RepresentativeStays: the caller acts for the others.
        GroupClosed: the case has ended.
    """
    case, member = await _locked(session, actor, member_id, still=NOT_ENDED)
    member_machine.require(member, "leave", actor)
    member.left_at, member.left_reason = at, reason
    await member_machine.fire(session, member, "leave", actor=actor, at=at, reason=reason)
    await follow(session, case, member, at=at)
    await touch_ledger(session, actor, case, at)
    left = MemberLeft(
        application_id=case.id,
        member_id=member.id,
        person_id=actor.person_id,
        representative_id=case.applicant_id,
        lawyer_person_id=case.lawyer_person_id if case.status in LAWYER_READS else None,
    )
    await events.record(session, left, at=at)
    return member


async def decline(session: AsyncSession, actor: Actor, member_id: UUID, *, at: datetime) -> GroupMember:
    """Not join after all; rows entered for the caller go, too.

    Raises:
        NotFound: not the caller's.
        WrongState: joined before: then they leave.
        GroupClosed: the case has ended.
    """
    case, member = await _locked(session, actor, member_id, still=NOT_ENDED)
    await member_machine.fire(session, member, "decline", actor=actor, at=at)
    await drop_rows(session, actor, member, at=at)
    await follow(session, case, member, at=at)
    return member


async def set_bank_account(
    session: AsyncSession, vault: Vault, actor: Actor, member_id: UUID, account: str | None, *, at: datetime
) -> GroupMember:
    """Say where recovered wages go; the other members never see it.

    Raises:
        NotFound: not the caller's.
    """
    member = await repository.own(session, actor, member_id)
    member.bank_account_sealed = vault.seal(account, BANK_ACCOUNT) if account else None
    member.version += 1
    member.updated_at = at
    await session.flush()
    return member


async def _locked(
    session: AsyncSession, actor: Actor, member_id: UUID, *, still: frozenset[ApplicationStatus]
) -> tuple[Application, GroupMember]:
    """The caller's membership with its application, which is locked first and still stands in one of these."""
    found = await repository.own(session, actor, member_id)
    case = await still_open(session, found.application_id, still)
    return case, await repository.member(session, case.id, member_id)
