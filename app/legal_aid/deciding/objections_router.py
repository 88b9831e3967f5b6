"""HTTP of objections and of staff who stand back (回避)."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, api_router
from app.legal_aid.answers import ApplicationView
from app.legal_aid.deciding import objecting, reading, recusing
from app.legal_aid.deciding.enums import ObjectionOutcome
from app.legal_aid.deciding.schemas import (
    ObjectionIn,
    Objections,
    RecusalDecision,
    RecusalIn,
    Recusals,
    ReviewIn,
)
from app.legal_aid.presenting import Present

router: APIRouter = api_router("/applications", "法律援助申请")

Reader = Annotated[Actor, allowed(Action.APPLICATION_READ)]
Objector = Annotated[Actor, allowed(Action.APPLICATION_OBJECT)]
Reviewer = Annotated[Actor, allowed(Action.OBJECTION_REVIEW)]
Decider = Annotated[Actor, allowed(Action.APPLICATION_DECIDE)]
Recuser = Annotated[Actor, allowed(Action.APPLICATION_RECUSE)]


@router.post("/{application_id}/objection", summary="对不予援助或者终止援助提出异议")
async def file_objection(
    *,
    application_id: UUID,
    body: ObjectionIn,
    actor: Objector,
    session: SessionDep,
    at: Now,
    present: Present,
) -> ApplicationView:
    case = await objecting.object_to(session, actor, application_id, body, at=at)
    return await present(actor, case)


@router.get("/{application_id}/objections", summary="异议和审查结果")
async def list_objections(application_id: UUID, actor: Reader, session: SessionDep, at: Now) -> Objections:
    return await reading.objections(session, actor, application_id, at=at)


@router.post("/{application_id}/objection/uphold", summary="维持原决定")
async def uphold_decision(
    *,
    application_id: UUID,
    body: ReviewIn,
    actor: Reviewer,
    session: SessionDep,
    at: Now,
    present: Present,
) -> ApplicationView:
    outcome = ObjectionOutcome.UPHELD
    return await present(
        actor, await objecting.review(session, actor, application_id, outcome, body.reasons, at=at)
    )


@router.post("/{application_id}/objection/overturn", summary="责令改正，给予法律援助")
async def overturn_decision(
    *,
    application_id: UUID,
    body: ReviewIn,
    actor: Reviewer,
    session: SessionDep,
    at: Now,
    present: Present,
) -> ApplicationView:
    outcome = ObjectionOutcome.OVERTURNED
    return await present(
        actor, await objecting.review(session, actor, application_id, outcome, body.reasons, at=at)
    )


@router.post("/{application_id}/recusals", summary="声明回避，或者申请工作人员回避")
async def recuse_from_application(
    *,
    application_id: UUID,
    body: RecusalIn,
    actor: Recuser,
    session: SessionDep,
    at: Now,
    present: Present,
) -> ApplicationView:
    return await present(actor, await recusing.recuse(session, actor, application_id, body, at=at))


@router.get("/{application_id}/recusals", summary="回避的情况；申请人看自己提出的")
async def list_recusals(application_id: UUID, actor: Recuser, session: SessionDep, at: Now) -> Recusals:
    return Recusals(items=await recusing.recusals_of(session, actor, application_id, at=at))


@router.post("/{application_id}/recusals/decide", summary="决定申请人提出的回避")
async def decide_recusal(
    *,
    application_id: UUID,
    body: RecusalDecision,
    actor: Decider,
    session: SessionDep,
    at: Now,
    present: Present,
) -> ApplicationView:
    return await present(actor, await recusing.decide_request(session, actor, application_id, body, at=at))
