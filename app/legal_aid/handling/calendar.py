"""What a lawyer has to do on which day: last days of periods, hearings, duty. Over all the cases they hold."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.kernel.actor import Actor
from app.kernel.clock import local_date, start_of
from app.kernel.errors import FieldError, Invalid
from app.kernel.statutes import VERSIONS
from app.legal_aid.handling import repository
from app.legal_aid.handling.answers import CalendarItem
from app.legal_aid.handling.enums import CalendarKind
from app.legal_aid.handling.models import HandlingEntry
from app.legal_aid.handling.rules import HAND_IN_FILE
from app.legal_aid.models import Application
from app.legal_aid.ports import LawyerPort
from app.legal_aid.views import number_of

LONGEST = timedelta(days=366)
"""A year and the day it may have more: what a calendar shows at once."""
REPORTS = frozenset({HAND_IN_FILE})
"""Periods whose end is a report to the centre (148号令 40)."""


async def own(
    session: AsyncSession, lawyers: LawyerPort, actor: Actor, since: date, until: date
) -> list[CalendarItem]:
    """The caller's days from ``since`` to ``until``, both included, in order.

    Raises:
        Invalid: the end is before the beginning, or too far from it.
    """
    if until < since or until - since > LONGEST:
        raise Invalid(fields=[FieldError("to", "range", "结束日期应在开始日期之后，最多查一年")])
    ends = [_period(*row) for row in await repository.lawyer_clocks_between(session, actor, since, until)]
    begin, end = start_of(since), start_of(until + timedelta(days=1))
    hearings = [_hearing(*row) for row in await repository.hearings_between(session, actor, begin, end)]
    shifts = await lawyers.duty_days(session, actor.person_id, since, until)
    duties = [_item(CalendarKind.DUTY, shift.on, "值班", place=shift.place) for shift in shifts]
    return sorted([*ends, *hearings, *duties], key=lambda item: (item.on, item.at is not None, item.at or begin))


def _period(case: Application, rule_code: str, due_on: date, due_at: datetime | None) -> CalendarItem:
    kind = CalendarKind.REPORT if rule_code in REPORTS else CalendarKind.DEADLINE
    return _item(kind, due_on, VERSIONS[rule_code][0].title_zh, case=case, at=due_at)


def _hearing(case: Application, entry: HandlingEntry) -> CalendarItem:
    place = "，".join(part for part in (entry.content.get("body"), entry.content.get("room")) if part)
    return _item(
        CalendarKind.HEARING, local_date(entry.happened_at), "开庭", case=case, at=entry.happened_at, place=place
    )


def _item(
    kind: CalendarKind,
    on: date,
    title: str,
    *,
    case: Application | None = None,
    at: datetime | None = None,
    place: str | None = None,
) -> CalendarItem:
    about: dict[str, Any] = {"application_id": None, "number": None, "category": None}
    if case is not None:
        about = {"application_id": case.id, "number": number_of(case), "category": case.category}
    return CalendarItem(kind=kind, on=on, at=at, title=title, place=place, **about)
