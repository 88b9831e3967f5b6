"""Reports over HTTP: made by the person or recorded for them, read and answered by the office."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from sqlmodel import col

from app.correction.orders.models import CorrectionOrder
from app.correction.orders.repository import order_for
from app.correction.reports import reporting, repository, reviewing, views
from app.correction.reports.codes import ReportKind, ReportStatus
from app.correction.reports.models import CorrectionReport, ReportDue
from app.correction.reports.schemas import (
    AcceptReport,
    AskAgain,
    ReportCompletion,
    ReportCreate,
    ReportDetail,
    ReportDueOut,
    ReportExcuse,
    ReportExplanation,
    ReportOut,
)
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.clock import local_date
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, api_router, created, etag
from app.kernel.paging import Page, PageDep, cut, keyset, link_next

router = api_router("/correction", "社区矫正：报告")

Reporter = Annotated[Actor, allowed(Action.REPORT_MAKE)]
Reader = Annotated[Actor, allowed(Action.REPORT_READ)]
Reviewer = Annotated[Actor, allowed(Action.REPORT_REVIEW)]


@router.post("/orders/{order_id}/reports", summary="提交报告，或者代为记录报告", status_code=201)
async def hand_in_report(
    *, response: Response, session: SessionDep, at: Now, actor: Reporter, order_id: UUID, new: ReportCreate
) -> ReportDetail:
    report = await reporting.hand_in(session, actor, order_id, new, at=at)
    created(response, "/correction/reports", report.id)
    etag(response, report.version)
    return await views.report_detail(session, actor, report, at=at)


@router.get("/reports", summary="报告列表")
async def list_reports(
    *,
    request: Request,
    response: Response,
    session: SessionDep,
    at: Now,
    actor: Reader,
    page: PageDep,
    order_id: Annotated[UUID | None, Query(description="只看这份矫正登记的")] = None,
    status: Annotated[ReportStatus | None, Query(description="只看这种状态的")] = None,
    kind: Annotated[ReportKind | None, Query(description="只看这种报告")] = None,
) -> Page[ReportOut]:
    statement = repository.listed(actor, order_id=order_id, status=status, kind=kind)
    rows = (await session.scalars(keyset(statement, page, col(CorrectionReport.id)))).all()
    kept, cursor = cut(rows, page, lambda row: (row.id,))
    link_next(request, response, cursor)
    return Page(items=await views.report_list(session, actor, kept, at=at), next_cursor=cursor)


@router.get("/reports/{report_id}", summary="查看一份报告")
async def get_report(
    response: Response, session: SessionDep, at: Now, actor: Reader, report_id: UUID
) -> ReportDetail:
    report = await repository.report_for(session, actor, Action.REPORT_READ, report_id)
    etag(response, report.version)
    return await views.report_detail(session, actor, report, at=at)


@router.post("/reports/{report_id}/accept", summary="收下报告")
async def accept_report(
    *, response: Response, session: SessionDep, at: Now, actor: Reviewer, report_id: UUID, review: AcceptReport
) -> ReportDetail:
    report = await reviewing.accept(session, actor, report_id, review, at=at)
    etag(response, report.version)
    return await views.report_detail(session, actor, report, at=at)


@router.post("/reports/{report_id}/ask-again", summary="要求补充报告（一次说清）")
async def ask_report_again(
    *, response: Response, session: SessionDep, at: Now, actor: Reviewer, report_id: UUID, review: AskAgain
) -> ReportDetail:
    report = await reviewing.ask_again(session, actor, report_id, review, at=at)
    etag(response, report.version)
    return await views.report_detail(session, actor, report, at=at)


@router.post("/reports/{report_id}/complete", summary="补充报告")
async def complete_report(
    *, response: Response, session: SessionDep, at: Now, actor: Reporter, report_id: UUID, more: ReportCompletion
) -> ReportDetail:
    report = await reporting.complete(session, actor, report_id, more, at=at)
    etag(response, report.version)
    return await views.report_detail(session, actor, report, at=at)


@router.get("/orders/{order_id}/report-dues", summary="要交的报告和期限")
async def list_report_dues(
    *,
    request: Request,
    response: Response,
    session: SessionDep,
    at: Now,
    actor: Reader,
    page: PageDep,
    order_id: UUID,
) -> Page[ReportDueOut]:
    await order_for(session, actor, Action.REPORT_READ, order_id)
    statement = repository.dues_visible_to(actor, Action.REPORT_READ).where(col(CorrectionOrder.id) == order_id)
    rows = (await session.scalars(keyset(statement, page, col(ReportDue.id)))).all()
    kept, cursor = cut(rows, page, lambda row: (row.id,))
    link_next(request, response, cursor)
    return Page(items=await views.due_list(session, actor, kept, at=at), next_cursor=cursor)


@router.get("/report-dues", summary="还没有交的报告")
async def list_open_report_dues(
    *,
    request: Request,
    response: Response,
    session: SessionDep,
    at: Now,
    actor: Reader,
    page: PageDep,
    is_overdue: Annotated[bool, Query(description="只看已经过了最后一天的")] = False,
) -> Page[ReportDueOut]:
    statement = repository.open_dues(actor, overdue_on=local_date(at) if is_overdue else None)
    ordered = keyset(statement, page, col(ReportDue.due_on), col(ReportDue.id), descending=False)
    rows = (await session.scalars(ordered)).all()
    kept, cursor = cut(rows, page, lambda row: (row.due_on, row.id))
    link_next(request, response, cursor)
    return Page(items=await views.due_list(session, actor, kept, at=at), next_cursor=cursor)


@router.post("/report-dues/{due_id}/explain", summary="说明没有按时报告的原因")
async def explain_report_due(
    session: SessionDep, at: Now, actor: Reporter, due_id: UUID, words: ReportExplanation
) -> ReportDueOut:
    due = await reporting.explain(session, actor, due_id, words, at=at)
    [shown] = await views.due_list(session, actor, [due], at=at)
    return shown


@router.post("/report-dues/{due_id}/excuse", summary="免交这一期报告")
async def excuse_report_due(
    session: SessionDep, at: Now, actor: Reviewer, due_id: UUID, words: ReportExcuse
) -> ReportDueOut:
    due = await reviewing.excuse(session, actor, due_id, words, at=at)
    [shown] = await views.due_list(session, actor, [due], at=at)
    return shown
