"""When a lawyer is told of an offer, and how long they have to answer. Pure.

The numbers are ours, not the law's: they leave room for several lawyers within the days to assign
(法律援助法 43). Lawyers are left alone at night in Asia/Shanghai, which has no summer time; an urgent matter
(法律援助法 44) knows no night. Time to answer is counted in waking hours, so that no answer falls due in the
night, and half a night takes nothing from anybody.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from app.kernel.clock import SHANGHAI

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Pace:
    """How lawyers are asked.

    Attributes:
        night_from, night_to: between these hours of Asia/Shanghai nobody is told of an offer, and none expires;
            equal for no rest at all.
        longest: most time to answer where nothing presses.
        shortest: least time to answer, in waking hours, however late it is: less would be no question.
        spare_rounds: how many more lawyers there should be time to ask after the last one planned.

    Raises:
        ValueError: no time to answer, or the longest is shorter than the shortest.
    """

    night_from: time = time(22)
    night_to: time = time(7)
    longest: timedelta = DAY
    shortest: timedelta = timedelta(hours=4)
    spare_rounds: int = 1

    def __post_init__(self) -> None:
        if not timedelta(0) < self.shortest <= self.longest or self.spare_rounds < 0:
            raise ValueError("a lawyer needs some time to answer, and not more than the longest")


USUAL = Pace()
"""Where a centre set nothing (:mod:`app.lawyers.assigning.pacing`)."""
URGENT = Pace(time(0), time(0), longest=timedelta(hours=4), shortest=timedelta(hours=1))
"""An urgent matter: by night, too, and soon."""


def tell_at(at: datetime, pace: Pace) -> datetime:
    """When a lawyer chosen at ``at`` is told: at once, or when the night is over."""
    return _night_end(at, pace) if is_night(at, pace) else at


def answer_by(told_at: datetime, assign_by: datetime | None, *, rounds: int, pace: Pace) -> datetime:
    """Until when a lawyer who is told at ``told_at`` answers.

    What is left until ``assign_by`` is shared out among ``rounds``: this lawyer, everyone who is planned to be
    asked afterwards, and :attr:`Pace.spare_rounds` whom the officer may choose then. Never more than the longest
    time, never less than the shortest, even where the days to assign are over: they run out once, and a
    lawyer who had no chance to read the offer is no help to anybody.

    Raises:
        ValueError: no round, or told in the night.
    """
    if rounds < 1 or is_night(told_at, pace):
        raise ValueError("an offer is one round at least, and is told by day")
    latest = told_at + pace.longest
    latest = tell_at(latest, pace)
    if assign_by is None:
        return latest
    left = waking(told_at, assign_by, pace)
    share = max(left / (rounds + pace.spare_rounds), pace.shortest)
    return min(latest, after(told_at, share, pace))


def is_night(at: datetime, pace: Pace) -> bool:
    """Whether lawyers are left alone at this moment."""
    now = at.astimezone(SHANGHAI).time()
    if pace.night_from <= pace.night_to:
        return pace.night_from <= now < pace.night_to
    return now >= pace.night_from or now < pace.night_to


def waking(since: datetime, until: datetime, pace: Pace) -> timedelta:
    """How much time by day there is between two moments; none where the second is not later."""
    total, moment = timedelta(0), since
    while moment < until:
        turn = min(_turn(moment, pace), until)
        if not is_night(moment, pace):
            total += turn - moment
        moment = turn
    return total


def after(at: datetime, spent: timedelta, pace: Pace) -> datetime:
    """The moment at which so much time by day has passed since ``at``; one by day itself."""
    moment = tell_at(at, pace)
    while True:
        turn = _turn(moment, pace)
        if moment + spent < turn:
            return moment + spent
        spent -= turn - moment
        moment = tell_at(turn, pace)


def _turn(at: datetime, pace: Pace) -> datetime:
    """When night next begins or ends; a day later where there is no night."""
    if pace.night_from == pace.night_to:
        return at + DAY
    return min(_next(at, pace.night_from), _next(at, pace.night_to))


def _night_end(at: datetime, pace: Pace) -> datetime:
    return _next(at, pace.night_to)


def _next(at: datetime, hour: time) -> datetime:
    """The next moment, later than ``at``, at which clocks in China show ``hour``."""
    local = at.astimezone(SHANGHAI)
    found = local.replace(hour=hour.hour, minute=hour.minute, second=0, microsecond=0)
    return (found if found > local else found + DAY).astimezone(at.tzinfo)
