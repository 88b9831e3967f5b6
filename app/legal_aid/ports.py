"""What legal aid needs of the lawyers' domain; ``wiring`` hangs an implementation on the application.

The domains are siblings and never import each other: values are in ``contracts.lawyers``, answers come
back as events (:mod:`app.legal_aid.handlers`).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Protocol, cast
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.lawyers import Candidate, Need, Offered


class LawyerPort(Protocol):
    """Matching and offers; each call works within the caller's transaction."""

    async def shortlist(self, session: AsyncSession, need: Need, *, at: datetime) -> Sequence[Candidate]:
        """Lawyers whom nothing excludes, best first, each with reasons."""
        ...

    async def offer(
        self, session: AsyncSession, need: Need, lawyer_id: UUID, *, at: datetime, expires_at: datetime
    ) -> Offered:
        """Ask a lawyer to take the matter, to be answered before ``expires_at``.

        Raises:
            DomainError: the lawyer is not the centre's, or may not or cannot take it.
        """
        ...

    async def is_on_roster(self, session: AsyncSession, agency_id: UUID, person_id: UUID) -> bool:
        """Whether this person is a lawyer on the centre's roster who is not suspended."""
        ...

    async def withdraw_open_offer(self, session: AsyncSession, matter_id: UUID, at: datetime) -> None:
        """Take the matter back from its lawyer, whether or not they answered; without one, nothing."""
        ...


async def _lawyer_port(request: Request) -> LawyerPort:
    return cast(LawyerPort, request.app.state.lawyer_port)


LawyerPortDep = Annotated[LawyerPort, Depends(_lawyer_port)]
