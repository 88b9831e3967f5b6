"""The fairness report, over HTTP."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request, Response
from pydantic import Field

from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.clock import local_date
from app.kernel.errors import FieldError, Invalid
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, api_router
from app.kernel.paging import Page, PageDep, link_next
from app.lawyers.fairness import reading
from app.lawyers.fairness.periods import Period
from app.lawyers.fairness.schemas import FairnessReport, FairnessTable, LawyerFairness

router = api_router("/agencies", "派案公平")

Reader = Annotated[Actor, allowed(Action.FAIRNESS_READ)]
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2200, 12, 31))]
CSV = {"text/csv": {"schema": {"type": "string", "format": "binary"}, "example": "律师,律所,承办上限"}}


async def _period(
    at: Now,
    first: Annotated[Day | None, Query(alias="from", description="从这一天起；不填从当年一月一日起")] = None,
    last: Annotated[Day | None, Query(alias="to", description="到这一天止；不填到今天止")] = None,
) -> Period:
    """The days asked for.

    Raises:
        Invalid: they end before they begin.
    """
    to = last or max(local_date(at), first or local_date(at))
    since = first or to.replace(month=1, day=1)
    if to < since:
        raise Invalid(fields=[FieldError("to", "period", "结束日期不能早于开始日期")])
    return Period(since, to, at)


PeriodDep = Annotated[Period, Depends(_period)]


@router.get("/{agency_id}/fairness", summary="派案公平情况：派案、接受、工作量，按律所和专长，以及改派理由")
async def get_fairness(
    *, session: SessionDep, actor: Reader, agency_id: UUID, period: PeriodDep
) -> FairnessReport:
    return await reading.report(session, actor, agency_id, period)


@router.get("/{agency_id}/fairness/lawyers", summary="每名律师派到的案件和应得的份额")
async def list_lawyer_fairness(
    *,
    request: Request,
    response: Response,
    session: SessionDep,
    actor: Reader,
    agency_id: UUID,
    period: PeriodDep,
    page: PageDep,
) -> Page[LawyerFairness]:
    found = await reading.lawyers(session, actor, agency_id, period, page)
    link_next(request, response, found.next_cursor)
    return found


@router.get(
    "/{agency_id}/fairness/table",
    summary="导出派案公平情况（CSV）",
    response_class=Response,
    responses={200: {"content": CSV}},
)
async def export_fairness(
    *,
    session: SessionDep,
    actor: Reader,
    agency_id: UUID,
    period: PeriodDep,
    part: Annotated[FairnessTable, Query(description="按律师、律所还是专长")] = FairnessTable.LAWYERS,
) -> Response:
    data = await reading.as_csv(session, actor, agency_id, period, part)
    headers = {"Content-Disposition": f'attachment; filename="fairness-{part}.csv"'}
    return Response(data, media_type="text/csv; charset=utf-8", headers=headers)
