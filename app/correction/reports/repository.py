"""SQL of reports. Every query made for a person begins at the orders they reach."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

import sqlalchemy
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.correction.orders.models import CorrectionOrder
from app.correction.orders.repository import order_for, reach
from app.correction.reports.codes import (
    ExtensionStatus,
    ReportDueAction,
    ReportDueStatus,
    ReportKind,
    ReportStatus,
)
from app.correction.reports.models import CorrectionReport, ReportDue, ReportExtension
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.errors import NotFound


def visible_to(actor: Actor, action: Action) -> SelectOfScalar[CorrectionReport]:
    """Reports of orders the actor reaches under the action."""
    join = col(CorrectionOrder.id) == col(CorrectionReport.order_id)
    return select(CorrectionReport).join(CorrectionOrder, join).where(reach(actor, action))


def dues_visible_to(actor: Actor, action: Action) -> SelectOfScalar[ReportDue]:
    """What is owed under orders the actor reaches."""
    join = col(CorrectionOrder.id) == col(ReportDue.order_id)
    return select(ReportDue).join(CorrectionOrder, join).where(reach(actor, action))


def extensions_visible_to(actor: Actor, action: Action) -> SelectOfScalar[ReportExtension]:
    """Longer intervals asked for under orders the actor reaches."""
    join = col(CorrectionOrder.id) == col(ReportExtension.order_id)
    return select(ReportExtension).join(CorrectionOrder, join).where(reach(actor, action))


def listed(
    actor: Actor, *, order_id: UUID | None, status: ReportStatus | None, kind: ReportKind | None
) -> SelectOfScalar[CorrectionReport]:
    """Reports for a list; those of closed files only where their order is asked for by name (社区矫正法 54)."""
    statement = visible_to(actor, Action.REPORT_READ)
    if order_id is None:
        is_own = col(CorrectionOrder.person_id) == actor.person_id
        statement = statement.where(is_own | ~col(CorrectionOrder.is_sealed))
    else:
        statement = statement.where(col(CorrectionOrder.id) == order_id)
    if status is not None:
        statement = statement.where(col(CorrectionReport.status) == status)
    if kind is not None:
        statement = statement.where(col(CorrectionReport.kind) == kind)
    return statement


def open_dues(actor: Actor, *, overdue_on: date | None) -> SelectOfScalar[ReportDue]:
    """What is owed now under ordinary orders; with ``overdue_on`` what was due before that day."""
    is_own = col(CorrectionOrder.person_id) == actor.person_id
    statement = dues_visible_to(actor, Action.REPORT_READ).where(
        is_own | ~col(CorrectionOrder.is_sealed), col(ReportDue.status) == ReportDueStatus.WAITING
    )
    return statement if overdue_on is None else statement.where(col(ReportDue.due_on) < overdue_on)


def extensions_listed(actor: Actor, *, status: ExtensionStatus | None) -> SelectOfScalar[ReportExtension]:
    """Longer intervals asked for under ordinary orders."""
    is_own = col(CorrectionOrder.person_id) == actor.person_id
    statement = extensions_visible_to(actor, Action.REPORT_READ).where(is_own | ~col(CorrectionOrder.is_sealed))
    return statement if status is None else statement.where(col(ReportExtension.status) == status)


async def report_for(session: AsyncSession, actor: Actor, action: Action, report_id: UUID) -> CorrectionReport:
    """One report within reach.

    Raises:
        NotFound: none, or beyond the actor's reach.
    """
    found = await session.scalars(visible_to(actor, action).where(col(CorrectionReport.id) == report_id))
    if (report := found.one_or_none()) is None:
        raise NotFound()
    return report


DUE_PERMISSIONS: Mapping[ReportDueAction, Action] = {
    ReportDueAction.EXPLAIN: Action.REPORT_MAKE,
    ReportDueAction.EXCUSE: Action.REPORT_REVIEW,
}


async def dues_within(
    session: AsyncSession, actor: Actor, due_ids: Collection[UUID]
) -> dict[UUID, list[ReportDueAction]]:
    """What the actor may do now with those of ``due_ids`` that are still owed; one query for all."""
    may = [reach(actor, permission).label(name) for name, permission in DUE_PERMISSIONS.items()]
    statement = (
        sqlalchemy.select(col(ReportDue.id), *may)
        .join(CorrectionOrder, col(CorrectionOrder.id) == col(ReportDue.order_id))
        .where(col(ReportDue.id).in_(due_ids), col(ReportDue.status) == ReportDueStatus.WAITING)
    )
    rows = (await session.execute(statement)).all()
    return {
        row[0]: [name for name, is_within in zip(DUE_PERMISSIONS, row[1:], strict=True) if is_within]
        for row in rows
    }


async def order_and_due(
    session: AsyncSession, actor: Actor, action: Action, due_id: UUID
) -> tuple[CorrectionOrder, ReportDue]:
    """One thing owed within reach and its order, locked in the order everybody locks them.

    Raises:
        NotFound: none, or beyond the actor's reach.
    """
    found = await session.scalars(dues_visible_to(actor, action).where(col(ReportDue.id) == due_id))
    if (due := found.one_or_none()) is None:
        raise NotFound()
    order = await order_for(session, actor, action, due.order_id, lock=True)
    await session.refresh(due, with_for_update=True)
    return order, due


async def extension_for(
    session: AsyncSession, actor: Actor, action: Action, extension_id: UUID
) -> ReportExtension:
    """One wish for a longer interval within reach.

    Raises:
        NotFound: none, or beyond the actor's reach.
    """
    found = await session.scalars(
        extensions_visible_to(actor, action).where(col(ReportExtension.id) == extension_id)
    )
    if (extension := found.one_or_none()) is None:
        raise NotFound()
    return extension
