"""What assessing needs of the lawyers' domain; ``wiring`` hangs an implementation on the application."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Protocol, cast
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.matching import Need, Reviewer


class ReviewerPort(Protocol):
    """Who may assess a matter that others handled."""

    async def reviewer(
        self, session: AsyncSession, need: Need, lawyer_id: UUID, *, handlers: Sequence[UUID], at: datetime
    ) -> Reviewer:
        """The lawyer as a reviewer; ``handlers`` are the persons who handle or handled the matter.

        Raises:
            DomainError: not the centre's, one of the handlers or of their firm, or with a conflict.
        """
        ...


async def _reviewer_port(request: Request) -> ReviewerPort:
    return cast(ReviewerPort, request.app.state.reviewer_port)


ReviewerPortDep = Annotated[ReviewerPort, Depends(_reviewer_port)]
