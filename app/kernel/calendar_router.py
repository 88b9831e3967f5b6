"""The working-day calendar, the dictionary of statutory values, and what an agency sets for itself."""

from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Response

from app.kernel import access, audit, calendar_store, statutes
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.agency_rules import set_rule, settings_of
from app.kernel.areas.models import Agency
from app.kernel.calendar import WEEKEND, WorkCalendar
from app.kernel.calendar_notice import read_notice
from app.kernel.calendar_schemas import (
    AgencyRuleIn,
    CalendarDayOut,
    CalendarYearIn,
    CalendarYearOut,
    MatterOut,
    NoticeOut,
    PrincipleOut,
    RuleOut,
    StatutesOut,
)
from app.kernel.calendar_store import CalendarYear, Notice
from app.kernel.clock import local_date
from app.kernel.errors import FieldError, Invalid, NotFound
from app.kernel.guard import allowed, public
from app.kernel.http import IfMatch, Now, SessionDep, api_router, etag

router = api_router("", "日历和法定期限")

Year = Annotated[int, Path(ge=2000, le=2099, description="公历年份", examples=[2027])]
YEARS_AROUND = 2
"""A notice for a year further away than this is a slip of the pen."""


@router.get(
    "/calendar/{year}",
    summary="查看一年的休息日和调休上班日",
    dependencies=[public("the State Council's notices are public")],
)
async def get_calendar(year: Year, session: SessionDep, response: Response) -> CalendarYearOut:
    """Every day that is not an ordinary weekday or weekend; `provisional` until the notice is known."""
    row = await calendar_store.find_year(session, year)
    etag(response, row.version if row else 0)
    return _calendar_out(year, row, await calendar_store.load_calendar(session))


@router.put("/calendar/{year}", summary="录入一年的放假安排")
async def put_calendar(
    *,
    year: Year,
    body: CalendarYearIn,
    version: IfMatch,
    session: SessionDep,
    at: Now,
    response: Response,
    actor: Annotated[Actor, allowed(Action.CALENDAR_ENTER)],
) -> CalendarYearOut:
    """Replaces what was entered for the year. `If-Match` is `"0"` for a year not entered before."""
    _check_dates(year, body, local_date(at))
    days = read_notice(year, [h.as_holiday() for h in body.holidays], body.makeup_workdays)
    notice = Notice(**body.notice.model_dump())
    row, event_id = await calendar_store.publish_year(
        session, year, notice, days, entered_by=actor.person_id, expected_version=version, at=at
    )
    audit.add_entry(
        session,
        actor,
        Action.CALENDAR_ENTER,
        object_type="calendar_notice",
        object_id=event_id,
        owner_id=None,
        at=at,
        note=f"{year}年",
    )
    etag(response, row.version)
    return _calendar_out(year, row, await calendar_store.load_calendar(session))


@router.get(
    "/statutes",
    summary="法定期限和数额对照",
    dependencies=[public("statutes are public")],
)
async def list_statutes(
    session: SessionDep,
    at: Now,
    on: Annotated[date | None, Query(description="哪一天施行的规定，默认今天")] = None,
    agency_id: Annotated[UUID | None, Query(description="按哪个机构的设定显示")] = None,
) -> StatutesOut:
    """Every number the product counts with, its words and source, and whether an agency may change it."""
    day = on or local_date(at)
    settings = await settings_of(session, agency_id, on=day) if agency_id else {}
    return StatutesOut(
        rules=[RuleOut.of(rule, settings.get(rule.code)) for rule in statutes.rules_in_force(day)],
        matters=[MatterOut.of(matter) for matter in statutes.MATTERS.values()],
        principles=[PrincipleOut.of(principle) for principle in statutes.PRINCIPLES],
    )


@router.put("/agencies/{agency_id}/rules/{code}", summary="设定本机构的期限")
async def put_agency_rule(
    *,
    agency_id: UUID,
    code: Annotated[str, Path(max_length=80, examples=["legal_aid.supplement"])],
    body: AgencyRuleIn,
    session: SessionDep,
    at: Now,
    actor: Annotated[Actor, allowed(Action.AGENCY_MANAGE)],
) -> RuleOut:
    """Only where the law leaves it open or our text of it is unverified; running clocks keep their number."""
    agency = await session.get(Agency, agency_id)
    if agency is None or not access.reaches_agency(actor, Action.AGENCY_MANAGE, agency.tree_path):
        raise NotFound()
    rule = await set_rule(
        session,
        agency_id=agency_id,
        code=code,
        value=body.value,
        effective_from=body.effective_from,
        set_by=actor.person_id,
        at=at,
    )
    audit.add_entry(
        session,
        actor,
        Action.AGENCY_MANAGE,
        object_type="agency",
        object_id=agency_id,
        owner_id=None,
        at=at,
        note=f"{code} = {body.value}",
    )
    return RuleOut.of(rule, body.value)


def _check_dates(year: int, body: CalendarYearIn, today: date) -> None:
    slips: list[FieldError] = []
    if abs(year - today.year) > YEARS_AROUND:
        slips.append(FieldError("year", "range", "只能录入近两年的放假安排"))
    if body.notice.published_on > today:
        slips.append(FieldError("notice.published_on", "future", "公布日期不能晚于今天"))
    if slips:
        raise Invalid(fields=slips)


def _calendar_out(year: int, row: CalendarYear | None, calendar: WorkCalendar) -> CalendarYearOut:
    notice = row and NoticeOut(title=row.notice_title, number=row.notice_number, published_on=row.published_on)
    first = date(year, 1, 1)
    dates = [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]
    days = [(on, calendar.day(on)) for on in dates]
    return CalendarYearOut(
        year=year,
        provisional=not calendar.knows(year),
        source=calendar.day(date(year, 6, 30)).source,
        version=row.version if row else 0,
        notice=notice or None,
        days=[
            CalendarDayOut(day=on, kind=d.kind, note=d.note, provisional=d.provisional, source=d.source)
            for on, d in days
            if d.note not in {"", WEEKEND}
        ],
    )
