"""Looking at where a device was: for a stated reason, a bounded time; the person sees every look."""

import json
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.correction.orders.models import CorrectionOrder
from app.correction.orders.repository import order_for
from app.correction.positioning.errors import WrongPeriod
from app.correction.positioning.models import HELD, SEALED, DevicePosition, HeldLocation
from app.correction.positioning.schemas import PositionLook, PositionOut, PositionsOut
from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.errors import FieldError
from app.kernel.geo import Datum, Point
from app.kernel.vault import Vault

LONGEST_LOOK = timedelta(days=7)
MOST = 1000


async def look(
    session: AsyncSession, vault: Vault, actor: Actor, order_id: UUID, wanted: PositionLook, *, at: datetime
) -> PositionsOut:
    """Places of the device between two moments, oldest first, in the datum asked for.

    Raises:
        NotFound: beyond the actor's reach.
        WrongPeriod: the moments are the wrong way round, or more than a week apart.
    """
    order = await order_for(session, actor, Action.POSITIONING_READ, order_id)
    if wanted.until <= wanted.since:
        raise WrongPeriod(fields=[FieldError("until", "order", "结束时间要晚于开始时间")])
    if wanted.until - wanted.since > LONGEST_LOOK:
        raise WrongPeriod(fields=[FieldError("until", "too_long", "一次最多查看七天")])
    await _note(session, actor, order, wanted, at=at)
    statement = (
        select(DevicePosition)
        .where(
            col(DevicePosition.person_id) == order.person_id,
            col(DevicePosition.at) >= wanted.since,
            col(DevicePosition.at) < wanted.until,
        )
        .order_by(col(DevicePosition.at))
        .limit(MOST + 1)
    )
    rows = (await session.scalars(statement)).all()
    places = {row.id: _place(vault.open(row.location_sealed, SEALED), row.at, wanted.datum) for row in rows[:MOST]}
    places |= await _held(session, vault, order, wanted)
    shown = sorted(places.values(), key=lambda place: place.at)
    return PositionsOut(items=shown, is_cut=len(rows) > MOST)


async def _held(
    session: AsyncSession, vault: Vault, order: CorrectionOrder, wanted: PositionLook
) -> dict[UUID, PositionOut]:
    """Places of devices that are kept longer; a check-in's are shown with the check-in."""
    statement = select(HeldLocation).where(
        col(HeldLocation.person_id) == order.person_id,
        col(HeldLocation.source) == "device",
        col(HeldLocation.at) >= wanted.since,
        col(HeldLocation.at) < wanted.until,
    )
    return {
        row.source_id: _place(vault.open(row.location_sealed, HELD), row.at, wanted.datum)
        for row in await session.scalars(statement)
    }


def _place(opened: str, at: datetime, datum: Datum) -> PositionOut:
    latitude_deg, longitude_deg, given, accuracy_m = json.loads(opened)
    point = Point(latitude_deg, longitude_deg, Datum(given))
    shown = point.to_gcj02() if datum is Datum.GCJ02 else point.to_wgs84()
    return PositionOut(
        at=at,
        latitude_deg=shown.latitude_deg,
        longitude_deg=shown.longitude_deg,
        datum=datum,
        accuracy_m=accuracy_m,
    )


async def _note(
    session: AsyncSession, actor: Actor, order: CorrectionOrder, wanted: PositionLook, *, at: datetime
) -> None:
    await audit.record_access(
        session,
        actor,
        Action.POSITIONING_READ,
        object_type="device_position",
        object_id=order.id,
        owner_id=order.person_id,
        at=at,
        purpose=wanted.reason[:80],
        note=f"查看电子定位：{wanted.reason}"[:500],
    )
