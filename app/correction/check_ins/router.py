"""Check-ins over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import col

from app.correction.check_ins import looking, repository, views
from app.correction.check_ins.devices.router import router as devices
from app.correction.check_ins.edge import CHALLENGE_PATH, PATH, CheckInRoute, challenge_shortcut, shortcut
from app.correction.check_ins.models import CheckIn
from app.correction.check_ins.schemas import CheckInCreate, CheckInDetail, CheckInOut, LocationLook, Places
from app.correction.orders.repository import order_for
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, VaultDep, api_router
from app.kernel.paging import Page, PageDep, cut, keyset, link_next

hot = APIRouter(prefix="/correction", tags=["社区矫正"], route_class=CheckInRoute)
router = api_router("/correction", "社区矫正")

Subject = Annotated[Actor, allowed(Action.CHECK_IN)]
CheckInReader = Annotated[Actor, allowed(Action.CHECK_IN_READ)]
CheckInLooker = Annotated[Actor, allowed(Action.CHECK_IN_READ, repeatable=True)]
BY_TIME = (col(CheckIn.made_at), col(CheckIn.id))


@hot.post("/check-ins", summary="签到", status_code=201)
async def make_check_in(
    actor: Annotated[Actor, allowed(Action.CHECK_IN, repeatable=True)], attempt: CheckInCreate
) -> CheckInOut:
    raise NotImplementedError("answered by the route class")


CHALLENGE_ROUTE = next(route for route in devices.routes if getattr(route, "path", "").endswith("/me/challenge"))
SHORTCUTS = {
    ("POST", PATH): shortcut(hot.routes[0]),
    ("GET", CHALLENGE_PATH): challenge_shortcut(CHALLENGE_ROUTE),
}


@router.get("/check-ins", summary="我的签到记录")
async def list_my_check_ins(
    request: Request, response: Response, session: SessionDep, actor: Subject, page: PageDep
) -> Page[CheckInOut]:
    statement = repository.check_ins_visible_to(actor, Action.CHECK_IN)
    statement = statement.where(col(CheckIn.person_id) == actor.person_id)
    rows = (await session.scalars(keyset(statement, page, *BY_TIME))).all()
    kept, cursor = cut(rows, page, lambda row: (row.made_at, row.id))
    link_next(request, response, cursor)
    return Page(items=[views.check_in_out(row) for row in kept], next_cursor=cursor)


@router.post("/check-ins/look", summary="看各人最近一次签到的位置（写明理由，本人能看到）")
async def look_at_check_ins(
    *, wanted: LocationLook, actor: CheckInLooker, session: SessionDep, vault: VaultDep, at: Now
) -> Places:
    return await looking.look_at_places(session, vault, actor, wanted, at=at)


@router.get("/check-ins/{check_in_id}", summary="查看一次签到和位置")
async def get_check_in(
    session: SessionDep, vault: VaultDep, at: Now, actor: CheckInReader, check_in_id: UUID
) -> CheckInDetail:
    row = await repository.check_in_for(session, actor, Action.CHECK_IN_READ, check_in_id)
    [detail] = await views.check_in_details(session, vault, actor, [row], at=at)
    return detail


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
    order = await order_for(session, actor, Action.CHECK_IN_READ, order_id)
    statement = repository.check_ins_visible_to(actor, Action.CHECK_IN_READ)
    statement = statement.where(col(CheckIn.person_id) == order.person_id, col(CheckIn.order_id) == order.id)
    rows = (await session.scalars(keyset(statement, page, *BY_TIME))).all()
    kept, cursor = cut(rows, page, lambda row: (row.made_at, row.id))
    link_next(request, response, cursor)
    return Page(items=await views.check_in_details(session, vault, actor, kept, at=at), next_cursor=cursor)
