"""Searches over HTTP: what was done to find a person who cannot be reached."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from sqlmodel import col

from app.correction.alarms import repository, searching, views
from app.correction.alarms.codes import SearchStatus
from app.correction.alarms.search_models import SearchRecord
from app.correction.alarms.search_schemas import SearchDetail, SearchEnd, SearchEntryCreate, SearchOut
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, api_router
from app.kernel.paging import Page, PageDep, cut, keyset, link_next

router = api_router("/correction/searches", "社区矫正：查找失去联系的人")

Verifier = Annotated[Actor, allowed(Action.ALARM_VERIFY)]


@router.get("", summary="查找记录清单")
async def list_searches(
    *,
    request: Request,
    response: Response,
    session: SessionDep,
    at: Now,
    actor: Verifier,
    page: PageDep,
    status: Annotated[SearchStatus | None, Query(description="只看这种状态的")] = None,
    order_id: Annotated[UUID | None, Query(description="只看这个矫正对象的")] = None,
) -> Page[SearchOut]:
    statement = repository.searches_listed(actor, status=status, order_id=order_id)
    rows = (await session.scalars(keyset(statement, page, col(SearchRecord.id)))).all()
    kept, cursor = cut(rows, page, lambda row: (row.id,))
    link_next(request, response, cursor)
    return Page(items=await views.search_list(session, actor, kept, at=at), next_cursor=cursor)


@router.get("/{search_id}", summary="查看一次查找")
async def get_search(session: SessionDep, at: Now, actor: Verifier, search_id: UUID) -> SearchDetail:
    search = await repository.search_for(session, actor, Action.ALARM_VERIFY, search_id)
    return await views.search_detail(session, actor, search, at=at)


@router.post("/{search_id}/entries", summary="登记查找经过", status_code=201)
async def add_search_entry(
    session: SessionDep, at: Now, actor: Verifier, search_id: UUID, entry: SearchEntryCreate
) -> SearchDetail:
    done = searching.Done(entry.kind, entry.note, entry.made_at or at)
    search = await searching.add_entry(session, actor, search_id, done, at=at)
    return await views.search_detail(session, actor, search, at=at)


@router.post("/{search_id}/found", summary="找到本人")
async def finish_search(
    session: SessionDep, at: Now, actor: Verifier, search_id: UUID, end: SearchEnd
) -> SearchDetail:
    search = await searching.finish(session, actor, search_id, is_found=True, note=end.note, at=at)
    return await views.search_detail(session, actor, search, at=at)


@router.post("/{search_id}/end", summary="结束查找")
async def end_search(
    session: SessionDep, at: Now, actor: Verifier, search_id: UUID, end: SearchEnd
) -> SearchDetail:
    search = await searching.finish(session, actor, search_id, is_found=False, note=end.note, at=at)
    return await views.search_detail(session, actor, search, at=at)
