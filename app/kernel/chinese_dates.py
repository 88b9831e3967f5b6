"""The two untyped calendar packages behind typed functions: State Council notices, lunar dates, Qingming."""

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

import chinese_calendar  # pyright: ignore[reportMissingTypeStubs]  the package ships no types
from borax.calendars import lunardate

_package = cast("Any", chinese_calendar)
_lunar = cast("Any", lunardate)

PUBLISHED_HOLIDAYS = cast("Mapping[date, str]", _package.holidays)
"""Days off of every notice the package knows, weekends within a holiday included, with an English name."""

PUBLISHED_MAKEUP = cast("Mapping[date, str]", _package.workdays)
"""Weekend days worked in exchange, with the English name of the holiday they pay for."""

CHINESE_NAMES: Mapping[str, str] = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
    "Anti-Fascist 70th Day": "抗战胜利70周年纪念日",
}
"""The package's names as the notices write them; a test checks that none is missing."""


def lunar_to_solar(year: int, month: int, day: int) -> date:
    """The Gregorian date of a day in an ordinary (not leap) lunar month, lunar years 1900 to 2099."""
    return cast("date", _lunar.LunarDate(year, month, day).to_solar_date())


def qingming(year: int) -> date:
    """Pure Brightness: the only solar term in the first half of April, years 1900 to 2100."""
    terms = cast("list[tuple[date, str]]", _package.get_solar_terms(date(year, 4, 1), date(year, 4, 15)))
    return terms[0][0]
