"""Whom the group claims against."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.legal_aid import repository as applications
from app.legal_aid.applying.sections import other_sides_of


async def opponents(session: AsyncSession, application_id: UUID) -> tuple[str, ...]:
    """Names of the other side, the employer of a wage claim first."""
    claim = await applications.claim_of(session, application_id)
    named = tuple(side.name for side in await other_sides_of(session, application_id))
    return (claim.employer_name, *named) if claim else named
