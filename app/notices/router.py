"""The inbox over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Request, Response
from sqlmodel import col

from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, api_router
from app.kernel.paging import PageDep, cut, keyset, link_next
from app.notices import repository, service
from app.notices.models import Notice
from app.notices.schemas import NoticePage, NoticeView

router = api_router("/me/notices", "通知")
Reader = Annotated[Actor, allowed(Action.INBOX_READ)]
Marker = Annotated[Actor, allowed(Action.INBOX_READ, repeatable=True)]


@router.get("", summary="我的通知")
async def list_notices(
    *, request: Request, response: Response, session: SessionDep, actor: Reader, page: PageDep
) -> NoticePage:
    order = (col(Notice.created_at), col(Notice.id))
    rows = (await session.scalars(keyset(repository.visible_to(actor), page, *order))).all()
    kept, cursor = cut(rows, page, lambda notice: (notice.created_at, notice.id))
    link_next(request, response, cursor)
    items = [NoticeView.model_validate(notice) for notice in kept]
    return NoticePage(items=items, next_cursor=cursor, unread=await repository.unread(session, actor))


@router.post("/{notice_id}/read", summary="标记一条通知已读")
async def read_notice(*, session: SessionDep, at: Now, actor: Marker, notice_id: UUID) -> NoticeView:
    return NoticeView.model_validate(await service.mark_read(session, actor, notice_id, at=at))
