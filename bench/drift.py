"""Drift study: false alarms and missed exits of our rule beside "one fix outside is an alarm".

10,000 person-days (``PERSON_DAYS``), one in twelve with a real way out of the county. Both rules see the same
check-ins, three a day at random moments of their windows; what happens between check-ins no rule can see, and
those exits are counted apart. Our rule is the product's own code: ``judge_attempt`` over the three fixes of a
check-in, then ``weigh`` of the answer to the check-in asked for. Nine in ten answer within the time; where nobody
does an officer calls, and a call is taken to find the truth.
"""

import os
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from rich.console import Console
from rich.table import Table

from app.correction.check_ins.codes import CheckInVerdict
from app.correction.check_ins.confirming.codes import QuestionOutcome
from app.correction.check_ins.confirming.weighing import Seen, weigh
from app.correction.check_ins.expected import AreaInForce, Expected, Fix
from app.correction.check_ins.judgement import Judgement, judge_attempt
from bench.results import Figure, figure
from bench.tracks import MIDNIGHT, MISLABELS, Day, Phone, a_day, a_home, county, is_outside, point

PERSON_DAYS = int(os.environ.get("PERSON_DAYS", "10000"))
LEAVES = 1 / 12
WINDOWS = ((9 * 60, 11 * 60), (12 * 60, 15 * 60), (19 * 60, 22 * 60))
"""A spot check in working hours, and the two windows of the day that townships use."""
LONG_MINUTES = 30
TRIES = 3
NEAR_BORDER_M = 700
"""As far as the two datums are apart; nearer the border than this a fix may say nothing certain."""
OPENS, ANSWER_WITHIN, ANSWERS = 2.0, 20.0, 0.9
AREA = county()
BEGUN = MIDNIGHT - timedelta(days=90)


@dataclass
class Compared:
    """What one check-in came to under both rules, beside the truth: how far beyond the border the person was."""

    beyond_m: float
    one_fix: bool
    ours: str

    @property
    def is_outside(self) -> bool:
        """The truth."""
        return self.beyond_m > 0


def judged(fixes: list[Fix], minute: float, previous: tuple[Fix, ...]) -> Judgement:
    """The product's judgement of one check-in."""
    at = MIDNIGHT + timedelta(minutes=minute, seconds=10)
    expected = Expected((AreaInForce(AREA, BEGUN),), previous=previous)
    return judge_attempt(fixes, expected, made_at=at, received_at=at)


def seen(judgement: Judgement, minute: float) -> Seen:
    """A judgement as the confirming rule takes it."""
    at = MIDNIGHT + timedelta(minutes=minute, seconds=10)
    fixed_at = judgement.fix.fixed_at if judgement.fix else None
    return Seen(judgement.verdict, at, fixed_at, frozenset(judgement.marks))


def check_in(day: Day, phone: Phone, minute: float, previous: list[Fix]) -> Compared:
    """One check-in under both rules. A position of no use leaves the window open: the phone tries again."""
    fixes = phone.fixes(day, minute)
    one_fix = AREA.signed_distance_m(fixes[0].point) > 0
    beyond_m = AREA.signed_distance_m(point(day.at(minute)))
    first = judged(fixes, minute, tuple(previous))
    for _ in range(TRIES):
        if first.distance_m is not None:
            break
        minute += 3
        first = judged(phone.fixes(day, minute), minute, tuple(previous))
    return Compared(beyond_m, one_fix, settled(day, phone, minute, first, previous))


def settled(day: Day, phone: Phone, minute: float, first: Judgement, previous: list[Fix]) -> str:
    """What our rule makes of a judgement, asking again where it points outside; ``previous`` is the fix before."""
    truth = is_outside(day.at(minute))
    if first.fix is not None:
        previous[:] = [first.fix]
    if first.verdict is not CheckInVerdict.OUTSIDE:
        return str(first.verdict)
    random = phone.random
    if random.random() > ANSWERS:
        return "called, alarm" if truth else "called, cleared"
    later = minute + OPENS + min(ANSWER_WITHIN, random.expovariate(1 / 3))
    second = judged(phone.fixes(day, later, outdoors=True), later, tuple(previous))
    outcome = weigh(seen(first, minute), seen(second, later))
    if outcome is QuestionOutcome.SECOND_OUTSIDE:
        return "alarm"
    if outcome is QuestionOutcome.SECOND_INSIDE:
        return "drift" if not is_outside(day.at(later)) else "wrongly cleared"
    return "called, alarm" if truth else "called, cleared"


def study(person_days: int = PERSON_DAYS, seed: int = 20_261_120) -> Counter[str]:
    """Live the days and count."""
    random = Random(seed)
    counts: Counter[str] = Counter()
    for _ in range(person_days):
        day = a_day(random, a_home(random), leaves_county=random.random() < LEAVES)
        phone = Phone(random, random.random() < MISLABELS)
        minutes = sorted(random.uniform(*window) for window in WINDOWS)
        previous: list[Fix] = []
        came = [(minute, check_in(day, phone, minute, previous)) for minute in minutes]
        _count_alarms(counts, came)
        for begins, ends in day.exits():
            if ends - begins > LONG_MINUTES:
                _count_exit(counts, [one for minute, one in came if begins <= minute < ends])
    return counts


def _count_alarms(counts: Counter[str], came: list[tuple[float, Compared]]) -> None:
    for _, one in came:
        counts["check-ins"] += 1
        counts["indeterminate"] += one.ours == "indeterminate"
        counts["calls"] += one.ours.startswith("called")
        if not one.is_outside:
            counts["false, one fix"] += one.one_fix
            counts["false, ours"] += one.ours == "alarm"
            counts["cleared by a second fix"] += one.ours == "drift"


def _count_exit(counts: Counter[str], within: list[Compared]) -> None:
    counts["exits"] += 1
    if not within:
        counts["between check-ins"] += 1
        return
    counts["found, one fix" if any(one.one_fix for one in within) else "blind, one fix"] += 1
    found = {one.ours for one in within}
    if found & {"alarm", "called, alarm"}:
        counts["found, ours"] += 1
    elif "drift" in found:
        counts["over before the second fix"] += 1
    elif min(one.beyond_m for one in within) < NEAR_BORDER_M:
        counts["near the border"] += 1
    elif found <= {"inside"}:
        counts["blind, ours"] += 1
    else:
        counts["missed, ours"] += 1


def measure() -> list[Figure]:
    """Print the table; the figure is false alarms of the one-fix rule to one of ours."""
    counts = study()
    table = Table("drift study", "one fix outside", "ours", title=f"{PERSON_DAYS:,} person-days")
    rows = [
        ("check-ins", counts["check-ins"], counts["check-ins"]),
        ("false alarms", counts["false, one fix"], counts["false, ours"]),
        ("drift cleared by a second fix", 0, counts["cleared by a second fix"]),
        ("officer's calls", 0, counts["calls"]),
        ("position not clear enough to say", 0, counts["indeterminate"]),
        (f"real exits over {LONG_MINUTES} min", counts["exits"], counts["exits"]),
        ("  wholly between check-ins: seen by no rule", *[counts["between check-ins"]] * 2),
        ("  found", counts["found, one fix"], counts["found, ours"]),
        ("  over before the second fix could be taken", 0, counts["over before the second fix"]),
        (f"  within {NEAR_BORDER_M} m of the border just then", 0, counts["near the border"]),
        ("  phone gave an old place inside as new", counts["blind, one fix"], counts["blind, ours"]),
        ("  missed otherwise", 0, counts["missed, ours"]),
    ]
    for name, one, ours in rows:
        table.add_row(name, f"{one:,}", f"{ours:,}")
    Console(width=100).print(table)
    ours = max(1, counts["false, ours"])
    reference = "false alarms of ours (one counted where there is none)"
    return [figure("correction.false_alarm_reduction", counts["false, one fix"], "false alarms", reference, ours)]


if __name__ == "__main__":
    measure()
