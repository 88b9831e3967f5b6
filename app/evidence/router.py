"""Reading evidence over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from app.evidence import reading
from app.evidence.dependencies import Reader
from app.evidence.schemas import EvidenceOut
from app.kernel.http import Now, SessionDep, api_router
from app.kernel.paging import Page, PageDep, link_next

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
    matter_id: Annotated[UUID, Query(description="哪件事（申请的编号）")],
) -> Page[EvidenceOut]:
    rows, cursor = await reading.read_page(session, actor, matter_id, page, at=at)
    link_next(request, response, cursor)
    return Page(items=[EvidenceOut.of(item, actor) for item in rows], next_cursor=cursor)


@router.get("/{evidence_id}", summary="查看一份材料的情况")
async def get_evidence(evidence_id: UUID, session: SessionDep, actor: Reader, at: Now) -> EvidenceOut:
    return EvidenceOut.of(await reading.read(session, actor, evidence_id, at=at), actor)
