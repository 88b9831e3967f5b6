"""Reports made by the person, or by an officer who heard them; what counts is when they came."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.correction_reports import ReportCompleted, ReportHandedIn
from app.correction.enums import CorrectionStatus
from app.correction.errors import OrderEnded
from app.correction.files import require_files
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.repository import order_for
from app.correction.reports import dues, repository
from app.correction.reports.codes import OWED, ReportChannel, ReportDueStatus, ReportKind
from app.correction.reports.errors import BadReport, DueClosed, NotDueYet
from app.correction.reports.models import CorrectionReport, ReportDue
from app.correction.reports.schemas import ReportCompletion, ReportCreate, ReportExplanation
from app.correction.reports.states import report_machine
from app.kernel import audit, events
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.clock import local_date
from app.kernel.errors import FieldError


async def hand_in(
    session: AsyncSession, actor: Actor, order_id: UUID, new: ReportCreate, *, at: datetime
) -> CorrectionReport:
    """Take a report; it answers what is owed of its kind, in time or late, and the next period opens.

    Raises:
        NotFound: beyond the actor's reach.
        OrderEnded: nothing is reported any more.
        BadReport: neither words nor a recording, or a part that its kind needs.
        NotDueYet: this period's report is there already.
        Invalid: a file that is not of this order.
    """
    order = await order_for(session, actor, Action.REPORT_MAKE, order_id, lock=True)
    if order.status is CorrectionStatus.ENDED:
        raise OrderEnded()
    is_own = order.person_id == actor.person_id
    channel = _checked(new, is_own=is_own)
    files = await require_files(session, order.id, new.evidence_ids)
    due = await _answered(session, order, new.kind, at=at)
    report = CorrectionReport(
        order_id=order.id,
        person_id=order.person_id,
        agency_id=order.agency_id,
        agency_path=order.agency_path,
        due_id=due.id if due else None,
        kind=new.kind,
        change=new.change,
        body=new.body,
        hospital=new.hospital,
        evidence_ids=files,
        channel=channel,
        recorded_by=actor.person_id,
        handed_in_at=at,
        is_late=due is not None and local_date(at) > due.due_on,
        updated_at=at,
    )
    session.add(report)
    await session.flush()
    if due is not None:
        await dues.close(session, due, ReportDueStatus.HANDED_IN, at=at)
        await dues.owe(session, order, at=at)
    audit.add_entry(
        session,
        actor,
        Action.REPORT_MAKE,
        object_type=report_machine.name,
        object_id=report.id,
        owner_id=order.person_id,
        at=at,
    )
    told = ReportHandedIn.model_validate(_named(report, order) | {"kind": new.kind})
    await events.record(session, told, at=at)
    return report


async def complete(
    session: AsyncSession, actor: Actor, report_id: UUID, more: ReportCompletion, *, at: datetime
) -> CorrectionReport:
    """Add what was asked for; the report counts from the day it first came.

    Raises:
        NotFound: beyond the actor's reach.
        WrongState: nothing was asked.
        BadReport: nothing was added.
    """
    report = await repository.report_for(session, actor, Action.REPORT_MAKE, report_id)
    if more.body is None and not more.evidence_ids:
        raise BadReport(fields=[FieldError("body", "empty", "请写下要补充的内容，或者选择录音、照片")])
    files = await require_files(session, report.order_id, more.evidence_ids)
    kept = list(dict.fromkeys([*report.evidence_ids, *files]))
    changes: dict[str, object] = {"completion": more.body, "completed_at": at, "evidence_ids": kept}
    await report_machine.fire(session, report, "complete", actor=actor, at=at, changes=changes)
    order = await order_for(session, actor, Action.REPORT_MAKE, report.order_id)
    told = ReportCompleted.model_validate(_named(report, order))
    await events.record(session, told, at=at)
    return report


async def explain(
    session: AsyncSession, actor: Actor, due_id: UUID, words: ReportExplanation, *, at: datetime
) -> ReportDue:
    """Say why nothing has come yet; the officer reads it before anything else, and may excuse.

    Raises:
        NotFound: beyond the actor's reach.
        DueClosed: nothing is owed any more.
    """
    _, due = await repository.order_and_due(session, actor, Action.REPORT_MAKE, due_id)
    if due.status is not ReportDueStatus.WAITING:
        raise DueClosed()
    due.explanation = words.explanation
    due.explained_at = at
    await session.flush()
    return due


def _named(report: CorrectionReport, order: CorrectionOrder) -> dict[str, object]:
    return {
        "report_id": report.id,
        "order_id": order.id,
        "person_id": order.person_id,
        "agency_id": order.agency_id,
        "staff_ids": tuple(order.minor_staff) if order.is_sealed else (),
    }


def _checked(new: ReportCreate, *, is_own: bool) -> ReportChannel:
    """The way the report came, if it is a report at all."""
    wrong: list[FieldError] = []
    if new.body is None and not new.evidence_ids:
        wrong.append(FieldError("body", "empty", "请写下要报告的内容，或者选择录音、照片"))
    if (new.kind is ReportKind.CHANGE) != (new.change is not None):
        wrong.append(FieldError("change", "change", "报告变化情况时，请选择是什么变了"))
    if (new.kind is ReportKind.REEXAMINATION) != (new.hospital is not None):
        wrong.append(FieldError("hospital", "hospital", "报告复查情况时，请填写在哪家医院复查"))
    if is_own and new.channel not in {None, ReportChannel.ONLINE}:
        wrong.append(FieldError("channel", "own", "自己在手机上报告，不用选择方式"))
    if not is_own and new.channel in {None, ReportChannel.ONLINE}:
        wrong.append(FieldError("channel", "recorded", "请选择本人是怎样报告的：当面、电话、视频还是书信"))
    if wrong:
        raise BadReport(fields=wrong)
    return new.channel or ReportChannel.ONLINE


async def _answered(
    session: AsyncSession, order: CorrectionOrder, kind: ReportKind, *, at: datetime
) -> ReportDue | None:
    """What is owed of this kind, locked; none where nothing of it is owed by a day."""
    if kind not in OWED:
        return None
    waiting = await dues.waiting_dues(session, order.id, lock=True)
    due = next((one for one in waiting if one.kind is kind), None)
    if due is not None and local_date(at) < due.opens_on:
        raise NotDueYet(opens_on=due.opens_on.isoformat())
    return due
