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
from app.kernel.actor import Actor


class LawyerPort(Protocol):
    """Matching and offers; each call works within the caller's transaction."""

    async def shortlist(self, session: AsyncSession, need: Need, *, at: datetime) -> Sequence[Candidate]:
        """Lawyers who fit the need and have no conflict of interest, best first, each with reasons."""
        ...

    async def offer(
        self, session: AsyncSession, need: Need, lawyer_id: UUID, *, actor: Actor, at: datetime
    ) -> Offered:
        """Ask a lawyer to take the matter.

        Raises:
            NotFound: no such lawyer within the centre's reach.
            DomainError: the lawyer may not or cannot take it (conflict, full, away).
        """
        ...

    async def withdraw_open_offer(self, session: AsyncSession, matter_id: UUID, *, at: datetime) -> None:
        """Take an unanswered offer back; none is no error.

        Raises:
            Conflict: the lawyer has just accepted it.
        """
        ...


def _lawyer_port(request: Request) -> LawyerPort:
    return cast(LawyerPort, request.app.state.lawyer_port)


LawyerPortDep = Annotated[LawyerPort, Depends(_lawyer_port)]
