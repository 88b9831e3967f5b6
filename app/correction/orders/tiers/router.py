"""Tiers and their assessment over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from sqlmodel import col

from app.correction.orders import repository as orders
from app.correction.orders.codes import TierChangeStatus
from app.correction.orders.tiers import deciding, repository, views
from app.correction.orders.tiers.models import TierChange
from app.correction.orders.tiers.schemas import ScaleIn, ScaleOut, TierChangeIn, TierChangeOut, TierDecisionIn
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.clock import local_date
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, api_router, created
from app.kernel.paging import Page, PageDep, cut, keyset, link_next

router = api_router("/correction", "社区矫正：管理类别")

Reader = Annotated[Actor, allowed(Action.SUBJECT_READ)]
Manager = Annotated[Actor, allowed(Action.SUBJECT_MANAGE)]
Decider = Annotated[Actor, allowed(Action.TIER_DECIDE)]
ScaleReader = Annotated[Actor, allowed(Action.SCALE_READ)]
Setter = Annotated[Actor, allowed(Action.SCHEDULE_SET)]
BY_ID = (col(TierChange.id),)


@router.get("/agencies/{agency_id}/assessment-scale", summary="现在用的评估表")
async def get_assessment_scale(session: SessionDep, at: Now, actor: ScaleReader, agency_id: UUID) -> ScaleOut:
    agency = await deciding.agency_for(session, actor, Action.SCALE_READ, agency_id)
    return views.scale_out(await repository.scale_in_force(session, agency.id, local_date(at)))


@router.put("/agencies/{agency_id}/assessment-scale", summary="设定评估表")
async def set_assessment_scale(
    session: SessionDep, at: Now, actor: Setter, agency_id: UUID, scale: ScaleIn
) -> ScaleOut:
    return views.scale_out(await deciding.set_scale(session, actor, agency_id, scale, at=at))


@router.post("/orders/{order_id}/tier-changes", summary="提出调整管理类别", status_code=201)
async def propose_tier_change(
    *,
    response: Response,
    session: SessionDep,
    at: Now,
    actor: Manager,
    order_id: UUID,
    proposal: TierChangeIn,
) -> TierChangeOut:
    change = await deciding.propose_tier(session, actor, order_id, proposal, at=at)
    created(response, "/correction/tier-changes", change.id)
    return await views.change_out(session, actor, change, at=at)


@router.get("/orders/{order_id}/tier-changes", summary="管理类别的历次调整")
async def list_order_tier_changes(
    *,
    request: Request,
    response: Response,
    session: SessionDep,
    at: Now,
    actor: Reader,
    order_id: UUID,
    page: PageDep,
) -> Page[TierChangeOut]:
    order = await orders.order_for(session, actor, Action.SUBJECT_READ, order_id)
    statement = repository.changes_visible_to(actor, Action.SUBJECT_READ)
    statement = statement.where(col(TierChange.order_id) == order.id)
    rows = (await session.scalars(keyset(statement, page, *BY_ID))).all()
    kept, cursor = cut(rows, page, lambda row: (row.id,))
    link_next(request, response, cursor)
    return Page(items=await views.change_list(session, actor, kept, at=at), next_cursor=cursor)


@router.get("/tier-changes", summary="等待审批的类别调整")
async def list_tier_changes(
    *,
    request: Request,
    response: Response,
    session: SessionDep,
    at: Now,
    actor: Decider,
    page: PageDep,
    status: Annotated[TierChangeStatus, Query(description="看哪种状态的")] = TierChangeStatus.PROPOSED,
) -> Page[TierChangeOut]:
    statement = repository.changes_visible_to(actor, Action.TIER_DECIDE)
    statement = statement.where(col(TierChange.status) == status)
    rows = (await session.scalars(keyset(statement, page, *BY_ID))).all()
    kept, cursor = cut(rows, page, lambda row: (row.id,))
    link_next(request, response, cursor)
    return Page(items=await views.change_list(session, actor, kept, at=at), next_cursor=cursor)


@router.get("/tier-changes/{tier_change_id}", summary="查看一次类别调整")
async def get_tier_change(session: SessionDep, at: Now, actor: Reader, tier_change_id: UUID) -> TierChangeOut:
    change = await repository.change_for(session, actor, Action.SUBJECT_READ, tier_change_id)
    return await views.change_out(session, actor, change, at=at)


@router.post("/tier-changes/{tier_change_id}/decision", summary="决定是否调整类别")
async def decide_tier_change(
    session: SessionDep, at: Now, actor: Decider, tier_change_id: UUID, decision: TierDecisionIn
) -> TierChangeOut:
    change = await deciding.decide_tier(session, actor, tier_change_id, decision, at=at)
    return await views.change_out(session, actor, change, at=at)


@router.post("/tier-changes/{tier_change_id}/withdrawal", summary="撤回类别调整")
async def withdraw_tier_change(
    session: SessionDep, at: Now, actor: Manager, tier_change_id: UUID
) -> TierChangeOut:
    change = await deciding.withdraw_tier(session, actor, tier_change_id, at=at)
    return await views.change_out(session, actor, change, at=at)
