"""SQL of assignments and offers. Reads made for a person begin at a ``…visible_to``."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, delete, select, update
from sqlmodel.sql.expression import SelectOfScalar

from app.kernel.actor import Actor
from app.lawyers.assigning.models import OPEN, WAITING, Assignment, Offer
from app.lawyers.conflicts.models import MatterPartyName
from app.lawyers.enums import AssignmentStatus
from app.lawyers.roster.models import Lawyer

OPEN_ASSIGNMENTS = (AssignmentStatus.ASKING, AssignmentStatus.TAKEN)


def offers_visible_to(actor: Actor) -> SelectOfScalar[Offer]:
    """Offers made to the caller."""
    return select(Offer).where(col(Offer.lawyer_person_id) == actor.person_id)


async def lock_assignment(session: AsyncSession, assignment_id: UUID) -> Assignment:
    """The assignment as it stands now. Locked before lawyers, and these before offers, by everybody."""
    statement = select(Assignment).where(col(Assignment.id) == assignment_id).with_for_update()
    return (await session.scalars(statement.execution_options(populate_existing=True))).one()


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
    return (await session.scalars(statement.order_by(col(Offer.lawyer_id)))).all()


async def is_anyone_asked(session: AsyncSession, assignment_id: UUID) -> bool:
    """Whether an offer of the assignment still waits for an answer."""
    statement = select(Offer.id).where(col(Offer.assignment_id) == assignment_id, col(Offer.status).in_(WAITING))
    return (await session.scalars(statement.limit(1))).one_or_none() is not None


async def count_case(session: AsyncSession, lawyer_id: UUID, by: int) -> None:
    """Count a case that came (+1) or is over (-1); the lawyer's row is locked from here on."""
    changed = {"open_cases": col(Lawyer.open_cases) + by}
    await session.execute(update(Lawyer).where(col(Lawyer.id) == lawyer_id).values(changed))


async def parties(session: AsyncSession, offer: Offer) -> Sequence[MatterPartyName]:
    """The parties of an offered matter, the client first."""
    statement = select(MatterPartyName).where(
        col(MatterPartyName.matter_id) == offer.matter_id, col(MatterPartyName.lawyer_id) == offer.lawyer_id
    )
    return (await session.scalars(statement.order_by(col(MatterPartyName.side), col(MatterPartyName.id)))).all()


async def forget_parties(session: AsyncSession, offer: Offer) -> None:
    """Drop the parties of a matter the lawyer never took."""
    await session.execute(
        delete(MatterPartyName).where(
            col(MatterPartyName.matter_id) == offer.matter_id,
            col(MatterPartyName.lawyer_id) == offer.lawyer_id,
        )
    )
