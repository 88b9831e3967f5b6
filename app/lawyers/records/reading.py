"""A lawyer's record, for the centre and for the lawyer."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from app.contracts.categories import CATEGORIES
from app.kernel import access, audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.areas.agencies import subtree_clause
from app.kernel.errors import NotFound
from app.lawyers.records.models import LawyerRecord
from app.lawyers.records.schemas import RecordLine, RecordView
from app.lawyers.roster.models import Lawyer

FEWEST_SHOWN = 5
"""Known cases from which on lawyers read their own quality: from fewer they could tell who rated them how."""


def lawyers_visible_to(actor: Actor) -> SelectOfScalar[Lawyer]:
    """Lawyers on the rosters the caller watches over, and the caller."""
    within = subtree_clause(col(Lawyer.agency_id), access.agency_paths(actor, Action.FAIRNESS_READ))
    return select(Lawyer).where(or_(within, col(Lawyer.person_id) == actor.person_id))


async def record_of(session: AsyncSession, actor: Actor, lawyer_id: UUID, *, at: datetime) -> RecordView:
    """What the lawyer did, by category; somebody else's look is told to the lawyer.

    Raises:
        NotFound: not within reach.
    """
    lawyer = (await session.scalars(lawyers_visible_to(actor).where(col(Lawyer.id) == lawyer_id))).one_or_none()
    if lawyer is None:
        raise NotFound()
    await audit.record_access(
        session,
        actor,
        Action.FAIRNESS_READ,
        object_type="lawyer",
        object_id=lawyer.id,
        owner_id=lawyer.person_id,
        at=at,
        note="办案记录",
    )
    statement = select(LawyerRecord).where(
        col(LawyerRecord.lawyer_id) == lawyer_id, col(LawyerRecord.cases_done) > 0
    )
    rows = (await session.scalars(statement.order_by(col(LawyerRecord.cases_done).desc(), "category"))).all()
    fewest = FEWEST_SHOWN if lawyer.person_id == actor.person_id else 1
    return RecordView(
        lawyer_id=lawyer.id,
        cases_done=sum(row.cases_done for row in rows),
        items=[_line(row, fewest) for row in rows],
    )


def _line(row: LawyerRecord, fewest: int) -> RecordLine:
    shown = row.quality_count >= fewest
    return RecordLine(
        category=row.category,
        group=CATEGORIES[row.category].group,
        cases_done=row.cases_done,
        quality=round(row.quality_sum / row.quality_count, 4) if shown else None,
    )
