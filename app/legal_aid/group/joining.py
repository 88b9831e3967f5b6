"""The member's side: come with a code, see what the group claims, agree, sign, join, leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.legal_aid import MemberJoined, MemberLeft
from app.evidence import matters
from app.identity import holds, people, throttle
from app.identity.people import PersonalData
from app.kernel import events
from app.kernel.actor import Actor
from app.kernel.clock import local_date
from app.kernel.errors import FieldError, NotFound
from app.kernel.vault import Vault
from app.legal_aid import repository as applications
from app.legal_aid.enums import ApplicationStatus
from app.legal_aid.group import keeping, repository
from app.legal_aid.group.codes import normalise_code
from app.legal_aid.group.consent import CONSENT_VERSION
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
from app.legal_aid.group.files import LAWYER_READS, follow, open_files
from app.legal_aid.group.inviting import drop_rows, new_member
from app.legal_aid.group.limits import EDITABLE, employment_problems
from app.legal_aid.group.models import BANK_ACCOUNT, JOIN_CODE, MEMBER_NUMBER, GroupJoinCode, GroupMember
from app.legal_aid.group.states import member_machine
from app.legal_aid.models import RECIPIENT_NUMBER, Application
from app.legal_aid.states import application_machine

PURPOSE = "join_code"
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
    await throttle.clear(session, throttle.person_key(vault, actor.person_id, PURPOSE))
    return await _joinable(session, code.application_id)


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
    case = await applications.locked(session, code.application_id)
    present = await repository.live_member_of(session, code.application_id, actor.person_id)
    if present is not None and present.status is MemberStatus.INVITED:
        return present
    if not _works(await _refreshed(session, code), at):
        raise _refused()
    await throttle.clear(session, throttle.person_key(vault, actor.person_id, PURPOSE))
    case = await _joinable(session, code.application_id)
    data = await people.own_data(session, vault, actor.person_id)
    await _check_stranger(session, vault, case, data, present)
    member = await _place(session, case, data.name or "", number, at=at)
    member.person_id = actor.person_id
    code.uses += 1
    await session.flush()
    await open_files(session, case, member, at=at)
    return member


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
    problems = [*_consent_problems(given), *await _signature_problems(session, member, given.signature_id)]
    problems += employment_problems(given.employment_from, given.employment_to, local_date(at))
    if problems:
        raise JoinRefused(fields=problems)
    await holds.hold(session, actor.person_id, case.id, at=at)
    data = await people.own_data(session, vault, actor.person_id)
    _copy_identity(vault, member, data)
    _copy_given(vault, member, given, at)
    await member_machine.fire(session, member, "join", actor=actor, at=at)
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


async def _refreshed(session: AsyncSession, code: GroupJoinCode) -> GroupJoinCode:
    """The code as it is now that the application is locked: the last use may be gone."""
    await session.refresh(code)
    return code


def _works(code: GroupJoinCode, at: datetime) -> bool:
    return code.revoked_at is None and at < code.expires_at and code.uses < code.max_uses


def _refused() -> CodeRefused:
    return CodeRefused(fields=[FieldError("code", "refused", CodeRefused.title)])


async def _joinable(
    session: AsyncSession, application_id: UUID, still: frozenset[ApplicationStatus] = EDITABLE
) -> Application:
    case = await applications.locked(session, application_id)
    if case is None:
        raise NotFound()
    if case.status not in still:
        raise GroupClosed(state=str(case.status))
    return case


async def _check_stranger(
    session: AsyncSession,
    vault: Vault,
    case: Application,
    data: PersonalData,
    present: GroupMember | None,
) -> None:
    if data.number is None or data.name is None:
        raise RealNameMissing(fields=[FieldError("real_name", "missing", RealNameMissing.title)])
    recipient = case.recipient_number_sealed
    if data.person_id == case.applicant_id or present is not None:
        raise AlreadyMember()
    if recipient is not None and vault.open(recipient, RECIPIENT_NUMBER) == data.number:
        raise AlreadyMember()
    claim = await applications.claim_of(session, case.id)
    is_namesake = claim is not None and claim.employer_name == data.name
    if is_namesake and not await repository.unclaimed(session, case.id, data.name):
        raise NamedLikeEmployer()


async def _place(
    session: AsyncSession, case: Application, name: str, number: int | None, *, at: datetime
) -> GroupMember:
    waiting = await repository.unclaimed(session, case.id, name)
    if number is not None:
        waiting = [member for member in waiting if member.number == number]
        if not waiting:
            text = "这个编号没有和您同名的成员，请向代表人核对"
            raise JoinRefused(fields=[FieldError("member_number", "unknown_member", text)])
    if len(waiting) > 1:
        raise MemberChoice(fields=[FieldError("member_number", "ambiguous_name", MemberChoice.title)])
    return waiting[0] if waiting else await new_member(session, case, name, at=at)


async def _locked(
    session: AsyncSession, actor: Actor, member_id: UUID, *, still: frozenset[ApplicationStatus]
) -> tuple[Application, GroupMember]:
    """The caller's membership with its application, which is locked first and still stands in one of these."""
    found = await repository.own(session, actor, member_id)
    case = await _joinable(session, found.application_id, still)
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
