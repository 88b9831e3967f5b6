"""HTTP of the officers' work: the queue, the next case, who works on what, and search."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from app.contracts.categories import CaseCategory
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import IfMatch, Now, SessionDep, VaultDep, api_router
from app.kernel.paging import Page, PageDep, link_next
from app.legal_aid.answers import ApplicationSummary, ApplicationView
from app.legal_aid.deciding import searching, work_queue
from app.legal_aid.deciding.queue_schemas import HandlerChoice, QueueItem, SearchIn
from app.legal_aid.deciding.queue_store import TaskFilter
from app.legal_aid.enums import ApplicationStatus
from app.legal_aid.presenting import Present

router: APIRouter = api_router("/applications", "法律援助申请")

Queuer = Annotated[Actor, allowed(Action.APPLICATION_QUEUE)]
Searcher = Annotated[Actor, allowed(Action.APPLICATION_QUEUE, repeatable=True)]


async def _wanted(
    *,
    status: Annotated[ApplicationStatus | None, Query(description="只看这个状态")] = None,
    category: Annotated[CaseCategory | None, Query(description="只看这类案件")] = None,
    rule_code: Annotated[str | None, Query(max_length=80, description="只看这个期限")] = None,
    overdue: Annotated[bool, Query(description="只看已经超期的")] = False,
    at_risk: Annotated[bool, Query(description="只看快到期的")] = False,
    mine: Annotated[bool, Query(description="只看自己承办的")] = False,
    unassigned: Annotated[bool, Query(description="只看没有人承办的")] = False,
    urgent: Annotated[bool, Query(description="只看紧急的")] = False,
    paused: Annotated[bool, Query(description="也看暂停计算期限的")] = False,
) -> TaskFilter:
    return TaskFilter(
        status=status,
        category=category,
        rule_code=rule_code,
        is_overdue=overdue,
        is_at_risk=at_risk,
        is_mine=mine,
        is_unassigned=unassigned,
        is_urgent=urgent,
        is_paused=paused,
    )


@router.get("/queue", summary="待办事项，期限最近的在前")
async def list_application_queue(
    *,
    actor: Queuer,
    session: SessionDep,
    at: Now,
    page: PageDep,
    request: Request,
    response: Response,
    wanted: Annotated[TaskFilter, Depends(_wanted)],
) -> Page[QueueItem]:
    found = await work_queue.queue(session, actor, page, wanted, at=at)
    link_next(request, response, found.next_cursor)
    return found


@router.post("/queue/next", summary="领取下一件最急的待办案件")
async def take_next_application(actor: Queuer, session: SessionDep, at: Now, present: Present) -> ApplicationView:
    return await present(actor, await work_queue.take_next(session, actor, at=at))


@router.put("/{application_id}/handler", summary="确定由谁承办")
async def set_application_handler(
    *,
    application_id: UUID,
    body: HandlerChoice,
    actor: Queuer,
    session: SessionDep,
    at: Now,
    version: IfMatch,
    present: Present,
) -> ApplicationView:
    case = await work_queue.set_handler(session, actor, application_id, body.handler_id, version=version, at=at)
    return await present(actor, case)


@router.post("/search", summary="按案号、姓名、证件号码查找案件（按证件号码查找会留下记录）")
async def search_applications(
    *,
    body: SearchIn,
    actor: Searcher,
    session: SessionDep,
    vault: VaultDep,
    at: Now,
    page: PageDep,
) -> Page[ApplicationSummary]:
    return await searching.search(session, vault, actor, page, body, at=at)
