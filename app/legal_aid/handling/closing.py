"""The end of a matter: reported, then the closing file handed in with everything it needs (法律援助法 50)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.kernel.access import Action
from app.kernel.actor import Actor, Role
from app.kernel.clock_store import open_clocks, start_clock, stop_clock
from app.kernel.errors import FieldError
from app.legal_aid.deciding.decisions import agency_of
from app.legal_aid.enums import ApplicationStatus
from app.legal_aid.handling import agreement, repository
from app.legal_aid.handling.errors import FileIncomplete, OutcomeMissing, ReplacementPending
from app.legal_aid.handling.reading import to_read
from app.legal_aid.handling.rules import HAND_IN_FILE, REVIEW_FILE, ChecklistLine, FileFacts, checklist, missing
from app.legal_aid.models import Application
from app.legal_aid.repository import get_visible
from app.legal_aid.states import application_machine


async def conclude(session: AsyncSession, actor: Actor, application_id: UUID, *, at: datetime) -> Application:
    """Report that the matter is over: thirty days from its closing day to hand the file in (148号令 40).

    Raises:
        NotFound: not the lawyer's case.
        WrongState: not handled now.
        ReplacementPending: whether the lawyer stays is not decided.
        OutcomeMissing: nothing was said of how it ended.
    """
    case = await get_visible(session, actor, Action.CASE_HANDLE, application_id, lock=True)
    application_machine.require(case, "conclude", actor)
    if await repository.open_replacement(session, case.id) is not None:
        raise ReplacementPending()
    outcome = await repository.outcome_of(session, case.id)
    if outcome is None:
        raise OutcomeMissing(fields=[FieldError("outcome", "no_outcome", OutcomeMissing.title)])
    case.closing_on = outcome.closing_on
    await application_machine.fire(session, case, "conclude", actor=actor, at=at)
    await agreement.end_signing(session, case.id, at=at, is_done=False)
    await start_clock(
        session,
        HAND_IN_FILE,
        object_type=application_machine.name,
        object_id=case.id,
        agency_id=agency_of(case),
        holder=Role.LAWYER,
        holder_id=case.lawyer_person_id,
        started=outcome.closing_on,
        at=at,
    )
    return case


async def hand_in(
    session: AsyncSession, actor: Actor, application_id: UUID, report: str, *, at: datetime
) -> Application:
    """Hand the closing file in; the centre's thirty days to review it begin (148号令 41).

    Raises:
        NotFound: not the lawyer's case.
        WrongState: the end was not reported, or the file is in.
        FileIncomplete: with everything that is missing.
    """
    case = await get_visible(session, actor, Action.CASE_HANDLE, application_id, lock=True)
    application_machine.require(case, "hand_in", actor)
    problems = missing(await _lines(session, case, has_report=True, at=at))
    outcome = await repository.outcome_of(session, case.id)
    if problems or outcome is None:
        raise FileIncomplete(fields=problems)
    outcome.report, outcome.handed_in_at, outcome.updated_at = report, at, at
    await application_machine.fire(session, case, "hand_in", actor=actor, at=at)
    await _stop(session, case.id, HAND_IN_FILE, at)
    await start_clock(
        session,
        REVIEW_FILE,
        object_type=application_machine.name,
        object_id=case.id,
        agency_id=agency_of(case),
        holder=Role.OFFICER,
        at=at,
    )
    return case


async def file_checklist(
    session: AsyncSession, actor: Actor, application_id: UUID, *, at: datetime
) -> Sequence[ChecklistLine]:
    """What the closing file of the case needs and what is there.

    Raises:
        NotFound, Forbidden: see :func:`~app.legal_aid.handling.reading.to_read`.
    """
    case = await to_read(session, actor, application_id, note="结案材料清单", at=at)
    outcome = await repository.outcome_of(session, case.id)
    has_report = (
        case.status is not ApplicationStatus.CONCLUDED and outcome is not None and outcome.report is not None
    )
    return await _lines(session, case, has_report=has_report, at=at)


async def _lines(
    session: AsyncSession, case: Application, *, has_report: bool, at: datetime
) -> Sequence[ChecklistLine]:
    outcome = await repository.outcome_of(session, case.id)
    facts = FileFacts(
        category=case.category,
        has_agreement=await repository.agreement_of(session, case) is not None,
        kinds=await repository.standing_kinds(session, case.id, at),
        outcome=outcome.kind if outcome else None,
        basis=outcome.basis if outcome else None,
        has_documents=outcome is not None and bool(outcome.evidence_ids),
        has_report=has_report,
    )
    return checklist(facts)


async def _stop(session: AsyncSession, application_id: UUID, rule_code: str, at: datetime) -> None:
    """Stop a clock where it runs: a file that was returned has a time of its own."""
    for clock in await open_clocks(session, application_id):
        if clock.rule_code == rule_code:
            await stop_clock(session, application_id, rule_code, at=at)
