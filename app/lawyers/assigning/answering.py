"""Offers as the lawyer who was asked reads and answers them, and what their silence means."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.contracts.lawyers import AssignmentFailed, AssignmentTaken
from app.kernel import audit, events, timers
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.bus import Payload
from app.kernel.errors import NotFound
from app.lawyers.assigning import repository
from app.lawyers.assigning.asking import EXPIRE, take_back
from app.lawyers.assigning.models import WAITING, Assignment, Offer
from app.lawyers.assigning.states import ASSIGNMENT, OFFER
from app.lawyers.conflicts.models import MatterPartyName
from app.lawyers.enums import AssignmentStatus, DeclineReason, OfferStatus
from app.lawyers.errors import LawyerSuspended, OfferLapsed
from app.lawyers.roster.repository import lock_lawyer


async def visible_offer(session: AsyncSession, actor: Actor, offer_id: UUID) -> Offer:
    """An offer made to the caller.

    Raises:
        NotFound: none, or another lawyer's.
    """
    statement = repository.offers_visible_to(actor).where(col(Offer.id) == offer_id)
    if (found := (await session.scalars(statement)).one_or_none()) is None:
        raise NotFound()
    return found


async def read_parties(
    session: AsyncSession, actor: Actor, offer: Offer, *, at: datetime
) -> Sequence[MatterPartyName]:
    """The parties, for the lawyer's own check of conflicts; the applicant can see that they were read."""
    found = await repository.parties(session, offer)
    if found:
        await audit.record_access(
            session,
            actor,
            Action.OFFER_READ,
            object_type="offer",
            object_id=offer.id,
            owner_id=offer.client_id,
            at=at,
        )
    return found


def is_lapsed(offer: Offer, at: datetime) -> bool:
    """Whether the time to answer is over, even where the alarm has not run yet."""
    return offer.status is OfferStatus.EXPIRED or (offer.status in WAITING and at >= offer.expires_at)


def allowed_actions(actor: Actor, offer: Offer, at: datetime) -> list[str]:
    """What the caller may do with the offer now."""
    return [] if is_lapsed(offer, at) else OFFER.allowed_actions(actor, offer)


async def accept(session: AsyncSession, actor: Actor, offer_id: UUID, *, at: datetime) -> Offer:
    """The lawyer takes the matter; others who were asked are told that it is over.

    Raises:
        NotFound: not the caller's offer.
        OfferLapsed: too late.
        LawyerSuspended: suspended since the offer was made.
        WrongState: already answered, or taken back.
    """
    found = await _answerable(session, actor, offer_id, at)
    assignment = await repository.lock_assignment(session, found.assignment_id)
    others = [one for one in await repository.open_offers(session, assignment.id) if one.id != found.id]
    lawyer = await lock_lawyer(session, found.lawyer_id)
    if lawyer is None or lawyer.suspended_at is not None:
        raise LawyerSuspended()
    await OFFER.fire(session, found, "accept", actor=actor, at=at, changes={"answered_at": at})
    await timers.cancel_timer(session, EXPIRE, key=str(found.id))
    await ASSIGNMENT.fire(session, assignment, "take", actor=None, at=at)
    for other in others:
        await take_back(session, other, at=at)
    told = AssignmentTaken(
        assignment_id=assignment.id,
        matter_id=found.matter_id,
        offer_id=found.id,
        lawyer_id=found.lawyer_id,
        lawyer_person_id=found.lawyer_person_id,
    )
    await events.record(session, told, at=at)
    return found


async def decline(
    session: AsyncSession, actor: Actor, offer_id: UUID, reason: DeclineReason, note: str | None, *, at: datetime
) -> Offer:
    """The lawyer does not take the matter; its parties are forgotten.

    Raises:
        NotFound: not the caller's offer.
        OfferLapsed: too late.
        WrongState: already answered, or taken back.
    """
    found = await _answerable(session, actor, offer_id, at)
    assignment = await repository.lock_assignment(session, found.assignment_id)
    await lock_lawyer(session, found.lawyer_id)
    changes = {"decline_reason": reason, "decline_note": note, "answered_at": at}
    await OFFER.fire(session, found, "decline", actor=actor, at=at, reason=reason.value, changes=changes)
    await _give_up(session, assignment, found, at=at, is_silent=False)
    return found


async def expire_offer(session: AsyncSession, payload: Payload, at: datetime) -> None:
    """Alarm at ``expires_at``: an offer nobody answered is over; one that was answered stays as it is."""
    known = await session.get_one(Offer, UUID(str(payload["offer_id"])))
    assignment = await repository.lock_assignment(session, known.assignment_id)
    await lock_lawyer(session, known.lawyer_id)
    found = await session.get_one(Offer, known.id, with_for_update=True, populate_existing=True)
    if found.status not in WAITING or at < found.expires_at:
        return
    await OFFER.fire(session, found, "expire", actor=None, at=at)
    await _give_up(session, assignment, found, at=at, is_silent=True)


async def _give_up(
    session: AsyncSession, assignment: Assignment, offer: Offer, *, at: datetime, is_silent: bool
) -> None:
    """The offer came to nothing: who was asked is free; where nobody is left to be asked the assignment failed."""
    await repository.count_case(session, offer.lawyer_id, -1)
    await repository.forget_parties(session, offer)
    await timers.cancel_timer(session, EXPIRE, key=str(offer.id))
    if assignment.status is not AssignmentStatus.ASKING or await repository.is_anyone_asked(
        session, assignment.id
    ):
        return
    await ASSIGNMENT.fire(session, assignment, "fail", actor=None, at=at)
    told = AssignmentFailed(
        assignment_id=assignment.id,
        matter_id=assignment.matter_id,
        agency_id=assignment.agency_id,
        is_silent=is_silent,
    )
    await events.record(session, told, at=at)


async def _answerable(session: AsyncSession, actor: Actor, offer_id: UUID, at: datetime) -> Offer:
    found = await visible_offer(session, actor, offer_id)
    if is_lapsed(found, at):
        raise OfferLapsed()
    return found
