"""The newest place of each person in reach, for a stated reason: the map of an office; each person sees it."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.correction.check_ins import views
from app.correction.check_ins.models import CheckIn
from app.correction.check_ins.schemas import LocationLook, Place, Places
from app.correction.enums import CorrectionStatus
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.repository import ordinary, visible_to
from app.identity import people
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.vault import Vault

MOST = 300


async def look_at_places(
    session: AsyncSession, vault: Vault, actor: Actor, wanted: LocationLook, *, at: datetime
) -> Places:
    """The last check-in of each person since a moment, newest first; of a closed file only by its id."""
    if wanted.order_id is None:
        orders = ordinary(actor, Action.CHECK_IN_READ).where(
            col(CorrectionOrder.status) == CorrectionStatus.UNDER_CORRECTION
        )
    else:
        orders = visible_to(actor, Action.CHECK_IN_READ).where(col(CorrectionOrder.id) == wanted.order_id)
    known = {order.id: order for order in await session.scalars(orders)}
    newest = (
        select(CheckIn)
        .where(col(CheckIn.order_id).in_(known), col(CheckIn.made_at) >= wanted.since)
        .distinct(col(CheckIn.order_id))
        .order_by(col(CheckIn.order_id), col(CheckIn.made_at).desc(), col(CheckIn.id).desc())
    )
    rows = sorted(await session.scalars(newest), key=lambda row: (row.made_at, row.id), reverse=True)
    shown = rows[:MOST]
    details = await views.check_in_details(session, vault, actor, shown, at=at, reason=wanted.reason)
    names = await people.names(session, {row.person_id for row in shown})
    return Places(
        items=[
            Place(
                order_id=detail.order_id,
                person_name=names.get(detail.person_id),
                tier=known[detail.order_id].tier,
                check_in=detail,
            )
            for detail in details
        ],
        without=len(known) - len(rows),
        is_cut=len(rows) > MOST,
    )
