"""The directory of agencies over HTTP, and its upkeep by administrators within their own subtree."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Request, Response
from sqlmodel import col

from app.kernel import access, audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.areas import agencies
from app.kernel.areas.agencies import AgencyEdit
from app.kernel.areas.models import Agency, AgencyKind
from app.kernel.areas.router import AreaParam, code_param
from app.kernel.areas.schemas import AgencyCreate, AgencyDetail, AgencyOut, AgencyUpdate
from app.kernel.clock import local_date
from app.kernel.errors import NotFound
from app.kernel.guard import allowed, public
from app.kernel.http import IfMatch, Now, SessionDep, api_router, created, etag
from app.kernel.paging import Page, PageDep, cut, keyset, link_next

router = api_router("/agencies", "地区和机构")
Manager = Annotated[Actor, allowed(Action.AGENCY_MANAGE)]


@router.get("", summary="机构名录：名称、地址、电话", dependencies=[public("the directory of agencies is public")])
async def list_agencies(
    *,
    request: Request,
    response: Response,
    session: SessionDep,
    at: Now,
    page: PageDep,
    area_code: AreaParam = None,
    kind: Annotated[AgencyKind | None, Query(description="机构类型")] = None,
    scope: Annotated[
        Literal["within", "serving"],
        Query(description="within：设在这个地区内的；serving：服务这个地区的，包括上级地区的"),
    ] = "within",
) -> Page[AgencyOut]:
    statement = agencies.agencies_listed(
        area=code_param(area_code, "area_code"), serving=scope == "serving", kind=kind, on=local_date(at)
    )
    order = (col(Agency.area_code), col(Agency.id))
    rows = (await session.scalars(keyset(statement, page, *order, descending=False))).all()
    kept, cursor = cut(rows, page, lambda agency: (agency.area_code, agency.id))
    link_next(request, response, cursor)
    return Page(items=[AgencyOut.model_validate(agency) for agency in kept], next_cursor=cursor)


@router.get("/{agency_id}", summary="查看一个机构", dependencies=[public("the directory of agencies is public")])
async def get_agency(response: Response, session: SessionDep, agency_id: UUID) -> AgencyDetail:
    agency = await agencies.agency_by_id(session, agency_id)
    if agency is None:
        raise NotFound()
    etag(response, agency.version)
    return AgencyDetail.model_validate(agency)


@router.post("", summary="新设机构", status_code=201)
async def create_agency(
    *, response: Response, session: SessionDep, at: Now, actor: Manager, new: AgencyCreate
) -> AgencyDetail:
    await _managed(session, actor, new.parent_id)
    agency = await agencies.create_agency(session, **new.model_dump(), at=at)
    _audit(session, actor, agency, at)
    created(response, "/agencies", agency.id)
    etag(response, agency.version)
    return AgencyDetail.model_validate(agency)


@router.put("/{agency_id}", summary="修改或撤销机构")
async def edit_agency(
    *,
    response: Response,
    session: SessionDep,
    at: Now,
    actor: Manager,
    version: IfMatch,
    agency_id: UUID,
    edit: AgencyUpdate,
) -> AgencyDetail:
    await _managed(session, actor, agency_id)
    changes = AgencyEdit(**edit.model_dump())
    agency = await agencies.edit_agency(session, agency_id, changes, version=version, at=at)
    _audit(session, actor, agency, at)
    etag(response, agency.version)
    return AgencyDetail.model_validate(agency)


async def _managed(session: SessionDep, actor: Actor, agency_id: UUID) -> None:
    """Refuse an agency outside the subtrees the actor administers.

    Raises:
        NotFound: it is outside, or there is none.
    """
    agency = await agencies.agency_by_id(session, agency_id)
    if agency is None or not access.reaches_agency(actor, Action.AGENCY_MANAGE, agency.tree_path):
        raise NotFound()


def _audit(session: SessionDep, actor: Actor, agency: Agency, at: Now) -> None:
    audit.add_entry(
        session,
        actor,
        Action.AGENCY_MANAGE,
        object_type="agency",
        object_id=agency.id,
        owner_id=None,
        at=at,
    )
