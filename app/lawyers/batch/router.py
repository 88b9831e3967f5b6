"""Plans for whole queues, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Request, Response
from sqlmodel import col

from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import IfMatch, Now, SessionDep, api_router, created, etag
from app.kernel.paging import Page, PageDep, cut, keyset, link_next
from app.lawyers.batch import committing, editing, planning, repository
from app.lawyers.batch.enums import LineStatus
from app.lawyers.batch.models import BatchAssignment
from app.lawyers.batch.ports import MatterQueueDep
from app.lawyers.batch.presenting import batch_view, batch_views, line_views
from app.lawyers.batch.schemas import BatchIn, BatchView, CommitIn, LineChange, LineView

batches = api_router("/agencies/{agency_id}/batch-assignments", "批量指派")

Assigner = Annotated[Actor, allowed(Action.APPLICATION_ASSIGN)]
Position = Annotated[int, Path(ge=1, le=1_000_000, description="方案里的第几件")]


@batches.post("", summary="为所有等待指派的案件计算一个方案，先看再派", status_code=201)
async def create_batch_assignment(
    *, response: Response, session: SessionDep, at: Now, actor: Assigner, agency_id: UUID, body: BatchIn
) -> BatchView:
    batch = await planning.ask(session, actor, agency_id, body.method, at=at)
    created(response, f"/agencies/{agency_id}/batch-assignments", batch.id)
    etag(response, batch.version)
    return await batch_view(session, actor, batch, None)


@batches.get("", summary="本机构的批量方案")
async def list_batch_assignments(
    *,
    request: Request,
    response: Response,
    session: SessionDep,
    actor: Assigner,
    agency_id: UUID,
    page: PageDep,
) -> Page[BatchView]:
    await repository.require_reach(session, actor, agency_id)
    statement = repository.batches_visible_to(actor).where(col(BatchAssignment.agency_id) == agency_id)
    rows = (await session.scalars(keyset(statement, page, col(BatchAssignment.id)))).all()
    kept, cursor = cut(rows, page, lambda batch: (batch.id,))
    link_next(request, response, cursor)
    return Page(items=await batch_views(session, actor, kept), next_cursor=cursor)


@batches.get("/{batch_id}", summary="查看一个批量方案，以及做好以后有什么变化")
async def get_batch_assignment(
    *,
    response: Response,
    session: SessionDep,
    queue: MatterQueueDep,
    actor: Assigner,
    agency_id: UUID,
    batch_id: UUID,
) -> BatchView:
    batch = await repository.visible_batch(session, actor, agency_id, batch_id)
    etag(response, batch.version)
    changes = await committing.changes_since(session, queue, actor, batch)
    return await batch_view(session, actor, batch, changes)


@batches.get("/{batch_id}/lines", summary="方案里的案件：派给谁，为什么；派不出去的，卡在哪里")
async def list_batch_lines(
    *,
    request: Request,
    response: Response,
    session: SessionDep,
    actor: Assigner,
    agency_id: UUID,
    batch_id: UUID,
    page: PageDep,
    status: Annotated[LineStatus | None, Query(description="只看这种状态的")] = None,
) -> Page[LineView]:
    batch = await repository.visible_batch(session, actor, agency_id, batch_id)
    rows = await repository.page_of_lines(session, batch.id, page, status)
    kept, cursor = cut(rows, page, lambda line: (line.position,))
    link_next(request, response, cursor)
    return Page(items=await line_views(session, kept), next_cursor=cursor)


@batches.put("/{batch_id}/lines/{position}", summary="给一件案件换律师，或者从方案里去掉；说明理由")
async def change_batch_line(
    *,
    response: Response,
    session: SessionDep,
    queue: MatterQueueDep,
    at: Now,
    actor: Assigner,
    version: IfMatch,
    agency_id: UUID,
    batch_id: UUID,
    position: Position,
    body: LineChange,
) -> LineView:
    change = editing.Change(**body.model_dump())
    where = editing.Where(agency_id, batch_id, position)
    batch, line = await editing.change_line(session, queue, actor, where, change, version=version, at=at)
    etag(response, batch.version)
    return (await line_views(session, [line]))[0]


@batches.post("/{batch_id}/commit", summary="按方案逐件指派；每件都再检查一遍，派不出去的说明原因")
async def commit_batch_assignment(
    *,
    response: Response,
    session: SessionDep,
    queue: MatterQueueDep,
    at: Now,
    actor: Assigner,
    agency_id: UUID,
    batch_id: UUID,
    body: CommitIn,
) -> BatchView:
    batch = await committing.commit(
        session, queue, actor, agency_id, batch_id, despite_changes=body.despite_changes, at=at
    )
    etag(response, batch.version)
    return await batch_view(session, actor, batch, None)


@batches.post("/{batch_id}/discard", summary="放弃一个批量方案")
async def discard_batch_assignment(
    *, response: Response, session: SessionDep, at: Now, actor: Assigner, agency_id: UUID, batch_id: UUID
) -> BatchView:
    batch = await committing.discard(session, actor, agency_id, batch_id, at=at)
    etag(response, batch.version)
    return await batch_view(session, actor, batch, None)
