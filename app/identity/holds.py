"""Declared identities that a case rests on: whoever signed under a name keeps it until the case has ended."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.identity.models import IdentityHold, Person
from app.kernel.errors import NotFound


async def hold(session: AsyncSession, person_id: UUID, object_id: UUID, *, at: datetime) -> None:
    """Keep what the person declared as it is while ``object_id`` is open; what is read from here on stays.

    Raises:
        NotFound: no such person.
    """
    await lock_person(session, person_id)
    values = {"person_id": person_id, "object_id": object_id, "since": at}
    await session.execute(insert(IdentityHold).values(**values).on_conflict_do_nothing())


async def release(session: AsyncSession, person_id: UUID, object_id: UUID) -> None:
    """The case ended; releasing what is not held changes nothing."""
    held = (col(IdentityHold.person_id) == person_id, col(IdentityHold.object_id) == object_id)
    await session.execute(delete(IdentityHold).where(*held))


async def is_held(session: AsyncSession, person_id: UUID) -> bool:
    """Whether any open case rests on the person's declared identity."""
    statement = select(IdentityHold.object_id).where(col(IdentityHold.person_id) == person_id).limit(1)
    return (await session.execute(statement)).first() is not None


async def lock_person(session: AsyncSession, person_id: UUID) -> Person:
    """The person as they are now: a change of identity and a hold on it wait for each other.

    Raises:
        NotFound: none.
    """
    lock = {"key_share": True}
    person = await session.get(Person, person_id, with_for_update=lock, populate_existing=True)
    if person is None:
        raise NotFound()
    return person
