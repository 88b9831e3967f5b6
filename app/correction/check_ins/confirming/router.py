"""Questions about a place over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from sqlmodel import col

from app.correction.check_ins.confirming import calling, repository, views
from app.correction.check_ins.confirming.codes import QuestionStatus
from app.correction.check_ins.confirming.models import LocationQuestion
from app.correction.check_ins.confirming.schemas import CallCreate, QuestionOut
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, api_router
from app.kernel.paging import Page, PageDep, cut, keyset, link_next

router = api_router("/correction", "社区矫正")

Reader = Annotated[Actor, allowed(Action.ALARM_READ)]
Verifier = Annotated[Actor, allowed(Action.ALARM_VERIFY)]


@router.get("/location-questions", summary="等待核实的区域外定位")
async def list_location_questions(
    *,
    request: Request,
    response: Response,
    session: SessionDep,
    at: Now,
    actor: Reader,
    page: PageDep,
    status: Annotated[QuestionStatus | None, Query(description="只看这种状态的")] = None,
) -> Page[QuestionOut]:
    statement = repository.questions_visible_to(actor, Action.ALARM_READ)
    if status is not None:
        statement = statement.where(col(LocationQuestion.status) == status)
    rows = (await session.scalars(keyset(statement, page, col(LocationQuestion.id)))).all()
    kept, cursor = cut(rows, page, lambda row: (row.id,))
    link_next(request, response, cursor)
    return Page(items=await views.question_list(session, actor, kept, at=at), next_cursor=cursor)


@router.post("/location-questions/{question_id}/calls", summary="登记电话核实位置", status_code=201)
async def enter_location_call(
    session: SessionDep, at: Now, actor: Verifier, question_id: UUID, call: CallCreate
) -> QuestionOut:
    question = await calling.enter_call(session, actor, question_id, call.finding, call.note, at=at)
    [shown] = await views.question_list(session, actor, [question], at=at)
    return shown
