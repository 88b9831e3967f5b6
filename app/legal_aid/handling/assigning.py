"""Finding a lawyer: the shortlist, the officer's choice, the lawyer's answer."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.categories import CATEGORIES
from app.contracts.lawyers import Candidate, Need
from app.evidence import matters
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.clock import start_of
from app.kernel.clock_store import open_clocks, stop_clock
from app.legal_aid import repository
from app.legal_aid.deciding.decisions import agency_of
from app.legal_aid.models import Application
from app.legal_aid.ports import LawyerPort
from app.legal_aid.rules import ASSIGN, answer_by, month_text, yuan
from app.legal_aid.states import application_machine

COUNTY_DIGITS = 6


async def candidates(
    session: AsyncSession, lawyers: LawyerPort, actor: Actor, application_id: UUID, *, at: datetime
) -> Sequence[Candidate]:
    """Lawyers proposed for a case that waits for one, best first; the officer chooses (148号令 25).

    Raises:
        NotFound: not within reach.
        WrongState: not granted, or assigned already.
    """
    case = await repository.get_visible(session, actor, Action.APPLICATION_ASSIGN, application_id)
    application_machine.require(case, "assign", actor)
    return await lawyers.shortlist(session, await need_of(session, case), at=at)


async def assign(
    session: AsyncSession,
    lawyers: LawyerPort,
    actor: Actor,
    application_id: UUID,
    lawyer_id: UUID,
    *,
    at: datetime,
) -> Application:
    """Ask the chosen lawyer. The three days run on until a lawyer accepts: only then does the recipient
    have one (法律援助法 43: 指派法律援助人员为受援人提供法律援助).

    Raises:
        NotFound: not within reach.
        WrongState: not granted, or assigned by someone else meanwhile.
        OwnCase: the officer is the applicant.
        DomainError: the lawyer may not or cannot take it.
    """
    case = await repository.get_visible(session, actor, Action.APPLICATION_ASSIGN, application_id, lock=True)
    application_machine.require(case, "assign", actor)
    expires_at = answer_by(at, await _assign_by(session, case))
    need = await need_of(session, case)
    offered = await lawyers.offer(session, need, lawyer_id, at=at, expires_at=expires_at)
    case.lawyer_person_id, case.offer_id = offered.lawyer_person_id, offered.offer_id
    return await application_machine.fire(session, case, "assign", actor=actor, at=at)


async def take(session: AsyncSession, case: Application, *, at: datetime) -> None:
    """The lawyer accepted: the case has a holder, who may read its evidence; the three days end."""
    await application_machine.fire(session, case, "take", actor=None, at=at)
    await stop_clock(session, case.id, ASSIGN, at=at)
    if case.lawyer_person_id is not None:
        await matters.add_reader(session, case.id, case.lawyer_person_id, at)


async def hand_back(session: AsyncSession, case: Application, *, at: datetime, reason: str) -> None:
    """The lawyer declined or did not answer: the centre chooses again, and its three days run on."""
    await application_machine.fire(session, case, "hand_back", actor=None, at=at, reason=reason)
    case.lawyer_person_id, case.offer_id = None, None


async def need_of(session: AsyncSession, case: Application) -> Need:
    """What the matter asks of a lawyer; the summary names no party."""
    claim = await repository.claim_of(session, case.id)
    place = await repository.place_of(session, case.id)
    summary = CATEGORIES[case.category].title_zh
    if claim is not None:
        months = f"{month_text(claim.period_from)} 至 {month_text(claim.period_to)}"
        summary = f"{summary}，{months}，{yuan(claim.amount_fen)} 元"
    return Need(
        matter_id=case.id,
        agency_id=agency_of(case),
        category=case.category.value,
        area_code=place.area_code[:COUNTY_DIGITS] if place else "",
        summary=summary,
        client_id=case.applicant_id,
        client_name=case.applicant_name or "",
        opponent_names=(claim.employer_name,) if claim else (),
    )


async def _assign_by(session: AsyncSession, case: Application) -> datetime | None:
    """The end of the last day to assign."""
    for clock in await open_clocks(session, case.id):
        if clock.rule_code == ASSIGN:
            return start_of(clock.due_on + timedelta(days=1))
    return None
