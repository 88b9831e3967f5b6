"""SQL of closing a case. Reads of cases made for a person begin at ``app.legal_aid.repository.visible_to``."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.contracts.categories import CaseCategory
from app.kernel import access
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.areas.agencies import subtree_clause
from app.kernel.areas.models import Agency
from app.kernel.errors import NotFound
from app.kernel.paging import PageRequest, keyset
from app.legal_aid.models import Application
from app.legal_aid.quality.enums import PeerReviewStatus, QualityGrade
from app.legal_aid.quality.models import (
    FileReview,
    PeerReview,
    ReturnVisit,
    SubsidyLine,
    SubsidyRate,
)
from app.legal_aid.quality.tariff import RateInForce, Tariff


async def file_reviews(session: AsyncSession, application_id: UUID) -> Sequence[FileReview]:
    """Reviews of a case's closing file, oldest first."""
    statement = select(FileReview).where(col(FileReview.application_id) == application_id)
    return (await session.scalars(statement.order_by(col(FileReview.id)))).all()


def peer_reviews_visible_to(actor: Actor, action: Action) -> SelectOfScalar[PeerReview]:
    """Assessments the actor may reach: their own under ``PEER_REVIEW``, their centre's otherwise."""
    if action is Action.PEER_REVIEW:
        return select(PeerReview).where(
            col(PeerReview.reviewer_person_id) == actor.person_id,
            col(PeerReview.status) != PeerReviewStatus.WITHDRAWN,
        )
    within = subtree_clause(col(PeerReview.agency_id), access.agency_paths(actor, action))
    return select(PeerReview).where(within)


async def peer_review(
    session: AsyncSession, actor: Actor, action: Action, peer_review_id: UUID, *, lock: bool = False
) -> PeerReview:
    """One assessment, locked until commit with ``lock``.

    Raises:
        NotFound: none within reach.
    """
    statement = peer_reviews_visible_to(actor, action).where(col(PeerReview.id) == peer_review_id)
    if lock:
        statement = statement.with_for_update(of=PeerReview).execution_options(populate_existing=True)
    found = (await session.scalars(statement)).one_or_none()
    if found is None:
        raise NotFound()
    return found


async def own_peer_reviews(session: AsyncSession, actor: Actor, page: PageRequest) -> Sequence[PeerReview]:
    """A page of the assessments the lawyer was asked for, newest first, and one more."""
    statement = peer_reviews_visible_to(actor, Action.PEER_REVIEW)
    return (await session.scalars(keyset(statement, page, col(PeerReview.id)))).all()


async def peer_reviews_of(session: AsyncSession, application_id: UUID) -> Sequence[PeerReview]:
    """Assessments of a case, oldest first."""
    statement = select(PeerReview).where(col(PeerReview.application_id) == application_id)
    return (await session.scalars(statement.order_by(col(PeerReview.id)))).all()


async def peer_grade(session: AsyncSession, application_id: UUID) -> QualityGrade | None:
    """The grade a peer gave last."""
    statement = (
        select(PeerReview.grade)
        .where(col(PeerReview.application_id) == application_id, col(PeerReview.status) == PeerReviewStatus.GRADED)
        .order_by(col(PeerReview.graded_at).desc(), col(PeerReview.id).desc())
        .limit(1)
    )
    return (await session.scalars(statement)).one_or_none()


async def categories_of(session: AsyncSession, application_ids: Collection[UUID]) -> dict[UUID, CaseCategory]:
    """What each of these cases is about."""
    statement = select(Application.id, Application.category).where(col(Application.id).in_(application_ids))
    return {row[0]: CaseCategory(row[1]) for row in (await session.execute(statement)).all()}


async def visits(session: AsyncSession, application_id: UUID) -> Sequence[ReturnVisit]:
    """Return visits of a case, oldest first."""
    statement = select(ReturnVisit).where(col(ReturnVisit.application_id) == application_id)
    return (await session.scalars(statement.order_by(col(ReturnVisit.id)))).all()


async def subsidy_lines(session: AsyncSession, application_id: UUID) -> Sequence[SubsidyLine]:
    """The reckoning of a case, in order."""
    statement = select(SubsidyLine).where(col(SubsidyLine.application_id) == application_id)
    return (await session.scalars(statement.order_by(col(SubsidyLine.position)))).all()


async def tariff(session: AsyncSession, agency_id: UUID, on: date) -> Tariff:
    """The table in force at an agency."""
    rows = await rates_in_force(session, agency_id, on)
    return {row.code: RateInForce(row.value, row.source, row.effective_from) for row in rows}


async def rates_in_force(session: AsyncSession, agency_id: UUID, on: date) -> Sequence[SubsidyRate]:
    """For each code the number of the nearest agency above, and of these the latest not after ``on``."""
    statement = _rates_above(agency_id).where(col(SubsidyRate.effective_from) <= on)
    return (await session.scalars(statement.ext(distinct_on(col(SubsidyRate.code))))).all()


async def rates_of(session: AsyncSession, agency_id: UUID) -> Sequence[SubsidyRate]:
    """Every number set by the agency or those above it, by code, the nearest and latest first."""
    return (await session.scalars(_rates_above(agency_id))).all()


def _rates_above(agency_id: UUID) -> SelectOfScalar[SubsidyRate]:
    own, setter = aliased(Agency), aliased(Agency)
    return (
        select(SubsidyRate)
        .join(setter, col(setter.id) == col(SubsidyRate.agency_id))
        .join(own, col(own.tree_path).startswith(col(setter.tree_path)))
        .where(col(own.id) == agency_id)
        .order_by(
            col(SubsidyRate.code),
            func.length(setter.tree_path).desc(),
            col(SubsidyRate.effective_from).desc(),
        )
    )
