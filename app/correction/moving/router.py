"""Moves over HTTP: the person, the old office, the new office."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from sqlmodel import col

from app.correction.leave import filing
from app.correction.leave.schemas import FilingCreate
from app.correction.moving import asking, deciding, receiving, repository, views
from app.correction.moving.codes import MoveStatus
from app.correction.moving.models import Relocation
from app.correction.moving.schemas import (
    MoveAnswer,
    MoveApproval,
    MoveArrival,
    MoveConsultation,
    MoveCreate,
    MoveDetail,
    MoveFiles,
    MoveOut,
    MoveRefusal,
)
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, api_router, created
from app.kernel.paging import Page, PageDep, cut, keyset, link_next

router = api_router("/correction", "社区矫正：变更执行地")

Asker = Annotated[Actor, allowed(Action.MOVE_APPLY)]
Reader = Annotated[Actor, allowed(Action.MOVE_READ)]
Decider = Annotated[Actor, allowed(Action.MOVE_DECIDE)]
Receiver = Annotated[Actor, allowed(Action.ORDER_TAKE_OVER)]


@router.post("/orders/{order_id}/moves", summary="申请变更执行地", status_code=201)
async def request_move(
    *, response: Response, session: SessionDep, at: Now, actor: Asker, order_id: UUID, new: MoveCreate
) -> MoveDetail:
    move = await asking.request_move(session, actor, order_id, new, at=at)
    created(response, "/correction/moves", move.id)
    return await views.move_detail(session, actor, move, at=at)


@router.get("/moves", summary="变更执行地申请：本所转出的和转来的")
async def list_moves(
    *,
    request: Request,
    response: Response,
    session: SessionDep,
    at: Now,
    actor: Reader,
    page: PageDep,
    status: Annotated[MoveStatus | None, Query(description="只看这种状态的")] = None,
    order_id: Annotated[UUID | None, Query(description="只看这份矫正登记的")] = None,
) -> Page[MoveOut]:
    statement = repository.visible_to(actor, Action.MOVE_READ, listed=order_id is None)
    if order_id is not None:
        statement = statement.where(col(Relocation.order_id) == order_id)
    if status is not None:
        statement = statement.where(col(Relocation.status) == status)
    rows = (await session.scalars(keyset(statement, page, col(Relocation.id)))).all()
    kept, cursor = cut(rows, page, lambda row: (row.id,))
    link_next(request, response, cursor)
    return Page(items=await views.move_list(session, actor, kept, at=at), next_cursor=cursor)


@router.get("/moves/{move_id}", summary="查看一份变更执行地申请")
async def get_move(session: SessionDep, at: Now, actor: Reader, move_id: UUID) -> MoveDetail:
    move = await repository.move_for(session, actor, Action.MOVE_READ, move_id)
    return await views.move_detail(session, actor, move, at=at)


@router.post("/moves/{move_id}/withdraw", summary="撤回变更执行地申请")
async def withdraw_move(session: SessionDep, at: Now, actor: Asker, move_id: UUID) -> MoveDetail:
    move = await asking.withdraw(session, actor, move_id, at=at)
    return await views.move_detail(session, actor, move, at=at)


@router.post("/moves/{move_id}/consult", summary="征求新执行地意见")
async def consult_on_move(
    session: SessionDep, at: Now, actor: Decider, move_id: UUID, body: MoveConsultation
) -> MoveDetail:
    move = await deciding.consult(session, actor, move_id, reference=body.reference, at=at)
    return await views.move_detail(session, actor, move, at=at)


@router.post("/moves/{move_id}/answer", summary="新执行地回复意见")
async def answer_on_move(
    session: SessionDep, at: Now, actor: Receiver, move_id: UUID, body: MoveAnswer
) -> MoveDetail:
    move = await deciding.answer(session, actor, move_id, agrees=body.agrees, text=body.answer, at=at)
    return await views.move_detail(session, actor, move, at=at)


@router.post("/moves/{move_id}/approve", summary="批准变更执行地")
async def approve_move(
    session: SessionDep, at: Now, actor: Decider, move_id: UUID, body: MoveApproval
) -> MoveDetail:
    reference = body.superior_reference
    move = await deciding.approve(session, actor, move_id, superior_reference=reference, at=at)
    return await views.move_detail(session, actor, move, at=at)


@router.post("/moves/{move_id}/refuse", summary="不批准变更执行地")
async def refuse_move(
    session: SessionDep, at: Now, actor: Decider, move_id: UUID, body: MoveRefusal
) -> MoveDetail:
    move = await deciding.refuse(session, actor, move_id, reason=body.reason, at=at)
    return await views.move_detail(session, actor, move, at=at)


@router.post("/moves/{move_id}/files", summary="登记移交档案")
async def send_move_files(
    session: SessionDep, at: Now, actor: Decider, move_id: UUID, body: MoveFiles
) -> MoveDetail:
    sent_on, reference = body.sent_on, body.reference
    move = await deciding.send_files(session, actor, move_id, sent_on=sent_on, reference=reference, at=at)
    return await views.move_detail(session, actor, move, at=at)


@router.post("/moves/{move_id}/receive", summary="接收来报到的人")
async def receive_move(
    session: SessionDep, at: Now, actor: Receiver, move_id: UUID, body: MoveArrival
) -> MoveDetail:
    arrived_on, area = body.arrived_on, body.area
    move = await receiving.receive(session, actor, move_id, arrived_on=arrived_on, area=area, at=at)
    return await views.move_detail(session, actor, move, at=at)


@router.post("/moves/{move_id}/filings", summary="登记变更执行地的备案、通报", status_code=201)
async def file_move(session: SessionDep, at: Now, actor: Decider, move_id: UUID, new: FilingCreate) -> MoveDetail:
    move = await repository.move_for(session, actor, Action.MOVE_DECIDE, move_id)
    await filing.file(session, actor, order_id=move.order_id, about_id=move.id, new=new, at=at)
    return await views.move_detail(session, actor, move, at=at)
