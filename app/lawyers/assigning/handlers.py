"""What happens to assignments and offers when an application ends elsewhere, or a lawyer is suspended or left."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.lawyers import LawyerAway, RosterEntryChanged
from app.contracts.legal_aid import (
    ApplicationClosed,
    ApplicationTerminated,
    ApplicationWithdrawn,
    LawyerReplaced,
    NameCorrected,
)
from app.kernel import jobs
from app.kernel.bus import Bus
from app.kernel.events import EventRecord, being_handled
from app.lawyers.assigning import answering, asking, continuing, correcting, firms, naming, repository
from app.lawyers.assigning.needs import NeedPort
from app.lawyers.enums import RosterField
from app.lawyers.roster.models import Lawyer

LEAVING = frozenset({RosterField.SUSPENSION_REASON, RosterField.FIRM, RosterField.HEADS_FIRM})
"""Who changes in these may no longer answer what they were asked."""


async def release(
    session: AsyncSession, event: ApplicationTerminated | ApplicationWithdrawn | LawyerReplaced, at: datetime
) -> None:
    """An application that is over binds no lawyer; what the centre took back already stays as it is.

    A case that went on may be with a lawyer again by now, even the same one, who keeps it.
    """
    told = await session.get_one(EventRecord, being_handled(session))
    await asking.withdraw(session, event.application_id, at, made_by=told.occurred_at)


async def complete(session: AsyncSession, event: ApplicationClosed, at: datetime) -> None:
    """A closed case counts as done, not as taken back, and no longer against the lawyer's capacity."""
    await asking.complete(session, event.application_id, at)


async def hand_on(session: AsyncSession, event: RosterEntryChanged | LawyerAway, at: datetime) -> None:
    """What waits for the lawyer goes on to the next, unless they may answer after all."""
    for offer_id in await repository.waiting_offers(session, event.lawyer_id):
        await jobs.enqueue(session, answering.HAND_ON, {"offer_id": str(offer_id)}, since=at)


async def pass_on(session: AsyncSession, event: RosterEntryChanged, at: datetime) -> None:
    """What waits for a lawyer who was suspended or changed firms goes on, each in a transaction of its own;
    so does what waits for a firm that nobody answers for any more.
    """
    if LEAVING.isdisjoint(event.fields):
        return
    await hand_on(session, event, at)
    lawyer = await session.get_one(Lawyer, event.lawyer_id)
    for assignment_id in await repository.headless_requests(session, {event.firm_id, lawyer.firm_id}):
        await continuing.go_on_later(session, assignment_id, at=at, is_silent=False)


def register(bus: Bus, needs: NeedPort) -> None:
    """Register the jobs of assignments and subscribe to what ends or changes them; called by ``wiring``."""

    async def correct(session: AsyncSession, event: NameCorrected, at: datetime) -> None:
        await correcting.correct_parties(session, needs, event.application_id)

    bus.register(asking.EXPIRE, answering.expire_offer)
    bus.register(asking.TELL, asking.tell)
    bus.register(answering.HAND_ON, answering.pass_on)
    bus.register(naming.NAME, firms.expire)
    bus.register(naming.TELL, naming.tell_firm)
    bus.register(continuing.NEXT, continuing.Continuation(needs).ask_next)
    bus.subscribe(RosterEntryChanged, "lawyers.pass_on_when_suspended", pass_on)
    bus.subscribe(LawyerAway, "lawyers.hand_on_when_away", hand_on)
    bus.subscribe(ApplicationWithdrawn, "lawyers.release_on_withdrawal", release)
    bus.subscribe(ApplicationTerminated, "lawyers.release_on_termination", release)
    bus.subscribe(LawyerReplaced, "lawyers.release_on_replacement", release)
    bus.subscribe(ApplicationClosed, "lawyers.complete_on_close", complete)
    bus.subscribe(NameCorrected, "lawyers.correct_parties", correct)
