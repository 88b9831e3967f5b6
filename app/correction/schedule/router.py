"""Check-ins owed and the ledger over HTTP: the person's own, and the office's."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from sqlmodel import col

from app.correction.orders.repository import order_for
from app.correction.schedule import excusing, explaining, repository, views
from app.correction.schedule.models import CheckInDuty, ExcusedPeriod, SupervisionEntry
from app.correction.schedule.schemas import (
    DutyDetail,
    DutyOut,
    EntryOut,
    ExcusedPeriodIn,
    ExcusedPeriodOut,
    ExcuseIn,
    ExplanationIn,
    LookIntoIn,
)
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, api_router
from app.kernel.paging import Page, PageDep, cut, keyset, link_next

router = api_router("/correction", "社区矫正签到安排")

Subject = Annotated[Actor, allowed(Action.CHECK_IN)]
Reader = Annotated[Actor, allowed(Action.SUBJECT_READ)]
Manager = Annotated[Actor, allowed(Action.SUBJECT_MANAGE)]
Teller = Annotated[Actor, allowed(Action.ALARM_STATE)]
BY_OPENING = (col(CheckInDuty.opens_at), col(CheckInDuty.id))
BY_TIME = (col(SupervisionEntry.recorded_at), col(SupervisionEntry.id))
Past = Annotated[bool, Query(description="看已经过去的，最近的在前；不选则看现在和以后的")]


@router.get("/me/duties", summary="我要做的签到：到什么时候、怎么签")
async def list_my_duties(
    *,
    request: Request,
    response: Response,
    session: SessionDep,
    at: Now,
    actor: Subject,
    page: PageDep,
    past: Past = False,
) -> Page[DutyOut]:
    statement = repository.duties_visible_to(actor, Action.CHECK_IN, at=at)
    ends = col(CheckInDuty.closes_at)
    statement = statement.where(ends <= at if past else ends > at)
    rows = (await session.scalars(keyset(statement, page, *BY_OPENING, descending=past))).all()
    kept, cursor = cut(rows, page, lambda row: (row.opens_at, row.id))
    link_next(request, response, cursor)
    return Page(items=await views.duty_list(session, actor, kept, at=at), next_cursor=cursor)


@router.get("/me/ledger", summary="我的签到台账：故障、漏签、更正")
async def list_my_ledger(
    request: Request, response: Response, session: SessionDep, actor: Subject, page: PageDep
) -> Page[EntryOut]:
    statement = repository.entries_visible_to(actor, Action.CHECK_IN)
    rows = (await session.scalars(keyset(statement, page, *BY_TIME))).all()
    kept, cursor = cut(rows, page, lambda row: (row.recorded_at, row.id))
    link_next(request, response, cursor)
    return Page(items=await views.entry_list(session, kept), next_cursor=cursor)


@router.get("/duties/explained", summary="本人已说明、等待查看的签到")
async def list_explained_duties(
    *, request: Request, response: Response, session: SessionDep, at: Now, actor: Manager, page: PageDep
) -> Page[DutyOut]:
    statement = repository.explained_visible_to(actor, Action.SUBJECT_MANAGE, at=at)
    rows = (await session.scalars(keyset(statement, page, *BY_OPENING))).all()
    kept, cursor = cut(rows, page, lambda row: (row.opens_at, row.id))
    link_next(request, response, cursor)
    return Page(items=await views.duty_list(session, actor, kept, at=at), next_cursor=cursor)


@router.get("/duties/{duty_id}", summary="查看一次应签到和说明")
async def get_duty(session: SessionDep, at: Now, actor: Reader, duty_id: UUID) -> DutyDetail:
    duty = await repository.duty_for(session, actor, Action.SUBJECT_READ, duty_id, at=at)
    return await views.duty_detail(session, actor, duty, at=at)


@router.post("/duties/{duty_id}/explanations", summary="说明没有签到的原因", status_code=201)
async def explain_duty(
    session: SessionDep, at: Now, actor: Teller, duty_id: UUID, body: ExplanationIn
) -> DutyDetail:
    duty = await explaining.explain(session, actor, duty_id, body.words, body.evidence_ids, at=at)
    return await views.duty_detail(session, actor, duty, at=at)


@router.post("/duties/{duty_id}/excuse", summary="免除一次签到")
async def excuse_duty(session: SessionDep, at: Now, actor: Manager, duty_id: UUID, body: ExcuseIn) -> DutyDetail:
    duty = await explaining.excuse(session, actor, duty_id, body.excuse, body.note, at=at)
    return await views.duty_detail(session, actor, duty, at=at)


@router.post("/duties/{duty_id}/look-into", summary="说明需要核实，转为提醒核实")
async def look_into_duty(
    session: SessionDep, at: Now, actor: Manager, duty_id: UUID, body: LookIntoIn
) -> DutyDetail:
    duty = await explaining.look_into(session, actor, duty_id, body.note, at=at)
    return await views.duty_detail(session, actor, duty, at=at)


@router.get("/orders/{order_id}/duties", summary="一个矫正对象的应签到")
async def list_order_duties(
    *,
    request: Request,
    response: Response,
    session: SessionDep,
    at: Now,
    actor: Reader,
    page: PageDep,
    order_id: UUID,
) -> Page[DutyOut]:
    order = await order_for(session, actor, Action.SUBJECT_READ, order_id)
    statement = repository.duties_visible_to(actor, Action.SUBJECT_READ, at=at)
    statement = statement.where(col(CheckInDuty.order_id) == order.id)
    rows = (await session.scalars(keyset(statement, page, *BY_OPENING))).all()
    kept, cursor = cut(rows, page, lambda row: (row.opens_at, row.id))
    link_next(request, response, cursor)
    return Page(items=await views.duty_list(session, actor, kept, at=at), next_cursor=cursor)


@router.get("/orders/{order_id}/ledger", summary="一个矫正对象的签到台账")
async def list_order_ledger(
    *,
    request: Request,
    response: Response,
    session: SessionDep,
    at: Now,
    actor: Reader,
    page: PageDep,
    order_id: UUID,
) -> Page[EntryOut]:
    order = await order_for(session, actor, Action.SUBJECT_READ, order_id)
    await views.record_look(session, actor, order, at=at)
    statement = repository.entries_visible_to(actor, Action.SUBJECT_READ)
    statement = statement.where(col(SupervisionEntry.order_id) == order.id)
    rows = (await session.scalars(keyset(statement, page, *BY_TIME))).all()
    kept, cursor = cut(rows, page, lambda row: (row.recorded_at, row.id))
    link_next(request, response, cursor)
    return Page(items=await views.entry_list(session, kept), next_cursor=cursor)


@router.get("/orders/{order_id}/excused-periods", summary="免签到的日子")
async def list_excused_periods(
    *,
    request: Request,
    response: Response,
    session: SessionDep,
    at: Now,
    actor: Reader,
    page: PageDep,
    order_id: UUID,
) -> Page[ExcusedPeriodOut]:
    order = await order_for(session, actor, Action.SUBJECT_READ, order_id)
    await views.record_look(session, actor, order, at=at)
    statement = repository.excused_visible_to(actor, Action.SUBJECT_READ)
    statement = statement.where(col(ExcusedPeriod.order_id) == order.id)
    rows = (await session.scalars(keyset(statement, page, col(ExcusedPeriod.id)))).all()
    kept, cursor = cut(rows, page, lambda row: (row.id,))
    link_next(request, response, cursor)
    return Page(items=[views.period_out(row) for row in kept], next_cursor=cursor)


@router.post("/orders/{order_id}/excused-periods", summary="登记免签到的日子", status_code=201)
async def excuse_days(
    session: SessionDep, at: Now, actor: Manager, order_id: UUID, body: ExcusedPeriodIn
) -> ExcusedPeriodOut:
    return views.period_out(await excusing.excuse_days(session, actor, order_id, body, at=at))


@router.post("/orders/{order_id}/excused-periods/end", summary="提前结束免签到的日子")
async def end_excused_days(session: SessionDep, at: Now, actor: Manager, order_id: UUID) -> list[ExcusedPeriodOut]:
    return [views.period_out(row) for row in await excusing.end_excused_days(session, actor, order_id, at=at)]
