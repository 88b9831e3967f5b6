"""HTTP of handling: choosing a lawyer."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, api_router
from app.legal_aid.answers import (
    ApplicationView,
    Candidates,
    CandidateView,
)
from app.legal_aid.handling import assigning
from app.legal_aid.ports import LawyerPortDep
from app.legal_aid.presenting import Present
from app.legal_aid.schemas import (
    LawyerChoice,
)

router: APIRouter = api_router("/applications", "法律援助申请")

Assigner = Annotated[Actor, allowed(Action.APPLICATION_ASSIGN)]


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
