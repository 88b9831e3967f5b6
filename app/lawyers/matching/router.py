"""How a centre weighs lawyers, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import IfMatch, Now, SessionDep, api_router, etag
from app.lawyers.matching import weighing
from app.lawyers.matching.models import MatchingWeights
from app.lawyers.matching.repository import as_weights
from app.lawyers.matching.schemas import WeightsIn, WeightsView
from app.lawyers.matching.terms import WEIGHTS, Term

router = api_router("/agencies", "派案")

Reader = Annotated[Actor, allowed(Action.ROSTER_READ)]
Setter = Annotated[Actor, allowed(Action.WEIGHTS_SET)]
Version = Annotated[int | None, Query(ge=0, le=2**31 - 1, description="第几版；不填为最新")]


@router.get("/{agency_id}/matching-weights", summary="推荐律师时各项的权重")
async def get_matching_weights(
    *, response: Response, session: SessionDep, actor: Reader, agency_id: UUID, version: Version = None
) -> WeightsView:
    found, latest = await weighing.read(session, actor, agency_id, version)
    etag(response, latest)
    return _view(found, latest)


@router.put("/{agency_id}/matching-weights", summary="设定推荐律师时各项的权重，成为新的一版")
async def set_matching_weights(
    *,
    response: Response,
    session: SessionDep,
    at: Now,
    actor: Setter,
    agency_id: UUID,
    body: WeightsIn,
    version: IfMatch,
) -> WeightsView:
    made = await weighing.replace(session, actor, agency_id, body.weights, version=version, at=at)
    etag(response, made.version)
    return _view(made, made.version)


def _view(row: MatchingWeights | None, latest: int) -> WeightsView:
    weights = WEIGHTS if row is None else as_weights(row)
    return WeightsView(
        version=row.version if row else 0,
        code=weights.version,
        weights={term: weights.of(term) for term in Term},
        set_by=row.set_by if row else None,
        set_at=row.set_at if row else None,
        latest_version=latest,
    )
