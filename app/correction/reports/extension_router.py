"""Longer intervals of health reports over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from sqlmodel import col

from app.correction.reports import extending, repository, views
from app.correction.reports.codes import ExtensionStatus
from app.correction.reports.models import ReportExtension
from app.correction.reports.schemas import ExtensionAsk, ExtensionDecision, ExtensionOut, ToldOn
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, api_router, created, etag
from app.kernel.paging import Page, PageDep, cut, keyset, link_next

router = api_router("/correction", "社区矫正：报告")

Reader = Annotated[Actor, allowed(Action.REPORT_READ)]
Reviewer = Annotated[Actor, allowed(Action.REPORT_REVIEW)]
Decider = Annotated[Actor, allowed(Action.REPORT_INTERVAL_DECIDE)]


@router.post("/orders/{order_id}/report-extensions", summary="提出延长报告间隔", status_code=201)
async def ask_report_extension(
    *, response: Response, session: SessionDep, at: Now, actor: Reviewer, order_id: UUID, wish: ExtensionAsk
) -> ExtensionOut:
    extension = await extending.ask(session, actor, order_id, wish, at=at)
    created(response, "/correction/report-extensions", extension.id)
    return (await views.extension_list(session, actor, [extension], at=at))[0]


@router.get("/report-extensions", summary="延长报告间隔的申请")
async def list_report_extensions(
    *,
    request: Request,
    response: Response,
    session: SessionDep,
    at: Now,
    actor: Reader,
    page: PageDep,
    status: Annotated[ExtensionStatus | None, Query(description="只看这种状态的")] = None,
) -> Page[ExtensionOut]:
    statement = repository.extensions_listed(actor, status=status)
    rows = (await session.scalars(keyset(statement, page, col(ReportExtension.id)))).all()
    kept, cursor = cut(rows, page, lambda row: (row.id,))
    link_next(request, response, cursor)
    return Page(items=await views.extension_list(session, actor, kept, at=at), next_cursor=cursor)


@router.get("/report-extensions/{extension_id}", summary="查看一份延长报告间隔的申请")
async def get_report_extension(
    response: Response, session: SessionDep, at: Now, actor: Reader, extension_id: UUID
) -> ExtensionOut:
    extension = await repository.extension_for(session, actor, Action.REPORT_READ, extension_id)
    etag(response, extension.version)
    return (await views.extension_list(session, actor, [extension], at=at))[0]


@router.post("/report-extensions/{extension_id}/grant", summary="批准延长报告间隔")
async def grant_report_extension(
    session: SessionDep, at: Now, actor: Decider, extension_id: UUID, decision: ExtensionDecision
) -> ExtensionOut:
    extension = await extending.decide(session, actor, extension_id, "grant", decision, at=at)
    return (await views.extension_list(session, actor, [extension], at=at))[0]


@router.post("/report-extensions/{extension_id}/refuse", summary="不批准延长报告间隔")
async def refuse_report_extension(
    session: SessionDep, at: Now, actor: Decider, extension_id: UUID, decision: ExtensionDecision
) -> ExtensionOut:
    extension = await extending.decide(session, actor, extension_id, "refuse", decision, at=at)
    return (await views.extension_list(session, actor, [extension], at=at))[0]


@router.post("/report-extensions/{extension_id}/tell-procuratorate", summary="记录告知检察院的日期")
async def tell_procuratorate_of_extension(
    session: SessionDep, at: Now, actor: Reviewer, extension_id: UUID, told: ToldOn
) -> ExtensionOut:
    extension = await extending.tell_procuratorate(session, actor, extension_id, told, at=at)
    return (await views.extension_list(session, actor, [extension], at=at))[0]
