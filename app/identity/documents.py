"""Whose documents those are, for many at once: what an import of a list asks before anybody is entered."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.identity.models import Person, RealName


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who is registered with a document; ``is_verified`` where staff saw it."""

    person_id: UUID
    name: str | None
    is_verified: bool


async def holders(session: AsyncSession, indexes: Collection[bytes]) -> dict[bytes, Holder]:
    """By blind index (:func:`.people.index_of`), who is registered with the document; a few thousand at a time."""
    statement = (
        select(col(RealName.number_index), col(Person.id), col(Person.name), col(RealName.verified_at))
        .join(Person, col(Person.id) == col(RealName.person_id))
        .where(col(RealName.number_index).in_(indexes))
    )
    found = (await session.execute(statement)).all()
    return {index: Holder(person_id, name, verified is not None) for index, person_id, name, verified in found}


async def indexes_of(session: AsyncSession, person_ids: Collection[UUID]) -> dict[UUID, bytes]:
    """The blind index of each person's document; people without one are absent."""
    statement = select(col(RealName.person_id), col(RealName.number_index)).where(
        col(RealName.person_id).in_(person_ids)
    )
    return {row[0]: row[1] for row in (await session.execute(statement)).all()}
