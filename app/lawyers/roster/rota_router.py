"""Leave and the rota, over HTTP."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from sqlmodel import col

from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.clock import local_date
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, api_router
from app.kernel.paging import Page, PageDep, cut, keyset, link_next
from app.lawyers.roster import leaving, repository, rota
from app.lawyers.roster.change_presenting import leave_view, shift_view
from app.lawyers.roster.leaving import Leave
from app.lawyers.roster.models import DutyShift, LawyerLeave
from app.lawyers.roster.rota_schemas import DutyEntered, DutyIn, LeaveIn, LeaveView, ShiftView

leave = api_router("/lawyers", "休假和值班")
shifts = api_router("/duty-shifts", "休假和值班")

Away = Annotated[Actor, allowed(Action.LEAVE_ENTER)]
Viewer = Annotated[Actor, allowed(Action.ROTA_READ)]
Planner = Annotated[Actor, allowed(Action.ROTA_MANAGE)]


@leave.get("/{lawyer_id}/leave", summary="一名律师的休假，最近的在前")
async def list_leave(
    *,
    request: Request,
    response: Response,
    session: SessionDep,
    at: Now,
    actor: Away,
    page: PageDep,
    lawyer_id: UUID,
) -> Page[LeaveView]:
    await leaving.look(session, actor, lawyer_id, at=at)
    statement = repository.leave_visible_to(actor, Action.LEAVE_ENTER)
    statement = statement.where(col(LawyerLeave.lawyer_id) == lawyer_id)
    order = (col(LawyerLeave.from_on), col(LawyerLeave.id))
    rows = (await session.scalars(keyset(statement, page, *order))).all()
    kept, cursor = cut(rows, page, lambda one: (one.from_on, one.id))
    link_next(request, response, cursor)
    items = [leave_view(one) for one in await leaving.with_duty(session, lawyer_id, kept)]
    return Page(items=items, next_cursor=cursor)


@leave.post("/{lawyer_id}/leave", summary="登记休假，这几天不派新案", status_code=201)
async def enter_leave(*, session: SessionDep, at: Now, actor: Away, lawyer_id: UUID, body: LeaveIn) -> LeaveView:
    return leave_view(await leaving.enter(session, actor, lawyer_id, **body.model_dump(), at=at))


@leave.post("/{lawyer_id}/leave/{leave_id}/cancel", summary="取消休假，或者提前结束")
async def cancel_leave(*, session: SessionDep, at: Now, actor: Away, lawyer_id: UUID, leave_id: UUID) -> LeaveView:
    return leave_view(Leave(await leaving.cancel(session, actor, lawyer_id, leave_id, at=at), []))


@shifts.get("", summary="一周的值班表；律师只看到自己的")
async def list_duty_shifts(
    *,
    request: Request,
    response: Response,
    session: SessionDep,
    at: Now,
    actor: Viewer,
    page: PageDep,
    week_of: Annotated[date | None, Query(description="这一周里的任意一天，不填就是本周")] = None,
) -> Page[ShiftView]:
    monday, sunday = rota.week_of(week_of or local_date(at))
    statement = repository.shifts_visible_to(actor, Action.ROTA_READ)
    statement = statement.where(
        col(DutyShift.on_day).between(monday, sunday), col(DutyShift.cancelled_at).is_(None)
    )
    order = (col(DutyShift.on_day), col(DutyShift.id))
    found = (await session.execute(keyset(statement, page, *order, descending=False))).all()
    kept, cursor = cut(found, page, lambda one: (one[0].on_day, one[0].id))
    link_next(request, response, cursor)
    items = [shift_view(one) for one in await rota.marked(session, [(one[0], one[1]) for one in kept])]
    return Page(items=items, next_cursor=cursor)


@shifts.post("", summary="安排值班", status_code=201)
async def enter_duty_shifts(*, session: SessionDep, at: Now, actor: Planner, body: DutyIn) -> DutyEntered:
    made = await rota.enter(session, actor, body.lawyer_id, days=body.days, place=body.place, at=at)
    return DutyEntered(items=[shift_view(one) for one in made])


@shifts.post("/{shift_id}/cancel", summary="取消一天的值班")
async def cancel_duty_shift(*, session: SessionDep, at: Now, actor: Planner, shift_id: UUID) -> ShiftView:
    return shift_view(await rota.cancel(session, actor, shift_id, at=at))
