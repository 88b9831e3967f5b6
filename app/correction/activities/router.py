"""Activities over HTTP."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from sqlmodel import col

from app.correction.activities import attending, organising, repository, views
from app.correction.activities.codes import ActivityStatus
from app.correction.activities.models import Activity, Participation
from app.correction.activities.schemas import (
    ActivityCreate,
    ActivityOut,
    Attendance,
    DeclineActivity,
    JoinActivity,
    MonthHours,
    ParticipationOut,
)
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.repository import order_for
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.clock import local_date
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, api_router, created
from app.kernel.paging import Page, PageDep, cut, keyset, link_next

router = api_router("/correction", "社区矫正：教育帮扶")

Reporter = Annotated[Actor, allowed(Action.REPORT_MAKE)]
Reader = Annotated[Actor, allowed(Action.REPORT_READ)]
Organiser = Annotated[Actor, allowed(Action.ACTIVITY_MANAGE)]
Month = Annotated[str | None, Query(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$", description="哪个月，例如 2026-12")]


@router.post("/activities", summary="安排一次活动", status_code=201)
async def create_activity(
    response: Response, session: SessionDep, at: Now, actor: Organiser, new: ActivityCreate
) -> ActivityOut:
    activity = await organising.create(session, actor, new, at=at)
    created(response, "/correction/activities", activity.id)
    return views.activity_view(actor, activity)


@router.get("/activities", summary="活动列表")
async def list_activities(
    *,
    request: Request,
    response: Response,
    session: SessionDep,
    actor: Reader,
    page: PageDep,
    status: Annotated[ActivityStatus | None, Query(description="只看这种状态的")] = None,
) -> Page[ActivityOut]:
    statement = repository.visible_to(actor, Action.REPORT_READ)
    if status is not None:
        statement = statement.where(col(Activity.status) == status)
    rows = (await session.scalars(keyset(statement, page, col(Activity.id)))).all()
    kept, cursor = cut(rows, page, lambda row: (row.id,))
    link_next(request, response, cursor)
    return Page(items=[views.activity_view(actor, row) for row in kept], next_cursor=cursor)


@router.get("/activities/{activity_id}", summary="查看一次活动")
async def get_activity(session: SessionDep, actor: Reader, activity_id: UUID) -> ActivityOut:
    activity = await repository.activity_for(session, actor, Action.REPORT_READ, activity_id)
    return views.activity_view(actor, activity)


@router.get("/activities/{activity_id}/participations", summary="一次活动的参加人")
async def list_activity_participations(
    *,
    request: Request,
    response: Response,
    session: SessionDep,
    at: Now,
    actor: Reader,
    page: PageDep,
    activity_id: UUID,
) -> Page[ParticipationOut]:
    activity = await repository.activity_for(session, actor, Action.REPORT_READ, activity_id)
    statement = repository.participations_visible_to(actor, Action.REPORT_READ)
    statement = statement.where(col(Participation.activity_id) == activity.id)
    rows = (await session.scalars(keyset(statement, page, col(Participation.id)))).all()
    kept, cursor = cut(rows, page, lambda row: (row.id,))
    link_next(request, response, cursor)
    return Page(items=await views.participation_list(session, actor, kept, at=at), next_cursor=cursor)


@router.post("/activities/{activity_id}/close", summary="活动结束")
async def close_activity(session: SessionDep, at: Now, actor: Organiser, activity_id: UUID) -> ActivityOut:
    return views.activity_view(actor, await organising.close(session, actor, activity_id, at=at))


@router.post("/activities/{activity_id}/call-off", summary="取消活动")
async def call_off_activity(session: SessionDep, at: Now, actor: Organiser, activity_id: UUID) -> ActivityOut:
    return views.activity_view(actor, await organising.call_off(session, actor, activity_id, at=at))


@router.post("/orders/{order_id}/participations", summary="报名或者安排参加活动", status_code=201)
async def join_activity(
    session: SessionDep, at: Now, actor: Reporter, order_id: UUID, wish: JoinActivity
) -> ParticipationOut:
    found = await attending.join(session, actor, order_id, wish, at=at)
    return (await views.participation_list(session, actor, [found], at=at))[0]


@router.get("/orders/{order_id}/participations", summary="参加过的和要参加的活动")
async def list_participations(
    *,
    request: Request,
    response: Response,
    session: SessionDep,
    at: Now,
    actor: Reader,
    page: PageDep,
    order_id: UUID,
) -> Page[ParticipationOut]:
    await order_for(session, actor, Action.REPORT_READ, order_id)
    statement = repository.participations_visible_to(actor, Action.REPORT_READ)
    statement = statement.where(col(CorrectionOrder.id) == order_id)
    rows = (await session.scalars(keyset(statement, page, col(Participation.id)))).all()
    kept, cursor = cut(rows, page, lambda row: (row.id,))
    link_next(request, response, cursor)
    return Page(items=await views.participation_list(session, actor, kept, at=at), next_cursor=cursor)


@router.get("/orders/{order_id}/activity-hours", summary="一个月参加活动的时间")
async def get_activity_hours(
    session: SessionDep, at: Now, actor: Reader, order_id: UUID, month: Month = None
) -> MonthHours:
    order = await order_for(session, actor, Action.REPORT_READ, order_id)
    first = local_date(at).replace(day=1) if month is None else date.fromisoformat(f"{month}-01")
    return await views.month_hours(session, actor, order, first, at=at)


@router.post("/participations/{participation_id}/decline", summary="说明不能参加")
async def decline_activity(
    session: SessionDep, at: Now, actor: Reporter, participation_id: UUID, words: DeclineActivity
) -> ParticipationOut:
    found = await attending.decline(session, actor, participation_id, words, at=at)
    return (await views.participation_list(session, actor, [found], at=at))[0]


@router.post("/participations/{participation_id}/attendance", summary="登记到场时间")
async def record_attendance(
    session: SessionDep, at: Now, actor: Organiser, participation_id: UUID, seen: Attendance
) -> ParticipationOut:
    found = await attending.record_attendance(session, actor, participation_id, seen, at=at)
    return (await views.participation_list(session, actor, [found], at=at))[0]
