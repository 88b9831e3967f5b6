"""Visits and help over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Request, Response
from sqlmodel import col, select

from app.correction.orders.repository import order_for
from app.correction.visits import recording, views
from app.correction.visits.models import FieldVisit, HelpRecord
from app.correction.visits.schemas import HelpCreate, HelpOut, VisitCreate, VisitOut
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, api_router
from app.kernel.paging import Page, PageDep, cut, keyset, link_next

router = api_router("/correction", "社区矫正：查访和帮扶")

Visitor = Annotated[Actor, allowed(Action.SUBJECT_MANAGE)]
VisitReader = Annotated[Actor, allowed(Action.VISIT_READ)]
Helper = Annotated[Actor, allowed(Action.ACTIVITY_MANAGE)]
Reader = Annotated[Actor, allowed(Action.REPORT_READ)]


@router.post("/orders/{order_id}/visits", summary="记录一次实地查访", status_code=201)
async def record_visit(session: SessionDep, at: Now, actor: Visitor, order_id: UUID, new: VisitCreate) -> VisitOut:
    visit = await recording.record_visit(session, actor, order_id, new, at=at)
    return views.visit_view(visit)


@router.get("/orders/{order_id}/visits", summary="实地查访记录")
async def list_visits(
    *,
    request: Request,
    response: Response,
    session: SessionDep,
    at: Now,
    actor: VisitReader,
    page: PageDep,
    order_id: UUID,
) -> Page[VisitOut]:
    order = await order_for(session, actor, Action.VISIT_READ, order_id)
    statement = select(FieldVisit).where(col(FieldVisit.order_id) == order.id)
    rows = (await session.scalars(keyset(statement, page, col(FieldVisit.id)))).all()
    kept, cursor = cut(rows, page, lambda row: (row.id,))
    link_next(request, response, cursor)
    return Page(items=await views.visit_list(session, actor, order, kept, at=at), next_cursor=cursor)


@router.post("/orders/{order_id}/help-records", summary="记录一次帮扶", status_code=201)
async def record_help(session: SessionDep, at: Now, actor: Helper, order_id: UUID, new: HelpCreate) -> HelpOut:
    record = await recording.record_help(session, actor, order_id, new, at=at)
    return views.help_view(record)


@router.get("/orders/{order_id}/help-records", summary="帮扶记录")
async def list_help_records(
    *,
    request: Request,
    response: Response,
    session: SessionDep,
    at: Now,
    actor: Reader,
    page: PageDep,
    order_id: UUID,
) -> Page[HelpOut]:
    order = await order_for(session, actor, Action.REPORT_READ, order_id)
    statement = select(HelpRecord).where(col(HelpRecord.order_id) == order.id)
    rows = (await session.scalars(keyset(statement, page, col(HelpRecord.id)))).all()
    kept, cursor = cut(rows, page, lambda row: (row.id,))
    link_next(request, response, cursor)
    return Page(items=await views.help_list(session, actor, order, kept, at=at), next_cursor=cursor)
