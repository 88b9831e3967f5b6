"""What legal aid needs of the lawyers' domain; ``wiring`` hangs an implementation on the application.

The domains are siblings and never import each other: values are in ``contracts.matching``, answers come
back as events (:mod:`app.legal_aid.handlers`).
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Annotated, Protocol, cast
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.matching import AssignmentRecord, Choice, DutyDay, Need, Shortlist, Standing


class LawyerPort(Protocol):
    """Matching and offers; each call works within the caller's transaction."""

    async def shortlist(
        self, session: AsyncSession, need: Need, *, at: datetime, relaxed: Collection[str] = ()
    ) -> Shortlist:
        """Lawyers whom nothing excludes but what the officer set aside, best first, each with reasons."""
        ...

    async def standing(
        self, session: AsyncSession, need: Need, lawyer_id: UUID, *, at: datetime, relaxed: Collection[str] = ()
    ) -> Standing:
        """Why this lawyer is proposed, or why not.

        Raises:
            DomainError: the lawyer is not the centre's.
        """
        ...

    async def assign(self, session: AsyncSession, need: Need, choice: Choice, *, at: datetime) -> UUID:
        """Begin an assignment and ask whom the officer chose; its id.

        Raises:
            DomainError: a chosen lawyer is not the centre's, or may not or cannot take it.
        """
        ...

    async def withdraw(self, session: AsyncSession, matter_id: UUID, at: datetime) -> None:
        """Take the matter back from whoever was asked or has it; without anybody, nothing."""
        ...

    async def assignments(self, session: AsyncSession, matter_id: UUID) -> list[AssignmentRecord]:
        """Every attempt to find a lawyer for the matter, the latest first."""
        ...

    async def duty_days(self, session: AsyncSession, person_id: UUID, since: date, until: date) -> list[DutyDay]:
        """The days on which a lawyer is on duty, both ends included, in order."""
        ...

    async def is_on_roster(self, session: AsyncSession, agency_id: UUID, person_id: UUID) -> bool:
        """Whether this person is a lawyer on the centre's roster who is not suspended."""
        ...


async def _lawyer_port(request: Request) -> LawyerPort:
    return cast(LawyerPort, request.app.state.lawyer_port)


LawyerPortDep = Annotated[LawyerPort, Depends(_lawyer_port)]
