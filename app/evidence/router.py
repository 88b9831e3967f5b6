"""Reading evidence over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from app.evidence import reading
from app.evidence.dependencies import Reader, Store
from app.evidence.previews import showing
from app.evidence.previews.schemas import EvidenceDetail
from app.evidence.schemas import EvidenceOut, EvidencePage
from app.evidence.standing import standing_of
from app.kernel.http import Now, SessionDep, api_router, etag
from app.kernel.paging import PageDep, link_next

router = api_router("/evidence", "证据材料")


@router.get("", summary="一件事的全部材料")
async def list_evidence(
    *,
    request: Request,
    response: Response,
    session: SessionDep,
    actor: Reader,
    at: Now,
    page: PageDep,
    store: Store,
    matter_id: Annotated[UUID, Query(description="哪件事（申请的编号）")],
    thumbnails: Annotated[bool, Query(description="是否一起给出缩略图的地址")] = False,
) -> EvidencePage:
    note = "看缩略图" if thumbnails else None
    rows, cursor = await reading.read_page(session, actor, matter_id, page, at=at, note=note)
    link_next(request, response, cursor)
    links = await showing.thumbnails(session, store, rows if thumbnails else [])
    standing = await standing_of(session, actor, matter_id, at=at)
    items = [EvidenceOut.of(item, actor, standing, thumbnail=links.get(item.id)) for item in rows]
    return EvidencePage(items=items, next_cursor=cursor, allowed_actions=list(standing.actions))


@router.get("/{evidence_id}", summary="查看一份材料的情况")
async def get_evidence(
    evidence_id: UUID, response: Response, session: SessionDep, actor: Reader, at: Now
) -> EvidenceDetail:
    item = await reading.read(session, actor, evidence_id, at=at)
    standing = await standing_of(session, actor, item.matter_id, at=at)
    etag(response, item.version)
    return EvidenceDetail.with_claims(item, actor, standing, await showing.claim_of(session, item, standing))
