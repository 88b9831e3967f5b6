"""Activities as the API shows them; every look at another's taking part leaves an entry."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.activities import repository
from app.correction.activities.attending import OBJECT
from app.correction.activities.codes import HOURS_RULES
from app.correction.activities.models import Activity, Participation
from app.correction.activities.schemas import ActivityOut, KindHours, MonthHours, ParticipationOut
from app.correction.activities.states import activity_machine
from app.correction.orders.models import CorrectionOrder
from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.agency_rules import settings_of
from app.kernel.calendar import add_months
from app.kernel.clock import start_of


def activity_view(actor: Actor, activity: Activity) -> ActivityOut:
    """One activity."""
    return ActivityOut(
        **activity.model_dump(include=set(ActivityOut.model_fields)),
        allowed_actions=activity_machine.allowed_actions(actor, activity),
    )


async def participation_list(
    session: AsyncSession, actor: Actor, found: Sequence[Participation], *, at: datetime
) -> list[ParticipationOut]:
    """Who takes part, or what somebody took part in."""
    for one in found:
        await _record_look(session, actor, OBJECT, one.id, one.person_id, at=at)
    return [ParticipationOut(**one.model_dump(include=set(ParticipationOut.model_fields))) for one in found]


async def month_hours(
    session: AsyncSession, actor: Actor, order: CorrectionOrder, month: date, *, at: datetime
) -> MonthHours:
    """Minutes of one month by kind, beside the hours the agency set, if it set any."""
    await _record_look(session, actor, "correction_order", order.id, order.person_id, at=at)
    minutes = await repository.minutes_by_kind(
        session, order.id, since=start_of(month), until=start_of(add_months(month, 1))
    )
    set_hours = await settings_of(session, order.agency_id, on=month)
    items = [
        KindHours(kind=kind, minutes=minutes.get(kind, 0), agency_hours=set_hours.get(code))
        for kind, code in HOURS_RULES.items()
        if kind in minutes or code in set_hours
    ]
    return MonthHours(month=f"{month:%Y-%m}", items=items)


async def _record_look(
    session: AsyncSession, actor: Actor, object_type: str, object_id: UUID, owner_id: UUID, *, at: datetime
) -> None:
    await audit.record_access(
        session, actor, Action.REPORT_READ, object_type=object_type, object_id=object_id, owner_id=owner_id, at=at
    )
