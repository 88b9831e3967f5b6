"""The correction group and the individual plan over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Request, Response
from sqlmodel import col

from app.correction.orders import repository as orders
from app.correction.orders.groups import keeping, repository
from app.correction.orders.groups.models import CorrectionPlan
from app.correction.orders.groups.schemas import GroupIn, GroupOut, PlanIn, PlanOut
from app.correction.orders.views import record_look
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import IfMatch, Now, SessionDep, api_router, etag
from app.kernel.paging import Page, PageDep, cut, keyset, link_next

router = api_router("/correction/orders", "社区矫正：小组和方案")

Reader = Annotated[Actor, allowed(Action.SUBJECT_READ)]
Manager = Annotated[Actor, allowed(Action.SUBJECT_MANAGE)]


@router.get("/{order_id}/group", summary="查看矫正小组")
async def get_correction_group(
    *, response: Response, session: SessionDep, at: Now, actor: Reader, order_id: UUID
) -> GroupOut:
    order = await orders.order_for(session, actor, Action.SUBJECT_READ, order_id)
    await record_look(session, actor, order, at=at)
    etag(response, order.version)
    return await keeping.group_out(session, order)


@router.put("/{order_id}/group", summary="登记矫正小组")
async def set_correction_group(
    *,
    response: Response,
    session: SessionDep,
    at: Now,
    actor: Manager,
    order_id: UUID,
    version: IfMatch,
    group: GroupIn,
) -> GroupOut:
    order = await keeping.set_group(session, actor, order_id, group, version=version, at=at)
    etag(response, order.version)
    return await keeping.group_out(session, order)


@router.post("/{order_id}/plans", summary="制定、调整矫正方案", status_code=201)
async def make_correction_plan(
    session: SessionDep, at: Now, actor: Manager, order_id: UUID, plan: PlanIn
) -> PlanOut:
    return PlanOut.model_validate(await keeping.make_plan(session, actor, order_id, plan, at=at))


@router.get("/{order_id}/plans", summary="矫正方案和历次调整")
async def list_correction_plans(
    *,
    request: Request,
    response: Response,
    session: SessionDep,
    at: Now,
    actor: Reader,
    order_id: UUID,
    page: PageDep,
) -> Page[PlanOut]:
    order = await orders.order_for(session, actor, Action.SUBJECT_READ, order_id)
    await record_look(session, actor, order, at=at)
    rows = (await session.scalars(keyset(repository.plans(order.id), page, col(CorrectionPlan.number)))).all()
    kept, cursor = cut(rows, page, lambda row: (row.number,))
    link_next(request, response, cursor)
    return Page(items=[PlanOut.model_validate(row) for row in kept], next_cursor=cursor)
