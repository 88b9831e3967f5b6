"""Correction over HTTP: what a subject does on the phone, and what the office on duty sees."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from sqlmodel import col

from app.correction.areas.schemas import AreaInput
from app.correction.check_ins.models import CheckIn
from app.correction.enums import CorrectionStatus, CorrectionTier
from app.correction.orders import registering, repository, views
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.schemas import BeginIn, OrderCreate, OrderDetail, OrderOut
from app.identity import people
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.geo import Datum
from app.kernel.guard import allowed
from app.kernel.http import IfMatch, Now, SessionDep, VaultDep, api_router, created, etag
from app.kernel.paging import Page, PageDep, cut, keyset, link_next

router = api_router("/correction", "社区矫正")

Reader = Annotated[Actor, allowed(Action.SUBJECT_READ)]
CheckInReader = Annotated[Actor, allowed(Action.CHECK_IN_READ)]
Manager = Annotated[Actor, allowed(Action.SUBJECT_MANAGE)]
MapDatum = Annotated[Datum, Query(description="区域按哪种坐标系给出，画在国内地图上用 gcj02")]
BY_ORDER = (col(CorrectionOrder.id),)
BY_TIME = (col(CheckIn.received_at), col(CheckIn.id))


@router.post("/orders", summary="登记矫正对象", status_code=201)
async def register_order(
    *, response: Response, session: SessionDep, vault: VaultDep, at: Now, actor: Manager, new: OrderCreate
) -> OrderDetail:
    order = await registering.register_order(session, vault, actor, new, at=at)
    created(response, "/correction/orders", order.id)
    etag(response, order.version)
    return await views.order_detail(session, actor, order, at=at)


@router.get("/orders", summary="矫正对象名单")
async def list_orders(
    *,
    request: Request,
    response: Response,
    session: SessionDep,
    at: Now,
    actor: Reader,
    page: PageDep,
    status: Annotated[CorrectionStatus | None, Query(description="只看这种状态的")] = None,
    tier: Annotated[CorrectionTier | None, Query(description="只看这个管理类别的")] = None,
    name: Annotated[str | None, Query(max_length=50, description="姓名里有这些字的")] = None,
) -> Page[OrderOut]:
    statement = repository.ordinary(actor, Action.SUBJECT_READ)
    if status is not None:
        statement = statement.where(col(CorrectionOrder.status) == status)
    if tier is not None:
        statement = statement.where(col(CorrectionOrder.tier) == tier)
    if name:
        statement = statement.where(col(CorrectionOrder.person_id).in_(people.named(name)))
    rows = (await session.scalars(keyset(statement, page, *BY_ORDER))).all()
    kept, cursor = cut(rows, page, lambda row: (row.id,))
    link_next(request, response, cursor)
    return Page(items=await views.order_list(session, actor, kept, at=at), next_cursor=cursor)


@router.get("/orders/{order_id}", summary="查看一份矫正登记")
async def get_order(
    *,
    response: Response,
    session: SessionDep,
    at: Now,
    actor: Reader,
    order_id: UUID,
    datum: MapDatum = Datum.WGS84,
) -> OrderDetail:
    order = await repository.ordinary_order(session, actor, Action.SUBJECT_READ, order_id)
    etag(response, order.version)
    return await views.order_detail(session, actor, order, at=at, datum=datum)


@router.post("/orders/{order_id}/begin", summary="入矫宣告，办理入矫")
async def begin_correction(
    *,
    response: Response,
    session: SessionDep,
    at: Now,
    actor: Manager,
    order_id: UUID,
    announced: BeginIn | None = None,
) -> OrderDetail:
    order = await registering.begin_correction(session, actor, order_id, announced, at=at)
    etag(response, order.version)
    return await views.order_detail(session, actor, order, at=at)


@router.put("/orders/{order_id}/area", summary="修改活动区域")
async def set_order_area(
    *,
    response: Response,
    session: SessionDep,
    at: Now,
    actor: Manager,
    order_id: UUID,
    version: IfMatch,
    area: AreaInput,
) -> OrderDetail:
    order = await registering.set_area(session, actor, order_id, area, version=version, at=at)
    etag(response, order.version)
    return await views.order_detail(session, actor, order, at=at)
