"""An area as it was handed in made ready to approve: a drawing, a circle or divisions; checked, repaired, doubted.

``read_drawing`` comes before any SQL, so that no transaction waits for geometry; ``checked_area`` adds what the
database knows: the outlines of divisions, and the county a drawing is compared with.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from anyio import to_thread
from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.areas.codes import AreaWarning
from app.correction.areas.comparing import warnings_of
from app.correction.areas.outline import Outline, OutlineRefused, OutlineRepair, read_outline
from app.correction.areas.schemas import AreaInput, CircleInput
from app.correction.areas.shapes import circle, join_divisions
from app.correction.enums import ApprovedAreaSource
from app.correction.errors import BadArea
from app.kernel.areas.agencies import agency_by_id
from app.kernel.areas.boundaries import geometry_of
from app.kernel.areas.codes import AreaLevel, parse_code
from app.kernel.areas.lookups import boundary_of, require_area
from app.kernel.clock import local_date
from app.kernel.errors import FieldError
from app.kernel.geo import Datum, Point


@dataclass(frozen=True, slots=True)
class CheckedArea:
    """An outline ready to be approved, and what it rests on; ``datum`` is the one a drawing was handed in with."""

    outline: Outline
    source: ApprovedAreaSource
    repairs: tuple[OutlineRepair, ...] = ()
    warnings: tuple[AreaWarning, ...] = ()
    area_codes: tuple[str, ...] = ()
    datum: Datum | None = None


async def read_drawing(area: AreaInput, *, field: str = "area") -> CheckedArea | None:
    """Check what was drawn in a thread; None where divisions were chosen instead.

    Raises:
        BadArea: the drawing cannot be used.
    """
    if area.datum is None:
        return None
    if area.circle is not None:
        return _circle(area.circle, area.datum, field)
    if area.geometry is None:
        return None
    try:
        outline, repairs = await to_thread.run_sync(read_outline, area.geometry.polygons, area.datum)
    except OutlineRefused as refused:
        error = FieldError(f"{field}.geometry.coordinates", refused.rule, refused.message)
        raise BadArea(fields=[error]) from refused
    return CheckedArea(outline, ApprovedAreaSource.DRAWN, tuple(repairs), datum=area.datum)


async def checked_area(
    session: AsyncSession,
    area: AreaInput,
    drawing: CheckedArea | None,
    *,
    agency_id: UUID,
    at: datetime,
    field: str = "area",
) -> CheckedArea:
    """The drawing with what the county of the office says against it, or the divisions as one outline.

    Raises:
        BadArea: a division has no outline here.
        UnknownArea: no such division in force.
    """
    if drawing is None or drawing.datum is None:
        return await division_area(session, area.divisions, at=at, field=field)
    county = await _county(session, agency_id)
    if county is None:
        return drawing
    found = await to_thread.run_sync(warnings_of, drawing.outline, drawing.datum, county)
    return replace(drawing, warnings=(*drawing.warnings, *found))


async def division_area(
    session: AsyncSession, codes: Sequence[str], *, at: datetime, field: str = "area"
) -> CheckedArea:
    """The outlines of divisions as far as they are known, joined.

    Raises:
        BadArea: a division has no outline here.
        UnknownArea: no such division in force.
    """
    outlines: list[Outline] = []
    known: list[str] = []
    for code in codes:
        division = await require_area(session, code, local_date(at), field=f"{field}.area_code")
        boundary = await boundary_of(session, division.code)
        if boundary is None:
            message = f"系统里还没有“{division.name}”的边界，请在地图上画出区域"
            raise BadArea(fields=[FieldError(f"{field}.area_code", "no_outline", message)])
        outlines.append(Outline(geometry_of(boundary.wkb_wgs84), boundary.accuracy_m))
        known.append(division.code)
    outline, gaps_closed = await to_thread.run_sync(join_divisions, outlines)
    warnings = (AreaWarning.GAPS_CLOSED,) if gaps_closed else ()
    area_codes = tuple(dict.fromkeys(known))
    return CheckedArea(outline, ApprovedAreaSource.AREA, warnings=warnings, area_codes=area_codes)


def _circle(given: CircleInput, datum: Datum, field: str) -> CheckedArea:
    try:
        outline = circle(Point(given.latitude_deg, given.longitude_deg, datum), given.radius_m)
    except ValueError as error:
        raise BadArea(fields=[FieldError(f"{field}.circle", "outside_china", str(error))]) from error
    return CheckedArea(outline, ApprovedAreaSource.CIRCLE, datum=datum)


async def _county(session: AsyncSession, agency_id: UUID) -> Outline | None:
    """The outline of the county an office is in, where it is known."""
    agency = await agency_by_id(session, agency_id)
    if agency is None:
        return None
    code = parse_code(agency.area_code)
    is_county = code.level is AreaLevel.COUNTY
    county_code = code.text if is_county else next((above for above in code.ancestors if len(above) == 6), "")
    boundary = await boundary_of(session, county_code)
    return None if boundary is None else Outline(geometry_of(boundary.wkb_wgs84), boundary.accuracy_m)
