"""Reading the State Council's yearly notice as an officer types it in. Pure: every slip is told, all at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.kernel.calendar import YEAR_END_DAYS, DayEntry, DayKind, statutory_holidays
from app.kernel.errors import FieldError, Invalid

LONGEST_HOLIDAY = timedelta(days=15)
"""No notice ever gave more days off in a row; a longer range is a slip of the pen."""


class NoticeInvalid(Invalid):
    """The notice as typed cannot be right."""

    code = "calendar_notice_invalid"
    title = "放假安排填写有误，请对照通知核对"


@dataclass(frozen=True, slots=True)
class Holiday:
    """One range of days off, both ends included, weekends within it too."""

    name: str
    first_day: date
    last_day: date

    def days(self) -> list[date]:
        """Every day of the range."""
        return [self.first_day + timedelta(days=n) for n in range((self.last_day - self.first_day).days + 1)]


def read_notice(year: int, holidays: Sequence[Holiday], makeup: Sequence[date]) -> Mapping[date, DayEntry]:
    """The days a notice for ``year`` sets, by date.

    It may reach into the last days of the year before (元旦), not further. Every statutory holiday of the
    year must be among its days off.

    Raises:
        NoticeInvalid: listing each entry that cannot be right.
    """
    slips: list[FieldError] = []
    rows: dict[date, DayEntry] = {}
    for n, holiday in enumerate(holidays):
        slips += _slips_of_holiday(year, n, holiday, rows)
        if timedelta() <= holiday.last_day - holiday.first_day < LONGEST_HOLIDAY:
            rows |= {day: DayEntry(DayKind.HOLIDAY, holiday.name) for day in holiday.days()}
    slips += [
        FieldError("holidays", "missing_holiday", f"缺少法定节假日：{name}（{day:%Y-%m-%d}）")
        for day, name in statutory_holidays(year).items()
        if day not in rows
    ]
    for n, day in enumerate(makeup):
        slips += _slips_of_makeup(year, n, day, rows)
        rows.setdefault(day, DayEntry(DayKind.MAKEUP, "调休上班"))
    if slips:
        raise NoticeInvalid(fields=slips)
    return rows


def first_day_touched(year: int) -> date:
    """The earliest day a notice for ``year`` may set."""
    return date(year, 1, 1) - timedelta(days=YEAR_END_DAYS)


def _belongs(year: int, day: date) -> bool:
    return first_day_touched(year) <= day <= date(year, 12, 31)


def _slips_of_holiday(year: int, n: int, holiday: Holiday, rows: Mapping[date, DayEntry]) -> list[FieldError]:
    field = f"holidays.{n}"
    if holiday.last_day < holiday.first_day:
        return [FieldError(f"{field}.last_day", "order", "最后一天不能早于第一天")]
    if holiday.last_day - holiday.first_day >= LONGEST_HOLIDAY:
        return [FieldError(f"{field}.last_day", "too_long", f"一次放假不会超过{LONGEST_HOLIDAY.days}天")]
    slips: list[FieldError] = []
    if not (_belongs(year, holiday.first_day) and _belongs(year, holiday.last_day)):
        slips.append(FieldError(f"{field}.first_day", "year", f"不在{year}年放假通知的范围内"))
    if any(day in rows for day in holiday.days()):
        slips.append(FieldError(f"{field}.first_day", "overlap", "和另一个假期的日期重叠"))
    return slips


def _slips_of_makeup(year: int, n: int, day: date, rows: Mapping[date, DayEntry]) -> list[FieldError]:
    field = f"makeup_workdays.{n}"
    slips: list[FieldError] = []
    if not _belongs(year, day):
        slips.append(FieldError(field, "year", f"不在{year}年放假通知的范围内"))
    if day.weekday() < 5:
        slips.append(FieldError(field, "weekday", "调休上班日只能是周六或者周日"))
    if day in rows:
        slips.append(FieldError(field, "overlap", "这一天已经填过了"))
    return slips
