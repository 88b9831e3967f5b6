"""The member's side: agree, sign and join; leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.legal_aid import MemberJoined, MemberLeft
from app.evidence import matters
from app.identity import holds, people
from app.identity.people import PersonalData
from app.kernel import events
from app.kernel.actor import STAFF, Actor
from app.kernel.clock import local_date
from app.kernel.errors import FieldError
from app.kernel.vault import Vault
from app.legal_aid.enums import ApplicationStatus
from app.legal_aid.group import keeping, repository
from app.legal_aid.group.coming import still_open
from app.legal_aid.group.consent import CONSENT_VERSION
from app.legal_aid.group.enums import MemberStatus
from app.legal_aid.group.errors import (
    AlreadyMember,
    JoinRefused,
    RealNameMissing,
)
from app.legal_aid.group.files import LAWYER_READS, follow
from app.legal_aid.group.inviting import drop_rows
from app.legal_aid.group.limits import EDITABLE, employment_problems
from app.legal_aid.group.models import BANK_ACCOUNT, MEMBER_NUMBER, GroupMember
from app.legal_aid.group.states import member_machine
from app.legal_aid.models import Application
from app.legal_aid.states import application_machine

NOT_ENDED = frozenset(ApplicationStatus) - frozenset(map(ApplicationStatus, application_machine.ends))
"""A member may leave as long as the case lives."""


@dataclass(frozen=True, slots=True)
class Joining:
    """What a member gives when they join."""

    consent_version: int | None
    signature_id: UUID | None
    employment_from: date | None
    employment_to: date | None
    has_written_contract: bool | None
    bank_account: str | None


async def join(
    session: AsyncSession, vault: Vault, actor: Actor, member_id: UUID, given: Joining, *, at: datetime
) -> GroupMember:
    """Agree and sign: name and document are copied, the figures count from now on. Staff who claim themselves
    stand back from the case (回避).

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
    problems = [*_consent_problems(given), *await _signature_problems(session, member, given.signature_id)]
    problems += employment_problems(given.employment_from, given.employment_to, local_date(at))
    if problems:
        raise JoinRefused(fields=problems)
    await holds.hold(session, actor.person_id, case.id, at=at)
    data = await people.own_data(session, vault, actor.person_id)
    _copy_identity(vault, member, data)
    _copy_given(vault, member, given, at)
    await member_machine.fire(session, member, "join", actor=actor, at=at)
    if actor.roles & STAFF and actor.person_id not in case.recused_ids:
        case.recused_ids = [*case.recused_ids, actor.person_id]
    await follow(session, case, member, at=at)
    await _touch(session, actor, case, at)
    joined = MemberJoined(
        application_id=case.id,
        member_id=member.id,
        person_id=actor.person_id,
        representative_id=case.applicant_id,
    )
    await events.record(session, joined, at=at)
    return member


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
    await _touch(session, actor, case, at)
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


def _consent_problems(given: Joining) -> Sequence[FieldError]:
    if given.consent_version is None:
        return [FieldError("consent_version", "missing", "请先阅读并同意参加集体申请的说明")]
    if given.consent_version != CONSENT_VERSION:
        return [FieldError("consent_version", "outdated", "说明已经更新，请重新阅读并同意")]
    return []


async def _signature_problems(
    session: AsyncSession, member: GroupMember, signature_id: UUID | None
) -> Sequence[FieldError]:
    """A member signs by naming the image: their own, verified, the last one they made."""
    signature = await matters.verified_signature(session, member.id)
    if signature is None:
        return [FieldError("signature_evidence_id", "missing", "请签名并上传，等核验通过后再加入")]
    if signature.id != signature_id:
        return [FieldError("signature_evidence_id", "not_the_signature", "请使用您自己最后一次上传的签名")]
    member.signature_evidence_id = signature.id
    return []


def _copy_identity(vault: Vault, member: GroupMember, data: PersonalData) -> None:
    if data.number is None or data.name is None or data.kind is None:
        raise RealNameMissing(fields=[FieldError("real_name", "missing", RealNameMissing.title)])
    member.display_name = data.name
    member.document_kind, member.issuing_country = data.kind, data.issuing_country
    member.number_sealed = vault.seal(data.number, MEMBER_NUMBER)
    member.number_index = people.number_index(vault, data.kind, data.issuing_country, data.number)


def _copy_given(vault: Vault, member: GroupMember, given: Joining, at: datetime) -> None:
    """What the member says goes before what the representative entered; what they leave out stays."""
    if given.employment_from is not None or given.employment_to is not None:
        member.employment_from, member.employment_to = given.employment_from, given.employment_to
    if given.has_written_contract is not None:
        member.has_written_contract = given.has_written_contract
    if given.bank_account is not None:
        member.bank_account_sealed = vault.seal(given.bank_account, BANK_ACCOUNT)
    member.consent_version, member.consented_at, member.joined_at = given.consent_version, at, at


async def _touch(session: AsyncSession, actor: Actor, case: Application, at: datetime) -> None:
    """Totals are others than before: an editor who saw the old ones is told."""
    if book := await repository.ledger_of(session, case.id):
        keeping.touch(book, actor, at)
        await session.flush()
