"""Special permits over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from sqlmodel import col

from app.correction.permits import asking, deciding, repository, views
from app.correction.permits.codes import SpecialPermitStatus
from app.correction.permits.models import SpecialPermit
from app.correction.permits.schemas import PermitAsk, PermitDecision, PermitOut, PermitTell
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, api_router, created, etag
from app.kernel.paging import Page, PageDep, cut, keyset, link_next

router = api_router("/correction", "社区矫正：特定场所和会客")

Reporter = Annotated[Actor, allowed(Action.REPORT_MAKE)]
Reader = Annotated[Actor, allowed(Action.REPORT_READ)]
Decider = Annotated[Actor, allowed(Action.PLACE_ENTRY_DECIDE)]


@router.post("/orders/{order_id}/special-permits", summary="申请进入特定场所、接触特定人员", status_code=201)
async def ask_special_permit(
    *, response: Response, session: SessionDep, at: Now, actor: Reporter, order_id: UUID, wish: PermitAsk
) -> PermitOut:
    permit = await asking.ask(session, actor, order_id, wish, at=at)
    created(response, "/correction/special-permits", permit.id)
    return await views.permit_view(session, actor, permit, at=at)


@router.get("/special-permits", summary="进入特定场所、接触特定人员的申请")
async def list_special_permits(
    *,
    request: Request,
    response: Response,
    session: SessionDep,
    at: Now,
    actor: Reader,
    page: PageDep,
    order_id: Annotated[UUID | None, Query(description="只看这份矫正登记的")] = None,
    status: Annotated[SpecialPermitStatus | None, Query(description="只看这种状态的")] = None,
) -> Page[PermitOut]:
    statement = repository.listed(actor, order_id=order_id, status=status)
    rows = (await session.scalars(keyset(statement, page, col(SpecialPermit.id)))).all()
    kept, cursor = cut(rows, page, lambda row: (row.id,))
    link_next(request, response, cursor)
    return Page(items=await views.permit_list(session, actor, kept, at=at), next_cursor=cursor)


@router.get("/special-permits/{special_permit_id}", summary="查看一份申请")
async def get_special_permit(
    response: Response, session: SessionDep, at: Now, actor: Reader, special_permit_id: UUID
) -> PermitOut:
    permit = await repository.permit_for(session, actor, Action.REPORT_READ, special_permit_id)
    etag(response, permit.version)
    return await views.permit_view(session, actor, permit, at=at)


@router.post("/special-permits/{special_permit_id}/grant", summary="同意申请")
async def grant_special_permit(
    session: SessionDep, at: Now, actor: Decider, special_permit_id: UUID, decision: PermitDecision
) -> PermitOut:
    permit = await deciding.decide(session, actor, special_permit_id, "grant", decision, at=at)
    return await views.permit_view(session, actor, permit, at=at)


@router.post("/special-permits/{special_permit_id}/refuse", summary="不同意申请")
async def refuse_special_permit(
    session: SessionDep, at: Now, actor: Decider, special_permit_id: UUID, decision: PermitDecision
) -> PermitOut:
    permit = await deciding.decide(session, actor, special_permit_id, "refuse", decision, at=at)
    return await views.permit_view(session, actor, permit, at=at)


@router.post("/special-permits/{special_permit_id}/revoke", summary="收回批准")
async def revoke_special_permit(
    session: SessionDep, at: Now, actor: Decider, special_permit_id: UUID, decision: PermitDecision
) -> PermitOut:
    permit = await deciding.revoke(session, actor, special_permit_id, decision, at=at)
    return await views.permit_view(session, actor, permit, at=at)


@router.post("/special-permits/{special_permit_id}/withdraw", summary="撤回申请")
async def withdraw_special_permit(
    session: SessionDep, at: Now, actor: Reporter, special_permit_id: UUID
) -> PermitOut:
    permit = await asking.withdraw(session, actor, special_permit_id, at=at)
    return await views.permit_view(session, actor, permit, at=at)


@router.post("/special-permits/{special_permit_id}/tell", summary="记录告知法院、检察院")
async def tell_of_special_permit(
    session: SessionDep, at: Now, actor: Decider, special_permit_id: UUID, told: PermitTell
) -> PermitOut:
    permit = await deciding.tell(session, actor, special_permit_id, told, at=at)
    return await views.permit_view(session, actor, permit, at=at)
