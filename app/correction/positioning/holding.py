"""Fixes of check-ins that outlived their week because something open rests on them."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.correction.check_ins.models import LOCATION
from app.correction.positioning.codes import LocationSource
from app.correction.positioning.models import HELD, HeldLocation
from app.kernel.vault import Vault


async def held_fixes(session: AsyncSession, vault: Vault, check_in_ids: Collection[UUID]) -> dict[UUID, str]:
    """Fixes kept for these check-ins, sealed as the check-in's own were; whoever opens them records the look."""
    if not check_in_ids:
        return {}
    statement = select(HeldLocation).where(
        col(HeldLocation.source) == LocationSource.CHECK_IN, col(HeldLocation.source_id).in_(check_in_ids)
    )
    return {
        row.source_id: vault.seal(vault.open(row.location_sealed, HELD), LOCATION)
        for row in await session.scalars(statement)
    }
