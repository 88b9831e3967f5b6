"""The caller's own page and the copy of their own data."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.identity import consents, people, repository, sessions
from app.identity.auth_schemas import SessionOut
from app.identity.models import RealName, StaffAccount
from app.identity.numbers import mask_phone
from app.identity.schemas import ConsentOut, Export, GrantOut, Me, RealNameOut, StaffAccountOut
from app.kernel import access
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.vault import Vault


async def me(session: AsyncSession, vault: Vault, actor: Actor, *, at: datetime) -> Me:
    """What the caller's own page shows; ``allowed_actions`` are those of the access table, or, with an
    initial password, what is left until it is changed."""
    data = await people.own_data(session, vault, actor.person_id)
    real_name = await session.get(RealName, actor.person_id)
    account = await session.get(StaffAccount, actor.person_id)
    grants = await repository.grants_of(session, [actor.person_id], at=at)
    given = {
        (c.document, c.version)
        for c in await consents.consents_of(session, actor.person_id)
        if c.withdrawn_at is None
    }
    barred = await repository.must_change_password(session, actor.session_id)
    may = [Action.ACCOUNT_USE] if barred else [action for action in Action if access.can(actor, action)]
    documents = await consents.current_documents(session, at=at)
    return Me(
        person_id=actor.person_id,
        name=data.name,
        phone=mask_phone(data.phone) if data.phone else None,
        real_name=RealNameOut.of(real_name, data) if real_name else None,
        roles=[GrantOut.of(grant, agency) for grant, agency in grants],
        allowed_actions=[action.value for action in may],
        consents_missing=[d.document for d in documents if d.required and (d.document, d.version) not in given],
        staff_account=StaffAccountOut.of(account) if account else None,
    )


async def export(
    session: AsyncSession, vault: Vault, actor: Actor, *, at: datetime, system_now: datetime
) -> Export:
    """A copy of what identity holds about the caller, in the clear (个人信息保护法 art. 45)."""
    data = await people.own_data(session, vault, actor.person_id)
    grants = await repository.grants_of(session, [actor.person_id], at=at)
    given = await consents.consents_of(session, actor.person_id)
    open_now = await sessions.open_sessions(session, actor.person_id, at=system_now)
    return Export(
        person_id=actor.person_id,
        name=data.name,
        phone=data.phone,
        document_kind=data.kind,
        document_number=data.number,
        birth_date=data.birth_date,
        verified=data.verified,
        roles=[GrantOut.of(grant, agency) for grant, agency in grants],
        consents=[ConsentOut.model_validate(consent) for consent in given],
        sessions=[SessionOut.of(row, actor.session_id) for row in open_now],
    )
