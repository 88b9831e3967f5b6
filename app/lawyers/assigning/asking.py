"""Assigning a matter: whom the officer chose is asked. Legal aid reaches this through wiring.

The assignment's row is locked first, then lawyers, then offers, by everybody: capacity, conflicts and
suspension hold at the moment of the change, whatever else happens at the same time.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.categories import CaseCategory
from app.contracts.lawyers import AssignmentFailed, LawyerOffered, WithdrawnBecause
from app.contracts.matching import Candidate, Choice, Need, Shortlist
from app.kernel import events, timers
from app.kernel.bus import Payload
from app.kernel.errors import FieldError
from app.lawyers.assigning import naming, repository
from app.lawyers.assigning.choices import check_choice
from app.lawyers.assigning.models import WAITING, Assignment, Offer
from app.lawyers.assigning.pacing import pace_for
from app.lawyers.assigning.rows import begun, party_names
from app.lawyers.assigning.states import ASSIGNMENT, OFFER
from app.lawyers.assigning.timing import answer_by, tell_at
from app.lawyers.enums import AssignmentMode, AssignmentStatus, OfferStatus
from app.lawyers.errors import AlreadyOffered, ChoiceNeedsReason, NotOnRoster
from app.lawyers.matching.shortlist import assess, shortlist
from app.lawyers.roster.models import Lawyer

EXPIRE = "lawyers.expire_offer"
TELL = "lawyers.tell_of_offer"


async def assign(session: AsyncSession, need: Need, choice: Choice, *, at: datetime) -> UUID:
    """Begin an assignment and ask whom the officer chose; its id.

    One after another: the first now, the others by :mod:`app.lawyers.assigning.continuing`. Together: all now. A
    firm: its heads are asked to name somebody. What was proposed at this moment is kept, whomever was chosen.

    Raises:
        ChoiceInvalid: nobody chosen, one twice, too many, or several at once where nothing presses.
        AlreadyOffered: the matter is being assigned, or was.
        ChoiceNeedsReason: somebody else than the one proposed first was chosen, without a reason.
        NotOnRoster: a lawyer, or the firm, is not on the roster of ``need.agency_id``.
        LawyerExcluded: a hard constraint is in the way of one of them.
        FirmCannot: nobody heads the firm, or nobody there may be asked.
    """
    check_choice(need, choice)
    if await repository.open_assignment(session, need.matter_id) is not None:
        raise AlreadyOffered()
    lawyers = await repository.lock_lawyers(session, choice.lawyer_ids)
    for lawyer_id in choice.lawyer_ids:
        _require_on_roster(need, lawyers.get(lawyer_id))
    candidates = [await assess(session, need, one, at, relaxed=choice.relaxed) for one in choice.lawyer_ids]
    proposed = await shortlist(session, need, at=at, relaxed=choice.relaxed)
    is_override = not await _takes_the_first(session, choice, proposed)
    if is_override and choice.override_reason is None:
        raise ChoiceNeedsReason(fields=[FieldError("override_reason", "missing", ChoiceNeedsReason.title)])
    made = begun(need, choice, proposed, is_override=is_override, at=at)
    if choice.firm_id is not None:
        await naming.check_firm(session, need, choice.firm_id, choice.relaxed, at=at)
    session.add(made)
    await session.flush()
    if made.mode is AssignmentMode.FIRM:
        await naming.begin_naming(session, made, at=at)
        return made.id
    for candidate in candidates if choice.is_together else candidates[:1]:
        await ask(session, need, made, lawyers[candidate.lawyer_id], candidate, at=at)
    return made.id


async def fits(
    session: AsyncSession,
    need: Need,
    assignment: Assignment,
    lawyers: Mapping[UUID, Lawyer],
    lawyer_id: UUID,
    *,
    at: datetime,
) -> Candidate:
    """One of the locked lawyers as a candidate, every constraint checked now.

    Raises:
        NotOnRoster, LawyerExcluded: as :func:`assign`.
    """
    _require_on_roster(need, lawyers.get(lawyer_id))
    return await assess(session, need, lawyer_id, at, relaxed=assignment.relaxed)


async def ask(
    session: AsyncSession,
    need: Need,
    assignment: Assignment,
    lawyer: Lawyer,
    candidate: Candidate,
    *,
    at: datetime,
) -> Offer:
    """Make an offer to a locked lawyer who fits, under a locked assignment whose next one this is.

    Who is chosen at night is told in the morning, and has the time to answer from then on; the place is theirs
    from now on.
    """
    pace = await pace_for(session, assignment.agency_id, is_urgent=need.is_urgent)
    told_at = tell_at(at, pace)
    rounds = len(assignment.planned) - assignment.next_position if assignment.mode is AssignmentMode.ONE else 1
    assignment.next_position += 1
    made = Offer(
        assignment_id=assignment.id,
        position=assignment.next_position,
        matter_id=need.matter_id,
        lawyer_id=lawyer.id,
        lawyer_person_id=lawyer.person_id,
        agency_id=need.agency_id,
        client_id=need.client_id,
        category=CaseCategory(need.category),
        area_code=need.area_code,
        summary=need.summary,
        is_urgent=need.is_urgent,
        language=need.language,
        score=candidate.score,
        offered_at=at,
        told_at=told_at,
        expires_at=answer_by(told_at, assignment.assign_by, rounds=rounds, pace=pace),
        updated_at=at,
    )
    session.add(made)
    session.add_all(party_names(need, lawyer))
    await repository.count_case(session, lawyer.id, 1, offered_at=at)
    await session.flush()
    payload: Payload = {"offer_id": str(made.id)}
    await timers.set_timer(session, EXPIRE, key=str(made.id), due_at=made.expires_at, payload=payload)
    if told_at > at:
        await timers.set_timer(session, TELL, key=str(made.id), due_at=told_at, payload=payload)
    else:
        await _tell(session, made, at)
    return made


async def tell(session: AsyncSession, payload: Payload, at: datetime) -> None:
    """Alarm in the morning: the lawyer hears of the offer, unless it is over, or read, already."""
    offer = await repository.lock_offer(session, UUID(str(payload["offer_id"])))
    if offer.status is OfferStatus.OFFERED:
        await _tell(session, offer, at)


async def withdraw(
    session: AsyncSession, matter_id: UUID, at: datetime, *, made_by: datetime | None = None
) -> None:
    """Take a matter back from whoever was asked or has it; without an open assignment, nothing.

    With ``made_by`` only an assignment made by then: one made later stays.
    """
    assignment = await repository.open_assignment(session, matter_id)
    if assignment is None or (made_by is not None and assignment.made_at > made_by):
        return
    await naming.end_naming(session, assignment)
    await ASSIGNMENT.fire(session, assignment, "withdraw", actor=None, at=at)
    await take_back_all(session, assignment, because=WithdrawnBecause.TAKEN_BACK, at=at)


async def take_back_all(
    session: AsyncSession,
    assignment: Assignment,
    *,
    because: WithdrawnBecause,
    at: datetime,
    but: UUID | None = None,
) -> None:
    """End every open offer of a locked assignment, ``but`` for one; those lawyers are free for another matter."""
    open_offers = [one for one in await repository.open_offers(session, assignment.id) if one.id != but]
    await repository.lock_lawyers(session, [one.lawyer_id for one in open_offers])
    for offer in open_offers:
        unanswered = offer.status in WAITING
        await OFFER.fire(session, offer, "withdraw", actor=None, at=at, changes={"withdrawn_because": because})
        await release(session, offer, is_forgotten=unanswered)


async def release(session: AsyncSession, offer: Offer, *, is_forgotten: bool) -> None:
    """The lawyer is free for another matter; where they never took this one, its parties are forgotten."""
    await repository.count_case(session, offer.lawyer_id, -1)
    if is_forgotten:
        await repository.forget_parties(session, offer)
    await quiet(session, offer)


async def quiet(session: AsyncSession, offer: Offer) -> None:
    """Forget the alarms of an offer that was answered or is over."""
    for alarm in (EXPIRE, TELL):
        await timers.cancel_timer(session, alarm, key=str(offer.id))


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


async def fail(session: AsyncSession, assignment: Assignment, *, at: datetime, is_silent: bool) -> None:
    """Nobody is left to be asked: the matter goes back to the centre. ``is_silent``: the last did not answer."""
    await ASSIGNMENT.fire(session, assignment, "fail", actor=None, at=at)
    told = AssignmentFailed(
        assignment_id=assignment.id,
        matter_id=assignment.matter_id,
        agency_id=assignment.agency_id,
        is_silent=is_silent,
    )
    await events.record(session, told, at=at)


def _require_on_roster(need: Need, lawyer: Lawyer | None) -> None:
    if lawyer is None or lawyer.agency_id != need.agency_id:
        raise NotOnRoster(fields=[FieldError("lawyer_id", "not_on_roster", NotOnRoster.title)])


async def _takes_the_first(session: AsyncSession, choice: Choice, proposed: Shortlist) -> bool:
    """Whether the one proposed first is asked first, among those asked at once, or of the firm that is asked;
    or the one whom the plan of a whole queue proposes.
    """
    if choice.batch_id is not None and choice.override_reason is None:
        return True
    if not proposed.candidates:
        return False
    first = proposed.candidates[0].lawyer_id
    if choice.firm_id is not None:
        lawyer = await session.get(Lawyer, first)
        return lawyer is not None and lawyer.firm_id == choice.firm_id
    return first in (choice.lawyer_ids if choice.is_together else choice.lawyer_ids[:1])


async def _tell(session: AsyncSession, offer: Offer, at: datetime) -> None:
    told = LawyerOffered(
        offer_id=offer.id,
        matter_id=offer.matter_id,
        lawyer_id=offer.lawyer_id,
        lawyer_person_id=offer.lawyer_person_id,
        expires_at=offer.expires_at,
    )
    await events.record(session, told, at=at)
