"""The officer reads: accepts, asks once for what is missing, or excuses what is owed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.correction_reports import ReportAskedAgain, ReportExcused
from app.correction.alarms.closing import withdraw_alarm
from app.correction.reports import dues, repository
from app.correction.reports.codes import ReportDueStatus
from app.correction.reports.errors import DueClosed
from app.correction.reports.models import CorrectionReport, ReportDue
from app.correction.reports.schemas import AcceptReport, AskAgain, ReportExcuse
from app.correction.reports.states import report_machine
from app.kernel import audit, events
from app.kernel.access import Action
from app.kernel.actor import Actor


async def accept(
    session: AsyncSession, actor: Actor, report_id: UUID, review: AcceptReport, *, at: datetime
) -> CorrectionReport:
    """Take the report to the file, complete or as it is.

    Raises:
        NotFound: beyond the actor's reach.
        WrongState: it was accepted before.
    """
    report = await repository.report_for(session, actor, Action.REPORT_REVIEW, report_id)
    changes: dict[str, object] = {"accepted_by": actor.person_id, "note": review.note}
    return await report_machine.fire(session, report, "accept", actor=actor, at=at, changes=changes)


async def ask_again(
    session: AsyncSession, actor: Actor, report_id: UUID, review: AskAgain, *, at: datetime
) -> CorrectionReport:
    """Tell everything that is missing; what is owed stays answered, so nobody is late by it.

    Raises:
        NotFound: beyond the actor's reach.
        WrongState: the report does not wait for review.
        AlreadyAsked: it was sent back once.
    """
    report = await repository.report_for(session, actor, Action.REPORT_REVIEW, report_id)
    asked = "\n".join(f"{number}. {line}" for number, line in enumerate(review.missing, start=1))
    changes: dict[str, object] = {"asked": asked, "asked_at": at}
    await report_machine.fire(session, report, "ask_again", actor=actor, at=at, changes=changes)
    told = ReportAskedAgain(
        report_id=report.id, order_id=report.order_id, person_id=report.person_id, agency_id=report.agency_id
    )
    await events.record(session, told, at=at)
    return report


async def excuse(
    session: AsyncSession, actor: Actor, due_id: UUID, words: ReportExcuse, *, at: datetime
) -> ReportDue:
    """This one is not needed; the next period opens.

    Raises:
        NotFound: beyond the actor's reach.
        DueClosed: it is closed already.
    """
    order, due = await repository.order_and_due(session, actor, Action.REPORT_REVIEW, due_id)
    if due.status is not ReportDueStatus.WAITING:
        raise DueClosed()
    due.excuse, due.excused_by = words.reason, actor.person_id
    await dues.close(session, due, ReportDueStatus.EXCUSED, at=at)
    if due.told_at is not None:
        await withdraw_alarm(session, dues.alarm_key(due), words.reason, at=at)
    await dues.owe(session, order, at=at)
    audit.add_entry(
        session,
        actor,
        Action.REPORT_REVIEW,
        object_type=dues.OBJECT,
        object_id=due.id,
        owner_id=due.person_id,
        at=at,
        note=words.reason,
    )
    told = ReportExcused(due_id=due.id, order_id=due.order_id, person_id=due.person_id, agency_id=due.agency_id)
    await events.record(session, told, at=at)
    return due
