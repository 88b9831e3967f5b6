"""The approved area of an order: from a drawing or a division, checked, and replaced when it changes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import shapely
from anyio import to_thread
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.correction.areas.models import ApprovedArea
from app.correction.areas.outline import Outline, OutlineRefused, OutlineRepair, read_outline
from app.correction.areas.schemas import AreaInput
from app.correction.enums import ApprovedAreaSource, AreaPurpose
from app.correction.errors import BadArea
from app.kernel.areas.boundaries import geometry_of
from app.kernel.areas.lookups import boundary_of, require_area
from app.kernel.clock import local_date
from app.kernel.errors import FieldError


@dataclass(frozen=True, slots=True)
class CheckedArea:
    """An outline ready to be approved, and what it rests on."""

    outline: Outline
    repairs: tuple[OutlineRepair, ...] = ()
    area_code: str | None = None


async def read_drawing(area: AreaInput) -> CheckedArea | None:
    """Check a drawn area in a thread; called before any SQL, so that no transaction waits for geometry.

    None where a division was chosen instead.

    Raises:
        BadArea: the drawing cannot be used.
    """
    if area.geometry is None or area.datum is None:
        return None
    try:
        outline, repairs = await to_thread.run_sync(read_outline, area.geometry.polygons, area.datum)
    except OutlineRefused as refused:
        field = "area.geometry.coordinates"
        raise BadArea(fields=[FieldError(field, refused.rule, refused.message)]) from refused
    return CheckedArea(outline, tuple(repairs))


async def division_area(session: AsyncSession, area_code: str | None, *, at: datetime) -> CheckedArea:
    """The outline of a division as far as it is known.

    Raises:
        BadArea: the division has no outline here.
        UnknownArea: no such division in force.
    """
    division = await require_area(session, area_code or "", local_date(at), field="area.area_code")
    boundary = await boundary_of(session, division.code)
    if boundary is None:
        message = "系统里还没有这个地区的边界，请在地图上画出区域"
        raise BadArea(fields=[FieldError("area.area_code", "no_outline", message)])
    outline = Outline(geometry_of(boundary.wkb_wgs84), boundary.accuracy_m)
    return CheckedArea(outline, area_code=division.code)


async def approve_area(
    session: AsyncSession, order_id: UUID, area: CheckedArea, *, set_by: UUID, at: datetime
) -> ApprovedArea:
    """Put the area in force from now on in place of the one before."""
    before = (
        col(ApprovedArea.order_id) == order_id,
        col(ApprovedArea.purpose) == AreaPurpose.HOME,
        col(ApprovedArea.valid_to).is_(None),
    )
    await session.execute(update(ApprovedArea).where(*before).values(valid_to=at))
    row = ApprovedArea(
        order_id=order_id,
        wkb_wgs84=shapely.to_wkb(area.outline.geometry, byte_order=1),
        accuracy_m=round(area.outline.accuracy_m),
        source=ApprovedAreaSource.DRAWN if area.area_code is None else ApprovedAreaSource.AREA,
        area_code=area.area_code,
        repairs=[str(repair) for repair in area.repairs],
        valid_from=at,
        set_by=set_by,
    )
    session.add(row)
    await session.flush()
    return row
