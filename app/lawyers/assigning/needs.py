"""What this domain needs of the one whose matters it assigns; ``wiring`` hangs it on the application."""

from typing import Annotated, Protocol, cast
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.matching import Need


class NeedPort(Protocol):
    """Reads what a matter asks of a lawyer at this moment."""

    async def need(self, session: AsyncSession, matter_id: UUID, *, lock: bool) -> Need | None:
        """None where the matter is looking for a lawyer no longer.

        With ``lock`` the matter's row stays locked until commit: it comes before the assignment's.
        """
        ...

    async def known(self, session: AsyncSession, matter_id: UUID) -> Need | None:
        """What the matter asks, and its parties, whatever became of it; none where there is no such matter."""
        ...


async def _need_port(request: Request) -> NeedPort:
    return cast(NeedPort, request.app.state.need_port)


NeedPortDep = Annotated[NeedPort, Depends(_need_port)]
