"""HTTP of notified cases: the notice, telling the authority of the lawyer, what the authority tells later."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, VaultDep, api_router, created
from app.legal_aid.answers import ApplicationView
from app.legal_aid.criminal import afterwards, notifying
from app.legal_aid.criminal.schemas import AuthorityInformed, FollowUp, Notification
from app.legal_aid.presenting import Present

notifications: APIRouter = api_router("/intake", "代为登记")
cases: APIRouter = api_router("/applications", "法律援助申请")

Enterer = Annotated[Actor, allowed(Action.APPLICATION_ENTER)]
Accepter = Annotated[Actor, allowed(Action.APPLICATION_ACCEPT)]


@notifications.post("/notifications", summary="登记办案机关指派律师的通知", status_code=201)
async def enter_notification(
    *,
    body: Notification,
    actor: Enterer,
    session: SessionDep,
    vault: VaultDep,
    at: Now,
    response: Response,
    present: Present,
) -> ApplicationView:
    case = await notifying.notify(session, vault, actor, body, at=at)
    created(response, "/applications", case.id)
    return await present(actor, case)


@cases.post("/{application_id}/authority-informed", summary="登记已把承办律师告知办案机关")
async def note_authority_informed(
    *,
    application_id: UUID,
    body: AuthorityInformed,
    actor: Accepter,
    session: SessionDep,
    at: Now,
    present: Present,
) -> ApplicationView:
    return await present(actor, await afterwards.inform(session, actor, application_id, body, at=at))


@cases.post("/{application_id}/authority-follow-ups", summary="登记办案机关后来的通知")
async def note_authority_follow_up(
    *,
    application_id: UUID,
    body: FollowUp,
    actor: Accepter,
    session: SessionDep,
    at: Now,
    present: Present,
) -> ApplicationView:
    return await present(actor, await afterwards.follow_up(session, actor, application_id, body, at=at))
