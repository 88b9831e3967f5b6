"""Injunctions over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from sqlmodel import col

from app.correction.areas.injunctions import repository, service, views
from app.correction.areas.injunctions.models import Injunction
from app.correction.areas.injunctions.schemas import InjunctionCreate, InjunctionLift, InjunctionOut
from app.correction.orders.repository import order_for
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.geo import Datum
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, api_router
from app.kernel.paging import Page, PageDep, cut, keyset, link_next

router = api_router("/correction", "社区矫正")

Reader = Annotated[Actor, allowed(Action.SUBJECT_READ)]
Manager = Annotated[Actor, allowed(Action.SUBJECT_MANAGE)]
MapDatum = Annotated[Datum, Query(description="场所按哪种坐标系给出，画在国内地图上用 gcj02")]


@router.post("/orders/{order_id}/injunctions", summary="登记一项禁止令", status_code=201)
async def enter_injunction(
    session: SessionDep, at: Now, actor: Manager, order_id: UUID, new: InjunctionCreate
) -> InjunctionOut:
    injunction = await service.enter_injunction(session, actor, order_id, new, at=at)
    return views.injunction_out(injunction, Datum.WGS84)


@router.get("/orders/{order_id}/injunctions", summary="一个矫正对象的禁止令")
async def list_injunctions(
    *,
    request: Request,
    response: Response,
    session: SessionDep,
    at: Now,
    actor: Reader,
    page: PageDep,
    order_id: UUID,
    datum: MapDatum = Datum.WGS84,
) -> Page[InjunctionOut]:
    order = await order_for(session, actor, Action.SUBJECT_READ, order_id)
    statement = repository.injunctions_visible_to(actor, Action.SUBJECT_READ)
    statement = statement.where(col(Injunction.order_id) == order.id)
    rows = (await session.scalars(keyset(statement, page, col(Injunction.id)))).all()
    kept, cursor = cut(rows, page, lambda row: (row.id,))
    link_next(request, response, cursor)
    items = await views.injunction_list(session, actor, order, kept, at=at, datum=datum)
    return Page(items=items, next_cursor=cursor)


@router.post("/injunctions/{injunction_id}/lift", summary="解除一项禁止令的登记")
async def lift_injunction(
    session: SessionDep, at: Now, actor: Manager, injunction_id: UUID, lift: InjunctionLift
) -> InjunctionOut:
    injunction = await service.lift_injunction(session, actor, injunction_id, lift.reason, at=at)
    return views.injunction_out(injunction, Datum.WGS84)
