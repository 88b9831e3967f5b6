"""Assessment by a peer (同行评估, 法律援助法 57, 59): appointed by the centre, graded on a form, final."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.legal_aid import CaseGraded, PeerReviewAppointed
from app.identity import people
from app.kernel import events
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.clock import local_date
from app.kernel.paging import Page, PageRequest, cut
from app.kernel.states import WrongState
from app.legal_aid.deciding.decisions import agency_of
from app.legal_aid.enums import ApplicationStatus
from app.legal_aid.handling.needs import need_of
from app.legal_aid.handling.repository import lawyer_of, replaced_lawyers
from app.legal_aid.models import Application
from app.legal_aid.policies import not_own
from app.legal_aid.quality import repository
from app.legal_aid.quality.criteria import Mark, form_of, form_on, grade, problems
from app.legal_aid.quality.errors import AlreadyAppointed, MarksInvalid
from app.legal_aid.quality.models import PeerReview
from app.legal_aid.quality.peer_answers import PeerReviewLine, PeerReviewView
from app.legal_aid.quality.peer_states import peer_review_machine
from app.legal_aid.quality.ports import ReviewerPort
from app.legal_aid.quality.schemas import Grading, Score
from app.legal_aid.quality.traces import did, looked
from app.legal_aid.repository import get_visible

ASSESSED_IN = frozenset({ApplicationStatus.FILE_REVIEW, ApplicationStatus.CLOSED, ApplicationStatus.ARCHIVED})
"""The file must be in: there is nothing to assess before."""


async def appoint(
    session: AsyncSession,
    lawyers: ReviewerPort,
    actor: Actor,
    application_id: UUID,
    lawyer_id: UUID,
    *,
    at: datetime,
) -> PeerReview:
    """Ask a lawyer who had nothing to do with the case to assess it.

    Raises:
        NotFound: not within reach.
        WrongState: the file is not in.
        AlreadyAppointed: this lawyer assesses it already.
        OwnCase, Recused: the officer has a stake in the case.
        DomainError: the lawyer handled it, is of the same firm, or has a conflict.
    """
    case = await get_visible(session, actor, Action.FILE_REVIEW, application_id, lock=True)
    if case.status not in ASSESSED_IN:
        raise WrongState(state=case.status.value)
    if refusal := not_own(case, actor):
        raise refusal
    handlers = [lawyer_of(case), *await replaced_lawyers(session, case.id)]
    need = await need_of(session, case)
    chosen = await lawyers.reviewer(session, need, lawyer_id, handlers=handlers, at=at)
    asked = await repository.peer_reviews_of(session, case.id)
    if any(r.reviewer_person_id == chosen.person_id and r.status != "withdrawn" for r in asked):
        raise AlreadyAppointed()
    review = PeerReview(
        application_id=case.id,
        agency_id=agency_of(case),
        agency_path=case.agency_path or "",
        reviewer_person_id=chosen.person_id,
        form_version=form_on(local_date(at)).version,
        appointed_by=actor.person_id,
        appointed_at=at,
        updated_at=at,
    )
    session.add(review)
    await session.flush()
    did(session, actor, Action.FILE_REVIEW, case, at=at, note="安排同行评估")
    told = PeerReviewAppointed(
        application_id=case.id,
        applicant_id=case.applicant_id,
        agency_id=agency_of(case),
        peer_review_id=review.id,
        reviewer_person_id=chosen.person_id,
    )
    await events.record(session, told, at=at)
    return review


async def grade_case(
    session: AsyncSession, actor: Actor, peer_review_id: UUID, given: Grading, *, at: datetime
) -> PeerReview:
    """Fill the form in; the grade follows from it and is final. A subsidy reckoned before stays as it is.

    Raises:
        NotFound: not asked of the caller.
        WrongState: graded before, or taken back.
        MarksInvalid: with everything that does not fit the form.
    """
    review = await repository.peer_review(session, actor, Action.PEER_REVIEW, peer_review_id, lock=True)
    peer_review_machine.require(review, "grade", actor)
    form = form_of(review.form_version)
    marks = [Mark(score.criterion, score.points, score.comment) for score in given.scores]
    if wrong := problems(form, marks):
        raise MarksInvalid(fields=wrong)
    result = grade(form, marks)
    await peer_review_machine.fire(session, review, "grade", actor=actor, at=at)
    review.scores = [asdict(mark) for mark in marks]
    review.total_tenths, review.grade, review.comment = result.total_tenths, result.grade, given.comment
    review.graded_at = at
    await session.flush()
    case = await session.get_one(Application, review.application_id)
    told = CaseGraded(application_id=case.id, applicant_id=case.applicant_id, agency_id=review.agency_id)
    await events.record(session, told, at=at)
    return review


async def withdraw(session: AsyncSession, actor: Actor, peer_review_id: UUID, *, at: datetime) -> PeerReview:
    """Take the request back, to ask someone else.

    Raises:
        NotFound: not within reach.
        WrongState: graded, or given up before.
        OwnCase, Recused: the officer has a stake in the case.
    """
    review = await repository.peer_review(session, actor, Action.FILE_REVIEW, peer_review_id, lock=True)
    if refusal := not_own(await session.get_one(Application, review.application_id), actor):
        raise refusal
    return await peer_review_machine.fire(session, review, "withdraw", actor=actor, at=at)


async def stand_back(
    session: AsyncSession, actor: Actor, peer_review_id: UUID, reason: str, *, at: datetime
) -> PeerReview:
    """The lawyer knows a party, or has another reason not to assess.

    Raises:
        NotFound: not asked of the caller.
        WrongState: graded, or taken back.
    """
    review = await repository.peer_review(session, actor, Action.PEER_REVIEW, peer_review_id, lock=True)
    return await peer_review_machine.fire(session, review, "stand_back", actor=actor, at=at, reason=reason)


async def own(session: AsyncSession, actor: Actor, page: PageRequest) -> Page[PeerReviewView]:
    """A page of the assessments the caller was asked for, newest first."""
    rows, cursor = cut(await repository.own_peer_reviews(session, actor, page), page, lambda row: (row.id,))
    return Page(items=await views(session, actor, rows), next_cursor=cursor)


async def of_case(
    session: AsyncSession, actor: Actor, application_id: UUID, *, at: datetime
) -> Sequence[PeerReviewLine]:
    """Every assessment of a case with its marks, for the centre.

    Raises:
        NotFound: not within reach.
    """
    case = await get_visible(session, actor, Action.FILE_REVIEW, application_id)
    await looked(session, actor, Action.FILE_REVIEW, case, at=at, note="同行评估")
    return await lines(session, actor, await repository.peer_reviews_of(session, case.id))


async def views(session: AsyncSession, actor: Actor, reviews: Sequence[PeerReview]) -> list[PeerReviewView]:
    """Assessments without their marks, two queries a page."""
    names = await people.names(session, {review.reviewer_person_id for review in reviews})
    categories = await repository.categories_of(session, {review.application_id for review in reviews})
    return [
        PeerReviewView(
            id=review.id,
            status=review.status,
            category=categories[review.application_id],
            reviewer=names.get(review.reviewer_person_id, "律师"),
            appointed_at=review.appointed_at,
            graded_at=review.graded_at,
            total_tenths=review.total_tenths,
            grade=review.grade,
            allowed_actions=peer_review_machine.allowed_actions(actor, review),
        )
        for review in reviews
    ]


async def view(session: AsyncSession, actor: Actor, review: PeerReview) -> PeerReviewView:
    """One of them."""
    return (await views(session, actor, [review]))[0]


async def lines(session: AsyncSession, actor: Actor, reviews: Sequence[PeerReview]) -> list[PeerReviewLine]:
    """Assessments with their marks."""
    return [
        PeerReviewLine(
            **shown.model_dump(),
            scores=[Score.model_validate(score) for score in review.scores or ()],
            comment=review.comment,
        )
        for review, shown in zip(reviews, await views(session, actor, reviews), strict=True)
    ]


async def line(session: AsyncSession, actor: Actor, review: PeerReview) -> PeerReviewLine:
    """One of them."""
    return (await lines(session, actor, [review]))[0]
