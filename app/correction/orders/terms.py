"""How long a term is: its last day, what detention before it takes off, what a commutation leaves. Pure.

The last day of a term is counted as courts count sentences (最高人民法院《关于适用刑事诉讼法的解释》(2021) 202,
read in a judge's article that quotes it): a year ends on the day before the same day of the next year, a month
on the day before the same day of the next month. Where that day does not exist, and for a month that begins on
the last day of its month, the end is the day before the last day of the month it would fall in.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Term:
    """A length as a judgement writes it: ``一年六个月``, ``五个月零七天``; every part at least 0."""

    years: int = 0
    months: int = 0
    days: int = 0

    def __post_init__(self) -> None:
        if min(self.years, self.months, self.days) < 0:
            raise ValueError("a term has no negative part")

    @property
    def is_empty(self) -> bool:
        """Whether it is no time at all."""
        return not (self.years or self.months or self.days)

    @property
    def text(self) -> str:
        """``1年6个月零7天``."""
        parts = [f"{self.years}年" * bool(self.years), f"{self.months}个月" * bool(self.months)]
        long = "".join(parts)
        if not self.days:
            return long or "0天"
        return f"{long}零{self.days}天" if long else f"{self.days}天"


def last_day(starts_on: date, term: Term) -> date:
    """The last day of a term that begins on ``starts_on``, which is itself its first day.

    Years are counted first, then months, then days: a year and a month from the last day of a month are not
    the same as thirteen months only where the law's two sentences differ.

    Raises:
        ValueError: the term is empty.
        OverflowError: the end lies beyond the calendar.
    """
    if term.is_empty:
        raise ValueError("an empty term has no last day")
    after = _years_later(starts_on, term.years)
    after = _months_later(after, term.months) if term.months else after
    return after + timedelta(days=term.days) - _DAY


def credited_days(detained_days: int, days_for_one: int) -> int:
    """Days of a term that days of detention before it count for (刑法 41: one for two of 管制)."""
    if detained_days < 0:
        raise ValueError("nobody was detained for less than no time")
    return detained_days * days_for_one


def with_credit(starts_on: date, ends_on: date, credit_days: int) -> date:
    """The last day once detention before the judgement is taken off; at the earliest the day before the first,
    which says that nothing is left to serve.
    """
    return max(ends_on - timedelta(days=credit_days), starts_on - _DAY)


def commuted(starts_on: date, ends_on: date, cut: Term) -> date:
    """The last day after a commutation (减刑) takes ``cut`` off the end, counted backwards by the calendar.

    At the earliest the day before the first day: nothing is left.
    """
    after = ends_on + _DAY
    months = cut.years * 12 + cut.months
    earlier = _same_or_last(after, -months) if months else after
    return max(earlier - timedelta(days=cut.days) - _DAY, starts_on - _DAY)


def at_least(starts_on: date, one: Term, other: Term) -> bool:
    """Whether ``one`` is as long as ``other`` or longer, when both begin on ``starts_on``."""
    return other.is_empty or (not one.is_empty and last_day(starts_on, one) >= last_day(starts_on, other))


def age_on(born_on: date, on: date) -> int:
    """Full years of age on a day: one more from the day after the birthday on.

    So 周岁 is counted in criminal law (最高人民法院《关于审理未成年人刑事案件具体应用法律若干问题的解释》(2006) 2,
    from memory: no text was at hand). Someone born on 29 February is a year older from 1 March on.
    """
    had_birthday = (on.month, on.day) > (born_on.month, born_on.day)
    return on.year - born_on.year - (0 if had_birthday else 1)


def _years_later(on: date, years: int) -> date:
    return _same_or_last(on, 12 * years)


def _months_later(on: date, months: int) -> date:
    year, month = _month(on, months)
    last = monthrange(year, month)[1]
    is_last = on.day == monthrange(on.year, on.month)[1]
    return date(year, month, last if is_last else min(on.day, last))


def _same_or_last(on: date, months: int) -> date:
    """The same day some months later or earlier, else the last day of that month."""
    year, month = _month(on, months)
    return date(year, month, min(on.day, monthrange(year, month)[1]))


def _month(on: date, months: int) -> tuple[int, int]:
    year, month0 = divmod(on.year * 12 + on.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError("beyond the calendar")
    return year, month0 + 1
