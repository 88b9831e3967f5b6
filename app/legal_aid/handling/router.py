"""HTTP of handling: choosing a lawyer, the agreement, the log, another lawyer."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, api_router
from app.kernel.paging import Page, PageDep, link_next
from app.legal_aid.answers import ApplicationView
from app.legal_aid.handling import agreement, assigning, entries, replacing
from app.legal_aid.handling.answers import AgreementView, EntryView, Replacements
from app.legal_aid.handling.candidate_answers import Candidates, StandingView
from app.legal_aid.handling.schemas import (
    AgreementExcuse,
    AgreementIn,
    EntryIn,
    ReplacementApproval,
    ReplacementIn,
    ReplacementRefusal,
)
from app.legal_aid.ports import LawyerPortDep
from app.legal_aid.presenting import Present
from app.legal_aid.schemas import (
    LawyerChoice,
)

router: APIRouter = api_router("/applications", "法律援助申请")

Relax = Annotated[
    tuple[Literal["expired_before", "no_such_specialty"], ...],
    Query(description="放宽的条件，可以有几个：上次没有按时答复的律师，没有登记这类专长的律师"),
]
Assigner = Annotated[Actor, allowed(Action.APPLICATION_ASSIGN)]
Handler = Annotated[Actor, allowed(Action.CASE_HANDLE)]
Reader = Annotated[Actor, allowed(Action.APPLICATION_READ)]
Replacer = Annotated[Actor, allowed(Action.CASE_REPLACE)]
Decider = Annotated[Actor, allowed(Action.APPLICATION_DECIDE)]


@router.get("/{application_id}/candidates", summary="推荐律师和理由")
async def list_application_candidates(
    *,
    application_id: UUID,
    actor: Assigner,
    session: SessionDep,
    at: Now,
    lawyers: LawyerPortDep,
    relax: Relax = (),
) -> Candidates:
    return Candidates.of(await assigning.candidates(session, lawyers, actor, application_id, at=at, relaxed=relax))


@router.get("/{application_id}/candidates/{lawyer_id}", summary="为什么推荐或者不推荐某名律师")
async def get_application_candidate(
    *,
    application_id: UUID,
    lawyer_id: UUID,
    actor: Assigner,
    session: SessionDep,
    at: Now,
    lawyers: LawyerPortDep,
    relax: Relax = (),
) -> StandingView:
    found = await assigning.standing(session, lawyers, actor, application_id, lawyer_id, at=at, relaxed=relax)
    return StandingView.model_validate(found)


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
    case = await assigning.assign(session, lawyers, actor, application_id, body, at=at)
    return await present(actor, case)


@router.get("/{application_id}/agreement", summary="查看承办律师和受援人的委托协议")
async def get_agreement(application_id: UUID, actor: Reader, session: SessionDep, at: Now) -> AgreementView | None:
    row = await agreement.read(session, actor, application_id, at=at)
    return AgreementView.model_validate(row) if row else None


@router.post("/{application_id}/agreement", summary="登记已签订的委托协议和授权委托书")
async def sign_agreement(
    application_id: UUID, body: AgreementIn, actor: Handler, session: SessionDep, at: Now
) -> AgreementView:
    return AgreementView.model_validate(await agreement.sign(session, actor, application_id, body, at=at))


@router.post("/{application_id}/agreement/excused", summary="说明不能按期签订委托协议的原因")
async def excuse_agreement(
    application_id: UUID, body: AgreementExcuse, actor: Handler, session: SessionDep, at: Now
) -> AgreementView:
    return AgreementView.model_validate(await agreement.excuse(session, actor, application_id, body, at=at))


@router.post("/{application_id}/entries", status_code=201, summary="写一条办案记录")
async def record_entry(
    application_id: UUID, body: EntryIn, actor: Handler, session: SessionDep, at: Now
) -> EntryView:
    entry = await entries.record(session, actor, application_id, body, at=at)
    return (await entries.present(session, [entry]))[0]


@router.get("/{application_id}/entries", summary="办案记录，最新的在前")
async def list_entries(
    *,
    application_id: UUID,
    actor: Reader,
    session: SessionDep,
    at: Now,
    page: PageDep,
    request: Request,
    response: Response,
) -> Page[EntryView]:
    found = await entries.log(session, actor, application_id, page, at=at)
    link_next(request, response, found.next_cursor)
    return found


@router.get("/{application_id}/replacement", summary="更换律师的申请和决定")
async def list_replacements(application_id: UUID, actor: Reader, session: SessionDep, at: Now) -> Replacements:
    return Replacements(items=await replacing.listed(session, actor, application_id, at=at))


@router.post("/{application_id}/replacement", summary="申请更换律师")
async def request_replacement(
    *,
    application_id: UUID,
    body: ReplacementIn,
    actor: Replacer,
    session: SessionDep,
    at: Now,
    present: Present,
) -> ApplicationView:
    return await present(actor, await replacing.request(session, actor, application_id, body, at=at))


@router.post("/{application_id}/replacement/approve", summary="同意更换律师")
async def approve_replacement(
    *,
    application_id: UUID,
    body: ReplacementApproval,
    actor: Decider,
    session: SessionDep,
    at: Now,
    lawyers: LawyerPortDep,
    present: Present,
) -> ApplicationView:
    case = await replacing.approve(session, lawyers, actor, application_id, body.reasons, at=at)
    return await present(actor, case)


@router.post("/{application_id}/replacement/refuse", summary="不同意更换律师，并说明理由")
async def refuse_replacement(
    *,
    application_id: UUID,
    body: ReplacementRefusal,
    actor: Decider,
    session: SessionDep,
    at: Now,
    present: Present,
) -> ApplicationView:
    return await present(actor, await replacing.refuse(session, actor, application_id, body.reasons, at=at))
