"""结案报告表 from what the lawyer reported and the centre found (148号令 40, 41)."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.kernel.clock import local_date
from app.kernel.dictionaries import dictionaries
from app.kernel.states import StateChange
from app.legal_aid.handling.models import CaseOutcome, HandlingEntry
from app.legal_aid.papers.form_contents import ClosingReport, Work
from app.legal_aid.papers.frame import Frame, granted_on, person_name
from app.legal_aid.quality.enums import FileOutcome
from app.legal_aid.quality.models import FileReview, Subsidy


async def closing_report(session: AsyncSession, frame: Frame) -> ClosingReport:
    """The report with what there is of outcome, log, review and subsidy."""
    case, words = frame.case, dictionaries()
    outcome = await session.get(CaseOutcome, case.id)
    subsidy = await session.get(Subsidy, case.id)
    review = await _review(session, frame)
    taken = await _taken(session, frame)
    return ClosingReport(
        agency=frame.agency.name if frame.agency else None,
        dated=frame.on,
        applicant=frame.applicant_name,
        recipient=frame.recipient_name,
        category=frame.category,
        opponents=frame.sections.opponents,
        lawyer=await person_name(session, case),
        firm=frame.firm,
        granted_on=await granted_on(session, case),
        assigned_on=local_date(taken.at) if taken else None,
        closing_on=outcome.closing_on if outcome else case.closing_on,
        closing_event=words["closing_basis"][outcome.basis] if outcome else None,
        outcome=words["outcome_kind"][outcome.kind] if outcome else None,
        recovered_fen=outcome.recovered_fen + outcome.avoided_loss_fen if outcome else None,
        summary=(outcome.report or outcome.summary) if outcome else None,
        work=await _work(session, frame),
        handed_in_on=local_date(outcome.handed_in_at) if outcome and outcome.handed_in_at else None,
        reviewed_on=local_date(review.at) if review else None,
        review=review.notes if review else None,
        grade=words["quality_grade"][review.grade] if review and review.grade else None,
        subsidy_fen=subsidy.total_fen if subsidy else None,
    )


async def _review(session: AsyncSession, frame: Frame) -> FileReview | None:
    statement = (
        select(FileReview)
        .where(col(FileReview.application_id) == frame.case.id, col(FileReview.outcome) == FileOutcome.APPROVED)
        .order_by(col(FileReview.at).desc())
        .limit(1)
    )
    return (await session.scalars(statement)).one_or_none()


async def _taken(session: AsyncSession, frame: Frame) -> StateChange | None:
    """When the lawyer took the case; the last, where one followed another."""
    statement = (
        select(StateChange)
        .where(col(StateChange.object_id) == frame.case.id, col(StateChange.transition) == "take")
        .order_by(col(StateChange.at).desc())
        .limit(1)
    )
    return (await session.scalars(statement)).one_or_none()


async def _work(session: AsyncSession, frame: Frame) -> tuple[Work, ...]:
    """The log in order, each entry by its kind and text; what was corrected is left out."""
    statement = select(HandlingEntry).where(col(HandlingEntry.application_id) == frame.case.id)
    entries = (await session.scalars(statement.order_by(col(HandlingEntry.happened_at)))).all()
    corrected = {entry.corrects_id for entry in entries}
    titles = dictionaries()["entry_kind"]
    return tuple(
        Work(on=local_date(entry.happened_at), text=_told(titles[entry.kind], entry))
        for entry in entries
        if entry.id not in corrected
    )


def _told(title: str, entry: HandlingEntry) -> str:
    text = entry.content.get("text") or entry.content.get("answer") or entry.content.get("note")
    return f"{title}：{text}" if isinstance(text, str) and text else title
