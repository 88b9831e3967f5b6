"""Offers: proposed, made, answered, expired and taken back. Other domains reach the first half through wiring.

A lawyer's row is locked before an offer is made or answered, so that capacity, conflicts and suspension hold
at the moment of the change, whatever else happens at the same time.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.contracts.categories import CaseCategory
from app.contracts.lawyers import Candidate, LawyerOffered, Need, Offered
from app.identity.surnames import surname_only
from app.kernel import audit, events, timers
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.bus import Payload
from app.kernel.clock import local_date
from app.kernel.errors import FieldError, NotFound
from app.lawyers import repository
from app.lawyers.constraints import Demand, exclusions, name_key
from app.lawyers.enums import DeclineReason, OfferStatus, PartySide
from app.lawyers.errors import (
    AlreadyOffered,
    LawyerExcluded,
    LawyerSuspended,
    NoTimeToAnswer,
    NotOnRoster,
    OfferLapsed,
)
from app.lawyers.matching import WEIGHTS, rank, score
from app.lawyers.models import MatterPartyName, Offer
from app.lawyers.states import OFFER

EXPIRE = "lawyers.expire_offer"


async def shortlist(session: AsyncSession, need: Need, *, at: datetime, limit: int = 10) -> list[Candidate]:
    """The best lawyers on the centre's roster whom no hard constraint excludes, best first."""
    demand = demand_of(need, at)
    found = await repository.profiles(session, need.agency_id, need.matter_id, demand)
    return list(rank(demand, found).candidates[:limit])


async def offer(
    session: AsyncSession, need: Need, lawyer_id: UUID, *, at: datetime, expires_at: datetime
) -> Offered:
    """Ask one lawyer, who answers before ``expires_at``; every constraint is checked again under lock.

    Raises:
        NoTimeToAnswer: ``expires_at`` has passed.
        NotOnRoster: the lawyer is not on the roster of ``need.agency_id``.
        AlreadyOffered: the matter has an open offer.
        LawyerExcluded: a hard constraint is in the way.
    """
    if expires_at <= at:
        raise NoTimeToAnswer()
    lawyer = await repository.lock_lawyer(session, lawyer_id)
    if lawyer is None or lawyer.agency_id != need.agency_id:
        raise NotOnRoster(fields=[FieldError("lawyer_id", "not_on_roster", NotOnRoster.title)])
    if await repository.open_offer(session, need.matter_id) is not None:
        raise AlreadyOffered()
    candidate = await _assess(session, need, lawyer_id, at)
    made = Offer(
        matter_id=need.matter_id,
        lawyer_id=lawyer_id,
        lawyer_person_id=lawyer.person_id,
        agency_id=need.agency_id,
        client_id=need.client_id,
        category=CaseCategory(need.category),
        area_code=need.area_code,
        summary=need.summary,
        score=candidate.score,
        weights_version=WEIGHTS.version,
        offered_at=at,
        expires_at=expires_at,
        updated_at=at,
    )
    session.add(made)
    session.add_all(_party_names(need, lawyer_id))
    await session.flush()
    payload: Payload = {"offer_id": str(made.id)}
    await timers.set_timer(session, EXPIRE, key=str(made.id), due_at=expires_at, payload=payload)
    told = LawyerOffered(
        offer_id=made.id,
        matter_id=made.matter_id,
        lawyer_id=lawyer_id,
        lawyer_person_id=lawyer.person_id,
        expires_at=expires_at,
    )
    await events.record(session, told, at=at)
    return Offered(made.id, lawyer_id, lawyer.person_id, expires_at)


async def is_on_roster(session: AsyncSession, agency_id: UUID, person_id: UUID) -> bool:
    """Whether this person is a lawyer on the centre's roster who is not suspended."""
    return await repository.serves(session, agency_id, person_id)


async def withdraw_open_offer(
    session: AsyncSession, matter_id: UUID, at: datetime, *, made_by: datetime | None = None
) -> None:
    """Take a matter back from its lawyer, whether or not they answered; without an open offer, nothing.

    With ``made_by`` only an offer made by then: one made later stays.
    """
    open_offer = await repository.open_offer(session, matter_id, lock=True)
    if open_offer is None or (made_by is not None and open_offer.offered_at > made_by):
        return
    unanswered = open_offer.status is OfferStatus.OFFERED
    await OFFER.fire(session, open_offer, "withdraw", actor=None, at=at)
    if unanswered:
        await repository.forget_parties(session, open_offer)
    await timers.cancel_timer(session, EXPIRE, key=str(open_offer.id))


async def complete(session: AsyncSession, matter_id: UUID, at: datetime) -> None:
    """The case was closed: its lawyer has done the work and is free for another; done before, nothing.

    The parties stay: they are former clients and opponents of this lawyer (律师法 39).
    """
    open_offer = await repository.open_offer(session, matter_id, lock=True)
    if open_offer is not None and open_offer.status is OfferStatus.ACCEPTED:
        await OFFER.fire(session, open_offer, "complete", actor=None, at=at)


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
    return offer.status is OfferStatus.EXPIRED or (offer.status is OfferStatus.OFFERED and at >= offer.expires_at)


def allowed_actions(actor: Actor, offer: Offer, at: datetime) -> list[str]:
    """What the caller may do with the offer now."""
    return [] if is_lapsed(offer, at) else OFFER.allowed_actions(actor, offer)


async def accept(session: AsyncSession, actor: Actor, offer_id: UUID, *, at: datetime) -> Offer:
    """The lawyer takes the matter.

    Raises:
        NotFound: not the caller's offer.
        OfferLapsed: too late.
        LawyerSuspended: suspended since the offer was made.
        WrongState: already answered, or taken back.
    """
    found = await _answerable(session, actor, offer_id, at)
    lawyer = await repository.lock_lawyer(session, found.lawyer_id)
    if lawyer is None or lawyer.suspended_at is not None:
        raise LawyerSuspended()
    await OFFER.fire(session, found, "accept", actor=actor, at=at)
    await timers.cancel_timer(session, EXPIRE, key=str(found.id))
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
    await repository.lock_lawyer(session, found.lawyer_id)
    found.decline_reason, found.decline_note = reason, note
    await session.flush()
    await OFFER.fire(session, found, "decline", actor=actor, at=at, reason=reason.value)
    await repository.forget_parties(session, found)
    await timers.cancel_timer(session, EXPIRE, key=str(found.id))
    return found


async def expire_offer(session: AsyncSession, payload: Payload, at: datetime) -> None:
    """Alarm at ``expires_at``: an offer nobody answered is over; one that was answered stays as it is."""
    found = await session.get(Offer, UUID(str(payload["offer_id"])), with_for_update=True)
    if found is None or found.status is not OfferStatus.OFFERED or at < found.expires_at:
        return
    await OFFER.fire(session, found, "expire", actor=None, at=at)
    await repository.forget_parties(session, found)


async def _answerable(session: AsyncSession, actor: Actor, offer_id: UUID, at: datetime) -> Offer:
    found = await visible_offer(session, actor, offer_id)
    if is_lapsed(found, at):
        raise OfferLapsed()
    return found


def demand_of(need: Need, at: datetime) -> Demand:
    """The matter as matching compares it."""
    return Demand(
        category=CaseCategory(need.category),
        area_code=need.area_code,
        client_id=need.client_id,
        client_key=name_key(need.client_name),
        opponent_keys=frozenset(key for name in need.opponent_names if (key := name_key(name))),
        year=local_date(at).year,
        other_client_keys=frozenset(key for name in need.client_names if (key := name_key(name))),
        other_client_ids=frozenset(need.client_ids),
        excluded_ids=frozenset(need.excluded_ids),
        practice_years=need.practice_years,
        is_for_minor=need.is_for_minor,
    )


async def _assess(session: AsyncSession, need: Need, lawyer_id: UUID, at: datetime) -> Candidate:
    must_know_minors = need.is_for_minor and not need.is_minors_reason_given
    demand = replace(demand_of(need, at), must_know_minors=must_know_minors)
    (profile,) = await repository.profiles(session, need.agency_id, need.matter_id, demand, lawyer_id=lawyer_id)
    if found := exclusions(demand, profile):
        raise LawyerExcluded(
            "；".join(f"{item.text}（{item.source}）" for item in found),
            constraints=[item.constraint.value for item in found],
        )
    return score(demand, profile)


def _party_names(need: Need, lawyer_id: UUID) -> list[MatterPartyName]:
    """The parties as rows; a name without letters cannot be compared.

    Where aid is for a minor the lawyer who is asked reads the family name alone (未成年人保护法 103): the key
    finds conflicts all the same, and whoever takes the case reads the whole name there.
    """
    parties: list[tuple[PartySide, str, UUID | None]] = [(PartySide.CLIENT, need.client_name, need.client_id)]
    parties += [
        (PartySide.CLIENT, name, None) for name in dict.fromkeys(need.client_names) if name != need.client_name
    ]
    parties += [(PartySide.OPPONENT, name, None) for name in dict.fromkeys(need.opponent_names)]
    return [
        MatterPartyName(
            lawyer_id=lawyer_id,
            matter_id=need.matter_id,
            side=side,
            person_id=person_id,
            name=surname_only(name) if need.is_for_minor and side is PartySide.CLIENT else name,
            name_key=name_key(name),
        )
        for side, name, person_id in parties
        if name_key(name)
    ]
