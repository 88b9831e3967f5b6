"""Measures and rewards over HTTP: proposed, heard, decided, handed over, answered."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from sqlmodel import col

from app.correction.alarms.schemas import StatementCreate
from app.correction.alarms.verifying import Statement
from app.correction.discipline import deciding, delivering, proposing, repository, views
from app.correction.discipline.codes import SanctionStatus
from app.correction.discipline.models import Sanction
from app.correction.discipline.schemas import (
    AnswerCreate,
    ArrestAnswerCreate,
    DeliveryCreate,
    LadderPage,
    SanctionCreate,
    SanctionDecision,
    SanctionDetail,
    SanctionOut,
    SanctionReason,
)
from app.correction.orders.repository import order_for
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, api_router, created, etag
from app.kernel.paging import Page, PageDep, cut, keyset, link_next

router = api_router("/correction", "社区矫正：考核奖惩")

Reader = Annotated[Actor, allowed(Action.SANCTION_READ)]
Proposer = Annotated[Actor, allowed(Action.SANCTION_PROPOSE)]
Decider = Annotated[Actor, allowed(Action.SANCTION_DECIDE)]
Speaker = Annotated[Actor, allowed(Action.ALARM_STATE)]


@router.get("/orders/{order_id}/ladder", summary="按规则推算的处理（仅供参考，不自动处理）")
async def get_ladder(session: SessionDep, at: Now, actor: Reader, order_id: UUID) -> LadderPage:
    order = await order_for(session, actor, Action.SANCTION_READ, order_id)
    return await views.ladder_page(session, actor, order, at=at)


@router.post("/orders/{order_id}/sanctions", summary="提出奖惩建议", status_code=201)
async def propose_sanction(
    *, response: Response, session: SessionDep, at: Now, actor: Proposer, order_id: UUID, new: SanctionCreate
) -> SanctionDetail:
    proposal = proposing.Proposal(**new.model_dump())
    sanction = await proposing.propose(session, actor, order_id, proposal, at=at)
    created(response, "/correction/sanctions", sanction.id)
    return await views.sanction_detail(session, actor, sanction, at=at)


@router.get("/sanctions", summary="奖惩清单：本人看自己的，工作人员看管辖范围内的")
async def list_sanctions(
    *,
    request: Request,
    response: Response,
    session: SessionDep,
    at: Now,
    actor: Reader,
    page: PageDep,
    status: Annotated[SanctionStatus | None, Query(description="只看这种状态的")] = None,
    order_id: Annotated[UUID | None, Query(description="只看这个矫正对象的")] = None,
) -> Page[SanctionOut]:
    statement = repository.listed(actor, status=status, order_id=order_id)
    rows = (await session.scalars(keyset(statement, page, col(Sanction.id)))).all()
    kept, cursor = cut(rows, page, lambda row: (row.id,))
    link_next(request, response, cursor)
    return Page(items=await views.sanction_list(session, actor, kept, at=at), next_cursor=cursor)


@router.get("/sanctions/{sanction_id}", summary="查看一份奖惩")
async def get_sanction(
    response: Response, session: SessionDep, at: Now, actor: Reader, sanction_id: UUID
) -> SanctionDetail:
    sanction = await repository.sanction_for(session, actor, Action.SANCTION_READ, sanction_id)
    etag(response, sanction.version)
    return await views.sanction_detail(session, actor, sanction, at=at)


@router.post("/sanctions/{sanction_id}/statements", summary="说明和申辩；工作人员记录", status_code=201)
async def add_sanction_statement(
    session: SessionDep, at: Now, actor: Speaker, sanction_id: UUID, statement: StatementCreate
) -> SanctionDetail:
    said = Statement(**statement.model_dump())
    sanction = await proposing.add_statement(session, actor, sanction_id, said, at=at)
    return await views.sanction_detail(session, actor, sanction, at=at)


@router.post("/sanctions/{sanction_id}/decide", summary="作出决定，或者同意提交有权机关")
async def decide_sanction(
    session: SessionDep, at: Now, actor: Decider, sanction_id: UUID, decision: SanctionDecision
) -> SanctionDetail:
    is_publicised = decision.is_publicised
    sanction = await deciding.decide(
        session, actor, sanction_id, decision.reason, is_publicised=is_publicised, at=at
    )
    return await views.sanction_detail(session, actor, sanction, at=at)


@router.post("/sanctions/{sanction_id}/reject", summary="不批准建议")
async def reject_sanction(
    session: SessionDep, at: Now, actor: Decider, sanction_id: UUID, why: SanctionReason
) -> SanctionDetail:
    sanction = await deciding.reject(session, actor, sanction_id, why.reason, at=at)
    return await views.sanction_detail(session, actor, sanction, at=at)


@router.post("/sanctions/{sanction_id}/withdraw", summary="撤回建议")
async def withdraw_sanction(
    session: SessionDep, at: Now, actor: Proposer, sanction_id: UUID, why: SanctionReason
) -> SanctionDetail:
    sanction = await proposing.withdraw(session, actor, sanction_id, why.reason, at=at)
    return await views.sanction_detail(session, actor, sanction, at=at)


@router.post("/sanctions/{sanction_id}/lift", summary="撤销决定，或者撤回提交的建议")
async def lift_sanction(
    session: SessionDep, at: Now, actor: Decider, sanction_id: UUID, why: SanctionReason
) -> SanctionDetail:
    sanction = await deciding.lift(session, actor, sanction_id, why.reason, at=at)
    return await views.sanction_detail(session, actor, sanction, at=at)


@router.post("/sanctions/{sanction_id}/deliveries", summary="登记送达、抄送、公示", status_code=201)
async def deliver_sanction(
    session: SessionDep, at: Now, actor: Proposer, sanction_id: UUID, delivery: DeliveryCreate
) -> SanctionDetail:
    handed = delivering.Delivery(delivery.recipient, delivery.how, delivery.delivered_at)
    sanction = await delivering.deliver(session, actor, sanction_id, handed, at=at)
    return await views.sanction_detail(session, actor, sanction, at=at)


@router.post("/sanctions/{sanction_id}/answer", summary="登记法院、公安机关、决定机关的答复")
async def answer_sanction(
    session: SessionDep, at: Now, actor: Proposer, sanction_id: UUID, answer: AnswerCreate
) -> SanctionDetail:
    given = delivering.Answer(**answer.model_dump())
    sanction = await delivering.record_answer(session, actor, sanction_id, given, at=at)
    return await views.sanction_detail(session, actor, sanction, at=at)


@router.post("/sanctions/{sanction_id}/arrest-answer", summary="登记是否决定逮捕")
async def answer_arrest(
    session: SessionDep, at: Now, actor: Proposer, sanction_id: UUID, answer: ArrestAnswerCreate
) -> SanctionDetail:
    arrested_on = answer.arrested_on
    sanction = await delivering.record_arrest(
        session, actor, sanction_id, answer.answer, arrested_on=arrested_on, at=at
    )
    return await views.sanction_detail(session, actor, sanction, at=at)
