"""Reports as the API shows them; every look at another's leaves an entry."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.reports import dues, repository
from app.correction.reports.models import CorrectionReport, ReportDue, ReportExtension
from app.correction.reports.schemas import ExtensionOut, ReportDetail, ReportDueOut, ReportOut
from app.correction.reports.states import extension_machine, report_machine
from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.clock_views import clock_views_of


async def report_list(
    session: AsyncSession, actor: Actor, reports: Sequence[CorrectionReport], *, at: datetime
) -> list[ReportOut]:
    """Reports as a list shows them: that they came, not what they say."""
    for report in reports:
        await _record_look(session, actor, report_machine.name, report, at=at)
    return [
        ReportOut(
            **report.model_dump(include=set(ReportOut.model_fields)),
            allowed_actions=report_machine.allowed_actions(actor, report),
        )
        for report in reports
    ]


async def report_detail(
    session: AsyncSession, actor: Actor, report: CorrectionReport, *, at: datetime
) -> ReportDetail:
    """One report with its words."""
    await _record_look(session, actor, report_machine.name, report, at=at)
    return ReportDetail(
        **report.model_dump(include=set(ReportDetail.model_fields)),
        recorded_by_self=report.recorded_by == report.person_id,
        allowed_actions=report_machine.allowed_actions(actor, report),
    )


async def due_list(
    session: AsyncSession, actor: Actor, owed: Sequence[ReportDue], *, at: datetime
) -> list[ReportDueOut]:
    """What is or was owed, with its clock and the article."""
    clocks = await clock_views_of(session, [due.id for due in owed], at=at, ended=True)
    for due in owed:
        await _record_look(session, actor, dues.OBJECT, due, at=at)
    within = await repository.dues_within(session, actor, [due.id for due in owed])
    shown = set(ReportDueOut.model_fields) - {"allowed_actions"}
    return [
        ReportDueOut(
            **due.model_dump(include=shown), clocks=clocks[due.id], allowed_actions=within.get(due.id, [])
        )
        for due in owed
    ]


async def extension_list(
    session: AsyncSession, actor: Actor, extensions: Sequence[ReportExtension], *, at: datetime
) -> list[ExtensionOut]:
    """Longer intervals asked for."""
    for extension in extensions:
        await _record_look(session, actor, extension_machine.name, extension, at=at)
    return [
        ExtensionOut(
            **extension.model_dump(include=set(ExtensionOut.model_fields)),
            allowed_actions=extension_machine.allowed_actions(actor, extension),
        )
        for extension in extensions
    ]


async def _record_look(
    session: AsyncSession,
    actor: Actor,
    kind: str,
    row: CorrectionReport | ReportDue | ReportExtension,
    *,
    at: datetime,
) -> None:
    await audit.record_access(
        session, actor, Action.REPORT_READ, object_type=kind, object_id=row.id, owner_id=row.person_id, at=at
    )
