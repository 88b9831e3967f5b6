"""HTTP of applying: drafts part by part, handing in, giving up."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import IfMatch, Now, SessionDep, VaultDep, api_router, created
from app.legal_aid.answers import (
    ApplicationView,
)
from app.legal_aid.applying import drafting, submitting
from app.legal_aid.ports import LawyerPortDep
from app.legal_aid.presenting import Present
from app.legal_aid.schemas import (
    ApplicantPart,
    ApplicationStart,
    PlacePart,
    Submission,
    WageClaimPart,
)

router: APIRouter = api_router("/applications", "法律援助申请")

Drafter = Annotated[Actor, allowed(Action.APPLICATION_DRAFT)]
Submitter = Annotated[Actor, allowed(Action.APPLICATION_SUBMIT)]
Withdrawer = Annotated[Actor, allowed(Action.APPLICATION_WITHDRAW)]


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
