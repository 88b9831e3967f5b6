"""HTTP of legal aid. Every answer about a case has its clocks, its holder and what this caller may do."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import IfMatch, Now, SessionDep, VaultDep, api_router, created, etag
from app.kernel.paging import Page, PageDep, link_next
from app.legal_aid import assigning, deciding, drafting, listing, submitting, views
from app.legal_aid.answers import (
    ApplicationSummary,
    ApplicationView,
    Candidates,
    CandidateView,
    ContactView,
    HistoryEntry,
)
from app.legal_aid.enums import ApplicationStatus
from app.legal_aid.models import Application
from app.legal_aid.ports import LawyerPortDep
from app.legal_aid.schemas import (
    ApplicantPart,
    ApplicationStart,
    LawyerChoice,
    PlacePart,
    Refusal,
    Submission,
    Termination,
    WageClaimPart,
)

router: APIRouter = api_router("/applications", "法律援助申请")

Drafter = Annotated[Actor, allowed(Action.APPLICATION_DRAFT)]
Submitter = Annotated[Actor, allowed(Action.APPLICATION_SUBMIT)]
Withdrawer = Annotated[Actor, allowed(Action.APPLICATION_WITHDRAW)]
Reader = Annotated[Actor, allowed(Action.APPLICATION_READ)]
ContactReader = Annotated[Actor, allowed(Action.APPLICATION_CONTACT)]
Queuer = Annotated[Actor, allowed(Action.APPLICATION_QUEUE)]
Accepter = Annotated[Actor, allowed(Action.APPLICATION_ACCEPT)]
Decider = Annotated[Actor, allowed(Action.APPLICATION_DECIDE)]
Assigner = Annotated[Actor, allowed(Action.APPLICATION_ASSIGN)]
StatusFilter = Annotated[ApplicationStatus | None, Query(description="只看这个状态")]


@dataclass(frozen=True, slots=True)
class Presenter:
    """Turns a case into the answer, with its version as ETag."""

    session: AsyncSession
    response: Response
    at: datetime

    async def __call__(self, actor: Actor, case: Application) -> ApplicationView:
        view = await views.present(self.session, actor, case, at=self.at)
        etag(self.response, view.version)
        return view


async def _presenter(session: SessionDep, response: Response, at: Now) -> Presenter:
    return Presenter(session, response, at)


Present = Annotated[Presenter, Depends(_presenter)]


@router.post("", summary="开始一份申请（草稿）", status_code=201)
async def start_application(
    *,
    body: ApplicationStart,
    actor: Drafter,
    session: SessionDep,
    at: Now,
    response: Response,
    present: Present,
) -> ApplicationView:
    case = await drafting.start(session, actor, body.category, at=at)
    created(response, "/applications", case.id)
    return await present(actor, case)


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


@router.get("/{application_id}", summary="查看一份申请")
async def get_application(
    application_id: UUID, actor: Reader, session: SessionDep, at: Now, response: Response
) -> ApplicationView:
    view = await views.read(session, actor, application_id, at=at)
    etag(response, view.version)
    return view


@router.put("/{application_id}/applicant", summary="填写我的情况")
async def put_application_applicant(
    *,
    application_id: UUID,
    body: ApplicantPart,
    version: IfMatch,
    actor: Drafter,
    session: SessionDep,
    at: Now,
    present: Present,
) -> ApplicationView:
    case = await drafting.save_applicant(session, actor, application_id, body, version=version, at=at)
    return await present(actor, case)


@router.put("/{application_id}/claim", summary="填写拖欠工资的情况")
async def put_application_claim(
    *,
    application_id: UUID,
    body: WageClaimPart,
    version: IfMatch,
    actor: Drafter,
    session: SessionDep,
    at: Now,
    present: Present,
) -> ApplicationView:
    case = await drafting.save_claim(session, actor, application_id, body, version=version, at=at)
    return await present(actor, case)


@router.put("/{application_id}/place", summary="填写事情发生的地方")
async def put_application_place(
    *,
    application_id: UUID,
    body: PlacePart,
    version: IfMatch,
    actor: Drafter,
    session: SessionDep,
    at: Now,
    present: Present,
) -> ApplicationView:
    case = await drafting.save_place(session, actor, application_id, body, version=version, at=at)
    return await present(actor, case)


@router.post("/{application_id}/submit", summary="签名并提交申请")
async def submit_application(
    *,
    application_id: UUID,
    body: Submission,
    actor: Submitter,
    session: SessionDep,
    vault: VaultDep,
    at: Now,
    present: Present,
) -> ApplicationView:
    case = await submitting.submit(session, vault, actor, application_id, body.signature_evidence_id, at=at)
    return await present(actor, case)


@router.post("/{application_id}/discard", summary="删除草稿")
async def discard_application(
    application_id: UUID, actor: Drafter, session: SessionDep, at: Now, present: Present
) -> ApplicationView:
    return await present(actor, await drafting.discard(session, actor, application_id, at=at))


@router.post("/{application_id}/withdraw", summary="撤回申请")
async def withdraw_application(
    *,
    application_id: UUID,
    actor: Withdrawer,
    session: SessionDep,
    at: Now,
    lawyers: LawyerPortDep,
    present: Present,
) -> ApplicationView:
    return await present(actor, await submitting.withdraw(session, lawyers, actor, application_id, at=at))


@router.post("/{application_id}/accept", summary="受理申请并编号")
async def accept_application(
    application_id: UUID, actor: Accepter, session: SessionDep, at: Now, present: Present
) -> ApplicationView:
    return await present(actor, await deciding.accept(session, actor, application_id, at=at))


@router.post("/{application_id}/grant", summary="决定给予法律援助")
async def grant_application(
    application_id: UUID, actor: Decider, session: SessionDep, at: Now, present: Present
) -> ApplicationView:
    return await present(actor, await deciding.grant(session, actor, application_id, at=at))


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
    return await present(actor, await deciding.refuse(session, actor, application_id, body.reasons, at=at))


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
    case = await deciding.terminate(
        session, lawyers, actor, application_id, ground=body.ground, reasons=body.reasons, at=at
    )
    return await present(actor, case)


@router.get("/{application_id}/candidates", summary="推荐律师和理由")
async def list_application_candidates(
    application_id: UUID, actor: Assigner, session: SessionDep, at: Now, lawyers: LawyerPortDep
) -> Candidates:
    found = await assigning.candidates(session, lawyers, actor, application_id, at=at)
    return Candidates(items=[CandidateView.model_validate(candidate) for candidate in found])


@router.post("/{application_id}/assign", summary="选定律师并派案")
async def assign_application(
    *,
    application_id: UUID,
    body: LawyerChoice,
    actor: Assigner,
    session: SessionDep,
    at: Now,
    lawyers: LawyerPortDep,
    present: Present,
) -> ApplicationView:
    case = await assigning.assign(session, lawyers, actor, application_id, body.lawyer_id, at=at)
    return await present(actor, case)


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
