"""Opening evidence, and who opened it, over HTTP."""

from uuid import UUID

from fastapi import Request, Response

from app.evidence.dependencies import OpeningsReader, RepeatableReader, Store
from app.evidence.rules import OPENED_FOR
from app.evidence.schemas import OpenedFile
from app.evidence.sharing import opening, openings
from app.evidence.sharing.schemas import Opening, OpeningOut
from app.kernel.http import Now, SessionDep, api_router
from app.kernel.paging import Page, PageDep, link_next

router = api_router("/evidence", "证据材料")


@router.post("/{evidence_id}/open", summary="打开一份材料，取得几分钟内有效的地址")
async def open_evidence(
    *,
    evidence_id: UUID,
    session: SessionDep,
    store: Store,
    actor: RepeatableReader,
    at: Now,
    body: Opening | None = None,
) -> OpenedFile:
    stated = body or Opening()
    url = await opening.open_file(
        session, store, actor, evidence_id, purpose=stated.purpose, note=stated.note, at=at
    )
    return OpenedFile(url=url, expires_in_s=int(OPENED_FOR.total_seconds()))


@router.get("/{evidence_id}/openings", summary="谁打开过这份材料")
async def list_evidence_openings(
    *,
    evidence_id: UUID,
    request: Request,
    response: Response,
    session: SessionDep,
    actor: OpeningsReader,
    at: Now,
    page: PageDep,
) -> Page[OpeningOut]:
    rows, cursor = await openings.page_of(session, actor, evidence_id, page, at=at)
    link_next(request, response, cursor)
    return Page(items=[OpeningOut.of(row) for row in rows], next_cursor=cursor)
