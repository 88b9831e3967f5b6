"""What plans for whole queues need of the domain whose matters wait; ``wiring`` hangs an implementation on the
application and hands it to the jobs.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Protocol, cast
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.matching import Need, OverrideReason
from app.kernel.actor import Actor


class MatterQueue(Protocol):
    """The matters of a centre that wait for a lawyer; each call works within the caller's transaction."""

    async def waiting(self, session: AsyncSession, actor: Actor, agency_id: UUID, *, limit: int) -> list[UUID]:
        """Ids of matters that wait and that this officer may assign, the most pressing first."""
        ...

    async def needs(self, session: AsyncSession, matter_ids: Sequence[UUID]) -> Mapping[UUID, Need]:
        """What these matters ask for, in a fixed number of statements; one that waits no longer is absent."""
        ...

    async def assign(
        self,
        session: AsyncSession,
        actor: Actor,
        matter_id: UUID,
        lawyer_id: UUID,
        *,
        batch_id: UUID,
        reason: OverrideReason | None,
        note: str | None,
        at: datetime,
    ) -> UUID:
        """Assign one matter as the officer would by hand, everything checked again; the assignment's id.

        Args:
            reason: why not whom the plan proposed, where an officer changed that.

        Raises:
            DomainError: it waits no longer, or the lawyer may not or cannot take it.
        """
        ...


async def _matter_queue(request: Request) -> MatterQueue:
    return cast(MatterQueue, request.app.state.matter_queue)


MatterQueueDep = Annotated[MatterQueue, Depends(_matter_queue)]
