"""HTTP of what staff enter for others."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, VaultDep, api_router, created
from app.legal_aid.answers import ApplicationView
from app.legal_aid.criminal.months import asked_for
from app.legal_aid.intake import entering, opening, punctuality, reading
from app.legal_aid.intake.schemas import ForwardedEntry, IntakeEntry, IntakeView, Punctuality
from app.legal_aid.presenting import Present
from app.legal_aid.schemas import Month

router: APIRouter = api_router("/intake", "代为登记")
cases: APIRouter = api_router("/applications", "法律援助申请")

Enterer = Annotated[Actor, allowed(Action.APPLICATION_ENTER)]
Queuer = Annotated[Actor, allowed(Action.APPLICATION_QUEUE)]
Reader = Annotated[Actor, allowed(Action.APPLICATION_READ)]


@router.post("/applications", summary="代为登记申请：窗口口头申请、监管场所或值班律师转交", status_code=201)
async def enter_application(
    *,
    body: IntakeEntry,
    actor: Enterer,
    session: SessionDep,
    vault: VaultDep,
    at: Now,
    response: Response,
    present: Present,
) -> ApplicationView:
    case = await entering.enter(session, vault, actor, body, at=at)
    created(response, "/applications", case.id)
    return await present(actor, case)


@router.post("/from-duty-help/{duty_help_id}", summary="登记值班律师转交的申请", status_code=201)
async def open_forwarded_application(
    *,
    duty_help_id: UUID,
    body: ForwardedEntry,
    actor: Enterer,
    session: SessionDep,
    vault: VaultDep,
    at: Now,
    response: Response,
    present: Present,
) -> ApplicationView:
    case = await opening.open_forwarded(session, vault, actor, duty_help_id, body, at=at)
    created(response, "/applications", case.id)
    return await present(actor, case)


@router.get("/punctuality", summary="转交和通知是否及时：各监管场所、值班律师、办案机关")
async def count_punctuality(
    *,
    actor: Queuer,
    session: SessionDep,
    at: Now,
    first: Annotated[Month | None, Query(alias="from", description="开始月份")] = None,
    last: Annotated[Month | None, Query(alias="to", description="结束月份，默认为本月")] = None,
) -> Punctuality:
    return await punctuality.punctuality(session, actor, asked_for(first, last, at=at))


@cases.get("/{application_id}/intake", summary="申请的来源：登记、转交和办案机关的通知")
async def get_application_intake(application_id: UUID, actor: Reader, session: SessionDep, at: Now) -> IntakeView:
    return await reading.read(session, actor, application_id, at=at)
