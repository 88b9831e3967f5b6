"""The centre's review of the closing file: sent back to be completed, or the case closed (148号令 41)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.evidence import matters
from app.kernel.access import Action
from app.kernel.actor import Actor, Role
from app.kernel.clock import local_date
from app.kernel.clock_store import open_clocks, start_clock, stop_clock
from app.kernel.errors import FieldError, Invalid
from app.legal_aid import repository
from app.legal_aid.deciding.decisions import agency_of
from app.legal_aid.handling.rules import HAND_IN_FILE, REVIEW_FILE
from app.legal_aid.models import Application
from app.legal_aid.quality import subsidies
from app.legal_aid.quality.answers import FileReviewView
from app.legal_aid.quality.enums import SERVICES, FileOutcome
from app.legal_aid.quality.models import FileReview
from app.legal_aid.quality.repository import file_reviews
from app.legal_aid.quality.schemas import FileApproval, FileReturn
from app.legal_aid.quality.traces import looked
from app.legal_aid.states import application_machine

ARCHIVE = "legal_aid.archive"


async def return_file(
    session: AsyncSession, actor: Actor, application_id: UUID, given: FileReturn, *, at: datetime
) -> Application:
    """Send the file back with everything it lacks; the lawyer has the days given, or the usual ones, again.

    Raises:
        NotFound: not within reach.
        WrongState: no file was handed in.
        OwnCase, Recused: the officer has a stake in the case.
    """
    case = await repository.get_visible(session, actor, Action.FILE_REVIEW, application_id, lock=True)
    application_machine.require(case, "return_file", actor)
    _record(session, case, actor, at, outcome=FileOutcome.RETURNED, items=given.items, notes=given.reasons)
    await application_machine.fire(session, case, "return_file", actor=actor, at=at)
    await end_clock(session, case.id, REVIEW_FILE, at=at)
    await start_clock(
        session,
        HAND_IN_FILE,
        object_type=application_machine.name,
        object_id=case.id,
        agency_id=agency_of(case),
        holder=Role.LAWYER,
        holder_id=case.lawyer_person_id,
        value=given.days,
        at=at,
    )
    return case


async def close(
    session: AsyncSession, actor: Actor, application_id: UUID, given: FileApproval, *, at: datetime
) -> Application:
    """The file is complete: the case is closed, the lawyer's subsidy reckoned, the file put away next.

    Nothing more is taken in. Without a rate in force the subsidy waits; that is no reason to keep a case open.

    Raises:
        NotFound: not within reach.
        WrongState: no file was handed in.
        OwnCase, Recused: the officer has a stake in the case.
        Invalid: ``service`` is no kind of work.
    """
    if given.service is not None and given.service not in SERVICES:
        raise Invalid(fields=[FieldError("service", "service", "请选择办理的案件类型和阶段")])
    case = await repository.get_visible(session, actor, Action.FILE_REVIEW, application_id, lock=True)
    application_machine.require(case, "close", actor)
    _record(session, case, actor, at, outcome=FileOutcome.APPROVED, notes=given.notes, grade=given.grade)
    if case.closing_on is None:
        case.closing_on = local_date(at)
    await application_machine.fire(session, case, "close", actor=actor, at=at)
    await end_clock(session, case.id, REVIEW_FILE, at=at)
    await start_clock(
        session,
        ARCHIVE,
        object_type=application_machine.name,
        object_id=case.id,
        agency_id=agency_of(case),
        holder=Role.OFFICER,
        at=at,
    )
    await matters.close_matter(session, case.id, at)
    await subsidies.reckon_at_close(session, case, given, at=at)
    return case


async def read(
    session: AsyncSession, actor: Actor, application_id: UUID, *, at: datetime
) -> Sequence[FileReviewView]:
    """Every review of the file. Whoever applied sees that and what was missing, not what was said of the work.

    Raises:
        NotFound: not within reach.
    """
    case = await repository.get_visible(session, actor, Action.APPLICATION_READ, application_id)
    await looked(session, actor, Action.APPLICATION_READ, case, at=at, note="结案审查")
    is_whole = case.applicant_id != actor.person_id
    return [
        FileReviewView(
            id=row.id,
            outcome=row.outcome,
            items=row.items,
            notes=row.notes if is_whole else None,
            grade=row.grade if is_whole else None,
            at=row.at,
        )
        for row in await file_reviews(session, case.id)
    ]


async def end_clock(session: AsyncSession, application_id: UUID, rule_code: str, *, at: datetime) -> None:
    """Stop a clock where it runs."""
    for clock in await open_clocks(session, application_id):
        if clock.rule_code == rule_code:
            await stop_clock(session, application_id, rule_code, at=at)


def _record(session: AsyncSession, case: Application, actor: Actor, at: datetime, **found: object) -> None:
    session.add(
        FileReview.model_validate({"application_id": case.id, "reviewed_by": actor.person_id, "at": at} | found)
    )
