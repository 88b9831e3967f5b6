"""Who asked for work that a job does later, with the roles they hold when it is done."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.identity.models import Person
from app.identity.repository import grants_of
from app.kernel.actor import STAFF, Actor, Grant
from app.kernel.clock import local_date

NO_SESSION = UUID(int=0)
"""A job runs in nobody's log-in."""


async def actor_of(session: AsyncSession, person_id: UUID, *, at: datetime) -> Actor:
    """The person as an actor; one who was disabled, or lost a role, may do no more than that leaves them."""
    person = await session.get(Person, person_id)
    if person is None or person.disabled_at is not None:
        return Actor(person_id, NO_SESSION, ())
    today = local_date(at)
    grants = [
        Grant(grant.role, grant.agency_id, agency.tree_path if agency else None)
        for grant, agency in await grants_of(session, [person_id], at=at)
        if grant.role not in STAFF or agency is None or agency.valid_to is None or agency.valid_to > today
    ]
    return Actor(person_id, NO_SESSION, tuple(grants))
