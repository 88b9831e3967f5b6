"""HTTP of the subsidy table."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, api_router
from app.legal_aid.quality import rates
from app.legal_aid.quality.answers import Rates, RateView
from app.legal_aid.quality.schemas import RateSetting

router: APIRouter = api_router("/agencies", "办案补贴标准")

Setter = Annotated[Actor, allowed(Action.SUBSIDY_SET)]


@router.get("/{agency_id}/subsidy-rates", summary="机构的补贴标准，包括上级机构设定的")
async def list_subsidy_rates(agency_id: UUID, actor: Setter, session: SessionDep, at: Now) -> Rates:
    return Rates(items=list(await rates.listed(session, actor, agency_id, at=at)))


@router.post("/{agency_id}/subsidy-rates", summary="设定一项补贴标准，从今天或者以后开始", status_code=201)
async def set_subsidy_rate(
    agency_id: UUID, body: RateSetting, actor: Setter, session: SessionDep, at: Now
) -> RateView:
    return await rates.set_rate(session, actor, agency_id, body, at=at)
