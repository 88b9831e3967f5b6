"""Lawyers' records, over HTTP."""

from typing import Annotated
from uuid import UUID

from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, api_router
from app.lawyers.records.reading import record_of
from app.lawyers.records.schemas import RecordView

router = api_router("/lawyers", "律师名册")

Reader = Annotated[Actor, allowed(Action.FAIRNESS_READ)]


@router.get("/{lawyer_id}/record", summary="一名律师办结的案件，按案件类别")
async def get_lawyer_record(*, session: SessionDep, at: Now, actor: Reader, lawyer_id: UUID) -> RecordView:
    return await record_of(session, actor, lawyer_id, at=at)
