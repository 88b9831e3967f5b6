"""Visits and help as the API shows them; every look at another's leaves an entry."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.orders.models import CorrectionOrder
from app.correction.visits.models import FieldVisit, HelpRecord
from app.correction.visits.schemas import HelpOut, VisitOut
from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor


def visit_view(visit: FieldVisit) -> VisitOut:
    """One visit."""
    return VisitOut.model_validate(visit.model_dump(include=set(VisitOut.model_fields)))


def help_view(record: HelpRecord) -> HelpOut:
    """One record of help."""
    return HelpOut.model_validate(record.model_dump(include=set(HelpOut.model_fields)))


async def visit_list(
    session: AsyncSession, actor: Actor, order: CorrectionOrder, visits: Sequence[FieldVisit], *, at: datetime
) -> list[VisitOut]:
    """The visits of one order."""
    await _record_look(session, actor, Action.VISIT_READ, "field_visit", order, at=at)
    return [visit_view(visit) for visit in visits]


async def help_list(
    session: AsyncSession, actor: Actor, order: CorrectionOrder, records: Sequence[HelpRecord], *, at: datetime
) -> list[HelpOut]:
    """The help given under one order."""
    await _record_look(session, actor, Action.REPORT_READ, "help_record", order, at=at)
    return [help_view(record) for record in records]


async def _record_look(
    session: AsyncSession, actor: Actor, action: Action, what: str, order: CorrectionOrder, *, at: datetime
) -> None:
    await audit.record_access(
        session, actor, action, object_type=what, object_id=order.id, owner_id=order.person_id, at=at
    )
