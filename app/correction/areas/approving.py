"""Areas of an order put in force and taken out: the home area, that of a leave, that of a recurring crossing.

Whoever changes them calls :func:`app.correction.check_ins.subjects.touch` in the same transaction.
"""

from datetime import datetime
from uuid import UUID

import shapely
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.correction.areas.models import ApprovedArea
from app.correction.areas.reading import CheckedArea
from app.correction.enums import AreaPurpose


async def approve_area(
    session: AsyncSession, order_id: UUID, area: CheckedArea, *, set_by: UUID, at: datetime
) -> ApprovedArea:
    """Put the home area in force from now on in place of the one before."""
    before = (
        col(ApprovedArea.order_id) == order_id,
        col(ApprovedArea.purpose) == AreaPurpose.HOME,
        col(ApprovedArea.valid_to).is_(None),
    )
    await session.execute(update(ApprovedArea).where(*before).values(valid_to=at))
    return await _add(session, order_id, area, AreaPurpose.HOME, set_by, valid_from=at, valid_to=None)


async def grant_area(
    session: AsyncSession,
    order_id: UUID,
    area: CheckedArea,
    *,
    purpose: AreaPurpose,
    valid_from: datetime,
    valid_to: datetime,
    set_by: UUID,
) -> ApprovedArea:
    """Put the area of a leave or a crossing in force for its time, beside the home area (办法 27, 29)."""
    return await _add(session, order_id, area, purpose, set_by, valid_from=valid_from, valid_to=valid_to)


async def end_area(session: AsyncSession, area_id: UUID, *, at: datetime) -> None:
    """Take a granted area out of force early; one not yet in force never comes into it."""
    area = await session.get_one(ApprovedArea, area_id, with_for_update=True, populate_existing=True)
    if area.valid_to is None or area.valid_to > at:
        area.valid_to = max(at, area.valid_from)
        await session.flush()


async def _add(
    session: AsyncSession,
    order_id: UUID,
    area: CheckedArea,
    purpose: AreaPurpose,
    set_by: UUID,
    *,
    valid_from: datetime,
    valid_to: datetime | None,
) -> ApprovedArea:
    row = ApprovedArea(
        order_id=order_id,
        purpose=purpose,
        wkb_wgs84=shapely.to_wkb(area.outline.geometry, byte_order=1),
        accuracy_m=round(area.outline.accuracy_m),
        source=area.source,
        area_code=area.area_codes[0] if area.area_codes else None,
        area_codes=list(area.area_codes),
        repairs=[str(repair) for repair in area.repairs],
        warnings=[str(warning) for warning in area.warnings],
        valid_from=valid_from,
        valid_to=valid_to,
        set_by=set_by,
    )
    session.add(row)
    await session.flush()
    return row
