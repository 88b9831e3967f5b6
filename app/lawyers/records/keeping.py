"""Keeps what lawyers did. Asked again it comes to the same: what is known now is written over what was known."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.contracts.categories import CaseCategory
from app.contracts.legal_aid import ClosedFacts
from app.lawyers.records.models import ClosedCase, LawyerRecord
from app.lawyers.records.quality import quality


async def keep(
    session: AsyncSession, matter_id: UUID, lawyer_id: UUID, facts: ClosedFacts, *, at: datetime
) -> None:
    """Keep a closed case as it stands now; the caller locked the lawyer, so that no two keep at once."""
    known = await session.get(ClosedCase, matter_id, populate_existing=True)
    before = None if known is None else (known.lawyer_id, known.category)
    values = {
        "lawyer_id": lawyer_id,
        "category": CaseCategory(facts.category),
        "closed_at": facts.closed_at,
        "quality": quality(success=facts.success, stars=facts.stars, peer_tenths=facts.peer_tenths),
    }
    if known is None:
        session.add(ClosedCase.model_validate({"matter_id": matter_id} | values))
    else:
        known.sqlmodel_update(values)
    await session.flush()
    now = (lawyer_id, CaseCategory(facts.category))
    for changed in {before or now, now}:
        await recount(session, *changed, at=at)


async def recount(session: AsyncSession, lawyer_id: UUID, category: CaseCategory, *, at: datetime) -> None:
    """Make the record of a lawyer in a category the sums over the closed cases; where none is left they are zero.

    The cards by which the shortlist is found follow by triggers on the row, which is why none is deleted.
    """
    sums = select(
        func.count(), func.coalesce(func.sum(ClosedCase.quality), 0.0), func.count(col(ClosedCase.quality))
    )
    of_both = (col(ClosedCase.lawyer_id) == lawyer_id, col(ClosedCase.category) == category)
    done, total, count = (await session.execute(sums.where(*of_both))).one()
    values = {"cases_done": done, "quality_sum": total, "quality_count": count, "updated_at": at}
    written = insert(LawyerRecord).values(lawyer_id=lawyer_id, category=category, **values)
    keys = [col(LawyerRecord.lawyer_id), col(LawyerRecord.category)]
    await session.execute(written.on_conflict_do_update(index_elements=keys, set_=values))
