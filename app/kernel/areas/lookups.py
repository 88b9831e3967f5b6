"""Questions about areas: does it exist that day, what was it called, which county holds a point."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.kernel.areas.boundaries import covers, geometry_of
from app.kernel.areas.codes import AreaCode, AreaLevel, BadAreaCode, parse_code
from app.kernel.areas.errors import UnknownArea
from app.kernel.areas.models import Area, AreaBoundary, AreaFormerName, AreaImport
from app.kernel.geo import Point


@dataclass(frozen=True, slots=True)
class AreaOn:
    """An area as it was called on a given day."""

    code: str
    name: str
    full_name: str
    level: AreaLevel
    parent_code: str | None


def in_force(on: date) -> ColumnElement[bool]:
    """Areas in force on ``on``; an unknown bound counts as open."""
    return and_(
        or_(col(Area.valid_from).is_(None), col(Area.valid_from) <= on),
        or_(col(Area.valid_to).is_(None), col(Area.valid_to) > on),
    )


async def known_area(session: AsyncSession, code: str) -> Area | None:
    """The area of a code, in force or abolished; none for what is no code."""
    try:
        return await session.get(Area, parse_code(code).text)
    except BadAreaCode:
        return None


async def require_area(session: AsyncSession, code: str, on: date, *, field: str = "area_code") -> Area:
    """The area in force on ``on`` that ``field`` of the input names.

    Raises:
        UnknownArea: no such code, or not in force that day.
    """
    try:
        wanted = parse_code(code).text
    except BadAreaCode as error:
        raise UnknownArea.at(field, str(error)) from error
    statement = select(Area).where(col(Area.code) == wanted, in_force(on))
    found = (await session.scalars(statement)).one_or_none()
    if found is None:
        raise UnknownArea.at(field)
    return found


async def area_at(session: AsyncSession, code: str, on: date) -> AreaOn | None:
    """The area by the name it had on ``on``, for codes in old papers; none where it was not in force."""
    area = await known_area(session, code)
    if area is None or (area.valid_from and area.valid_from > on) or (area.valid_to and area.valid_to <= on):
        return None
    statement = (
        select(AreaFormerName.name)
        .where(col(AreaFormerName.area_code) == area.code, col(AreaFormerName.valid_to) > on)
        .order_by(col(AreaFormerName.valid_to))
        .limit(1)
    )
    name = (await session.scalars(statement)).one_or_none() or area.name
    full_name = area.full_name.removesuffix(area.name) + name
    return AreaOn(area.code, name, full_name, area.level, area.parent_code)


async def county_at(session: AsyncSession, point: Point, on: date) -> Area | None:
    """The county whose outline holds the point; none outside every outline.

    Outlines are approximate (:attr:`AreaBoundary.accuracy_m`): near a border the answer is a proposal that
    a person confirms. Where two outlines overlap, the more accurate and then the smaller one is taken.
    """
    here = point.to_wgs84()
    statement = (
        select(AreaBoundary, Area)
        .join(Area, col(Area.code) == col(AreaBoundary.area_code))
        .where(
            col(AreaBoundary.west_deg) <= here.longitude_deg,
            col(AreaBoundary.east_deg) >= here.longitude_deg,
            col(AreaBoundary.south_deg) <= here.latitude_deg,
            col(AreaBoundary.north_deg) >= here.latitude_deg,
            col(Area.level) == AreaLevel.COUNTY,
            in_force(on),
        )
    )
    holding = [
        (boundary.accuracy_m, geometry_of(boundary.wkb_wgs84).area, area.code, area)
        for boundary, area in await session.execute(statement)
        if covers(boundary.wkb_wgs84, here)
    ]
    return min(holding, key=lambda found: found[:3])[3] if holding else None


async def boundary_of(session: AsyncSession, code: str) -> AreaBoundary | None:
    """The stored outline of an area; ``geometry_of(row.wkb_wgs84)`` is its shapely geometry."""
    try:
        return await session.get(AreaBoundary, parse_code(code).text)
    except BadAreaCode:
        return None


async def former_names(session: AsyncSession, code: str) -> Sequence[AreaFormerName]:
    """Earlier names of an area, oldest first."""
    statement = (
        select(AreaFormerName).where(col(AreaFormerName.area_code) == code).order_by(col(AreaFormerName.valid_to))
    )
    return (await session.scalars(statement)).all()


def areas_listed(*, parent: AreaCode | None, q: str | None, on: date | None) -> SelectOfScalar[Area]:
    """Areas to choose from: the children of ``parent`` (provinces where none), or, with ``q``, every area
    below ``parent`` whose name or code begins with ``q``. ``on`` keeps to those in force that day.
    """
    statement = select(Area)
    if on is not None:
        statement = statement.where(in_force(on))
    if not q:
        parent_code = col(Area.parent_code)
        return statement.where(parent_code.is_(None) if parent is None else parent_code == parent.text)
    if parent is not None:
        statement = statement.where(col(Area.code).startswith(digits_in_use(parent), autoescape=True))
    wanted = col(Area.code) if q.isdecimal() else col(Area.name)
    return statement.where(wanted.startswith(q, autoescape=True))


def digits_in_use(code: AreaCode) -> str:
    """The leading digits shared by everything below the code."""
    return {AreaLevel.PROVINCE: code.text[:2], AreaLevel.CITY: code.text[:4]}.get(code.level, code.text)


async def data_version(session: AsyncSession) -> str:
    """Changes with every import; the cache tag of lists of areas."""
    statement = select(AreaImport.id).order_by(col(AreaImport.id).desc()).limit(1)
    latest = (await session.scalars(statement)).one_or_none()
    return str(latest) if latest is not None else "empty"
