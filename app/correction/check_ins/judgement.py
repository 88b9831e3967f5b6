"""Was the person within the approved area? Three answers, and never more certainty than one fix allows.

Pure. A phone states its error as the radius that holds the true position in 68 of 100 cases (Android and
iOS both). With errors alike in every direction (a circular normal distribution) the radius that holds it
in 95 of 100 is ``sqrt(ln 0.05 / ln 0.32)`` times as long. Only when that whole circle, widened by what the
border itself may be off, lies within the area is the answer "inside"; only when it lies wholly without is
it "outside"; all else is "indeterminate". "Outside" says where one fix pointed. It is no breach and no
alarm: those need a second fix or a person's judgement.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.correction.areas.outline import Outline
from app.kernel.dictionaries import labels
from app.kernel.geo import Point

CONFIDENCE = 0.95
REPORTED_CONFIDENCE = 0.68
MARGIN_FACTOR = math.sqrt(math.log(1 - CONFIDENCE) / math.log(1 - REPORTED_CONFIDENCE))
"""From the radius a phone reports to the one judged by: 1.62."""

BEST_ACCURACY_M = 10.0
"""Phones in streets claim 1.7 m and jump 200 m; no claim below this is believed."""
WORST_ACCURACY_M = 5_000.0
"""Beyond this the phone guesses from its network address."""
OLDEST_FIX = timedelta(minutes=5)
CLOCK_SKEW = timedelta(minutes=2)
"""How far a phone's clock may be ahead of ours."""
NO_FIX_WITHIN_DEG = 0.01
"""Phones without a position report latitude 0, longitude 0."""


class CheckInVerdict(StrEnum):
    """What one check-in says about the place."""

    INSIDE = "inside"
    OUTSIDE = "outside"
    INDETERMINATE = "indeterminate"


class CheckInReason(StrEnum):
    """Why a check-in says nothing certain."""

    NEAR_BORDER = "near_border"
    NO_POSITION = "no_position"
    ACCURACY_MISSING = "accuracy_missing"
    ACCURACY_TOO_COARSE = "accuracy_too_coarse"
    FIX_STALE = "fix_stale"
    FIX_FROM_FUTURE = "fix_from_future"


labels(
    CheckInVerdict,
    {
        CheckInVerdict.INSIDE: "在规定区域内",
        CheckInVerdict.OUTSIDE: "定位点在规定区域外（一次定位不作为违规依据）",
        CheckInVerdict.INDETERMINATE: "定位不够清楚，无法判断",
    },
)
labels(
    CheckInReason,
    {
        CheckInReason.NEAR_BORDER: "定位点离边界太近，误差范围内两边都有可能",
        CheckInReason.NO_POSITION: "手机没有给出真实位置",
        CheckInReason.ACCURACY_MISSING: "手机没有给出定位误差",
        CheckInReason.ACCURACY_TOO_COARSE: "手机给出的定位误差太大",
        CheckInReason.FIX_STALE: "这个位置是几分钟以前的",
        CheckInReason.FIX_FROM_FUTURE: "手机的时间比系统时间快",
    },
)


@dataclass(frozen=True, slots=True)
class Fix:
    """Where a phone says it is: ``accuracy_m`` is its 68 % radius, 0 where it gave none."""

    point: Point
    accuracy_m: float
    fixed_at: datetime


@dataclass(frozen=True, slots=True)
class Judgement:
    """The answer; ``distance_m`` to the border, negative within, none where the fix cannot be used."""

    verdict: CheckInVerdict
    distance_m: float | None
    reasons: tuple[CheckInReason, ...] = ()


def judge(fix: Fix, outline: Outline, *, received_at: datetime) -> Judgement:
    """Judge one fix against the area in force."""
    if unusable := faults(fix, received_at=received_at):
        return Judgement(CheckInVerdict.INDETERMINATE, None, unusable)
    distance_m = outline.signed_distance_m(fix.point)
    if abs(distance_m) < margin_m(fix.accuracy_m) + outline.accuracy_m:
        return Judgement(CheckInVerdict.INDETERMINATE, distance_m, (CheckInReason.NEAR_BORDER,))
    return Judgement(CheckInVerdict.INSIDE if distance_m < 0 else CheckInVerdict.OUTSIDE, distance_m)


def margin_m(accuracy_m: float) -> float:
    """The radius that holds the true position with :data:`CONFIDENCE`, from the one the phone reports."""
    return MARGIN_FACTOR * max(accuracy_m, BEST_ACCURACY_M)


def faults(fix: Fix, *, received_at: datetime) -> tuple[CheckInReason, ...]:
    """Everything that makes a fix useless for judging, by code."""
    here = fix.point
    no_position = max(abs(here.latitude_deg), abs(here.longitude_deg)) < NO_FIX_WITHIN_DEG
    found = {
        CheckInReason.NO_POSITION: no_position,
        CheckInReason.ACCURACY_MISSING: fix.accuracy_m <= 0,
        CheckInReason.ACCURACY_TOO_COARSE: fix.accuracy_m > WORST_ACCURACY_M,
        CheckInReason.FIX_STALE: fix.fixed_at < received_at - OLDEST_FIX,
        CheckInReason.FIX_FROM_FUTURE: fix.fixed_at > received_at + CLOCK_SKEW,
    }
    return tuple(reason for reason, is_so in found.items() if is_so)
