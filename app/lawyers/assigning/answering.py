"""Offers as the lawyer who was asked reads and answers them, and what their silence means."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.contracts.lawyers import AssignmentTaken, WithdrawnBecause
from app.contracts.matching import Need
from app.kernel import audit, events
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.bus import Payload
from app.kernel.clock import local_date
from app.kernel.errors import NotFound
from app.lawyers.assigning import repository
from app.lawyers.assigning.asking import quiet, release, take_back_all
from app.lawyers.assigning.continuing import go_on
from app.lawyers.assigning.models import WAITING, Assignment, Offer
from app.lawyers.assigning.needs import NeedPort
from app.lawyers.assigning.states import ASSIGNMENT, OFFER
from app.lawyers.conflicts.models import MatterPartyName
from app.lawyers.enums import DeclineReason, OfferStatus
from app.lawyers.errors import (
    LawyerExcluded,
    LawyerSuspended,
    NotOnRoster,
    OfferBarred,
    OfferLapsed,
    OfferOver,
    OfferTaken,
)
from app.lawyers.matching.constraints import Constraint
from app.lawyers.matching.shortlist import assess
from app.lawyers.roster import repository as roster
from app.lawyers.roster.models import Lawyer

HAND_ON = "lawyers.hand_on_offer"
COUNTED_ALREADY = frozenset({Constraint.AT_CAPACITY.value, Constraint.WEEK_FULL.value})
"""Limits that the offer itself counts against since it was made: its acceptance adds nothing."""


async def visible_offer(session: AsyncSession, actor: Actor, offer_id: UUID) -> Offer:
    """An offer made to the caller.

    Raises:
        NotFound: none, or another lawyer's.
    """
    statement = repository.offers_visible_to(actor).where(col(Offer.id) == offer_id)
    if (found := (await session.scalars(statement)).one_or_none()) is None:
        raise NotFound()
    return found


async def open_offer(session: AsyncSession, actor: Actor, offer_id: UUID, *, at: datetime) -> Offer:
    """An offer made to the caller, who has seen it from now on.

    Raises:
        NotFound: none, or another lawyer's.
    """
    found = await visible_offer(session, actor, offer_id)
    if found.status is OfferStatus.OFFERED and not is_lapsed(found, at):
        found = await repository.lock_offer(session, found.id)
        if found.status is OfferStatus.OFFERED:
            await OFFER.fire(session, found, "view", actor=None, at=at, changes={"viewed_at": at})
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


async def accept(session: AsyncSession, needs: NeedPort, actor: Actor, offer_id: UUID, *, at: datetime) -> Offer:
    """The lawyer takes the matter; others who were asked are told that it is over.

    What could have changed since the offer is checked again, under lock: several who accept at once, capacity,
    suspension, leave, conflicts.

    Raises:
        NotFound: not the caller's offer.
        OfferLapsed: too late.
        OfferTaken: another lawyer who was asked at the same time was faster.
        OfferOver: the matter was withdrawn.
        LawyerSuspended: suspended since the offer was made.
        OfferBarred: a conflict arose, or anything else that keeps the lawyer from it.
        WrongState: already answered, or taken back.
    """
    known = _answerable(await visible_offer(session, actor, offer_id), at)
    need = await needs.need(session, known.matter_id, lock=True)
    assignment = await repository.lock_assignment(session, known.assignment_id)
    asked = {one.lawyer_id for one in await repository.open_offers(session, assignment.id)}
    lawyers = await repository.lock_lawyers(session, asked | {known.lawyer_id})
    found = _answerable(await repository.lock_offer(session, known.id), at)
    OFFER.require(found, "accept", actor)
    if need is None:
        raise OfferOver()
    need = replace(need, is_minors_reason_given=assignment.minors_reason_given)
    await _check_still_fits(session, need, assignment, lawyers[found.lawyer_id], at=at)
    await OFFER.fire(session, found, "accept", actor=actor, at=at, changes={"answered_at": at})
    await quiet(session, found)
    await ASSIGNMENT.fire(session, assignment, "take", actor=None, at=at)
    taken = WithdrawnBecause.TAKEN_BY_OTHER
    await take_back_all(session, assignment, because=taken, but=found.id, at=at)
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
    """The lawyer does not take the matter; its parties are forgotten, and the next is asked.

    Raises:
        NotFound: not the caller's offer.
        OfferLapsed: too late.
        OfferTaken: another lawyer took it meanwhile.
        WrongState: already answered, or taken back.
    """
    known = _answerable(await visible_offer(session, actor, offer_id), at)
    assignment = await repository.lock_assignment(session, known.assignment_id)
    await repository.lock_lawyers(session, [known.lawyer_id])
    found = _answerable(await repository.lock_offer(session, known.id), at)
    changes = {"decline_reason": reason, "decline_note": note, "answered_at": at}
    await OFFER.fire(session, found, "decline", actor=actor, at=at, reason=reason.value, changes=changes)
    await _give_up(session, assignment, found, at=at, is_silent=False)
    return found


async def expire_offer(session: AsyncSession, payload: Payload, at: datetime) -> None:
    """Alarm at ``expires_at``: an offer nobody answered is over; one that was answered stays as it is."""
    known = await session.get_one(Offer, UUID(str(payload["offer_id"])))
    assignment = await repository.lock_assignment(session, known.assignment_id)
    await repository.lock_lawyers(session, [known.lawyer_id])
    found = await repository.lock_offer(session, known.id)
    if found.status not in WAITING or at < found.expires_at:
        return
    await OFFER.fire(session, found, "expire", actor=None, at=at)
    await _give_up(session, assignment, found, at=at, is_silent=True)


async def pass_on(session: AsyncSession, payload: Payload, at: datetime) -> None:
    """The lawyer was suspended, went on leave or to another roster while the offer waited: it is taken back and
    the next is asked at once, for the days to assign run on. One who may be asked again by now, or has answered,
    is left alone.
    """
    known = await session.get_one(Offer, UUID(str(payload["offer_id"])))
    assignment = await repository.lock_assignment(session, known.assignment_id)
    lawyers = await repository.lock_lawyers(session, [known.lawyer_id])
    found = await repository.lock_offer(session, known.id)
    lawyer = lawyers[known.lawyer_id]
    today = local_date(at)
    is_away = lawyer.suspended_at is not None or await roster.leave_between(session, [lawyer.id], today, today)
    if found.status not in WAITING or not (is_away or _has_left(assignment, lawyer)):
        return
    because = {"withdrawn_because": WithdrawnBecause.TAKEN_BACK}
    await OFFER.fire(session, found, "withdraw", actor=None, at=at, changes=because)
    await _give_up(session, assignment, found, at=at, is_silent=False)


async def _give_up(
    session: AsyncSession, assignment: Assignment, offer: Offer, *, at: datetime, is_silent: bool
) -> None:
    """The offer came to nothing: its lawyer is free, and the assignment goes on without them."""
    await release(session, offer, is_forgotten=True)
    await go_on(session, assignment, at=at, is_silent=is_silent)


async def _check_still_fits(
    session: AsyncSession, need: Need, assignment: Assignment, lawyer: Lawyer, *, at: datetime
) -> None:
    """Check every constraint as when the offer was made; accepted and waiting ones stay within the capacity."""
    if lawyer.suspended_at is not None:
        raise LawyerSuspended()
    if _has_left(assignment, lawyer):
        raise OfferBarred("您登记的律所或者名册已有变动", constraints=[NotOnRoster.code])
    if lawyer.open_cases > lawyer.capacity:
        full = f"您手上连同等待答复的有 {lawyer.open_cases} 件，上限已改为 {lawyer.capacity} 件"
        raise OfferBarred(full, constraints=[Constraint.AT_CAPACITY.value])
    try:
        await assess(session, need, lawyer.id, at, relaxed=assignment.relaxed)
    except LawyerExcluded as excluded:
        if left := [code for code in _codes(excluded) if code not in COUNTED_ALREADY]:
            raise OfferBarred(excluded.detail, constraints=[*left]) from None


def _has_left(assignment: Assignment, lawyer: Lawyer) -> bool:
    """Whether the lawyer is no longer on the roster that asks, or of the firm that named them."""
    return lawyer.agency_id != assignment.agency_id or assignment.firm_id not in (None, lawyer.firm_id)


def _codes(excluded: LawyerExcluded) -> list[str]:
    codes = excluded.extra["constraints"]
    return [str(code) for code in codes] if isinstance(codes, list) else []


def _answerable(offer: Offer, at: datetime) -> Offer:
    if offer.withdrawn_because is WithdrawnBecause.TAKEN_BY_OTHER:
        raise OfferTaken()
    if is_lapsed(offer, at):
        raise OfferLapsed()
    return offer
