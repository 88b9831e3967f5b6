"""Every attempt to find a lawyer for a matter, as the centre's officers see it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.contracts.matching import AssignmentRecord, Candidate, OfferRecord, Reason, Skipped
from app.lawyers.assigning.models import Assignment, Offer
from app.lawyers.roster.models import Firm, Lawyer


async def assignments_of(session: AsyncSession, matter_id: UUID) -> list[AssignmentRecord]:
    """The latest first, each with its offers in the order they were made; in three statements."""
    made = select(Assignment).where(col(Assignment.matter_id) == matter_id)
    assignments = (await session.scalars(made.order_by(col(Assignment.made_at).desc()))).all()
    offers = (
        select(Offer, col(Lawyer.name), col(Firm.name))
        .join(Lawyer, col(Lawyer.id) == col(Offer.lawyer_id))
        .join(Firm, col(Firm.id) == col(Lawyer.firm_id))
        .where(col(Offer.matter_id) == matter_id)
        .order_by(col(Offer.position), col(Offer.id))
    )
    by_assignment: dict[UUID, list[OfferRecord]] = {one.id: [] for one in assignments}
    for offer, name, firm in (await session.execute(offers)).all():
        by_assignment[offer.assignment_id].append(_offer(offer, name, firm))
    named = select(Firm.id, Firm.name).where(col(Firm.id).in_([one.firm_id for one in assignments if one.firm_id]))
    firms = {row[0]: row[1] for row in (await session.execute(named)).all()}
    return [
        _assignment(one, by_assignment[one.id], firms.get(one.firm_id) if one.firm_id else None)
        for one in assignments
    ]


def _offer(offer: Offer, name: str, firm: str) -> OfferRecord:
    return OfferRecord(
        id=offer.id,
        position=offer.position,
        lawyer_id=offer.lawyer_id,
        name=name,
        firm=firm,
        status=offer.status.value,
        score=offer.score,
        offered_at=offer.offered_at,
        told_at=offer.told_at,
        expires_at=offer.expires_at,
        viewed_at=offer.viewed_at,
        answered_at=offer.answered_at,
        decline_reason=offer.decline_reason,
        decline_note=offer.decline_note,
        withdrawn_because=offer.withdrawn_because,
    )


def _assignment(made: Assignment, offers: Sequence[OfferRecord], firm: str | None) -> AssignmentRecord:
    return AssignmentRecord(
        id=made.id,
        mode=made.mode.value,
        status=made.status.value,
        is_urgent=made.is_urgent,
        ranking=tuple(_candidate(item) for item in made.ranking),
        weights_version=made.weights_version,
        seed=made.seed,
        planned=tuple(made.planned),
        next_position=made.next_position,
        offers=tuple(offers),
        skipped=tuple(
            Skipped(UUID(item["lawyer_id"]), tuple(item["constraints"]), item["text"]) for item in made.skipped
        ),
        firm=firm,
        name_by=made.name_by,
        assign_by=made.assign_by,
        override_reason=made.override_reason,
        override_note=made.override_note,
        relaxed=tuple(made.relaxed),
        made_by=made.made_by,
        made_at=made.made_at,
    )


def _candidate(item: dict[str, Any]) -> Candidate:
    return Candidate(
        lawyer_id=UUID(item["lawyer_id"]),
        name=item["name"],
        firm=item["firm"],
        score=item["score"],
        reasons=tuple(Reason(**reason) for reason in item["reasons"]),
    )
