"""Finding a lawyer: the shortlist, the officer's choice, the lawyer's answer."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.matching import AssignmentRecord, Choice, Shortlist, Standing
from app.evidence import matters
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.clock import start_of
from app.kernel.clock_store import open_clocks, stop_if_running
from app.kernel.states import WrongState
from app.legal_aid import repository
from app.legal_aid.enums import ApplicationStatus
from app.legal_aid.handling import agreement
from app.legal_aid.handling.needs import need_of
from app.legal_aid.models import Application
from app.legal_aid.ports import LawyerPort
from app.legal_aid.rules import ASSIGN, ASSIGN_NOTIFIED
from app.legal_aid.schemas import LawyerChoice
from app.legal_aid.states import application_machine

ASSIGNING = frozenset({ASSIGN, ASSIGN_NOTIFIED})
"""The periods in which a lawyer is found: of the centre's own decision (43), or of an authority's notice (36)."""


MATCHED = frozenset({ApplicationStatus.GRANTED, ApplicationStatus.OFFERED, ApplicationStatus.IN_HANDLING})
"""Here it can be told how a lawyer stands to the case: also while one is asked, and after one took it."""


async def candidates(
    session: AsyncSession,
    lawyers: LawyerPort,
    actor: Actor,
    application_id: UUID,
    *,
    at: datetime,
    relaxed: Collection[str] = (),
) -> Shortlist:
    """Lawyers proposed for a case that waits for one, best first; the officer chooses (148号令 25).

    Raises:
        NotFound: not within reach.
        WrongState: not granted, or assigned already.
    """
    case = await repository.get_visible(session, actor, Action.APPLICATION_ASSIGN, application_id)
    application_machine.require(case, "assign", actor)
    return await lawyers.shortlist(session, await need_of(session, case), at=at, relaxed=relaxed)


async def standing(
    session: AsyncSession,
    lawyers: LawyerPort,
    actor: Actor,
    application_id: UUID,
    lawyer_id: UUID,
    *,
    at: datetime,
    relaxed: Collection[str] = (),
) -> Standing:
    """Why this lawyer is proposed for the case, and where, or what is in the way ("why not").

    Raises:
        NotFound: not within reach.
        WrongState: not granted, or no longer handled.
        DomainError: the lawyer is not on the centre's roster.
    """
    case = await repository.get_visible(session, actor, Action.APPLICATION_ASSIGN, application_id)
    if case.status not in MATCHED:
        raise WrongState(state=case.status.value)
    return await lawyers.standing(session, await need_of(session, case), lawyer_id, at=at, relaxed=relaxed)


async def assign(
    session: AsyncSession,
    lawyers: LawyerPort,
    actor: Actor,
    application_id: UUID,
    chosen: LawyerChoice,
    *,
    batch_id: UUID | None = None,
    at: datetime,
) -> Application:
    """Ask the chosen lawyers, or the firm. The three days run on until a lawyer accepts: only then does the
    recipient have one (法律援助法 43: 指派法律援助人员为受援人提供法律援助).

    Raises:
        NotFound: not within reach.
        WrongState: not granted, or assigned by someone else meanwhile.
        OwnCase: the officer is the applicant.
        DomainError: the lawyer may not or cannot take it; in a minor's case, does not know minors and no
            ``reason`` says why it must be this one (148号令 26). The reason stays in the history.
    """
    case = await repository.get_visible(session, actor, Action.APPLICATION_ASSIGN, application_id, lock=True)
    application_machine.require(case, "assign", actor)
    need = replace(await need_of(session, case), is_minors_reason_given=chosen.reason is not None)
    first = () if chosen.lawyer_id is None else (chosen.lawyer_id,)
    choice = Choice(
        lawyer_ids=(*first, *chosen.then_lawyer_ids),
        made_by=actor.person_id,
        assign_by=await _assign_by(session, case),
        is_together=chosen.together,
        firm_id=chosen.firm_id,
        override_reason=chosen.override_reason,
        override_note=chosen.override_note,
        relaxed=frozenset(chosen.relax),
        batch_id=batch_id,
    )
    case.assignment_id = await lawyers.assign(session, need, choice, at=at)
    return await application_machine.fire(session, case, "assign", actor=actor, at=at, reason=chosen.reason)


async def attempts(
    session: AsyncSession, lawyers: LawyerPort, actor: Actor, application_id: UUID
) -> list[AssignmentRecord]:
    """Every attempt to find a lawyer for a case, the latest first: who was asked, in which order and why.

    Raises:
        NotFound: not within reach.
    """
    case = await repository.get_visible(session, actor, Action.APPLICATION_ASSIGN, application_id)
    return await lawyers.assignments(session, case.id)


async def take(session: AsyncSession, case: Application, *, at: datetime) -> None:
    """The lawyer accepted: the case has a holder, who may read its evidence; the three days end, and the
    days to sign the agreement begin (148号令 27). Those of a notified case run on until the authority was told
    of the lawyer, which is the other half of the duty (法律援助法 36).
    """
    await application_machine.fire(session, case, "take", actor=None, at=at)
    await stop_if_running(session, case.id, ASSIGN, at=at)
    await agreement.start_signing(session, case, at=at)
    if case.lawyer_person_id is not None:
        await matters.add_reader(session, case.id, case.lawyer_person_id, at)


async def hand_back(session: AsyncSession, case: Application, *, at: datetime, reason: str) -> None:
    """Nobody who was asked takes it: the centre chooses again, and its three days run on."""
    await application_machine.fire(session, case, "hand_back", actor=None, at=at, reason=reason)
    case.assignment_id = None


async def _assign_by(session: AsyncSession, case: Application) -> datetime | None:
    """The end of the last day to assign."""
    for clock in await open_clocks(session, case.id):
        if clock.rule_code in ASSIGNING:
            return start_of(clock.due_on + timedelta(days=1))
    return None
