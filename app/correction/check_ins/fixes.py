"""What a single fix is worth: read, unusable, how far it may be off, whether two can both be true. Pure."""

import math
from dataclasses import replace
from datetime import datetime, timedelta

from app.correction.areas.outline import looks_swapped
from app.correction.check_ins.codes import CheckInReason, FixProvider
from app.correction.check_ins.expected import Fix
from app.kernel.geo import Datum, Point

CONFIDENCE = 0.95
REPORTED_CONFIDENCE = 0.68
MARGIN_FACTOR = math.sqrt(math.log(1 - CONFIDENCE) / math.log(1 - REPORTED_CONFIDENCE))
"""From the radius a phone reports to the one judged by: 1.62."""

BEST_ACCURACY_M = 10.0
"""Phones in streets claim 1.7 m and jump 200 m; no claim below this is believed."""
TOO_GOOD_M = 1.0
"""No phone is this precise."""
WORST_ACCURACY_M = 5_000.0
"""Beyond this the phone guesses from its network address."""
OLDEST_FIX = timedelta(minutes=5)
CLOCK_SKEW = timedelta(minutes=2)
"""How far a phone's clock may be ahead of ours."""
NO_FIX_WITHIN_DEG = 0.01
"""Phones without a position report latitude 0, longitude 0."""

FASTEST_ON_LAND_M_S = 120.0
"""The fastest trains run 350 km/h, 97 m/s."""
FASTEST_IN_AIR_M_S = 300.0
NO_FLIGHT_WITHIN_M = 200_000.0


def read_fix(
    latitude_deg: float,
    longitude_deg: float,
    datum: Datum,
    *,
    accuracy_m: float,
    fixed_at: datetime,
    provider: FixProvider = FixProvider.UNKNOWN,
) -> Fix | CheckInReason:
    """A fix from the numbers a phone sent, or why they are no place: exchanged, out of range, not numbers.

    Numbers that are no place are an attempt that could not be used, not a fault of the person's.
    """
    if looks_swapped(latitude_deg, longitude_deg):
        return CheckInReason.SWAPPED
    try:
        return Fix(Point(latitude_deg, longitude_deg, datum), accuracy_m, fixed_at, provider)
    except ValueError:
        return CheckInReason.OUT_OF_RANGE


def margin_m(accuracy_m: float) -> float:
    """The radius that holds the true position with :data:`CONFIDENCE`, from the one the phone reports."""
    return MARGIN_FACTOR * max(accuracy_m, BEST_ACCURACY_M)


def faults(fix: Fix, *, made_at: datetime, received_at: datetime) -> tuple[CheckInReason, ...]:
    """Everything that makes a fix useless for judging, by code; age is counted to when the attempt was made."""
    here = fix.point
    found: list[CheckInReason] = []
    if abs(here.latitude_deg) < NO_FIX_WITHIN_DEG and abs(here.longitude_deg) < NO_FIX_WITHIN_DEG:
        found.append(CheckInReason.NO_POSITION)
    if not fix.accuracy_m > 0:
        found.append(CheckInReason.ACCURACY_MISSING)
    if fix.accuracy_m > WORST_ACCURACY_M:
        found.append(CheckInReason.ACCURACY_TOO_COARSE)
    if made_at - fix.fixed_at > OLDEST_FIX:
        found.append(CheckInReason.FIX_STALE)
    if fix.fixed_at - min(made_at, received_at) > CLOCK_SKEW:
        found.append(CheckInReason.FIX_FROM_FUTURE)
    return tuple(found)


def is_reachable(one: Fix, other: Fix) -> bool:
    """Whether somebody can have been at both, each anywhere in its circle, by the fastest way there is."""
    gap_m = one.point.distance_m(other.point) - margin_m(one.accuracy_m) - margin_m(other.accuracy_m)
    if gap_m <= 0:
        return True
    seconds = max(1.0, abs((one.fixed_at - other.fixed_at).total_seconds()))
    fastest_m_s = FASTEST_ON_LAND_M_S if gap_m < NO_FLIGHT_WITHIN_M else FASTEST_IN_AIR_M_S
    return gap_m <= fastest_m_s * seconds


def as_other_datum(fix: Fix) -> Fix:
    """The same numbers read in the other datum: where the phone was, had it named the wrong one."""
    here = fix.point
    other = Datum.GCJ02 if here.datum is Datum.WGS84 else Datum.WGS84
    return replace(fix, point=Point(here.latitude_deg, here.longitude_deg, other))
