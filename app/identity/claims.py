"""Whose a document is when two records speak for it: one typed on a phone, one seen at a counter.

What anyone can type never wins over the document itself. What WeChat proved (a phone number) and an officer
wrote down beside the document is proof enough that both records are one human being.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.identity import holds, repository, roles, sessions
from app.identity.enums import RevokeReason
from app.identity.errors import DocumentContested
from app.identity.models import PHONE, Person, RealName, RoleGrant, StaffAccount, WechatAccount
from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor, Role
from app.kernel.vault import Vault

TAKEN_BACK = "证件原件在窗口由另一人出示，收回这个账号未经核对的证件登记"


async def owner_at_counter(
    session: AsyncSession,
    vault: Vault,
    index: bytes,
    *,
    name: str,
    phone: str | None,
    by: Actor,
    at: datetime,
) -> tuple[Person, RealName] | None:
    """The person whose document this is, while the document lies on the counter; none: register one.

    A number that somebody typed without showing the document is theirs only if they typed the name on it and
    WeChat gave them the phone number that is given at the counter. Otherwise it is taken back from them. They
    are not told who came: that alone would say that somebody is known to a justice office.

    Raises:
        DocumentContested: a case under way rests on the claim, and a human being has to decide.
    """
    owner = await repository.owner_of_number(session, index)
    if owner is None:
        return None
    person = await holds.lock_person(session, owner)
    real_name = await session.get(RealName, owner, populate_existing=True)
    if real_name is None or real_name.number_index != index:  # given up while this waited for the lock
        return None
    phone_fits = phone is not None and person.phone_index == vault.index(phone, PHONE)
    if real_name.verified_at is not None or (phone_fits and person.name == name):
        return person, real_name
    if await holds.is_held(session, owner):
        raise DocumentContested()
    await session.delete(real_name)
    await session.flush()
    audit.add_entry(
        session,
        by,
        Action.PERSON_ENROL,
        object_type="person",
        object_id=owner,
        owner_id=None,
        at=at,
        note=TAKEN_BACK,
    )
    return None


async def join_enrolled(
    session: AsyncSession, person: Person, owner: UUID, name: str, *, at: datetime, system_now: datetime
) -> bool:
    """Give the caller's WeChat account to the person enrolled at a counter, if they are the same human being.

    They are when name and number are those on the document seen, and the phone number WeChat proved is the
    one given at the counter. Only someone who cannot log in yet is joined, and only by a caller with no
    identity and no role beyond an applicant's; staff are never joined, for a password guards their roles. The
    caller's sessions end: the next log-in is the enrolled person's. False when any of this does not hold.
    """
    if await session.get(RealName, person.id) is not None or not await _is_only_an_applicant(session, person.id):
        return False
    enrolled = await holds.lock_person(session, owner)
    if not await _awaits_log_in(session, enrolled):
        return False
    if enrolled.name != name or person.phone_index is None or enrolled.phone_index != person.phone_index:
        return False
    moved = update(WechatAccount).where(col(WechatAccount.person_id) == person.id).values(person_id=owner)
    await session.execute(moved)
    await sessions.revoke_all(session, person.id, reason=RevokeReason.OWNER, at=system_now)
    await roles.ensure_role(session, owner, Role.APPLICANT, at=at)
    return True


async def _is_only_an_applicant(session: AsyncSession, person_id: UUID) -> bool:
    """Somebody who logs in by WeChat and whom nobody gave any other role, now or ever."""
    has_account = exists().where(col(WechatAccount.person_id) == person_id)
    served = exists().where(col(RoleGrant.person_id) == person_id, col(RoleGrant.role) != Role.APPLICANT)
    return bool((await session.execute(select(has_account & ~served))).scalar_one())


async def _awaits_log_in(session: AsyncSession, enrolled: Person) -> bool:
    real_name = await session.get(RealName, enrolled.id, populate_existing=True)
    if real_name is None or real_name.verified_at is None or enrolled.disabled_at is not None:
        return False
    has_account = exists().where(col(WechatAccount.person_id) == enrolled.id)
    has_password = exists().where(col(StaffAccount.person_id) == enrolled.id)
    return bool((await session.execute(select(~has_account & ~has_password))).scalar_one())
