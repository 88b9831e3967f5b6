"""What there is to do, over HTTP: for the person under correction, and for the office."""

from typing import Annotated

from fastapi import Query, Response

from app.correction.desk import views
from app.correction.desk.schemas import Desk, MyOrder
from app.correction.errors import NoOrder
from app.correction.orders import repository
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.geo import Datum
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, api_router, etag

router = api_router("/correction", "社区矫正：待办")

Subject = Annotated[Actor, allowed(Action.CHECK_IN)]
Staff = Annotated[Actor, allowed(Action.DESK_READ)]
MapDatum = Annotated[Datum, Query(description="区域按哪种坐标系给出，画在国内地图上用 gcj02")]


@router.get("/me", summary="我的矫正登记：区域、期限、待办")
async def get_my_order(
    *, response: Response, session: SessionDep, at: Now, actor: Subject, datum: MapDatum = Datum.WGS84
) -> MyOrder:
    order = await repository.latest_order(session, actor.person_id)
    if order is None:
        raise NoOrder()
    etag(response, order.version)
    return await views.my_order(session, actor, order, at=at, datum=datum)


@router.get("/desk", summary="工作台：有什么等着办")
async def get_correction_desk(session: SessionDep, at: Now, actor: Staff) -> Desk:
    return await views.desk(session, actor, at=at)
