"""SQL of positioning. Whoever reaches the order under the action reaches its authorisations."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.correction.orders.models import CorrectionOrder
from app.correction.orders.repository import order_for
from app.correction.positioning.codes import AuthorisationStatus
from app.correction.positioning.models import PositioningAuthorisation, PositioningDevice
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.areas.models import Agency, AgencyKind
from app.kernel.errors import NotFound

COVERING = (AuthorisationStatus.IN_FORCE, AuthorisationStatus.LIFTED, AuthorisationStatus.EXPIRED)
"""States in which an authorisation covers, or did cover, its instants."""


async def authorisation_for(
    session: AsyncSession, actor: Actor, action: Action, authorisation_id: UUID
) -> tuple[CorrectionOrder, PositioningAuthorisation]:
    """An authorisation and its order, the order's row locked.

    Raises:
        NotFound: beyond the actor's reach.
    """
    found = await session.get(PositioningAuthorisation, authorisation_id)
    if found is None:
        raise NotFound()
    return await order_for(session, actor, action, found.order_id, lock=True), found


async def authorisations_of(session: AsyncSession, order_id: UUID) -> Sequence[PositioningAuthorisation]:
    """All of an order, oldest first."""
    statement = select(PositioningAuthorisation).where(col(PositioningAuthorisation.order_id) == order_id)
    return (await session.scalars(statement.order_by(col(PositioningAuthorisation.id)))).all()


async def covering_since(
    session: AsyncSession, person_id: UUID, since: datetime
) -> Sequence[PositioningAuthorisation]:
    """Authorisations that cover some instant from ``since`` on, in order."""
    statement = select(PositioningAuthorisation).where(
        col(PositioningAuthorisation.person_id) == person_id,
        col(PositioningAuthorisation.status).in_(COVERING),
        col(PositioningAuthorisation.valid_to) > since,
    )
    return (await session.scalars(statement.order_by(col(PositioningAuthorisation.valid_from)))).all()


async def devices_of(session: AsyncSession, order_id: UUID) -> Sequence[PositioningDevice]:
    """Devices worn under an order, oldest first."""
    statement = select(PositioningDevice).where(col(PositioningDevice.order_id) == order_id)
    return (await session.scalars(statement.order_by(col(PositioningDevice.id)))).all()


async def bureau_above(session: AsyncSession, agency_path: str) -> Agency:
    """The county's bureau: the nearest justice bureau at or above an office.

    Raises:
        LookupError: the tree has none, which no office can be without.
    """
    ids = [UUID(part) for part in agency_path.split("/") if part]
    found = {a.id: a for a in await session.scalars(select(Agency).where(col(Agency.id).in_(ids)))}
    for agency_id in reversed(ids):
        if (agency := found[agency_id]).kind is AgencyKind.JUSTICE_BUREAU:
            return agency
    raise LookupError(f"no bureau above {agency_path}")
