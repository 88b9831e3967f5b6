"""Whether two applications of one person are about the same matter (148号令 10: 同一事项)."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.legal_aid.applying.models import WageClaim
from app.legal_aid.applying.sections import other_sides_of


async def same_matter(session: AsyncSession, one: UUID, other: UUID) -> bool:
    """Against somebody who is on both sides' lists and, where both claim wages, for months they share.

    Without a name on either list it cannot be told, and they are not the same.
    """
    ours, theirs = await session.get(WageClaim, one), await session.get(WageClaim, other)
    if ours is not None and theirs is not None and _apart(ours, theirs):
        return False
    return same_names(await _opponents(session, one, ours), await _opponents(session, other, theirs))


def same_names(ours: Collection[str], theirs: Collection[str]) -> bool:
    """Whether somebody is on both lists; spaces and the width of brackets make no other company."""
    return not {_plain(name) for name in ours}.isdisjoint(_plain(name) for name in theirs)


def _apart(one: WageClaim, other: WageClaim) -> bool:
    return one.period_to < other.period_from or other.period_to < one.period_from


async def _opponents(session: AsyncSession, application_id: UUID, claim: WageClaim | None) -> Collection[str]:
    named = [side.name for side in await other_sides_of(session, application_id)]
    return [claim.employer_name, *named] if claim else named


def _plain(name: str) -> str:
    return "".join(name.split()).replace("（", "(").replace("）", ")")
