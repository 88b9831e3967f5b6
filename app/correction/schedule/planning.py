"""When check-ins are owed: regular ones anybody can foresee, unannounced ones nobody can. Pure.

A plan is a function of the order, the rhythm of its tier and the calendar: planning again gives the same windows,
and a window exists once. Regular check-ins of an order keep their weekdays from period to period. Unannounced ones
are drawn day by day from an HMAC of a secret of the installation, the order and the day: whoever had one this
morning is as likely to have one tomorrow as anybody, and nothing a person sees tells of the next.
"""

import hmac
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from app.correction.enums import CorrectionTier, DutyKind
from app.correction.ids import timed_id
from app.correction.schedule.codes import SchedulePeriod
from app.kernel.clock import SHANGHAI

GRID = 5
"""Unannounced check-ins begin on every fifth minute."""
APART = 60
"""Minutes an unannounced check-in keeps away from a regular one: nobody is asked twice in an hour."""
DAY = timedelta(days=1)
_SCALE = float(1 << 64)


@dataclass(frozen=True, slots=True, order=True)
class Hours:
    """A stretch of a day in minutes after midnight in Asia/Shanghai, the end excluded."""

    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a tier checks in, and what its silence means; data of an agency.

    Attributes:
        checks: regular check-ins a period.
        spots: unannounced ones a period on average, never more than twice as many.
        windows: when regular ones may be made, taken in turn.
        spot_hours: when unannounced ones may fall, on working days.
        spot_minutes: time to answer an unannounced one.
        on_rest_days: whether regular ones fall on weekends and holidays too.
        checks_on_leave: whether regular ones stay owed on an approved leave; its area is the leave's then.
        spots_on_leave: the same of unannounced ones.
        explain_hours: time to explain after being told that nothing arrived, before the office is alarmed.
        gap_hours: silence after a window closed that is a gap to be looked into.
        lost_hours, lost_misses: silence, or windows in a row without a sign, that is a lost contact.
    """

    period: SchedulePeriod
    checks: int
    spots: int
    windows: tuple[Hours, ...]
    spot_hours: Hours
    spot_minutes: int
    on_rest_days: bool
    checks_on_leave: bool
    spots_on_leave: bool
    explain_hours: int
    gap_hours: int
    lost_hours: int
    lost_misses: int


NOON_AND_EVENING = (Hours(12 * 60, 15 * 60), Hours(19 * 60, 22 * 60))
"""The hours a county's practice was seen to use; no national rule."""
WORKING_HOURS = Hours(8 * 60 + 30, 17 * 60 + 30)
DEFAULTS: dict[CorrectionTier, Rhythm] = {
    CorrectionTier.RED: Rhythm(
        SchedulePeriod.WEEK, 2, 1, NOON_AND_EVENING, WORKING_HOURS, 60, False, True, False, 24, 6, 72, 3
    ),
    CorrectionTier.YELLOW: Rhythm(
        SchedulePeriod.MONTH, 2, 1, NOON_AND_EVENING, WORKING_HOURS, 90, False, True, False, 24, 24, 96, 2
    ),
    CorrectionTier.BLUE: Rhythm(
        SchedulePeriod.MONTH, 1, 0, NOON_AND_EVENING, WORKING_HOURS, 120, False, True, False, 48, 48, 120, 2
    ),
}
"""Practice of townships (red twice a week besides unannounced ones); every number is an agency's to set."""


@dataclass(frozen=True, slots=True)
class Owed:
    """One window: what is owed from ``opens_at`` on and before ``closes_at``."""

    kind: DutyKind
    opens_at: datetime
    closes_at: datetime

    def id_for(self, order_id: UUID) -> UUID:
        """The same window of the same order has the same id."""
        return timed_id(self.opens_at, order_id, self.kind)


def plan(
    secret: bytes, order_id: UUID, rhythm: Rhythm, first: date, last: date, *, is_working: Callable[[date], bool]
) -> list[Owed]:
    """Windows of the days ``first`` to ``last``, in order; no two overlap.

    Periods are always planned whole and cut afterwards: what is owed on a day does not depend on when it is asked.
    """
    found: list[Owed] = []
    for days in _periods(rhythm.period, first, last):
        for day, kind, hours in _of_period(secret, order_id, rhythm, days, is_working):
            if first <= day <= last:
                found.append(Owed(kind, moment(day, hours.begin), moment(day, hours.end)))
    return sorted(found, key=lambda owed: owed.opens_at)


def moment(day: date, minute: int) -> datetime:
    """A minute of a day in Asia/Shanghai, as an instant in UTC; minute 1440 is midnight at its end."""
    return (datetime.combine(day, time(), SHANGHAI) + timedelta(minutes=minute)).astimezone(UTC)


def is_at_night(at: datetime, *, waking: Hours) -> bool:
    """Whether people are left alone at this moment."""
    local = at.astimezone(SHANGHAI)
    return not waking.begin <= local.hour * 60 + local.minute < waking.end


def _periods(period: SchedulePeriod, first: date, last: date) -> Iterator[list[date]]:
    """Days of every week (from Monday) or calendar month that has a day between ``first`` and ``last``."""
    begin = first - DAY * first.weekday() if period is SchedulePeriod.WEEK else first.replace(day=1)
    while begin <= last:
        following = begin + 7 * DAY
        if period is SchedulePeriod.MONTH:
            following = (begin + 31 * DAY).replace(day=1)
        yield [begin + DAY * number for number in range((following - begin).days)]
        begin = following


def _of_period(
    secret: bytes, order_id: UUID, rhythm: Rhythm, days: Sequence[date], is_working: Callable[[date], bool]
) -> list[tuple[date, DutyKind, Hours]]:
    working = [day for day in days if is_working(day)]
    regular = _regular(secret, order_id, rhythm, days if rhythm.on_rest_days else working)
    found = [(day, DutyKind.SCHEDULED, hours) for day, hours in regular.items()]
    spots = 0
    for day in working if rhythm.spots else ():
        draws = _draws(secret, order_id, day.isoformat())
        hours = _spot(draws, rhythm, len(working), regular.get(day))
        if hours is not None and spots < 2 * rhythm.spots:
            spots += 1
            found.append((day, DutyKind.SPOT, hours))
    return found


def _regular(secret: bytes, order_id: UUID, rhythm: Rhythm, days: Sequence[date]) -> dict[date, Hours]:
    """Spread over the days there are, the same place in every period; fewer where there are fewer days."""
    count = min(rhythm.checks, len(days))
    place, turn = _draws(secret, order_id, "regular")
    shift = int(turn * len(rhythm.windows))
    return {
        days[int((number + place) * len(days) / count)]: rhythm.windows[(number + shift) % len(rhythm.windows)]
        for number in range(count)
    }


def _spot(draws: tuple[float, float], rhythm: Rhythm, working_days: int, regular: Hours | None) -> Hours | None:
    """The unannounced check-in of a working day, if it falls on it; ``regular`` is owed that day anyway."""
    falls, when = draws
    if falls >= rhythm.spots / working_days:
        return None
    length = rhythm.spot_minutes
    places: Sequence[int] = range(rhythm.spot_hours.begin, rhythm.spot_hours.end - length + 1, GRID)
    if regular is not None:
        before, after = regular.begin - APART - length, regular.end + APART
        places = [begin for begin in places if begin <= before or begin >= after]
    if not places:
        return None
    begin = places[int(when * len(places))]
    return Hours(begin, begin + length)


def _draws(secret: bytes, order_id: UUID, what: str) -> tuple[float, float]:
    """Two numbers in [0, 1) that are always the same and that nobody without the secret can tell."""
    digest = hmac.digest(secret, order_id.bytes + what.encode(), "sha256")
    first, second = int.from_bytes(digest[:8], "big"), int.from_bytes(digest[8:16], "big")
    return (first >> 11) / (_SCALE / 2048), (second >> 11) / (_SCALE / 2048)
