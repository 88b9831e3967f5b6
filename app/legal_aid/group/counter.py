"""Members without a phone: they come to the counter, show their document, and confirm on paper what staff enter
for them with a signature or a thumbprint (148号令 11).
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.identity import people
from app.identity.people import Declaration
from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.vault import Vault
from app.legal_aid import repository as applications
from app.legal_aid.group import repository
from app.legal_aid.group.coming import check_newcomer
from app.legal_aid.group.enums import MemberStatus
from app.legal_aid.group.errors import AlreadyMember, GroupClosed
from app.legal_aid.group.files import open_files
from app.legal_aid.group.limits import EDITABLE
from app.legal_aid.group.models import GroupMember
from app.legal_aid.group.signing import Joining, complete
from app.legal_aid.group.states import member_machine
from app.legal_aid.intake.enrolling import enrol
from app.legal_aid.models import Application
from app.legal_aid.policies import not_own


async def identify(
    session: AsyncSession,
    vault: Vault,
    actor: Actor,
    application_id: UUID,
    *,
    member_id: UUID,
    declaration: Declaration,
    phone: str | None,
    at: datetime,
) -> GroupMember:
    """Write down who an entered member is, by the document on the counter; from here on their files can be
    collected.

    Raises:
        NotFound: not within reach, or no such member.
        OwnCase, Recused: staff who must stand back.
        GroupClosed: nothing changes any more.
        AlreadyMember: someone stands behind the entry, or the person takes part already.
        NumberInvalid, Invalid, DocumentContested: see :func:`~app.legal_aid.intake.enrolling.enrol`.
    """
    case, member = await _entered(session, actor, application_id, member_id)
    if member.status is not MemberStatus.INVITED or member.person_id is not None:
        raise AlreadyMember("这名成员已经由本人登录加入，或者已经登记过证件")
    person = await enrol(session, vault, actor, declaration, phone=phone, field="", at=at)
    present = await repository.live_member_of(session, case.id, person.id)
    data = await people.own_data(session, vault, person.id)
    await check_newcomer(session, vault, case, data, present)
    member.person_id, member.display_name = person.id, declaration.name
    await session.flush()
    await open_files(session, case, member, at=at)
    audit.add_entry(
        session,
        actor,
        Action.APPLICATION_ENTER,
        object_type=member_machine.name,
        object_id=member.id,
        owner_id=person.id,
        at=at,
    )
    return member


async def admit(
    session: AsyncSession,
    vault: Vault,
    actor: Actor,
    application_id: UUID,
    *,
    member_id: UUID,
    given: Joining,
    at: datetime,
) -> GroupMember:
    """Let someone join whose consent and signature, or thumbprint, staff took at the counter.

    Raises:
        NotFound: not within reach, no such member, or nobody was identified yet.
        OwnCase, Recused: staff who must stand back.
        GroupClosed: nothing changes any more.
        WrongState: joined, left or taken off the list.
        JoinRefused: with everything that is missing.
    """
    case, member = await _entered(session, actor, application_id, member_id)
    member_machine.require(member, "admit", actor)
    return await complete(session, vault, actor, case, member, given=given, transition="admit", at=at)


async def _entered(
    session: AsyncSession, actor: Actor, application_id: UUID, member_id: UUID
) -> tuple[Application, GroupMember]:
    case = await applications.get_visible(session, actor, Action.APPLICATION_ENTER, application_id, lock=True)
    if refusal := not_own(case, actor):
        raise refusal
    if case.status not in EDITABLE:
        raise GroupClosed(state=str(case.status))
    return case, await repository.member(session, case.id, member_id)
