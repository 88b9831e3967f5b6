"""Sharing evidence with another agency over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response, status

from app.evidence.dependencies import Reader, RepeatableSharer, SettingsDep, Sharer
from app.evidence.sharing import answers, granting, store
from app.evidence.sharing.schemas import SharingIn, SharingOut, SharingPage
from app.evidence.standing import standing_of
from app.kernel.http import Now, SessionDep, api_router, created
from app.kernel.paging import Page, PageDep, link_next

PATH = "/evidence-sharings"

router = api_router(PATH, "证据共享")


@router.post("", summary="把一件事的材料共享给另一家机构查看", status_code=status.HTTP_201_CREATED)
async def create_evidence_sharing(
    *, body: SharingIn, response: Response, session: SessionDep, settings: SettingsDep, actor: Sharer, at: Now
) -> SharingOut:
    asked, longest = body.asked(), settings.sharing_max_days
    sharing = await granting.grant(session, actor, asked, longest_days=longest, at=at)
    created(response, PATH, sharing.id)
    return await answers.one(session, actor, sharing, at=at)


@router.get("", summary="一件事的材料共享给了谁")
async def list_evidence_sharings(
    *,
    request: Request,
    response: Response,
    session: SessionDep,
    actor: Reader,
    at: Now,
    page: PageDep,
    matter_id: Annotated[UUID, Query(description="哪件事（申请的编号）")],
) -> SharingPage:
    items, cursor = await answers.of_matter(session, actor, matter_id, page, at=at)
    link_next(request, response, cursor)
    standing = await standing_of(session, actor, matter_id, at=at)
    return SharingPage(items=items, next_cursor=cursor, allowed_actions=list(standing.actions))


@router.get("/received", summary="别的机构共享给本机构的材料")
async def list_received_sharings(
    *,
    request: Request,
    response: Response,
    session: SessionDep,
    actor: Reader,
    at: Now,
    page: PageDep,
    only_in_force: Annotated[bool, Query(description="只列现在能看的")] = True,
) -> Page[SharingOut]:
    items, cursor = await answers.received(session, actor, page, only_in_force=only_in_force, at=at)
    link_next(request, response, cursor)
    return Page(items=items, next_cursor=cursor)


@router.get("/{sharing_id}", summary="查看一次共享")
async def get_evidence_sharing(sharing_id: UUID, session: SessionDep, actor: Reader, at: Now) -> SharingOut:
    return await answers.one(session, actor, await store.one(session, actor, sharing_id, at=at), at=at)


@router.post("/{sharing_id}/end", summary="提前结束共享")
async def end_evidence_sharing(
    sharing_id: UUID, session: SessionDep, actor: RepeatableSharer, at: Now
) -> SharingOut:
    return await answers.one(session, actor, await granting.end(session, actor, sharing_id, at=at), at=at)
