"""Working days of mainland China, for any date from 1950 to 2099, saying how sure the answer is.

Three sources, best first: rows an officer entered from the State Council's yearly notice; the notices the
``chinesecalendar`` package knows; and, for years neither covers, weekends with the fixed statutory holidays
of 《全国年节及纪念日放假办法》 art. 2 as in force from 2025-01-01. The last is *provisional*: the notice
moves weekends about (调休, 补假) in ways no rule predicts, so a computed date is shown as such and recomputed
when the notice arrives. Pure: no clock, no database.
"""

from calendar import monthrange
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from app.kernel.chinese_dates import (
    CHINESE_NAMES,
    PUBLISHED_HOLIDAYS,
    PUBLISHED_MAKEUP,
    lunar_to_solar,
    qingming,
)
from app.kernel.dictionaries import labels

PACKAGE_YEARS = range(min(PUBLISHED_HOLIDAYS).year, max(PUBLISHED_HOLIDAYS).year + 1)
"""Years whose State Council notice the installed package knows."""

LUNAR_YEARS = range(1950, 2100)
"""Years in which lunar dates and the solar-term formula are both defined; outside, only solar holidays."""

YEAR_END_DAYS = 7
"""Last days of December that the *next* year's notice may still move (as in 2006, 2007, 2011 and 2018)."""


WEEKEND = "周末"
"""Note of an ordinary Saturday or Sunday."""


class DayKind(StrEnum):
    """What kind of day it is."""

    WORKING = "working"
    HOLIDAY = "holiday"  # weekend, statutory holiday or a day off in lieu
    MAKEUP = "makeup"  # a weekend day worked in exchange


class DaySource(StrEnum):
    """Who says so."""

    OFFICER = "officer"
    STATE_COUNCIL = "state_council"
    COMPUTED = "computed"


labels(DayKind, {DayKind.WORKING: "工作日", DayKind.HOLIDAY: "休息日", DayKind.MAKEUP: "调休上班"})
labels(
    DaySource,
    {
        DaySource.OFFICER: "工作人员录入的放假通知",
        DaySource.STATE_COUNCIL: "国务院放假通知",
        DaySource.COMPUTED: "按法定节假日推算，待通知公布",
    },
)


@dataclass(frozen=True, slots=True)
class DayEntry:
    """One day as a notice lists it; ``note`` is the holiday's Chinese name."""

    kind: DayKind
    note: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """The answer for one date. ``provisional``: a notice not yet published may change it."""

    kind: DayKind
    provisional: bool
    source: DaySource
    note: str = ""

    @property
    def working(self) -> bool:
        """Whether offices are open."""
        return self.kind is not DayKind.HOLIDAY


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The calendar in force: ``overrides`` by day, and the years whose notice was entered whole.

    A day of an announced year without a row is an ordinary weekday or weekend, and final.
    """

    overrides: Mapping[date, DayEntry] = field(default_factory=dict[date, DayEntry])
    announced_years: Collection[int] = frozenset()

    def day(self, on: date) -> Day:
        """What kind of day ``on`` is; never raises."""
        entry = self.overrides.get(on)
        if entry is not None:
            return Day(entry.kind, provisional=False, source=DaySource.OFFICER, note=entry.note)
        if on.year in self.announced_years:
            source, known = DaySource.OFFICER, _ordinary(on)
        elif on.year in PACKAGE_YEARS:
            source, known = DaySource.STATE_COUNCIL, _published(on)
        else:
            known = _computed(on)
            return Day(known.kind, provisional=True, source=DaySource.COMPUTED, note=known.note)
        return Day(known.kind, provisional=self._may_move(on), source=source, note=known.note)

    def knows(self, year: int) -> bool:
        """Whether the State Council's notice for ``year`` is known here."""
        return year in self.announced_years or year in PACKAGE_YEARS

    def is_working(self, on: date) -> bool:
        """Whether offices are open on ``on``."""
        return self.day(on).working

    def add_working_days(self, start: date, count: int) -> date:
        """The ``count``-th working day after ``start``; ``start`` itself is not counted (民法典 201)."""
        on = start
        for _ in range(count):
            on = self.roll_forward(on + timedelta(days=1))
        return on

    def roll_forward(self, on: date) -> date:
        """``on`` itself when worked, else the first working day after the holiday ends (民法典 203)."""
        while not self.is_working(on):
            on += timedelta(days=1)
        return on

    def _may_move(self, on: date) -> bool:
        """A last day of December is final only once the next year's notice is known."""
        return on.month == 12 and on.day > 31 - YEAR_END_DAYS and not self.knows(on.year + 1)


def add_days(start: date, count: int) -> date:
    """``count`` calendar days after ``start``; the start day is not counted (民法典 201)."""
    return start + timedelta(days=count)


def add_months(start: date, count: int) -> date:
    """The corresponding day ``count`` months later, or that month's last day (民法典 202)."""
    year, month0 = divmod(start.year * 12 + start.month - 1 + count, 12)
    return date(year, month0 + 1, min(start.day, monthrange(year, month0 + 1)[1]))


@cache
def statutory_holidays(year: int) -> Mapping[date, str]:
    """The 13 statutory days off of ``year`` with their names, before any exchange of weekends.

    《全国年节及纪念日放假办法》 art. 2, in force from 2025-01-01; 12 days when 中秋节 falls on 国庆节. A holiday
    on a weekend is made up on a working day (art. 6), but which one only the notice says: it is not guessed
    here, so that a provisional due date errs on the early side.
    """
    found = {date(year, 1, 1): "元旦", date(year, 5, 1): "劳动节", date(year, 5, 2): "劳动节"}
    found |= {date(year, 10, n): "国庆节" for n in (1, 2, 3)}
    if year in LUNAR_YEARS:
        new_year = lunar_to_solar(year, 1, 1)
        found |= {new_year + timedelta(days=n): "春节" for n in range(-1, 3)}
        found |= {qingming(year): "清明节"}
        found |= {lunar_to_solar(year, 5, 5): "端午节", lunar_to_solar(year, 8, 15): "中秋节"}
    return MappingProxyType(found)


def _ordinary(on: date) -> DayEntry:
    return DayEntry(DayKind.WORKING) if on.weekday() < 5 else DayEntry(DayKind.HOLIDAY, WEEKEND)


def _computed(on: date) -> DayEntry:
    name = statutory_holidays(on.year).get(on)
    return _ordinary(on) if name is None else DayEntry(DayKind.HOLIDAY, name)


def _published(on: date) -> DayEntry:
    makeup = PUBLISHED_MAKEUP.get(on)
    if makeup is not None:
        return DayEntry(DayKind.MAKEUP, CHINESE_NAMES.get(makeup, makeup) + "调休上班")
    holiday = PUBLISHED_HOLIDAYS.get(on)
    if holiday is not None:
        return DayEntry(DayKind.HOLIDAY, CHINESE_NAMES.get(holiday, holiday))
    return _ordinary(on)
