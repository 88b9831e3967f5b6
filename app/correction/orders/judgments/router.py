"""Judgement, papers, co-defendants and reporting in over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from app.correction.orders import repository, views
from app.correction.orders.changing import order_to_change
from app.correction.orders.judgments import entering
from app.correction.orders.judgments.schemas import (
    CoDefendantsIn,
    DocumentIn,
    DocumentOut,
    JudgmentIn,
    OrderFile,
    ReceiptIn,
    ReportInIn,
)
from app.correction.orders.judgments.views import order_file
from app.correction.orders.registering import report_in
from app.correction.orders.schemas import OrderDetail
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import IfMatch, Now, SessionDep, api_router, etag

router = api_router("/correction/orders", "社区矫正：档案")

Reader = Annotated[Actor, allowed(Action.SUBJECT_READ)]
Manager = Annotated[Actor, allowed(Action.SUBJECT_MANAGE)]
Repeating = Annotated[Actor, allowed(Action.SUBJECT_MANAGE, repeatable=True)]


@router.get("/{order_id}/file", summary="查看矫正档案")
async def get_order_file(
    *, response: Response, session: SessionDep, at: Now, actor: Reader, order_id: UUID
) -> OrderFile:
    order = await repository.ordinary_order(session, actor, Action.SUBJECT_READ, order_id)
    etag(response, order.version)
    return await order_file(session, actor, order, at=at)


@router.put("/{order_id}/judgment", summary="登记裁判内容")
async def enter_order_judgment(
    *,
    response: Response,
    session: SessionDep,
    at: Now,
    actor: Manager,
    order_id: UUID,
    version: IfMatch,
    judgment: JudgmentIn,
) -> OrderFile:
    order = await order_to_change(session, actor, order_id, note="登记裁判内容", version=version, at=at)
    await entering.enter_judgment(session, actor, order, judgment, at=at)
    etag(response, order.version)
    return await order_file(session, actor, order, at=at)


@router.put("/{order_id}/co-defendants", summary="登记同案人员")
async def set_order_co_defendants(
    *,
    response: Response,
    session: SessionDep,
    at: Now,
    actor: Manager,
    order_id: UUID,
    version: IfMatch,
    given: CoDefendantsIn,
) -> OrderFile:
    order = await order_to_change(session, actor, order_id, note="登记同案人员", version=version, at=at)
    await entering.set_co_defendants(session, order, given.names)
    etag(response, order.version)
    return await order_file(session, actor, order, at=at)


@router.post("/{order_id}/documents", summary="登记收到的法律文书", status_code=201)
async def record_received_document(
    session: SessionDep, at: Now, actor: Manager, order_id: UUID, document: DocumentIn
) -> DocumentOut:
    order = await order_to_change(session, actor, order_id, note="登记法律文书", at=at)
    return DocumentOut.model_validate(await entering.record_document(session, actor, order, document, at=at))


@router.post("/{order_id}/receipt", summary="登记送达回执")
async def record_returned_receipt(
    session: SessionDep, at: Now, actor: Repeating, order_id: UUID, receipt: ReceiptIn
) -> OrderFile:
    order = await order_to_change(session, actor, order_id, note="登记送达回执", at=at)
    await entering.return_receipt(session, order, receipt.returned_on, at=at)
    return await order_file(session, actor, order, at=at)


@router.post("/{order_id}/report-in", summary="登记报到")
async def record_report_in(
    *,
    response: Response,
    session: SessionDep,
    at: Now,
    actor: Manager,
    order_id: UUID,
    given: ReportInIn,
) -> OrderDetail:
    order = await report_in(session, actor, order_id, given, at=at)
    etag(response, order.version)
    return await views.order_detail(session, actor, order, at=at)
