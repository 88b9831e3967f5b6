"""Places someone asks to go to: checked, compared with where they live, kept with the request."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import shapely
from anyio import to_thread
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.correction.areas.codes import AreaWarning
from app.correction.areas.outline import Outline
from app.correction.areas.reading import CheckedArea, checked_area, read_drawing
from app.correction.areas.repository import area_in_force
from app.correction.areas.schemas import AreaInput
from app.correction.areas.shapes import join_divisions
from app.correction.enums import ApprovedAreaSource
from app.correction.leave.cities import County, county_code, is_within_city
from app.correction.leave.errors import LeaveNotNeeded
from app.correction.leave.models import LeavePlace
from app.correction.orders.models import CorrectionOrder
from app.kernel.areas.boundaries import geometry_of
from app.kernel.areas.codes import AreaLevel, parse_code
from app.kernel.areas.lookups import boundary_of, digits_in_use, known_area, require_area
from app.kernel.areas.models import Agency, Area, AreaBoundary
from app.kernel.clock import local_date
from app.kernel.errors import FieldError


@dataclass(frozen=True, slots=True)
class Place:
    """A place as it was asked for: what it is called, divisions or a drawing, its outline where known."""

    name: str
    source: ApprovedAreaSource
    area_codes: tuple[str, ...] = ()
    warnings: tuple[AreaWarning, ...] = ()
    outline: Outline | None = None

    @classmethod
    def of(cls, row: LeavePlace) -> "Place":
        """The place of a row."""
        warnings = tuple(AreaWarning(warning) for warning in row.warnings)
        return cls(row.name, row.source, tuple(row.area_codes), warnings, outline_of(row))

    @property
    def area(self) -> CheckedArea | None:
        """The outline ready to be put in force; none where it is not known."""
        if self.outline is None:
            return None
        return CheckedArea(self.outline, self.source, warnings=self.warnings, area_codes=self.area_codes)


def outline_of(row: LeavePlace) -> Outline | None:
    """The outline kept with a place."""
    return None if row.wkb_wgs84 is None else Outline(geometry_of(row.wkb_wgs84), row.accuracy_m or 0)


def row_of(place: Place, position: int) -> LeavePlace:
    """The row of a place; the caller says of what."""
    row = LeavePlace(position=position, name=place.name, source=place.source)
    fill(row, place)
    return row


def fill(row: LeavePlace, place: Place) -> None:
    """Keep what is known of the place in its row."""
    outline = place.outline
    row.source, row.area_codes = place.source, list(place.area_codes)
    row.warnings = [str(warning) for warning in place.warnings]
    row.wkb_wgs84 = None if outline is None else shapely.to_wkb(outline.geometry, byte_order=1)
    row.accuracy_m = None if outline is None else round(outline.accuracy_m)


async def read_drawings(areas: Sequence[AreaInput], *, field: str = "places") -> list[CheckedArea | None]:
    """Check what was drawn in threads, before any SQL; none where divisions were chosen.

    Raises:
        BadArea: a drawing cannot be used.
    """
    return [await read_drawing(area, field=f"{field}.{place}.area") for place, area in enumerate(areas)]


async def resolve(
    session: AsyncSession,
    name: str,
    area: AreaInput,
    drawing: CheckedArea | None,
    *,
    agency_id: UUID,
    field: str,
    at: datetime,
) -> Place:
    """The place with the outline that is known of it; divisions without one are taken, to be drawn later.

    Raises:
        UnknownArea: no such division in force.
    """
    if drawing is not None:
        found = await checked_area(session, area, drawing, agency_id=agency_id, at=at, field=f"{field}.area")
        return Place(name, found.source, warnings=found.warnings, outline=found.outline)
    on, where = local_date(at), f"{field}.area.area_code"
    divisions = [await require_area(session, code, on, field=where) for code in area.divisions]
    codes = tuple(dict.fromkeys(division.code for division in divisions))
    known = [await outline_of_division(session, division) for division in divisions]
    outlines = [outline for outline in known if outline is not None]
    if len(outlines) < len(known):
        return Place(name, ApprovedAreaSource.AREA, codes)
    outline, gaps_closed = await to_thread.run_sync(join_divisions, outlines)
    warnings = (AreaWarning.GAPS_CLOSED,) if gaps_closed else ()
    return Place(name, ApprovedAreaSource.AREA, codes, warnings, outline)


async def outline_of_division(session: AsyncSession, division: Area) -> Outline | None:
    """The outline of a division; of a city or province without one, that of all its counties together."""
    own = await boundary_of(session, division.code)
    if own is not None:
        return Outline(geometry_of(own.wkb_wgs84), own.accuracy_m)
    code = parse_code(division.code)
    if code.level not in (AreaLevel.PROVINCE, AreaLevel.CITY):
        return None
    below = col(AreaBoundary.area_code).startswith(digits_in_use(code), autoescape=True)
    found = (await session.scalars(select(AreaBoundary).where(below))).all()
    if not found:
        return None
    parts = [Outline(geometry_of(row.wkb_wgs84), row.accuracy_m) for row in found]
    return (await to_thread.run_sync(join_divisions, parts))[0]


async def require_leaving(session: AsyncSession, order: CorrectionOrder, places: Sequence[Place]) -> None:
    """Refuse to take a request for what needs no leave (办法 26).

    A division decides by its code; a drawing only when the home area holds all of it.

    Raises:
        LeaveNotNeeded: every place is within the city or county the person lives in.
    """
    office = await session.get_one(Agency, order.agency_id)
    home = await _county(session, office.area_code)
    home_area = (await area_in_force(session, order.id)).outline
    near = [await _is_near(session, home, home_area, place) for place in places]
    if all(near):
        message = "去这里不算离开所居住的市、县，不用请假，按平时的要求签到就行"
        raise LeaveNotNeeded(fields=[FieldError("places", "not_needed", message)])


async def _is_near(session: AsyncSession, home: County | None, home_area: Outline, place: Place) -> bool:
    if not place.area_codes:
        return place.outline is not None and bool(shapely.covers(home_area.geometry, place.outline.geometry))
    there = [await _county(session, code) for code in place.area_codes]
    return home is not None and all(one is not None and is_within_city(home, one) for one in there)


async def _county(session: AsyncSession, code: str) -> County | None:
    county = county_code(code)
    area = None if county is None else await known_area(session, county)
    return None if area is None else County(area.code, area.name)
