"""Members as the representative, the centre and the lawyer read them; every look at private data is recorded."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.identity import people
from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.vault import Vault
from app.legal_aid import repository as applications
from app.legal_aid.group import keeping, repository
from app.legal_aid.group.answers import JoinCodeView, MemberDetail, MemberViews, PrivateView
from app.legal_aid.group.files import matter_of
from app.legal_aid.group.models import BANK_ACCOUNT, MEMBER_NUMBER, GroupMember
from app.legal_aid.group.offering import group_actions
from app.legal_aid.group.policies import sees_private
from app.legal_aid.group.presenting import code_view, member_view
from app.legal_aid.group.states import member_machine
from app.legal_aid.models import NUMBER, Application
from app.legal_aid.states import application_machine


async def members(session: AsyncSession, actor: Actor, application_id: UUID, *, at: datetime) -> MemberViews:
    """Everyone who takes or took part, by name; documents and accounts are not in it.

    Raises:
        NotFound: not within reach.
    """
    case = await applications.get_visible(session, actor, Action.LEDGER_READ, application_id)
    await audit.record_access(
        session,
        actor,
        Action.LEDGER_READ,
        object_type=application_machine.name,
        object_id=case.id,
        owner_id=case.owner_id,
        at=at,
        note="成员名单",
    )
    found = await keeping.load_members(session, case, at=at)
    items = [member_view(actor, case, member) for member in found]
    return MemberViews(items=items, allowed_actions=group_actions(actor, case))


async def member(
    session: AsyncSession, vault: Vault, actor: Actor, application_id: UUID, member_id: UUID, *, at: datetime
) -> MemberDetail:
    """One member; with their private data for the centre, and for the lawyer who took the case.

    Raises:
        NotFound: not within reach, or no such member.
    """
    case = await applications.get_visible(session, actor, Action.LEDGER_READ, application_id)
    await keeping.load_members(session, case, at=at)
    found = await repository.member(session, case.id, member_id)
    may_see = sees_private(actor, case, found)
    private = await _private(session, vault, actor, case, found, at=at) if may_see else None
    return MemberDetail(**member_view(actor, case, found).model_dump(), private=private)


async def join_code(session: AsyncSession, actor: Actor, application_id: UUID, *, at: datetime) -> JoinCodeView:
    """How the present code stands, without the code.

    Raises:
        NotFound: not within reach.
    """
    case = await applications.get_visible(session, actor, Action.LEDGER_READ, application_id)
    return code_view(await repository.open_code(session, case.id), at)


async def _private(
    session: AsyncSession, vault: Vault, actor: Actor, case: Application, found: GroupMember, *, at: datetime
) -> PrivateView:
    await audit.record_access(
        session,
        actor,
        Action.LEDGER_READ,
        object_type=member_machine.name,
        object_id=found.id,
        owner_id=found.owner_id,
        at=at,
        note="成员的证件、账号和联系方式",
    )
    own = await people.own_data(session, vault, found.person_id) if found.person_id else None
    sealed, context = found.number_sealed, MEMBER_NUMBER
    kind = found.document_kind
    if found.is_representative:
        sealed, context, kind = case.applicant_number_sealed, NUMBER, case.applicant_document_kind
    account = found.bank_account_sealed
    signature = case.signature_evidence_id if found.is_representative else found.signature_evidence_id
    return PrivateView(
        document_kind=kind,
        document_number=vault.open(sealed, context) if sealed else None,
        bank_account=vault.open(account, BANK_ACCOUNT) if account else None,
        phone=own.phone if own else None,
        consent_version=found.consent_version,
        consented_at=found.consented_at,
        signature_evidence_id=signature,
        matter_id=matter_of(found),
        left_reason=found.left_reason,
    )
