"""How often tiers check in at an agency, over HTTP."""

from typing import Annotated
from uuid import UUID

from app.correction.enums import CorrectionTier
from app.correction.schedule import schedules, views
from app.correction.schedule.schemas import ScheduleIn, SchedulesOut
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, api_router

router = api_router("/agencies", "社区矫正签到安排")

Setter = Annotated[Actor, allowed(Action.SCHEDULE_SET)]


@router.get("/{agency_id}/check-in-schedules", summary="各类别的签到安排")
async def get_check_in_schedules(*, session: SessionDep, at: Now, actor: Setter, agency_id: UUID) -> SchedulesOut:
    agency, settings = await schedules.settings_within_reach(session, actor, agency_id)
    return views.schedules_out(agency, settings, at=at)


@router.put("/{agency_id}/check-in-schedules/{tier}", summary="设定一个类别的签到安排")
async def set_check_in_schedule(
    *, session: SessionDep, at: Now, actor: Setter, agency_id: UUID, tier: CorrectionTier, body: ScheduleIn
) -> SchedulesOut:
    rhythm, day = views.rhythm_in(body), body.effective_from
    await schedules.set_schedule(session, actor, agency_id, tier, rhythm, effective_from=day, at=at)
    agency, settings = await schedules.settings_within_reach(session, actor, agency_id)
    return views.schedules_out(agency, settings, at=at)
