"""Health reports and re-examinations less often: the office asks, an agency above the county decides (办法 24)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.contracts.correction_reports import ReportIntervalDecided
from app.correction.enums import CorrectionStatus
from app.correction.errors import OrderEnded
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.repository import order_for
from app.correction.reports import repository
from app.correction.reports.codes import MEDICAL, ExtensionLevel, ExtensionStatus, ReportKind
from app.correction.reports.errors import BadReport, ProcuratorateTold, WrongLevel
from app.correction.reports.intervals import EXTENSION_LIMIT, level_for, owed, rule_code
from app.correction.reports.medical import is_released_for_treatment
from app.correction.reports.models import ReportExtension
from app.correction.reports.schemas import ExtensionAsk, ExtensionDecision, ToldOn
from app.correction.reports.states import extension_machine
from app.kernel import access, events
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.agency_rules import rule_for
from app.kernel.areas.codes import AreaLevel, parse_code
from app.kernel.areas.models import Agency
from app.kernel.clock import local_date
from app.kernel.errors import FieldError

ABOVE_COUNTY = frozenset({AreaLevel.CITY, AreaLevel.PROVINCE})


async def ask(
    session: AsyncSession, actor: Actor, order_id: UUID, wish: ExtensionAsk, *, at: datetime
) -> ReportExtension:
    """Ask for a longer interval; how much longer says whose approval it takes.

    Raises:
        NotFound: beyond the actor's reach.
        OrderEnded: nothing is reported any more.
        BadReport: a report that is not owed, an interval that is not longer, or days out of order.
        ExtensionTaken: one is under way.
    """
    order = await order_for(session, actor, Action.REPORT_REVIEW, order_id)
    if order.status is CorrectionStatus.ENDED:
        raise OrderEnded()
    today = local_date(at)
    if wish.kind not in MEDICAL or wish.kind not in await _owed(session, order):
        raise BadReport(fields=[FieldError("kind", "not_owed", "这个人不需要交这种报告")])
    if not today <= wish.from_on <= wish.until_on <= order.ends_on:
        raise BadReport(fields=[FieldError("from_on", "period", "起止日期要从今天或以后开始，不超过矫正期")])
    normal = await rule_for(session, rule_code(wish.kind, order.tier), agency_id=order.agency_id, on=today)
    if wish.interval_months <= normal.value:
        raise BadReport(
            fields=[FieldError("interval_months", "not_longer", f"现在就是每 {normal.value} 个月一次")]
        )
    limit = await rule_for(session, EXTENSION_LIMIT, agency_id=order.agency_id, on=today)
    extension = ReportExtension(
        **wish.model_dump(),
        order_id=order.id,
        person_id=order.person_id,
        agency_id=order.agency_id,
        agency_path=order.agency_path,
        level=level_for(wish.interval_months - normal.value, limit.value),
        asked_by=actor.person_id,
        created_at=at,
        updated_at=at,
    )
    session.add(extension)
    await session.flush()
    return extension


async def decide(
    session: AsyncSession,
    actor: Actor,
    extension_id: UUID,
    name: str,
    decision: ExtensionDecision,
    *,
    at: datetime,
) -> ReportExtension:
    """Grant or refuse; what runs already keeps its last day, the next period is the longer one.

    Raises:
        NotFound: beyond the actor's reach.
        WrongState: it was decided.
        WrongLevel: a county cannot grant this.
        BadReport: the province's approval without its document.
    """
    extension = await repository.extension_for(session, actor, Action.REPORT_INTERVAL_DECIDE, extension_id)
    if name == "grant":
        if not await _is_above_county(session, actor, extension):
            raise WrongLevel(level=extension.level)
        if extension.level is ExtensionLevel.PROVINCE and decision.document_number is None:
            text = "请填写省级社区矫正机构批准文书的文号"
            raise BadReport(fields=[FieldError("document_number", "document", text)])
    changes: dict[str, object] = {
        "decided_by": actor.person_id,
        "decided_at": at,
        "reason": decision.reason,
        "document_number": decision.document_number,
    }
    await extension_machine.fire(
        session, extension, name, actor=actor, at=at, reason=decision.reason, changes=changes
    )
    told = ReportIntervalDecided(
        extension_id=extension.id,
        order_id=extension.order_id,
        person_id=extension.person_id,
        agency_id=extension.agency_id,
        granted=extension.status is ExtensionStatus.GRANTED,
    )
    await events.record(session, told, at=at)
    return extension


async def tell_procuratorate(
    session: AsyncSession, actor: Actor, extension_id: UUID, told: ToldOn, *, at: datetime
) -> ReportExtension:
    """Record the day on which the procuratorate was told of a longer interval.

    Raises:
        NotFound: beyond the actor's reach.
        ProcuratorateTold: it is recorded already.
        BadReport: nothing was granted, or a day before the decision or to come.
    """
    extension = await repository.extension_for(session, actor, Action.REPORT_REVIEW, extension_id)
    await session.refresh(extension, with_for_update=True)
    if extension.procuratorate_told_on is not None:
        raise ProcuratorateTold()
    decided = extension.decided_at if extension.status is ExtensionStatus.GRANTED else None
    if decided is None or not local_date(decided) <= told.told_on <= local_date(at):
        text = "日期应在批准的那天以后、今天以前"
        raise BadReport(fields=[FieldError("told_on", "day", text)])
    extension.procuratorate_told_on, extension.told_by = told.told_on, actor.person_id
    extension.version += 1
    extension.updated_at = at
    await session.flush()
    return extension


async def _owed(session: AsyncSession, order: CorrectionOrder) -> tuple[ReportKind, ...]:
    return owed(order.category, on_medical_release=await is_released_for_treatment(session, order))


async def _is_above_county(session: AsyncSession, actor: Actor, extension: ReportExtension) -> bool:
    """Whether one of the actor's offices of deciding is a city's or a province's."""
    paths = [
        path
        for path in access.agency_paths(actor, Action.REPORT_INTERVAL_DECIDE)
        if extension.agency_path.startswith(path)
    ]
    codes = await session.scalars(select(Agency.area_code).where(col(Agency.tree_path).in_(paths)))
    return any(parse_code(code).level in ABOVE_COUNTY for code in codes)
