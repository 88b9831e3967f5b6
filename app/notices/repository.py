"""SQL of notices. Reads begin at :func:`visible_to`."""

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.kernel.actor import Actor
from app.notices.models import Notice

COUNTED = 100
"""Unread notices are counted up to here: a badge says 99+ beyond it."""


def visible_to(actor: Actor) -> SelectOfScalar[Notice]:
    """The caller's own notices."""
    return select(Notice).where(col(Notice.person_id) == actor.person_id)


async def unread(session: AsyncSession, actor: Actor) -> int:
    """How many unread notices the caller has, at most :data:`COUNTED`; the cost does not grow beyond it."""
    some = (
        select(Notice.id)
        .where(col(Notice.person_id) == actor.person_id, col(Notice.read_at).is_(None))
        .limit(COUNTED)
        .subquery()
    )
    return (await session.execute(select(func.count()).select_from(some))).scalar_one()
