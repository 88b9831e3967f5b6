"""HTTP of legal aid: reading. Every answer about a case has its clocks, its holder and what this caller may do."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, VaultDep, api_router, etag
from app.kernel.paging import Page, PageDep, link_next
from app.legal_aid import views
from app.legal_aid.answers import (
    ApplicationSummary,
    ApplicationView,
    ContactView,
    HistoryEntry,
)
from app.legal_aid.deciding import listing
from app.legal_aid.enums import ApplicationStatus

router: APIRouter = api_router("/applications", "法律援助申请")

Reader = Annotated[Actor, allowed(Action.APPLICATION_READ)]
ContactReader = Annotated[Actor, allowed(Action.APPLICATION_CONTACT)]
StatusFilter = Annotated[ApplicationStatus | None, Query(description="只看这个状态")]


@router.get("", summary="我的申请；工作人员看本机构的，律师看派给自己的")
async def list_applications(
    *,
    actor: Reader,
    session: SessionDep,
    at: Now,
    page: PageDep,
    request: Request,
    response: Response,
    status: StatusFilter = None,
) -> Page[ApplicationSummary]:
    found = await listing.applications(session, actor, page, status, at=at)
    link_next(request, response, found.next_cursor)
    return found


@router.get("/{application_id}", summary="查看一份申请")
async def get_application(
    *,
    application_id: UUID,
    actor: Reader,
    session: SessionDep,
    vault: VaultDep,
    at: Now,
    response: Response,
) -> ApplicationView:
    view = await views.read(session, vault, actor, application_id, at=at)
    etag(response, view.version)
    return view


@router.get("/{application_id}/contact", summary="查看申请人的联系方式（查看会留下记录）")
async def get_application_contact(
    application_id: UUID, actor: ContactReader, session: SessionDep, vault: VaultDep, at: Now
) -> ContactView:
    return await views.contact(session, vault, actor, application_id, at=at)


@router.get("/{application_id}/history", summary="办理过程")
async def list_application_history(
    *,
    application_id: UUID,
    actor: Reader,
    session: SessionDep,
    at: Now,
    page: PageDep,
    request: Request,
    response: Response,
) -> Page[HistoryEntry]:
    found = await listing.history(session, actor, application_id, page, at=at)
    link_next(request, response, found.next_cursor)
    return found
