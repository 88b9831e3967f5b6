"""Assigning a matter: whom the officer chose is asked. Legal aid reaches this through wiring.

The assignment's row is locked first, then lawyers, then offers, by everybody: capacity, conflicts and
suspension hold at the moment of the change, whatever else happens at the same time.
"""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.categories import CaseCategory
from app.contracts.lawyers import Candidate, Choice, LawyerOffered, Need
from app.identity.surnames import surname_only
from app.kernel import events, timers
from app.kernel.bus import Payload
from app.kernel.errors import FieldError
from app.lawyers.assigning import repository
from app.lawyers.assigning.models import WAITING, Assignment, Offer
from app.lawyers.assigning.states import ASSIGNMENT, OFFER
from app.lawyers.assigning.timing import answer_by
from app.lawyers.conflicts.models import MatterPartyName
from app.lawyers.enums import AssignmentStatus, OfferStatus, PartySide
from app.lawyers.errors import AlreadyOffered, ChoiceNeedsReason, NotOnRoster
from app.lawyers.matching.constraints import name_key
from app.lawyers.matching.shortlist import assess, shortlist
from app.lawyers.roster.repository import lock_lawyer

EXPIRE = "lawyers.expire_offer"


async def assign(session: AsyncSession, need: Need, choice: Choice, *, at: datetime) -> UUID:
    """Begin an assignment and ask the first chosen lawyer; its id.

    What was proposed at this moment is kept with it, whomever the officer chose.

    Raises:
        AlreadyOffered: the matter is being assigned, or was.
        ChoiceNeedsReason: somebody else than the one proposed first was chosen, without a reason.
        NotOnRoster: the lawyer is not on the roster of ``need.agency_id``.
        LawyerExcluded: a hard constraint is in the way.
    """
    if await repository.open_assignment(session, need.matter_id) is not None:
        raise AlreadyOffered()
    proposed = await shortlist(session, need, at=at)
    first = proposed.candidates[0].lawyer_id if proposed.candidates else None
    is_override = choice.lawyer_ids[0] != first
    if is_override and choice.override_reason is None:
        raise ChoiceNeedsReason(fields=[FieldError("override_reason", "missing", ChoiceNeedsReason.title)])
    made = Assignment(
        matter_id=need.matter_id,
        agency_id=need.agency_id,
        client_id=need.client_id,
        category=CaseCategory(need.category),
        is_urgent=need.is_urgent,
        weights_version=proposed.weights_version,
        seed=proposed.seed,
        ranking=[_remembered(candidate) for candidate in proposed.candidates],
        planned=list(choice.lawyer_ids),
        assign_by=choice.assign_by,
        override_reason=choice.override_reason if is_override else None,
        override_note=choice.override_note if is_override else None,
        made_by=choice.made_by,
        made_at=at,
        updated_at=at,
    )
    session.add(made)
    await session.flush()
    await ask(session, need, made, choice.lawyer_ids[0], at=at)
    made.next_position = 1
    return made.id


async def ask(
    session: AsyncSession, need: Need, assignment: Assignment, lawyer_id: UUID, *, at: datetime
) -> Offer:
    """Make an offer under an assignment whose row is locked; every constraint is checked again under lock.

    Raises:
        As :func:`assign`.
    """
    lawyer = await lock_lawyer(session, lawyer_id)
    if lawyer is None or lawyer.agency_id != need.agency_id:
        raise NotOnRoster(fields=[FieldError("lawyer_id", "not_on_roster", NotOnRoster.title)])
    candidate = await assess(session, need, lawyer_id, at)
    expires_at = answer_by(at, assignment.assign_by)
    made = Offer(
        assignment_id=assignment.id,
        position=assignment.next_position + 1,
        matter_id=need.matter_id,
        lawyer_id=lawyer_id,
        lawyer_person_id=lawyer.person_id,
        agency_id=need.agency_id,
        client_id=need.client_id,
        category=CaseCategory(need.category),
        area_code=need.area_code,
        summary=need.summary,
        score=candidate.score,
        offered_at=at,
        expires_at=expires_at,
        updated_at=at,
    )
    session.add(made)
    session.add_all(_party_names(need, lawyer_id))
    lawyer.open_cases += 1
    lawyer.last_offered_at = at
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
    return made


async def withdraw(
    session: AsyncSession, matter_id: UUID, at: datetime, *, made_by: datetime | None = None
) -> None:
    """Take a matter back from whoever was asked or has it; without an open assignment, nothing.

    With ``made_by`` only an assignment made by then: one made later stays.
    """
    assignment = await repository.open_assignment(session, matter_id)
    if assignment is None or (made_by is not None and assignment.made_at > made_by):
        return
    await ASSIGNMENT.fire(session, assignment, "withdraw", actor=None, at=at)
    for offer in await repository.open_offers(session, assignment.id):
        await take_back(session, offer, at=at)


async def take_back(session: AsyncSession, offer: Offer, *, at: datetime) -> None:
    """End an offer that waits, or a case in hand; the lawyer is free for another."""
    await repository.count_case(session, offer.lawyer_id, -1)
    await session.refresh(offer)
    unanswered = offer.status in WAITING
    await OFFER.fire(session, offer, "withdraw", actor=None, at=at)
    if unanswered:
        await repository.forget_parties(session, offer)
    await timers.cancel_timer(session, EXPIRE, key=str(offer.id))


async def complete(session: AsyncSession, matter_id: UUID, at: datetime) -> None:
    """The case was closed: its lawyer has done the work and is free for another; done before, nothing.

    The parties stay: they are former clients and opponents of this lawyer (律师法 39).
    """
    assignment = await repository.open_assignment(session, matter_id)
    if assignment is None or assignment.status is not AssignmentStatus.TAKEN:
        return
    for offer in await repository.open_offers(session, assignment.id):
        if offer.status is OfferStatus.ACCEPTED:
            await repository.count_case(session, offer.lawyer_id, -1)
            await OFFER.fire(session, offer, "complete", actor=None, at=at)


def _remembered(candidate: Candidate) -> dict[str, Any]:
    return asdict(candidate) | {"lawyer_id": str(candidate.lawyer_id)}


def _party_names(need: Need, lawyer_id: UUID) -> list[MatterPartyName]:
    """The parties as rows; a name without letters cannot be compared.

    Where aid is for a minor the lawyer who is asked reads the family name alone (未成年人保护法 103): the key
    finds conflicts all the same, and whoever takes the case reads the whole name there.
    """
    sided = [(PartySide.CLIENT, party) for party in need.clients]
    sided += [(PartySide.OPPONENT, party) for party in need.opponents]
    return [
        MatterPartyName(
            lawyer_id=lawyer_id,
            matter_id=need.matter_id,
            side=side,
            person_id=party.person_id,
            name=surname_only(party.name) if need.is_for_minor and side is PartySide.CLIENT else party.name,
            name_key=name_key(party.name),
        )
        for side, party in dict.fromkeys(sided)
        if name_key(party.name)
    ]
