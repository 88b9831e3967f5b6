"""HTTP of the end of a case: outcome, report of the end, closing file; and what runs for a lawyer."""

from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.clock import local_date
from app.kernel.guard import allowed
from app.kernel.http import IfMatch, Now, SessionDep, api_router, etag
from app.kernel.paging import Page, PageDep, link_next
from app.legal_aid.answers import ApplicationView
from app.legal_aid.handling import calendar, closing, deadlines, outcomes
from app.legal_aid.handling.answers import Calendar, ChecklistItem, ClosingChecklist, HeldCase, OutcomeView
from app.legal_aid.handling.schemas import HandInIn, OutcomeIn
from app.legal_aid.ports import LawyerPortDep
from app.legal_aid.presenting import Present

router: APIRouter = api_router("/applications", "法律援助申请")
lawyer_router: APIRouter = api_router("/handling", "承办案件")

Handler = Annotated[Actor, allowed(Action.CASE_HANDLE)]
Reader = Annotated[Actor, allowed(Action.APPLICATION_READ)]


@router.get("/{application_id}/outcome", summary="查看办理结果")
async def get_outcome(
    application_id: UUID, actor: Reader, session: SessionDep, at: Now, response: Response
) -> OutcomeView | None:
    view = await outcomes.read(session, actor, application_id, at=at)
    if view is not None:
        etag(response, view.version)
    return view


@router.put("/{application_id}/outcome", summary="填写办理结果和追回的金额")
async def set_outcome(
    *,
    application_id: UUID,
    body: OutcomeIn,
    actor: Handler,
    session: SessionDep,
    at: Now,
    version: IfMatch,
    response: Response,
) -> OutcomeView:
    view = await outcomes.save(session, actor, application_id, body, version=version, at=at)
    etag(response, view.version)
    return view


@router.post("/{application_id}/conclude", summary="报告案件办结")
async def conclude_application(
    application_id: UUID, actor: Handler, session: SessionDep, at: Now, present: Present
) -> ApplicationView:
    return await present(actor, await closing.conclude(session, actor, application_id, at=at))


@router.get("/{application_id}/closing-checklist", summary="结案材料清单：要什么、还差什么")
async def get_closing_checklist(
    application_id: UUID, actor: Reader, session: SessionDep, at: Now
) -> ClosingChecklist:
    lines = await closing.file_checklist(session, actor, application_id, at=at)
    items = [ChecklistItem.model_validate(line) for line in lines]
    return ClosingChecklist(items=items, is_complete=all(item.is_there for item in items))


@router.post("/{application_id}/hand-in", summary="提交结案材料和办理情况报告")
async def hand_in_file(
    *, application_id: UUID, body: HandInIn, actor: Handler, session: SessionDep, at: Now, present: Present
) -> ApplicationView:
    return await present(actor, await closing.hand_in(session, actor, application_id, body.report, at=at))


@lawyer_router.get("/deadlines", summary="我承办的案件里正在计算的期限，最近的在前")
async def list_own_deadlines(
    *, actor: Handler, session: SessionDep, at: Now, page: PageDep, request: Request, response: Response
) -> Page[HeldCase]:
    found = await deadlines.own(session, actor, page, at=at)
    link_next(request, response, found.next_cursor)
    return found


@lawyer_router.get("/calendar", summary="我的日程：到期事项、报告、开庭和值班")
async def get_own_calendar(
    *,
    actor: Handler,
    session: SessionDep,
    at: Now,
    lawyers: LawyerPortDep,
    since: Annotated[date | None, Query(alias="from", description="从哪天起，默认今天")] = None,
    until: Annotated[date | None, Query(alias="to", description="到哪天止，默认三十天后")] = None,
) -> Calendar:
    begin = since or local_date(at)
    items = await calendar.own(session, lawyers, actor, begin, until or begin + timedelta(days=30))
    return Calendar(items=items)
