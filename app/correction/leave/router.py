"""Leave over HTTP: asked for on the phone or at the counter, decided by the level that must, lived, ended."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from sqlmodel import col

from app.correction.leave import asking, deciding, filing, repository, travelling, views
from app.correction.leave.answers import LeaveDetail, LeaveOut, LeaveReportOut, LevelOut
from app.correction.leave.codes import LeaveStatus
from app.correction.leave.models import LeaveRequest
from app.correction.leave.schemas import (
    FilingCreate,
    LeaveApproval,
    LeaveCreate,
    LeaveDays,
    LeaveExtensionCreate,
    LeaveFiles,
    LeaveRecall,
    LeaveRefusal,
    LeaveReportCreate,
    LeaveReturnCreate,
)
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, api_router, created
from app.kernel.paging import Page, PageDep, cut, keyset, link_next

router = api_router("/correction", "社区矫正：外出")

Asker = Annotated[Actor, allowed(Action.LEAVE_APPLY)]
Reader = Annotated[Actor, allowed(Action.LEAVE_READ)]
Decider = Annotated[Actor, allowed(Action.LEAVE_DECIDE)]


@router.post("/orders/{order_id}/leave-level", summary="看看这些天的外出由谁审批")
async def preview_leave_level(
    *,
    session: SessionDep,
    at: Now,
    actor: Annotated[Actor, allowed(Action.LEAVE_APPLY, repeatable=True)],
    order_id: UUID,
    days: LeaveDays,
) -> LevelOut:
    return views.level_out(await asking.preview_for(session, actor, order_id, days, at=at))


@router.post("/orders/{order_id}/leaves", summary="申请外出", status_code=201)
async def request_leave(
    *, response: Response, session: SessionDep, at: Now, actor: Asker, order_id: UUID, new: LeaveCreate
) -> LeaveDetail:
    leave = await asking.request_leave(session, actor, order_id, new, at=at)
    created(response, "/correction/leaves", leave.id)
    return await views.leave_detail(session, actor, leave, at=at)


@router.get("/leaves", summary="外出申请")
async def list_leave_requests(
    *,
    request: Request,
    response: Response,
    session: SessionDep,
    at: Now,
    actor: Reader,
    page: PageDep,
    status: Annotated[LeaveStatus | None, Query(description="只看这种状态的")] = None,
    order_id: Annotated[UUID | None, Query(description="只看这份矫正登记的")] = None,
) -> Page[LeaveOut]:
    statement = repository.leaves_listed(actor, order_id)
    if status is not None:
        statement = statement.where(col(LeaveRequest.status) == status)
    rows = (await session.scalars(keyset(statement, page, col(LeaveRequest.id)))).all()
    kept, cursor = cut(rows, page, lambda row: (row.id,))
    link_next(request, response, cursor)
    return Page(items=await views.leave_list(session, actor, kept, at=at), next_cursor=cursor)


@router.get("/leaves/{leave_request_id}", summary="查看一份外出申请")
async def get_leave_request(session: SessionDep, at: Now, actor: Reader, leave_request_id: UUID) -> LeaveDetail:
    leave = await repository.leave_for(session, actor, Action.LEAVE_READ, leave_request_id)
    return await views.leave_detail(session, actor, leave, at=at)


@router.post("/leaves/{leave_request_id}/approve", summary="批准外出")
async def approve_leave(
    session: SessionDep, at: Now, actor: Decider, leave_request_id: UUID, approval: LeaveApproval
) -> LeaveDetail:
    leave = await deciding.approve(session, actor, leave_request_id, approval, at=at)
    return await views.leave_detail(session, actor, leave, at=at)


@router.post("/leaves/{leave_request_id}/refuse", summary="不批准外出")
async def refuse_leave(
    session: SessionDep, at: Now, actor: Decider, leave_request_id: UUID, refusal: LeaveRefusal
) -> LeaveDetail:
    leave = await deciding.refuse(session, actor, leave_request_id, refusal, at=at)
    return await views.leave_detail(session, actor, leave, at=at)


@router.post("/leaves/{leave_request_id}/withdraw", summary="撤回外出申请")
async def withdraw_leave(session: SessionDep, at: Now, actor: Asker, leave_request_id: UUID) -> LeaveDetail:
    leave = await travelling.withdraw(session, actor, leave_request_id, at=at)
    return await views.leave_detail(session, actor, leave, at=at)


@router.post("/leaves/{leave_request_id}/cancel", summary="批准以后不去了")
async def cancel_leave_request(session: SessionDep, at: Now, actor: Asker, leave_request_id: UUID) -> LeaveDetail:
    leave = await travelling.cancel(session, actor, leave_request_id, at=at)
    return await views.leave_detail(session, actor, leave, at=at)


@router.post("/leaves/{leave_request_id}/files", summary="补充证明材料")
async def add_leave_files(
    session: SessionDep, at: Now, actor: Asker, leave_request_id: UUID, body: LeaveFiles
) -> LeaveDetail:
    leave = await travelling.add_files(session, actor, leave_request_id, body.evidence_ids, at=at)
    return await views.leave_detail(session, actor, leave, at=at)


@router.post("/leaves/{leave_request_id}/reports", summary="外出期间报告", status_code=201)
async def report_on_leave(
    session: SessionDep, at: Now, actor: Asker, leave_request_id: UUID, new: LeaveReportCreate
) -> LeaveReportOut:
    row = await travelling.report(session, actor, leave_request_id, new, at=at)
    leave = await repository.leave_for(session, actor, Action.LEAVE_APPLY, row.leave_id)
    return views.report_out(row, leave)


@router.post("/leaves/{leave_request_id}/extensions", summary="报告不能按时返回，申请延长", status_code=201)
async def ask_leave_extension(
    *,
    response: Response,
    session: SessionDep,
    at: Now,
    actor: Asker,
    leave_request_id: UUID,
    new: LeaveExtensionCreate,
) -> LeaveDetail:
    leave = await travelling.ask_extension(session, actor, leave_request_id, new, at=at)
    created(response, "/correction/leaves", leave.id)
    return await views.leave_detail(session, actor, leave, at=at)


@router.post("/leaves/{leave_request_id}/return", summary="报告已经返回")
async def return_from_leave(
    session: SessionDep, at: Now, actor: Asker, leave_request_id: UUID, body: LeaveReturnCreate
) -> LeaveDetail:
    leave = await travelling.come_back(session, actor, leave_request_id, body, at=at)
    return await views.leave_detail(session, actor, leave, at=at)


@router.post("/leaves/{leave_request_id}/confirm-return", summary="办理返回手续")
async def confirm_return_from_leave(
    session: SessionDep, at: Now, actor: Decider, leave_request_id: UUID
) -> LeaveDetail:
    leave = await deciding.confirm_return(session, actor, leave_request_id, at=at)
    return await views.leave_detail(session, actor, leave, at=at)


@router.post("/leaves/{leave_request_id}/recall", summary="要求提前返回")
async def recall_from_leave(
    session: SessionDep, at: Now, actor: Decider, leave_request_id: UUID, body: LeaveRecall
) -> LeaveDetail:
    reason, until = body.reason, body.return_by
    leave = await deciding.recall(session, actor, leave_request_id, reason=reason, return_by=until, at=at)
    return await views.leave_detail(session, actor, leave, at=at)


@router.post("/leaves/{leave_request_id}/filings", summary="登记外出的备案、通报", status_code=201)
async def file_leave(
    session: SessionDep, at: Now, actor: Decider, leave_request_id: UUID, new: FilingCreate
) -> LeaveDetail:
    leave = await repository.leave_for(session, actor, Action.LEAVE_DECIDE, leave_request_id)
    await filing.file(session, actor, order_id=leave.order_id, about_id=leave.id, new=new, at=at)
    return await views.leave_detail(session, actor, leave, at=at)
