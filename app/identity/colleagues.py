"""Finding a colleague by name: who may be given work. A name at work, and where; nothing else about anybody."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.identity import repository
from app.identity.models import Person, RoleGrant
from app.kernel.actor import Actor
from app.kernel.areas.models import Agency
from app.kernel.paging import PageRequest, cut, keyset


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works on cases, and as what within the reach of who asks."""

    person: Person
    posts: tuple[tuple[RoleGrant, Agency], ...]


async def list_colleagues(
    session: AsyncSession, actor: Actor, page: PageRequest, *, name: str, at: datetime
) -> tuple[list[Colleague], str | None]:
    """A page of the actor's colleagues by name; with ``name``, those whose name holds it."""
    statement = repository.colleagues_of(actor, at=at).where(
        col(Person.name).is_not(None), col(Person.name).contains(name, autoescape=True)
    )
    statement = keyset(statement, page, col(Person.name), col(Person.id), descending=False)
    found = (await session.execute(statement)).scalars().all()
    people, cursor = cut(found, page, lambda person: (person.name or "", person.id))
    posts = await repository.posts_of(session, actor, [person.id for person in people], at=at)
    return [Colleague(p, tuple(post for post in posts if post[0].person_id == p.id)) for p in people], cursor
