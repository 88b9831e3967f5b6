"""Who may assess another lawyer's closed case (同行评估). Legal aid reaches this through wiring."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.contracts.matching import Need, Reviewer
from app.kernel.errors import FieldError
from app.lawyers.errors import LawyerExcluded, NotOnRoster, ReviewerNotApart
from app.lawyers.matching import situations
from app.lawyers.matching.constraints import CONFLICTS, Constraint, exclusions
from app.lawyers.matching.shortlist import demand_of
from app.lawyers.roster.models import Lawyer

IN_THE_WAY = CONFLICTS | {Constraint.SUSPENDED}
"""Constraints that also keep a lawyer from assessing; how many cases one has, or declined, does not."""


async def reviewer(
    session: AsyncSession, need: Need, lawyer_id: UUID, *, handlers: Sequence[UUID], at: datetime
) -> Reviewer:
    """The lawyer as a reviewer of the matter.

    Args:
        handlers: person ids of the lawyers who handle or handled it; their colleagues do not assess it either.

    Raises:
        NotOnRoster: the lawyer is not on the roster of ``need.agency_id``.
        ReviewerNotApart: the lawyer handled the matter, or is of the firm of one who did.
        LawyerExcluded: a conflict of interest (律师法 39), or suspended.
    """
    lawyer = await session.get(Lawyer, lawyer_id)
    if lawyer is None or lawyer.agency_id != need.agency_id:
        raise NotOnRoster(fields=[FieldError("lawyer_id", "not_on_roster", NotOnRoster.title)])
    if lawyer.person_id in handlers:
        raise ReviewerNotApart(fields=[FieldError("lawyer_id", "handled", "办理过这件案件的律师不能评估它")])
    firms = select(Lawyer.firm_id).where(col(Lawyer.person_id).in_(handlers))
    if lawyer.firm_id in (await session.scalars(firms)).all():
        raise ReviewerNotApart(fields=[FieldError("lawyer_id", "same_firm", "承办律师所在律所的律师不能评估")])
    demand = demand_of(need, at)
    situation = await situations.load(session, need, lawyer_id=lawyer_id)
    (profile,) = await situations.profiles(session, need, situation, at, [lawyer_id])
    if found := [item for item in exclusions(demand, profile) if item.constraint in IN_THE_WAY]:
        raise LawyerExcluded(
            "；".join(f"{item.text}（{item.source}）" for item in found),
            constraints=[item.constraint.value for item in found],
        )
    return Reviewer(lawyer_id=lawyer.id, person_id=lawyer.person_id, name=lawyer.name)
