"""Objections over HTTP: filed and taken back by the person, reviewed by the head of the county's bureau."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from sqlmodel import col

from app.correction.discipline import objecting, repository, views
from app.correction.discipline.codes import SanctionObjectionStatus
from app.correction.discipline.models import SanctionObjection
from app.correction.discipline.schemas import ObjectionCreate, ObjectionOut, ObjectionReview, SanctionDetail
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, api_router
from app.kernel.paging import Page, PageDep, cut, keyset, link_next

router = api_router("/correction", "社区矫正：考核奖惩")

Subject = Annotated[Actor, allowed(Action.SANCTION_OBJECT)]
Reviewer = Annotated[Actor, allowed(Action.SANCTION_REVIEW)]


@router.post("/sanctions/{sanction_id}/objections", summary="对决定提出异议", status_code=201)
async def object_to_sanction(
    session: SessionDep, at: Now, actor: Subject, sanction_id: UUID, objection: ObjectionCreate
) -> SanctionDetail:
    words, files = objection.words, objection.evidence_ids
    sanction = await objecting.object_to(session, actor, sanction_id, words, files, at=at)
    return await views.sanction_detail(session, actor, sanction, at=at)


@router.get("/objections", summary="等待审查的奖惩异议")
async def list_sanction_objections(
    *,
    request: Request,
    response: Response,
    session: SessionDep,
    at: Now,
    actor: Reviewer,
    page: PageDep,
    status: Annotated[SanctionObjectionStatus | None, Query(description="只看这种状态的")] = None,
) -> Page[ObjectionOut]:
    statement = repository.objections_visible_to(actor, Action.SANCTION_REVIEW)
    if status is not None:
        statement = statement.where(col(SanctionObjection.status) == status)
    rows = (await session.scalars(keyset(statement, page, col(SanctionObjection.id)))).all()
    kept, cursor = cut(rows, page, lambda row: (row.id,))
    link_next(request, response, cursor)
    return Page(items=await views.objection_page(session, actor, kept, at=at), next_cursor=cursor)


@router.post("/objections/{objection_id}/review", summary="审查异议：维持，或者撤销原决定")
async def review_sanction_objection(
    session: SessionDep, at: Now, actor: Reviewer, objection_id: UUID, review: ObjectionReview
) -> ObjectionOut:
    reason, is_granted = review.reason, review.is_granted
    objection = await objecting.review(session, actor, objection_id, reason, is_granted=is_granted, at=at)
    [shown] = await views.objection_page(session, actor, [objection], at=at)
    return shown


@router.post("/objections/{objection_id}/withdraw", summary="撤回异议")
async def withdraw_sanction_objection(
    session: SessionDep, at: Now, actor: Subject, objection_id: UUID
) -> ObjectionOut:
    objection = await objecting.withdraw_objection(session, actor, objection_id, at=at)
    [shown] = await views.objection_page(session, actor, [objection], at=at)
    return shown
