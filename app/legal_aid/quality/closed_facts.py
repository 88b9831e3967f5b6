"""How a closed case went, for the lawyers' domain, which keeps records of it. ``wiring`` hands it over."""

from datetime import datetime
from decimal import Decimal
from typing import cast
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.contracts.categories import CaseCategory
from app.contracts.legal_aid import ClosedFacts
from app.kernel.states import StateChange
from app.legal_aid.enums import ApplicationStatus
from app.legal_aid.handling.enums import OutcomeKind
from app.legal_aid.handling.models import CaseOutcome
from app.legal_aid.models import Application
from app.legal_aid.quality.enums import PeerReviewStatus
from app.legal_aid.quality.models import CaseRating, PeerReview
from app.legal_aid.quality.success import SUCCESS

CLOSED = (ApplicationStatus.CLOSED, ApplicationStatus.ARCHIVED)

_Row = tuple[UUID | None, CaseCategory, datetime | None, OutcomeKind | None, int | None, Decimal | None]
"""What the statement gives: lawyer, category, closed at, end, stars, mean of the peers' tenths."""


async def closed_facts(session: AsyncSession, application_id: UUID) -> ClosedFacts | None:
    """The facts as they stand committed now; none while the case is not closed.

    Columns are read, not objects: what another transaction changed meanwhile must be seen.
    """
    closed_at = (
        select(func.max(StateChange.at))
        .where(col(StateChange.object_id) == col(Application.id), col(StateChange.transition) == "close")
        .correlate(Application)
        .scalar_subquery()
    )
    peers = (
        select(func.avg(PeerReview.total_tenths))
        .where(
            col(PeerReview.application_id) == col(Application.id),
            col(PeerReview.status) == PeerReviewStatus.GRADED,
        )
        .correlate(Application)
        .scalar_subquery()
    )
    case = Application
    statement = (
        select(
            col(case.lawyer_person_id), col(case.category), closed_at,
            col(CaseOutcome.kind), col(CaseRating.stars), peers,
        )
        .outerjoin(CaseOutcome, col(CaseOutcome.application_id) == col(case.id))
        .outerjoin(CaseRating, col(CaseRating.application_id) == col(case.id))
        .where(col(case.id) == application_id, col(case.status).in_(CLOSED))
    )  # fmt: skip
    row = cast("_Row | None", (await session.execute(statement)).one_or_none())
    if row is None:
        return None
    lawyer_person_id, category, closed, kind, stars, tenths = row
    if lawyer_person_id is None or closed is None:
        return None
    return ClosedFacts(
        lawyer_person_id=lawyer_person_id,
        category=category.value,
        closed_at=closed,
        success=None if kind is None else SUCCESS[kind],
        stars=stars,
        peer_tenths=None if tenths is None else float(tenths),
    )
