"""What time does to positioning: authorisations end, locations go when their time is over."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.correction_positioning import PositioningEndsSoon
from app.correction.orders.models import CorrectionOrder
from app.correction.positioning import authorising, purging
from app.correction.positioning.codes import AuthorisationStatus
from app.correction.positioning.models import PositioningAuthorisation
from app.correction.positioning.purging import Kept
from app.kernel import events
from app.kernel.bus import Bus, Payload, every

PURGE = "correction.purge_locations"


def register(bus: Bus, kept: Kept) -> None:
    """Register the jobs; ``kept`` is how long locations are kept. Called by ``wiring``."""

    async def purge(session: AsyncSession, payload: Payload, at: datetime) -> None:
        await purging.purge(session, kept, at=at)

    bus.register(authorising.EXPIRE, expire)
    bus.register(authorising.REMIND, remind)
    bus.register(PURGE, purge)
    bus.repeat(PURGE, every(timedelta(days=1)))


async def expire(session: AsyncSession, payload: Payload, at: datetime) -> None:
    """The last day of an authorisation has passed."""
    await authorising.expire(session, UUID(str(payload["authorisation_id"])), at=at)


async def remind(session: AsyncSession, payload: Payload, at: datetime) -> None:
    """Ask the office to lift what is not needed, or to assess it before it ends."""
    found = await session.get_one(PositioningAuthorisation, UUID(str(payload["authorisation_id"])))
    if found.status is not AuthorisationStatus.IN_FORCE or found.valid_to is None or found.valid_to <= at:
        return  # over already, where the clock jumped past its last week
    order = await session.get_one(CorrectionOrder, found.order_id)
    told = PositioningEndsSoon(
        authorisation_id=found.id,
        order_id=order.id,
        person_id=order.person_id,
        agency_id=order.agency_id,
        bureau_id=found.bureau_id,
        status=found.status,
        to_on=found.to_on,
    )
    await events.record(session, told, at=at)
