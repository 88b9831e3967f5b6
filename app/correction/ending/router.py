"""HTTP of ends and moves of an order."""

from typing import Annotated
from uuid import UUID

from fastapi import Request, Response
from sqlmodel import col

from app.correction.ending import changing, completing, finishing, handing, views
from app.correction.ending.models import OrderHandover
from app.correction.ending.schemas import (
    AppraisalCreate,
    CompletionOut,
    EarlyEnd,
    HandoverAnswer,
    HandoverCreate,
    HandoverOut,
    OrderMoves,
    Resettlement,
    SummaryInput,
    TermChangeCreate,
)
from app.correction.orders.repository import order_for
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import IfMatch, Now, SessionDep, api_router, created, etag
from app.kernel.paging import Page, PageDep, cut, keyset, link_next

router = api_router("/correction/orders", "解除矫正")
handovers = api_router("/correction/handovers", "移交矫正对象")

Reader = Annotated[Actor, allowed(Action.SUBJECT_READ)]
Reporter = Annotated[Actor, allowed(Action.REPORT_MAKE)]
Manager = Annotated[Actor, allowed(Action.SUBJECT_MANAGE)]
Decider = Annotated[Actor, allowed(Action.ORDER_END_DECIDE)]
Taker = Annotated[Actor, allowed(Action.ORDER_TAKE_OVER)]


@router.get("/{order_id}/completion", summary="解除矫正的准备和结果")
async def get_order_completion(
    order_id: UUID, actor: Reader, session: SessionDep, response: Response, at: Now
) -> CompletionOut:
    order = await order_for(session, actor, Action.SUBJECT_READ, order_id)
    etag(response, order.version)
    return await views.completion_out(session, actor, order, at=at)


@router.put("/{order_id}/summary", summary="提交个人总结")
async def put_order_summary(
    order_id: UUID, summary: SummaryInput, actor: Reporter, session: SessionDep, at: Now
) -> CompletionOut:
    order = await completing.hand_in_summary(session, actor, order_id, summary, at=at)
    return await views.completion_out(session, actor, order, at=at)


@router.post("/{order_id}/appraisal", summary="作出书面鉴定")
async def appraise_order(
    order_id: UUID, appraisal: AppraisalCreate, actor: Manager, session: SessionDep, at: Now
) -> CompletionOut:
    order = await completing.appraise(session, actor, order_id, appraisal, at=at)
    return await views.completion_out(session, actor, order, at=at)


@router.post("/{order_id}/term-changes", summary="变更矫正期（减刑、改判、更正）")
async def change_order_term(
    *,
    order_id: UUID,
    change: TermChangeCreate,
    actor: Decider,
    session: SessionDep,
    version: IfMatch,
    response: Response,
    at: Now,
) -> CompletionOut:
    order = await changing.change_term(session, actor, order_id, change, version=version, at=at)
    etag(response, order.version)
    return await views.completion_out(session, actor, order, at=at)


@router.post("/{order_id}/end-early", summary="提前终止矫正")
async def end_order_early(
    order_id: UUID, end: EarlyEnd, actor: Decider, session: SessionDep, at: Now
) -> CompletionOut:
    order = await finishing.end_early(session, actor, order_id, end, at=at)
    return await views.completion_out(session, actor, order, at=at)


@router.post("/{order_id}/resettlement", summary="登记安置帮教衔接情况")
async def link_order_resettlement(
    order_id: UUID, resettlement: Resettlement, actor: Manager, session: SessionDep, at: Now
) -> CompletionOut:
    order = await completing.link_resettlement(session, actor, order_id, resettlement.note, at=at)
    return await views.completion_out(session, actor, order, at=at)


@router.get("/{order_id}/moves", summary="在哪些单位之间移交过")
async def list_order_moves(order_id: UUID, actor: Reader, session: SessionDep, at: Now) -> OrderMoves:
    order = await order_for(session, actor, Action.SUBJECT_READ, order_id)
    return await views.moves_out(session, actor, order, at=at)


@router.post("/{order_id}/handovers", summary="提出把矫正对象移交给另一个司法所", status_code=201)
async def propose_order_handover(
    *, order_id: UUID, new: HandoverCreate, actor: Manager, session: SessionDep, response: Response, at: Now
) -> HandoverOut:
    handover = await handing.propose(session, actor, order_id, new.agency_id, new.reason, at=at)
    created(response, "/correction/handovers", handover.id)
    return (await views.handover_list(session, actor, [handover], at=at))[0]


@handovers.get("", summary="本单位提出的、要接收的移交")
async def list_order_handovers(
    *, request: Request, response: Response, actor: Taker, session: SessionDep, page: PageDep, at: Now
) -> Page[HandoverOut]:
    statement = keyset(handing.visible_to(actor), page, col(OrderHandover.id))
    kept, cursor = cut((await session.scalars(statement)).all(), page, lambda row: (row.id,))
    link_next(request, response, cursor)
    return Page(items=await views.handover_list(session, actor, kept, at=at), next_cursor=cursor)


@handovers.post("/{handover_id}/accept", summary="接收移交来的矫正对象")
async def accept_order_handover(handover_id: UUID, actor: Taker, session: SessionDep, at: Now) -> HandoverOut:
    handover = await handing.answer(session, actor, handover_id, "accept", text=None, at=at)
    return (await views.handover_list(session, actor, [handover], at=at))[0]


@handovers.post("/{handover_id}/refuse", summary="不接收移交")
async def refuse_order_handover(
    handover_id: UUID, answer: HandoverAnswer, actor: Taker, session: SessionDep, at: Now
) -> HandoverOut:
    handover = await handing.answer(session, actor, handover_id, "refuse", text=answer.reason, at=at)
    return (await views.handover_list(session, actor, [handover], at=at))[0]


@handovers.post("/{handover_id}/withdraw", summary="撤回移交")
async def withdraw_order_handover(handover_id: UUID, actor: Taker, session: SessionDep, at: Now) -> HandoverOut:
    handover = await handing.answer(session, actor, handover_id, "withdraw", text=None, at=at)
    return (await views.handover_list(session, actor, [handover], at=at))[0]
