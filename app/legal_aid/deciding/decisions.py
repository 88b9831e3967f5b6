"""Granting and refusing legal aid, each once."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.clock_store import stop_clock
from app.legal_aid import repository
from app.legal_aid.deciding.periods import agency_of, start
from app.legal_aid.deciding.recording import decided_under, how_to_object, record_decision
from app.legal_aid.ending import conclude
from app.legal_aid.enums import ApplicationStatus, DecisionOutcome
from app.legal_aid.errors import AlreadyDecided
from app.legal_aid.models import Application
from app.legal_aid.rules import ASSIGN, DECIDE, OBJECT
from app.legal_aid.states import application_machine

__all__ = ["DECIDED", "agency_of", "grant", "refuse", "undecided"]

DECIDED = frozenset(
    {
        ApplicationStatus.GRANTED,
        ApplicationStatus.OFFERED,
        ApplicationStatus.IN_HANDLING,
        ApplicationStatus.REFUSED,
        ApplicationStatus.TERMINATED,
    }
)


async def grant(session: AsyncSession, actor: Actor, application_id: UUID, *, at: datetime) -> Application:
    """Give legal aid: the seven days end, the three days to assign begin (法律援助法 43).

    Raises:
        NotFound: not within reach.
        AlreadyDecided: someone else decided first.
        WrongState: not taken on yet, or withdrawn.
        OwnCase, Recused: the decider stands back.
    """
    case = await undecided(session, actor, application_id, "grant")
    record_decision(session, case, actor, DecisionOutcome.GRANTED, at, basis=decided_under(at))
    await application_machine.fire(session, case, "grant", actor=actor, at=at)
    await stop_clock(session, case.id, DECIDE, at=at)
    await start(session, case, ASSIGN, at=at)
    return case


async def refuse(
    session: AsyncSession, actor: Actor, application_id: UUID, reasons: str, *, at: datetime
) -> Application:
    """Refuse legal aid, with reasons and how to object (法律援助法 43, 49); the time to object begins.

    Raises:
        As :func:`grant`.
    """
    case = await undecided(session, actor, application_id, "refuse")
    told = await how_to_object(session, case, at)
    outcome, basis = DecisionOutcome.REFUSED, decided_under(at)
    record_decision(session, case, actor, outcome, at, basis=basis, reasons=reasons, remedy=told)
    await application_machine.fire(session, case, "refuse", actor=actor, at=at, reason=reasons[:500])
    await stop_clock(session, case.id, DECIDE, at=at)
    await conclude(session, case, at=at)
    await start(session, case, OBJECT, at=at)
    return case


async def undecided(session: AsyncSession, actor: Actor, application_id: UUID, transition: str) -> Application:
    """The case, locked, if nobody decided it yet.

    Raises:
        NotFound, AlreadyDecided, WrongState, OwnCase, Recused: see :func:`grant`.
    """
    case = await repository.get_visible(session, actor, Action.APPLICATION_DECIDE, application_id, lock=True)
    if case.status in DECIDED:
        raise AlreadyDecided()
    application_machine.require(case, transition, actor)
    return case
