"""HTTP of the attempts to find a lawyer, as the centre's officers see them."""

from dataclasses import asdict
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import SessionDep, api_router
from app.legal_aid.handling import assigning
from app.legal_aid.handling.attempts import AssignmentAttempt, AssignmentAttempts
from app.legal_aid.ports import LawyerPortDep

router: APIRouter = api_router("/applications", "法律援助申请")

Assigner = Annotated[Actor, allowed(Action.APPLICATION_ASSIGN)]


@router.get("/{application_id}/assignments", summary="每次选派：当时的推荐、先后问了谁、怎样答复")
async def list_application_assignments(
    application_id: UUID, actor: Assigner, session: SessionDep, lawyers: LawyerPortDep
) -> AssignmentAttempts:
    found = await assigning.attempts(session, lawyers, actor, application_id)
    return AssignmentAttempts(items=[AssignmentAttempt.model_validate(asdict(one)) for one in found])
