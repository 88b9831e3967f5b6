"""What joining comes down to, on one's own phone or at the counter: consent, signature, identity, own facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.legal_aid import MemberJoined
from app.evidence import matters
from app.identity import holds, people
from app.identity.people import PersonalData
from app.kernel import events
from app.kernel.actor import STAFF, Actor
from app.kernel.clock import local_date
from app.kernel.errors import FieldError, NotFound
from app.kernel.vault import Vault
from app.legal_aid.group import keeping, repository
from app.legal_aid.group.consent import CONSENT_VERSION
from app.legal_aid.group.errors import JoinRefused, RealNameMissing
from app.legal_aid.group.files import follow
from app.legal_aid.group.limits import employment_problems
from app.legal_aid.group.models import BANK_ACCOUNT, MEMBER_NUMBER, GroupMember
from app.legal_aid.group.states import member_machine
from app.legal_aid.models import Application


@dataclass(frozen=True, slots=True)
class Joining:
    """What a member gives when they join."""

    consent_version: int | None
    signature_id: UUID | None
    employment_from: date | None
    employment_to: date | None
    has_written_contract: bool | None
    bank_account: str | None


async def complete(
    session: AsyncSession,
    vault: Vault,
    actor: Actor,
    case: Application,
    member: GroupMember,
    *,
    given: Joining,
    transition: str,
    at: datetime,
) -> GroupMember:
    """Make someone a member, on a locked application that is open. Staff who claim themselves stand back from
    the case (回避).

    Raises:
        NotFound: nobody stands behind the entry yet.
        RealNameMissing: name and document were withdrawn meanwhile.
        JoinRefused: with everything that is missing.
    """
    person_id = member.person_id
    if person_id is None:
        raise NotFound()
    problems = [*_consent_problems(given), *await _signature_problems(session, actor, member, given)]
    problems += employment_problems(given.employment_from, given.employment_to, local_date(at))
    if problems:
        raise JoinRefused(fields=problems)
    await holds.hold(session, person_id, case.id, at=at)
    _copy_identity(vault, member, await people.own_data(session, vault, person_id))
    _copy_given(vault, member, given, at)
    await member_machine.fire(session, member, transition, actor=actor, at=at)
    if person_id == actor.person_id and actor.roles & STAFF and person_id not in case.recused_ids:
        case.recused_ids = [*case.recused_ids, person_id]
    await follow(session, case, member, at=at)
    await touch_ledger(session, actor, case, at)
    joined = MemberJoined(
        application_id=case.id, member_id=member.id, person_id=person_id, representative_id=case.applicant_id
    )
    await events.record(session, joined, at=at)
    return member


async def touch_ledger(session: AsyncSession, actor: Actor, case: Application, at: datetime) -> None:
    """Totals are others than before: an editor who saw the old ones is told."""
    if book := await repository.ledger_of(session, case.id):
        keeping.touch(book, actor, at)
        await session.flush()


def _consent_problems(given: Joining) -> Sequence[FieldError]:
    if given.consent_version is None:
        return [FieldError("consent_version", "missing", "请先阅读并同意参加集体申请的说明")]
    if given.consent_version != CONSENT_VERSION:
        return [FieldError("consent_version", "outdated", "说明已经更新，请重新阅读并同意")]
    return []


async def _signature_problems(
    session: AsyncSession, actor: Actor, member: GroupMember, given: Joining
) -> Sequence[FieldError]:
    """The image must be in the member's own files, verified, the last one, and named. On their own phone they
    uploaded it themselves; at the counter staff photographed what the member put on paper.
    """
    signature = await matters.verified_signature(session, member.id)
    if signature is None:
        return [FieldError("signature_evidence_id", "missing", "请签名（或者按指印）并上传，等核验通过后再加入")]
    is_own_phone = member.person_id == actor.person_id
    if signature.id != given.signature_id or (is_own_phone and signature.owner_id != actor.person_id):
        return [FieldError("signature_evidence_id", "not_the_signature", "请使用您自己最后一次上传的签名")]
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
    member.signature_evidence_id = given.signature_id
    member.consent_version, member.consented_at, member.joined_at = given.consent_version, at, at
