"""HTTP of deciding: the queue, taking on, granting, refusing, ending."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, api_router
from app.kernel.paging import Page, PageDep, link_next
from app.legal_aid.answers import (
    ApplicationSummary,
    ApplicationView,
)
from app.legal_aid.deciding import decisions, listing
from app.legal_aid.enums import ApplicationStatus
from app.legal_aid.ports import LawyerPortDep
from app.legal_aid.presenting import Present
from app.legal_aid.schemas import (
    Refusal,
    Termination,
)

router: APIRouter = api_router("/applications", "法律援助申请")

Queuer = Annotated[Actor, allowed(Action.APPLICATION_QUEUE)]
Accepter = Annotated[Actor, allowed(Action.APPLICATION_ACCEPT)]
Decider = Annotated[Actor, allowed(Action.APPLICATION_DECIDE)]
StatusFilter = Annotated[ApplicationStatus | None, Query(description="只看这个状态")]


@router.get("/queue", summary="待办申请，期限最近的在前")
async def list_application_queue(
    *,
    actor: Queuer,
    session: SessionDep,
    at: Now,
    page: PageDep,
    request: Request,
    response: Response,
    status: StatusFilter = None,
) -> Page[ApplicationSummary]:
    found = await listing.queue(session, actor, page, status, at=at)
    link_next(request, response, found.next_cursor)
    return found


@router.post("/{application_id}/accept", summary="受理申请并编号")
async def accept_application(
    application_id: UUID, actor: Accepter, session: SessionDep, at: Now, present: Present
) -> ApplicationView:
    return await present(actor, await decisions.accept(session, actor, application_id, at=at))


@router.post("/{application_id}/grant", summary="决定给予法律援助")
async def grant_application(
    application_id: UUID, actor: Decider, session: SessionDep, at: Now, present: Present
) -> ApplicationView:
    return await present(actor, await decisions.grant(session, actor, application_id, at=at))


@router.post("/{application_id}/refuse", summary="决定不予法律援助，并说明理由")
async def refuse_application(
    *,
    application_id: UUID,
    body: Refusal,
    actor: Decider,
    session: SessionDep,
    at: Now,
    present: Present,
) -> ApplicationView:
    return await present(actor, await decisions.refuse(session, actor, application_id, body.reasons, at=at))


@router.post("/{application_id}/terminate", summary="决定终止法律援助，并说明理由")
async def terminate_application(
    *,
    application_id: UUID,
    body: Termination,
    actor: Decider,
    session: SessionDep,
    at: Now,
    lawyers: LawyerPortDep,
    present: Present,
) -> ApplicationView:
    case = await decisions.terminate(
        session, lawyers, actor, application_id, ground=body.ground, reasons=body.reasons, at=at
    )
    return await present(actor, case)
