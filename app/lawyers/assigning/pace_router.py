"""How a centre asks its lawyers, over HTTP."""

from typing import Annotated
from uuid import UUID

from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, api_router
from app.lawyers.assigning import pacing
from app.lawyers.assigning.presenting import pace_of, pace_view
from app.lawyers.assigning.schemas import PaceIn, PaceView

router = api_router("/agencies", "派案")

Setter = Annotated[Actor, allowed(Action.WEIGHTS_SET)]


@router.get("/{agency_id}/asking-pace", summary="派案时间：夜间不打扰、答复时间")
async def get_asking_pace(*, session: SessionDep, actor: Setter, agency_id: UUID) -> PaceView:
    return pace_view(*await pacing.read_pace(session, actor, agency_id))


@router.put("/{agency_id}/asking-pace", summary="设定派案时间")
async def set_asking_pace(
    *, session: SessionDep, at: Now, actor: Setter, agency_id: UUID, body: PaceIn
) -> PaceView:
    pace = pace_of(body)
    return pace_view(pace, await pacing.set_pace(session, actor, agency_id, pace, at=at))
