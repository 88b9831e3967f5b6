"""Areas over HTTP: lists to choose from, one area, its outline, and where a point lies."""

import hashlib
from typing import Annotated, Any

from fastapi import Query, Request, Response
from shapely.geometry import mapping
from sqlmodel import col

from app.kernel.areas import lookups
from app.kernel.areas.agencies import competent_agency
from app.kernel.areas.boundaries import geometry_of
from app.kernel.areas.codes import AreaCode, BadAreaCode, parse_code
from app.kernel.areas.errors import UnknownArea
from app.kernel.areas.models import AgencyKind, Area, AreaBoundary
from app.kernel.areas.schemas import (
    AgencyOut,
    AreaDetail,
    AreaOut,
    BoundaryGeometry,
    BoundaryOut,
    BoundaryProperties,
    FormerNameOut,
    Located,
    PointIn,
)
from app.kernel.clock import local_date
from app.kernel.errors import NotFound
from app.kernel.geo import Datum, Point
from app.kernel.guard import public
from app.kernel.http import Now, SessionDep, api_router
from app.kernel.paging import Page, PageDep, cut, keyset, link_next

CACHE_CONTROL = "public, max-age=3600"
NOT_MODIFIED: dict[int | str, dict[str, Any]] = {304: {"description": "内容没有变化"}}
AreaParam = Annotated[str | None, Query(max_length=20, description="区划代码，6、9 或 12 位")]

router = api_router("/areas", "地区和机构")


@router.get(
    "",
    summary="列出下级地区，或按名称、代码的开头查找地区",
    dependencies=[public("divisions are public")],
    response_model=Page[AreaOut],
    responses=NOT_MODIFIED,
)
async def list_areas(
    *,
    request: Request,
    response: Response,
    session: SessionDep,
    at: Now,
    page: PageDep,
    parent: AreaParam = None,
    q: Annotated[str | None, Query(max_length=50, description="名称或代码的开头")] = None,
    include_closed: Annotated[bool, Query(description="也列出已停用的地区")] = False,
) -> Page[AreaOut] | Response:
    today = local_date(at)
    tag = f'"{await lookups.data_version(session)}.{today:%Y%m%d}"'
    if cached := _unchanged(request, response, tag):
        return cached
    on = None if include_closed else today
    statement = lookups.areas_listed(parent=code_param(parent, "parent"), q=(q or "").strip(), on=on)
    rows = (await session.scalars(keyset(statement, page, col(Area.code), descending=False))).all()
    kept, cursor = cut(rows, page, lambda area: (area.code,))
    link_next(request, response, cursor)
    return Page(items=[AreaOut.model_validate(area) for area in kept], next_cursor=cursor)


@router.get(
    "/{code}",
    summary="查看一个地区，包括已停用的",
    dependencies=[public("divisions are public")],
    response_model=AreaDetail,
    responses=NOT_MODIFIED,
)
async def get_area(request: Request, response: Response, session: SessionDep, code: str) -> AreaDetail | Response:
    if cached := _unchanged(request, response, f'"{await lookups.data_version(session)}"'):
        return cached
    area = await lookups.known_area(session, code)
    if area is None:
        raise NotFound()
    former = [FormerNameOut.model_validate(name) for name in await lookups.former_names(session, area.code)]
    return AreaDetail(**AreaOut.model_validate(area).model_dump(), former_names=former)


@router.get(
    "/{code}/boundary",
    summary="一个地区的边界（GeoJSON），注明误差",
    dependencies=[public("divisions are public")],
    response_model=BoundaryOut,
    responses=NOT_MODIFIED,
)
async def get_area_boundary(
    request: Request, response: Response, session: SessionDep, code: str
) -> BoundaryOut | Response:
    boundary = await lookups.boundary_of(session, code)
    area = await lookups.known_area(session, code)
    if boundary is None or area is None:
        raise NotFound()
    tag = hashlib.sha256(boundary.wkb_wgs84 + area.full_name.encode()).hexdigest()[:32]
    return _unchanged(request, response, f'"{tag}"') or _feature(area, boundary)


@router.post(
    "/locate",
    summary="根据位置提示所在的县和办理地点",
    dependencies=[public("divisions are public; the point is neither stored nor logged")],
)
async def locate_area(session: SessionDep, at: Now, point: PointIn) -> Located:
    today = local_date(at)
    here = Point(point.latitude_deg, point.longitude_deg, point.datum)
    area = await lookups.county_at(session, here, today)
    if area is None:
        return Located(area=None, legal_aid_centre=None)
    centre = await competent_agency(session, area.code, AgencyKind.LEGAL_AID_CENTRE, today)
    return Located(
        area=AreaOut.model_validate(area),
        legal_aid_centre=centre and AgencyOut.model_validate(centre),
    )


def code_param(text: str | None, field: str) -> AreaCode | None:
    """The code of a query parameter.

    Raises:
        UnknownArea: it is no code.
    """
    try:
        return parse_code(text) if text else None
    except BadAreaCode as error:
        raise UnknownArea.at(field, str(error)) from error


def _unchanged(request: Request, response: Response, tag: str) -> Response | None:
    """Announce the cache tag; an empty 304 where the caller holds this version already (RFC 9110, 13.1.2)."""
    headers = {"ETag": tag, "Cache-Control": CACHE_CONTROL}
    held = request.headers.get("if-none-match", "").split(",")
    if tag in [part.strip().removeprefix("W/") for part in held]:
        return Response(status_code=304, headers=headers)
    response.headers.update(headers)
    return None


def _feature(area: Area, boundary: AreaBoundary) -> BoundaryOut:
    return BoundaryOut(
        geometry=BoundaryGeometry.model_validate(mapping(geometry_of(boundary.wkb_wgs84))),
        properties=BoundaryProperties(
            code=area.code,
            full_name=area.full_name,
            datum=Datum.WGS84,
            accuracy_m=boundary.accuracy_m,
            accuracy_note=boundary.accuracy_note,
            source=boundary.source,
            valid_from=boundary.valid_from,
        ),
    )
