"""The centre's side: taking an application on, granting or refusing aid, ending it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.evidence import matters
from app.kernel import statutes
from app.kernel.access import Action
from app.kernel.actor import Actor, Role
from app.kernel.agency_rules import rule_for
from app.kernel.areas.agencies import agency_by_id
from app.kernel.clock import local_date
from app.kernel.clock_store import start_clock, stop_clock
from app.kernel.errors import NotFound
from app.legal_aid import repository
from app.legal_aid.applying.submitting import keep_promise
from app.legal_aid.ending import conclude
from app.legal_aid.enums import ApplicationStatus, DecisionOutcome, TerminationGround
from app.legal_aid.errors import AlreadyDecided
from app.legal_aid.models import Application, Decision
from app.legal_aid.ports import LawyerPort
from app.legal_aid.rules import ASSIGN, DECIDE, OBJECT, REVIEW_OBJECTION, remedy, termination_basis
from app.legal_aid.states import application_machine

DECIDED = frozenset(
    {
        ApplicationStatus.GRANTED,
        ApplicationStatus.OFFERED,
        ApplicationStatus.IN_HANDLING,
        ApplicationStatus.REFUSED,
        ApplicationStatus.TERMINATED,
    }
)


async def accept(session: AsyncSession, actor: Actor, application_id: UUID, *, at: datetime) -> Application:
    """Take the application on (受理, 148号令 13): it gets the centre's next number of the year.

    Raises:
        NotFound: not within reach.
        WrongState: taken on before, or withdrawn.
        OwnCase: the officer is the applicant.
    """
    case = await repository.get_visible(session, actor, Action.APPLICATION_ACCEPT, application_id, lock=True)
    application_machine.require(case, "accept", actor)
    year = local_date(at).year
    sequence = await repository.next_sequence(session, agency_of(case), year)
    case.number_year, case.number_sequence = year, sequence
    await keep_promise(session, case, at=at)
    return await application_machine.fire(session, case, "accept", actor=actor, at=at)


async def grant(session: AsyncSession, actor: Actor, application_id: UUID, *, at: datetime) -> Application:
    """Give legal aid: the seven days end, the three days to assign begin (法律援助法 43).

    Raises:
        NotFound: not within reach.
        AlreadyDecided: someone else decided first.
        WrongState: not taken on yet, or withdrawn.
        OwnCase: the decider is the applicant.
    """
    case = await _undecided(session, actor, application_id, "grant")
    _record(session, case, actor, DecisionOutcome.GRANTED, at, basis=_basis(at))
    await application_machine.fire(session, case, "grant", actor=actor, at=at)
    await stop_clock(session, case.id, DECIDE, at=at)
    await start_clock(
        session,
        ASSIGN,
        object_type=application_machine.name,
        object_id=case.id,
        agency_id=agency_of(case),
        holder=Role.OFFICER,
        at=at,
    )
    return case


async def refuse(
    session: AsyncSession, actor: Actor, application_id: UUID, reasons: str, *, at: datetime
) -> Application:
    """Refuse legal aid, with reasons and how to object (法律援助法 43, 49).

    Raises:
        As :func:`grant`.
    """
    case = await _undecided(session, actor, application_id, "refuse")
    told = await _remedy(session, agency_of(case), at)
    _record(session, case, actor, DecisionOutcome.REFUSED, at, basis=_basis(at), reasons=reasons, remedy=told)
    await application_machine.fire(session, case, "refuse", actor=actor, at=at, reason=reasons[:500])
    await stop_clock(session, case.id, DECIDE, at=at)
    await conclude(session, case, at=at)
    return case


async def terminate(
    session: AsyncSession,
    lawyers: LawyerPort,
    actor: Actor,
    application_id: UUID,
    *,
    ground: TerminationGround,
    reasons: str,
    at: datetime,
) -> Application:
    """End legal aid in a case that a lawyer handles (法律援助法 48); the lawyer is free for other cases.

    Raises:
        NotFound: not within reach.
        WrongState: no lawyer handles it.
        OwnCase: the decider is the applicant.
    """
    case = await repository.get_visible(session, actor, Action.APPLICATION_DECIDE, application_id, lock=True)
    application_machine.require(case, "terminate", actor)
    told = await _remedy(session, agency_of(case), at)
    _record(
        session,
        case,
        actor,
        DecisionOutcome.TERMINATED,
        at,
        basis=termination_basis(ground),
        ground=ground,
        reasons=reasons,
        remedy=told,
    )
    await lawyers.withdraw_open_offer(session, case.id, at)
    if case.lawyer_person_id is not None:
        await matters.end_reader(session, case.id, case.lawyer_person_id, at)
    await application_machine.fire(session, case, "terminate", actor=actor, at=at, reason=reasons[:500])
    await conclude(session, case, at=at)
    return case


def agency_of(case: Application) -> UUID:
    """The centre of a case that was handed in.

    Raises:
        NotFound: a draft has none.
    """
    if case.agency_id is None:
        raise NotFound()
    return case.agency_id


async def _undecided(session: AsyncSession, actor: Actor, application_id: UUID, transition: str) -> Application:
    case = await repository.get_visible(session, actor, Action.APPLICATION_DECIDE, application_id, lock=True)
    if case.status in DECIDED:
        raise AlreadyDecided()
    application_machine.require(case, transition, actor)
    return case


def _record(
    session: AsyncSession,
    case: Application,
    actor: Actor,
    outcome: DecisionOutcome,
    at: datetime,
    *,
    basis: str,
    ground: TerminationGround | None = None,
    reasons: str | None = None,
    remedy: str | None = None,
) -> None:
    session.add(
        Decision(
            application_id=case.id,
            outcome=outcome,
            ground=ground,
            reasons=reasons,
            remedy=remedy,
            basis=basis,
            decided_by=actor.person_id,
            at=at,
        )
    )


def _basis(at: datetime) -> str:
    return statutes.statute(DECIDE, local_date(at)).source


async def _remedy(session: AsyncSession, agency_id: UUID, at: datetime) -> str:
    """How to object, with the name of the bureau that set the centre up and the periods in force."""
    on = local_date(at)
    centre = await agency_by_id(session, agency_id)
    bureau = await agency_by_id(session, centre.parent_id) if centre and centre.parent_id else None
    return remedy(
        bureau.name if bureau else "设立本机构的司法行政部门",
        await rule_for(session, OBJECT, agency_id=agency_id, on=on),
        await rule_for(session, REVIEW_OBJECTION, agency_id=agency_id, on=on),
    )
