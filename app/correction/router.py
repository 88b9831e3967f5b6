"""Correction over HTTP: what a subject does on the phone, and what the office on duty sees."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from sqlmodel import col

from app.correction import check_ins, repository, service, views
from app.correction.check_in_schemas import CheckInCreate, CheckInDetail, CheckInOut
from app.correction.enums import CorrectionStatus
from app.correction.errors import NoOrder
from app.correction.models import CheckIn, CorrectionOrder
from app.correction.schemas import AreaInput, OrderCreate, OrderDetail, OrderOut
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.geo import Datum
from app.kernel.guard import allowed
from app.kernel.http import IfMatch, Now, SessionDep, VaultDep, api_router, created, etag
from app.kernel.paging import Page, PageDep, cut, keyset, link_next

router = api_router("/correction", "社区矫正")

Subject = Annotated[Actor, allowed(Action.CHECK_IN)]
Reader = Annotated[Actor, allowed(Action.SUBJECT_READ)]
CheckInReader = Annotated[Actor, allowed(Action.CHECK_IN_READ)]
Manager = Annotated[Actor, allowed(Action.SUBJECT_MANAGE)]
MapDatum = Annotated[Datum, Query(description="区域按哪种坐标系给出，画在国内地图上用 gcj02")]
BY_ORDER = (col(CorrectionOrder.id),)
BY_TIME = (col(CheckIn.received_at), col(CheckIn.id))


@router.get("/me", summary="我的矫正登记：区域、期限、待办")
async def get_my_order(
    *, response: Response, session: SessionDep, at: Now, actor: Subject, datum: MapDatum = Datum.WGS84
) -> OrderDetail:
    order = await repository.latest_order(session, actor.person_id)
    if order is None:
        raise NoOrder()
    etag(response, order.version)
    return await views.order_detail(session, actor, order, at=at, datum=datum)


@router.post("/check-ins", summary="签到", status_code=201)
async def make_check_in(
    *,
    response: Response,
    session: SessionDep,
    vault: VaultDep,
    at: Now,
    actor: Annotated[Actor, allowed(Action.CHECK_IN, repeatable=True)],
    attempt: CheckInCreate,
) -> CheckInOut:
    row = await check_ins.check_in(session, vault, actor, attempt, at=at)
    created(response, "/correction/check-ins", row.id)
    return views.check_in_out(row)


@router.get("/check-ins", summary="我的签到记录")
async def list_my_check_ins(
    request: Request, response: Response, session: SessionDep, actor: Subject, page: PageDep
) -> Page[CheckInOut]:
    statement = repository.check_ins_visible_to(actor, Action.CHECK_IN)
    rows = (await session.scalars(keyset(statement, page, *BY_TIME))).all()
    kept, cursor = cut(rows, page, lambda row: (row.received_at, row.id))
    link_next(request, response, cursor)
    return Page(items=[views.check_in_out(row) for row in kept], next_cursor=cursor)


@router.get("/check-ins/{check_in_id}", summary="查看一次签到和位置")
async def get_check_in(
    session: SessionDep, vault: VaultDep, at: Now, actor: CheckInReader, check_in_id: UUID
) -> CheckInDetail:
    row = await repository.check_in_for(session, actor, Action.CHECK_IN_READ, check_in_id)
    [detail] = await views.check_in_details(session, vault, actor, [row], at=at)
    return detail


@router.post("/orders", summary="登记矫正对象", status_code=201)
async def register_order(
    *, response: Response, session: SessionDep, vault: VaultDep, at: Now, actor: Manager, new: OrderCreate
) -> OrderDetail:
    order = await service.register_order(session, vault, actor, new, at=at)
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
) -> Page[OrderOut]:
    statement = repository.visible_to(actor, Action.SUBJECT_READ)
    if status is not None:
        statement = statement.where(col(CorrectionOrder.status) == status)
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
    order = await repository.order_for(session, actor, Action.SUBJECT_READ, order_id)
    etag(response, order.version)
    return await views.order_detail(session, actor, order, at=at, datum=datum)


@router.post("/orders/{order_id}/begin", summary="办理入矫")
async def begin_correction(
    response: Response, session: SessionDep, at: Now, actor: Manager, order_id: UUID
) -> OrderDetail:
    order = await service.begin_correction(session, actor, order_id, at=at)
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
    order = await service.set_area(session, actor, order_id, area, version=version, at=at)
    etag(response, order.version)
    return await views.order_detail(session, actor, order, at=at)


@router.get("/orders/{order_id}/check-ins", summary="一个矫正对象的签到记录和位置")
async def list_order_check_ins(
    *,
    request: Request,
    response: Response,
    session: SessionDep,
    vault: VaultDep,
    at: Now,
    actor: CheckInReader,
    page: PageDep,
    order_id: UUID,
) -> Page[CheckInDetail]:
    order = await repository.order_for(session, actor, Action.CHECK_IN_READ, order_id)
    statement = repository.check_ins_visible_to(actor, Action.CHECK_IN_READ)
    statement = statement.where(col(CheckIn.order_id) == order.id)
    rows = (await session.scalars(keyset(statement, page, *BY_TIME))).all()
    kept, cursor = cut(rows, page, lambda row: (row.received_at, row.id))
    link_next(request, response, cursor)
    return Page(items=await views.check_in_details(session, vault, actor, kept, at=at), next_cursor=cursor)
