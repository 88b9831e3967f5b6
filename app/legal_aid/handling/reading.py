"""Looking into how a case is handled: by whom, and with a trace."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.legal_aid.models import Application
from app.legal_aid.policies import holds
from app.legal_aid.repository import get_visible
from app.legal_aid.states import application_machine
from app.legal_aid.views import advises


async def to_read(
    session: AsyncSession, actor: Actor, application_id: UUID, *, note: str, at: datetime
) -> Application:
    """The case for reading how it is handled; a look by someone other than the owner is recorded.

    Raises:
        NotFound: not within reach.
    """
    case = await get_visible(session, actor, Action.APPLICATION_READ, application_id)
    await audit.record_access(
        session,
        actor,
        Action.APPLICATION_READ,
        object_type=application_machine.name,
        object_id=case.id,
        owner_id=case.owner_id,
        at=at,
        note=note,
    )
    return case


def is_centre(actor: Actor, case: Application) -> bool:
    """Whether the caller looks for the centre; an applicant who works there looks as an applicant."""
    return actor.person_id != case.applicant_id and advises(actor, case)


def sees_all(actor: Actor, case: Application) -> bool:
    """Whether the caller reads what is not for the recipient: the centre, and the lawyer who has the case."""
    return actor.person_id != case.applicant_id and (holds(actor, case) or advises(actor, case))
