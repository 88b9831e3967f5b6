"""Special permits as the API shows them; every look at another's leaves an entry."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.permits import repository
from app.correction.permits.models import SpecialPermit
from app.correction.permits.schemas import PermitOut, TellingOut
from app.correction.permits.states import permit_machine
from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor


async def permit_list(
    session: AsyncSession, actor: Actor, permits: Sequence[SpecialPermit], *, at: datetime
) -> list[PermitOut]:
    """Permits with what became of them."""
    told = await repository.tellings(session, [permit.id for permit in permits])
    for permit in permits:
        await audit.record_access(
            session,
            actor,
            Action.REPORT_READ,
            object_type=permit_machine.name,
            object_id=permit.id,
            owner_id=permit.person_id,
            at=at,
        )
    return [
        PermitOut(
            **permit.model_dump(include=set(PermitOut.model_fields)),
            told=[
                TellingOut.model_validate(one.model_dump(include=set(TellingOut.model_fields)))
                for one in told[permit.id]
            ],
            allowed_actions=permit_machine.allowed_actions(actor, permit),
        )
        for permit in permits
    ]


async def permit_view(session: AsyncSession, actor: Actor, permit: SpecialPermit, *, at: datetime) -> PermitOut:
    """One permit."""
    return (await permit_list(session, actor, [permit], at=at))[0]
