"""SQL of assignments and offers. Reads made for a person begin at a ``…visible_to``."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, delete, select, update
from sqlmodel.sql.expression import SelectOfScalar

from app.kernel.actor import Actor
from app.lawyers.assigning.models import OPEN, WAITING, Assignment, Offer
from app.lawyers.conflicts.models import MatterPartyName
from app.lawyers.enums import AssignmentStatus, OfferStatus
from app.lawyers.roster.models import Lawyer

OPEN_ASSIGNMENTS = (AssignmentStatus.ASKING, AssignmentStatus.TAKEN)


def offers_visible_to(actor: Actor) -> SelectOfScalar[Offer]:
    """Offers made to the caller."""
    return select(Offer).where(col(Offer.lawyer_person_id) == actor.person_id)


def firm_requests_visible_to(actor: Actor) -> SelectOfScalar[Assignment]:
    """Matters assigned to the firm that the caller heads."""
    headed = select(Lawyer.firm_id).where(
        col(Lawyer.person_id) == actor.person_id,
        col(Lawyer.heads_firm).is_(True),
        col(Lawyer.suspended_at).is_(None),
    )
    return select(Assignment).where(col(Assignment.firm_id).in_(headed.scalar_subquery()))


async def lock_assignment(session: AsyncSession, assignment_id: UUID) -> Assignment:
    """The assignment as it stands now. Locked before lawyers, and these before offers, by everybody."""
    statement = select(Assignment).where(col(Assignment.id) == assignment_id).with_for_update()
    return (await session.scalars(statement.execution_options(populate_existing=True))).one()


async def lock_lawyers(session: AsyncSession, lawyer_ids: Collection[UUID]) -> dict[UUID, Lawyer]:
    """Lawyers as they stand now, locked until commit in the order of their ids, so that two who lock some of the
    same lawyers never wait for each other; whoever is none is left out. Rows that merely name a lawyer, such as
    those of a plan, are written meanwhile.
    """
    statement = select(Lawyer).where(col(Lawyer.id).in_(lawyer_ids)).order_by(col(Lawyer.id))
    statement = statement.with_for_update(key_share=True)
    rows = await session.scalars(statement.execution_options(populate_existing=True))
    return {lawyer.id: lawyer for lawyer in rows}


async def lock_offer(session: AsyncSession, offer_id: UUID) -> Offer:
    """The offer as it stands now; nothing but offers is locked after it."""
    return await session.get_one(Offer, offer_id, with_for_update=True, populate_existing=True)


async def open_assignment(session: AsyncSession, matter_id: UUID) -> Assignment | None:
    """The assignment of a matter that is under way or was taken, locked."""
    statement = select(Assignment).where(
        col(Assignment.matter_id) == matter_id, col(Assignment.status).in_(OPEN_ASSIGNMENTS)
    )
    statement = statement.with_for_update().execution_options(populate_existing=True)
    return (await session.scalars(statement)).one_or_none()


async def open_offers(session: AsyncSession, assignment_id: UUID) -> Sequence[Offer]:
    """Offers of an assignment that wait or were accepted, in the order of their lawyers' ids."""
    statement = select(Offer).where(col(Offer.assignment_id) == assignment_id, col(Offer.status).in_(OPEN))
    statement = statement.order_by(col(Offer.lawyer_id)).execution_options(populate_existing=True)
    return (await session.scalars(statement)).all()


async def headless_requests(session: AsyncSession, firm_ids: Collection[UUID]) -> Sequence[UUID]:
    """Assignments that wait for one of these firms to name somebody, where nobody answers for it any more."""
    heads = exists().where(
        col(Lawyer.firm_id) == col(Assignment.firm_id),
        col(Lawyer.heads_firm).is_(True),
        col(Lawyer.suspended_at).is_(None),
    )
    statement = select(Assignment.id).where(
        col(Assignment.firm_id).in_(firm_ids),
        col(Assignment.status) == AssignmentStatus.ASKING,
        col(Assignment.name_by).is_not(None),
        ~heads,
    )
    return (await session.scalars(statement.order_by(col(Assignment.id)))).all()


async def is_anyone_asked(session: AsyncSession, assignment_id: UUID) -> bool:
    """Whether an offer of the assignment still waits for an answer."""
    statement = select(Offer.id).where(col(Offer.assignment_id) == assignment_id, col(Offer.status).in_(WAITING))
    return (await session.scalars(statement.limit(1))).one_or_none() is not None


async def waiting_offers(session: AsyncSession, lawyer_id: UUID) -> Sequence[UUID]:
    """Offers to a lawyer that wait for an answer."""
    statement = select(Offer.id).where(col(Offer.lawyer_id) == lawyer_id, col(Offer.status).in_(WAITING))
    return (await session.scalars(statement.order_by(col(Offer.id)))).all()


async def count_case(
    session: AsyncSession, lawyer_id: UUID, by: int, *, offered_at: datetime | None = None
) -> None:
    """Count a case that came (+1, offered when) or is over (-1); the lawyer's row is locked from here on.

    Whoever waited for the lock read the clock before: the last offer stays the last.
    """
    changed: dict[str, Any] = {"open_cases": col(Lawyer.open_cases) + by}
    if offered_at is not None:
        changed["last_offered_at"] = func.greatest(col(Lawyer.last_offered_at), offered_at)
    await session.execute(update(Lawyer).where(col(Lawyer.id) == lawyer_id).values(changed))


async def parties(session: AsyncSession, offer: Offer) -> Sequence[MatterPartyName]:
    """The parties of an offered matter, the client first."""
    statement = select(MatterPartyName).where(
        col(MatterPartyName.matter_id) == offer.matter_id, col(MatterPartyName.lawyer_id) == offer.lawyer_id
    )
    return (await session.scalars(statement.order_by(col(MatterPartyName.side), col(MatterPartyName.id)))).all()


async def forget_parties(session: AsyncSession, offer: Offer) -> None:
    """Drop the parties of a matter the lawyer never took; of one they had before and were asked for again, they
    stay former clients and opponents.
    """
    was_taken = (
        select(Offer.id)
        .where(
            col(Offer.matter_id) == offer.matter_id,
            col(Offer.lawyer_id) == offer.lawyer_id,
            col(Offer.id) != offer.id,
            col(Offer.status).in_((OfferStatus.ACCEPTED, OfferStatus.COMPLETED, OfferStatus.WITHDRAWN)),
            or_(col(Offer.status) != OfferStatus.WITHDRAWN, col(Offer.answered_at).is_not(None)),
        )
        .exists()
    )
    await session.execute(
        delete(MatterPartyName).where(
            col(MatterPartyName.matter_id) == offer.matter_id,
            col(MatterPartyName.lawyer_id) == offer.lawyer_id,
            ~was_taken,
        )
    )
