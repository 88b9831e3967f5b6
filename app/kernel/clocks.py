"""When a statutory period ends. Pure: a rule, a start, the calendar and the pauses go in, a date comes out.

The start day is not counted (民法典 201), months end on the corresponding day (202), a last day on a holiday
moves to the next working day (203) unless the rule limits a measure against a person. Days spent on what an
applicant was asked to supply are not counted (司法部令第148号 art. 17, unverified).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.kernel.calendar import WorkCalendar, add_months
from app.kernel.clock import local_date
from app.kernel.statutes.model import Kind, Rule, Unit


@dataclass(frozen=True, slots=True)
class Pause:
    """Days that do not count: those after ``since`` up to and including ``until``.

    ``since`` is the day the clock stopped (say, the day materials were asked for) and ``until`` the day it
    went on (the day they came); None while it is still stopped.
    """

    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a period.

    ``at`` is the instant, for rules in hours only. ``rolled_from`` is the nominal last day when it fell on a
    holiday. ``paused_days`` counts the days (working days, for such rules) that were left out.
    ``provisional``: a State Council notice not yet published may change ``on``.
    """

    on: date
    provisional: bool
    rolled_from: date | None = None
    paused_days: int = 0
    at: datetime | None = None


def due(
    rule: Rule,
    started: date | datetime,
    calendar: WorkCalendar,
    pauses: Sequence[Pause] = (),
    *,
    as_of: date | None = None,
) -> Due:
    """The end of the period ``rule`` gives when it starts at ``started``.

    A rule in hours needs an aware instant; for any other the day in China counts. A pause that still runs
    counts to ``as_of``, or not at all without it, so a clock always has an end.

    Raises:
        ValueError: the rule is no period, counts backwards, or is in hours without an instant or with pauses.
    """
    if not rule.unit.is_period or rule.kind is Kind.LEAD:
        raise ValueError(f"{rule.code} is not a period that runs forward")
    if rule.unit is Unit.HOUR:
        return _due_in_hours(rule, started, pauses)
    start = local_date(started) if isinstance(started, datetime) else started
    count = _Count(start, calendar, tuple(_closed(pauses, as_of)))
    nominal = count.working(rule.value) if rule.unit is Unit.WORKING_DAY else count.calendar(rule)
    on = count.roll(nominal) if rule.rolls else nominal
    return Due(
        on=on,
        provisional=count.is_provisional(rule, nominal, on),
        rolled_from=nominal if on != nominal else None,
        paused_days=count.paused_days(rule, on),
    )


def due_before(rule: Rule, event_on: date) -> date:
    """The last day on which something that must be done ahead of ``event_on`` is still in time.

    No statute moves a backward period on account of holidays, so it does not move here.

    Raises:
        ValueError: the rule is not a lead time in days or months.
    """
    if rule.kind is not Kind.LEAD or rule.unit not in {Unit.DAY, Unit.MONTH}:
        raise ValueError(f"{rule.code} is not a lead time")
    if rule.unit is Unit.MONTH:
        return add_months(event_on, -rule.value)
    return event_on - timedelta(days=rule.value)


def at_risk_on(started_on: date, due_on: date) -> date:
    """The day from which a clock is shown as pressing: a third of the period before its end, 1 to 5 days.

    A reminder of ours, not of any law.
    """
    ahead = min(5, max(1, (due_on - started_on).days // 3))
    return max(started_on, due_on - timedelta(days=ahead))


def _due_in_hours(rule: Rule, started: date | datetime, pauses: Sequence[Pause]) -> Due:
    """Hours run through nights and holidays, from the moment itself (民法典 201(2))."""
    if not isinstance(started, datetime) or pauses:
        raise ValueError(f"{rule.code} is in hours: it starts at an instant and cannot pause")
    at = started + timedelta(hours=rule.value)
    return Due(on=local_date(at), provisional=False, at=at)


def _closed(pauses: Sequence[Pause], as_of: date | None) -> list[tuple[date, date]]:
    return [(p.since, p.until or as_of or p.since) for p in pauses]


@dataclass(frozen=True, slots=True)
class _Count:
    """One count: the start, the calendar, and the closed pauses."""

    start: date
    calendar_: WorkCalendar
    pauses: tuple[tuple[date, date], ...]

    def is_paused(self, on: date) -> bool:
        return any(since < on <= until for since, until in self.pauses)

    def working(self, days: int) -> date:
        """The last of ``days`` working days that are not paused."""
        on = self.start
        for _ in range(days):
            on += timedelta(days=1)
            while self.is_paused(on) or not self.calendar_.is_working(on):
                on += timedelta(days=1)
        return on

    def calendar(self, rule: Rule) -> date:
        """The last calendar day, moved on by one day for each paused day up to it."""
        months = {Unit.MONTH: rule.value, Unit.YEAR: rule.value * 12}.get(rule.unit)
        on = self.start + timedelta(days=rule.value) if months is None else add_months(self.start, months)
        owed = sum(self.is_paused(day) for day in _days(self.start, on))
        while owed:
            on += timedelta(days=1)
            owed -= not self.is_paused(on)
        return on

    def roll(self, on: date) -> date:
        """The first day from ``on`` worked and not paused: a stop within the holiday holds the end."""
        while self.is_paused(on) or not self.calendar_.is_working(on):
            on += timedelta(days=1)
        return on

    def is_provisional(self, rule: Rule, nominal: date, on: date) -> bool:
        """Whether any day the result rests on is provisional: all of them for working days, else the end."""
        if rule.unit is Unit.WORKING_DAY:
            return any(self.calendar_.day(day).provisional for day in _days(self.start, on))
        days = _days(nominal - timedelta(days=1), on)
        return rule.rolls and any(self.calendar_.day(day).provisional for day in days)

    def paused_days(self, rule: Rule, on: date) -> int:
        days = [day for day in _days(self.start, on) if self.is_paused(day)]
        if rule.unit is Unit.WORKING_DAY:
            return sum(self.calendar_.is_working(day) for day in days)
        return len(days)


def _days(after: date, until: date) -> list[date]:
    return [after + timedelta(days=n) for n in range(1, (until - after).days + 1)]
