"""HTTP of assessment by peers: the centre appoints, the lawyer reads and grades."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, api_router
from app.kernel.paging import Page, PageDep, link_next
from app.legal_aid.quality import peer_reading, peers
from app.legal_aid.quality.peer_answers import PeerReviewDetail, PeerReviewLine, PeerReviews, PeerReviewView
from app.legal_aid.quality.ports import ReviewerPortDep
from app.legal_aid.quality.schemas import Appointment, Grading, StandingBack

cases: APIRouter = api_router("/applications", "同行评估")
router: APIRouter = api_router("/peer-reviews", "同行评估")

Appointer = Annotated[Actor, allowed(Action.FILE_REVIEW)]
Assessor = Annotated[Actor, allowed(Action.PEER_REVIEW)]


@cases.post("/{application_id}/peer-reviews", summary="请一名律师评估这件案件", status_code=201)
async def appoint_reviewer(
    *,
    application_id: UUID,
    body: Appointment,
    actor: Appointer,
    session: SessionDep,
    lawyers: ReviewerPortDep,
    at: Now,
) -> PeerReviewLine:
    review = await peers.appoint(session, lawyers, actor, application_id, body.lawyer_id, at=at)
    return await peers.line(session, actor, review)


@cases.get("/{application_id}/peer-reviews", summary="这件案件的同行评估")
async def list_case_peer_reviews(
    application_id: UUID, actor: Appointer, session: SessionDep, at: Now
) -> PeerReviews:
    return PeerReviews(items=list(await peers.of_case(session, actor, application_id, at=at)))


@router.get("", summary="请我评估的案件")
async def list_peer_reviews(
    *, actor: Assessor, session: SessionDep, page: PageDep, request: Request, response: Response
) -> Page[PeerReviewView]:
    found = await peers.own(session, actor, page)
    link_next(request, response, found.next_cursor)
    return found


@router.get("/{peer_review_id}", summary="查看要评估的办理记录（没有受援人的身份）和评估表")
async def get_peer_review(peer_review_id: UUID, actor: Assessor, session: SessionDep, at: Now) -> PeerReviewDetail:
    return await peer_reading.read(session, actor, peer_review_id, at=at)


@router.post("/{peer_review_id}/grade", summary="按评估表打分，提交后不能再改")
async def grade_peer_review(
    peer_review_id: UUID, body: Grading, actor: Assessor, session: SessionDep, at: Now
) -> PeerReviewLine:
    return await peers.line(session, actor, await peers.grade_case(session, actor, peer_review_id, body, at=at))


@router.post("/{peer_review_id}/stand-back", summary="回避，不评估这件案件")
async def stand_back_from_peer_review(
    peer_review_id: UUID, body: StandingBack, actor: Assessor, session: SessionDep, at: Now
) -> PeerReviewLine:
    review = await peers.stand_back(session, actor, peer_review_id, body.reason, at=at)
    return await peers.line(session, actor, review)


@router.post("/{peer_review_id}/withdraw", summary="撤销评估，另请别人")
async def withdraw_peer_review(
    peer_review_id: UUID, actor: Appointer, session: SessionDep, at: Now
) -> PeerReviewLine:
    return await peers.line(session, actor, await peers.withdraw(session, actor, peer_review_id, at=at))
