"""What time does to orders."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.orders import registering
from app.kernel.bus import Bus, Payload


def register(bus: Bus) -> None:
    """Register the jobs of this domain."""
    bus.register(registering.END_TERM, end_term)


async def end_term(session: AsyncSession, payload: Payload, at: datetime) -> None:
    """The day after the last day of a term."""
    await registering.end_term(session, UUID(str(payload["order_id"])), at=at)
