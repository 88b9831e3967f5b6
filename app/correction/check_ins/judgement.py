"""Was the person where they may be? Three answers, and never more certainty than the fixes allow. Pure.

**One fix.** A phone states its error as the radius that holds the true position in 68 of 100 cases (Android and
iOS both). With errors alike in every direction (a circular normal distribution) the radius that holds it in 95
of 100 is ``sqrt(ln 0.05 / ln 0.32)`` times as long. Only when that whole circle, widened by what the border
itself may be off, lies within the area is the answer "inside"; only when it lies wholly without is it "outside";
all else is "indeterminate".

**Several fixes** of one attempt share their errors (the same walls, the same clock), so they are never averaged
into something finer than the best of them. The most precise of the fixes that fit each other speaks, provided
they are two in three; which one that is does not depend on the side it lies on, so the 95 in 100 stand. Whatever
lies surely on the other side makes it "indeterminate", and a single fix surely inside is enough against
"outside".

**Doubt is for the person.** A fix that would not be outside under the other datum, one that nobody could have
reached since the last check-in, and any position with mock location on say nothing certain. "Outside" is where a
fix pointed: no breach and no alarm, which need a second fix or a person's judgement
(:mod:`app.correction.check_ins.confirming`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.correction.areas.land import is_off_land
from app.correction.areas.outline import Outline
from app.correction.check_ins.codes import CheckInMark as Mark
from app.correction.check_ins.codes import CheckInReason as Reason
from app.correction.check_ins.codes import CheckInVerdict as Verdict
from app.correction.check_ins.codes import FixProvider
from app.correction.check_ins.expected import Claims, Expected, Fix, Restricted
from app.correction.check_ins.fixes import (
    TOO_GOOD_M,
    as_other_datum,
    faults,
    is_reachable,
    margin_m,
)

OFF_LAND_BEYOND_M = 5_000.0
"""Nearer the area than this nobody asks whether a place is at sea."""
NO_CLAIMS = Claims()


@dataclass(frozen=True, slots=True)
class Judgement:
    """The answer. ``distance_m`` to the border, negative within, none where no fix can be used; for a closed place
    the way out of it. ``reasons`` are there if and only if the verdict is indeterminate. ``fix`` is the one that
    spoke.
    """

    verdict: Verdict
    distance_m: float | None
    reasons: tuple[Reason, ...] = ()
    marks: tuple[Mark, ...] = ()
    fix: Fix | None = None


def judge(fix: Fix, outline: Outline, *, received_at: datetime) -> Judgement:
    """Judge one fix against one outline, as it was taken just before it came."""
    if unusable := faults(fix, made_at=received_at, received_at=received_at):
        return Judgement(Verdict.INDETERMINATE, None, unusable)
    return _against(fix, outline)


def judge_attempt(
    fixes: Sequence[Fix],
    expected: Expected,
    *,
    made_at: datetime,
    received_at: datetime,
    claims: Claims = NO_CLAIMS,
) -> Judgement:
    """Judge all fixes of one attempt by what was expected when it was made.

    ``made_at`` is the phone's claim; a fix is old or early by it, and none may be later than our own clock allows.
    """
    at = min(made_at, received_at)
    usable: list[Fix] = []
    unusable = set(claims.unreadable)
    for fix in fixes:
        found = faults(fix, made_at=made_at, received_at=received_at)
        unusable.update(found)
        if not found:
            usable.append(fix)
    marks = _claimed(usable, expected, claims)
    if len(fixes) > 1 and _stands_still(fixes):
        marks.add(Mark.REPEATED_IDENTICAL)
    if not usable:
        reasons = _with(unusable or {Reason.NO_FIX}, claims)
        return Judgement(Verdict.INDETERMINATE, None, reasons, _in_order(marks))
    allowed = expected.allowed(at)
    if allowed is None:
        return Judgement(Verdict.INDETERMINATE, None, _with({Reason.NO_AREA}, claims), _in_order(marks))
    judgement = _spoken(usable, allowed)
    if judgement.verdict is not Verdict.INSIDE and expected.is_on_leave(at):
        judgement = _on_leave(usable, expected, at, judgement, marks)
    judgement = _doubted(judgement, allowed, expected, marks)
    if closed := expected.closed(at):
        judgement = _within_closed(judgement, usable, closed, marks)
    if claims.mock_location:
        reasons = (*judgement.reasons, Reason.MOCK_LOCATION)
        judgement = replace(judgement, verdict=Verdict.INDETERMINATE, reasons=reasons)
    if judgement.reasons:
        marks.update(mark for mark, reason in _SAID.items() if reason in judgement.reasons)
    return replace(judgement, marks=_in_order(marks)) if marks else judgement


_SAID = {Mark.FIXES_DISAGREE: Reason.FIXES_DISAGREE, Mark.DATUM_SUSPECT: Reason.DATUM_SUSPECT}


def _against(fix: Fix, outline: Outline) -> Judgement:
    distance_m = outline.signed_distance_m(fix.point)
    if abs(distance_m) < margin_m(fix.accuracy_m) + outline.accuracy_m:
        return Judgement(Verdict.INDETERMINATE, distance_m, (Reason.NEAR_BORDER,), fix=fix)
    return Judgement(Verdict.INSIDE if distance_m < 0 else Verdict.OUTSIDE, distance_m, fix=fix)


def _spoken(usable: Sequence[Fix], outline: Outline) -> Judgement:
    """What the most precise of the fixes that fit each other says, unless another surely contradicts it."""
    if len(usable) == 1:
        return _against(usable[0], outline)
    group = fitting(usable)
    spoken = _against(min(group, key=_precision), outline)
    disagree = replace(spoken, verdict=Verdict.INDETERMINATE, reasons=(Reason.FIXES_DISAGREE,))
    if 3 * len(group) < 2 * len(usable):
        return disagree
    if spoken.verdict is Verdict.INDETERMINATE:
        return spoken
    against = usable if spoken.verdict is Verdict.OUTSIDE else group
    others = {_against(fix, outline).verdict for fix in against}
    return disagree if others >= {Verdict.INSIDE, Verdict.OUTSIDE} else spoken


def fitting(usable: Sequence[Fix]) -> Sequence[Fix]:
    """The largest group of fixes that can all be true together with one of them."""
    groups = [[other for other in usable if is_reachable(fix, other)] for fix in usable]
    return max(groups, key=lambda group: (len(group), [-x for x in _precision(min(group, key=_precision))]))


def _precision(fix: Fix) -> tuple[float, float, float, float]:
    """The smaller, the more precise; what follows breaks a tie alike in whatever order the fixes came."""
    here = fix.point
    return fix.accuracy_m, -fix.fixed_at.timestamp(), here.latitude_deg, here.longitude_deg


def _on_leave(
    usable: Sequence[Fix], expected: Expected, at: datetime, judgement: Judgement, marks: set[Mark]
) -> Judgement:
    """Who was allowed away and is at home does no wrong: not yet gone, or back early."""
    home = expected.home(at)
    at_home = None if home is None else _spoken(usable, home)
    if at_home is not None and at_home.verdict is Verdict.INSIDE:
        marks.add(Mark.HOME_DURING_LEAVE)
        return at_home
    if judgement.verdict is Verdict.OUTSIDE:
        marks.add(Mark.OUTSIDE_ON_LEAVE)
    return judgement


def _doubted(judgement: Judgement, allowed: Outline, expected: Expected, marks: set[Mark]) -> Judgement:
    """The judgement without the certainty that the datum, the speed, or the sea takes from "outside"."""
    fix, distance_m = judgement.fix, judgement.distance_m
    if fix is None or distance_m is None:
        return judgement
    before = _nearest_in_time(expected.previous, fix)
    is_too_fast = before is not None and not is_reachable(before, fix)
    if is_too_fast:
        marks.add(Mark.IMPOSSIBLE_SPEED)
    if judgement.verdict is Verdict.INSIDE:
        return judgement
    if fix.provider is FixProvider.NETWORK:
        marks.add(Mark.NETWORK_POSITION)
    if distance_m > OFF_LAND_BEYOND_M and is_off_land(fix.point):
        marks.add(Mark.OFF_LAND)
    other = _against(as_other_datum(fix), allowed).verdict
    if judgement.verdict is not Verdict.OUTSIDE:
        if other is Verdict.INSIDE and distance_m > 0:
            marks.add(Mark.DATUM_SUSPECT)
        return judgement
    reasons: list[Reason] = []
    if other is not Verdict.OUTSIDE:
        reasons.append(Reason.DATUM_SUSPECT)
    if is_too_fast:
        reasons.append(Reason.IMPOSSIBLE_SPEED)
    if not reasons:
        return judgement
    return replace(judgement, verdict=Verdict.INDETERMINATE, reasons=tuple(reasons))


def _within_closed(
    judgement: Judgement, usable: Sequence[Fix], closed: Sequence[Restricted], marks: set[Mark]
) -> Judgement:
    """Closed places are taken out of the area, by the same measure of certainty: all fixes agree, or only a mark
    is left. A place nearby takes nothing away: many live next to what they may not enter.
    """
    fix = judgement.fix
    if fix is None or Reason.FIXES_DISAGREE in judgement.reasons:
        return judgement
    for place in closed:
        found = _against(fix, place.outline)
        if found.distance_m is None or found.distance_m >= 0:
            continue
        contrary = any(_against(other, place.outline).verdict is Verdict.OUTSIDE for other in usable)
        if found.verdict is not Verdict.INSIDE or contrary:
            marks.add(Mark.NEAR_RESTRICTED_PLACE)
            continue
        if Mark.IMPOSSIBLE_SPEED in marks:
            marks.add(Mark.NEAR_RESTRICTED_PLACE)
            reasons = judgement.reasons or (Reason.IMPOSSIBLE_SPEED,)
            if judgement.verdict is not Verdict.OUTSIDE:
                judgement = replace(judgement, verdict=Verdict.INDETERMINATE, reasons=reasons)
            continue
        marks.add(Mark.RESTRICTED_PLACE)
        if judgement.verdict is not Verdict.OUTSIDE:
            judgement = replace(judgement, verdict=Verdict.OUTSIDE, distance_m=-found.distance_m, reasons=())
    return judgement


def _claimed(usable: Sequence[Fix], expected: Expected, claims: Claims) -> set[Mark]:
    marks = {Mark.MOCK_LOCATION} if claims.mock_location else set[Mark]()
    for fix in usable:
        if fix.accuracy_m < TOO_GOOD_M:
            marks.add(Mark.TOO_GOOD_TO_BE_TRUE)
        if fix.provider is not FixProvider.NETWORK and _is_repeated(fix, expected.previous):
            marks.add(Mark.REPEATED_IDENTICAL)
    return marks


def _stands_still(fixes: Sequence[Fix]) -> bool:
    """Whether satellite fixes of several moments agree to the last digit: an old one with new times put on."""
    by_satellite = [fix for fix in fixes if fix.provider is FixProvider.GPS]
    moments, places = {fix.fixed_at for fix in by_satellite}, {fix.point for fix in by_satellite}
    return len(moments) > 1 and len(places) == 1


def _is_repeated(fix: Fix, previous: Sequence[Fix]) -> bool:
    """Whether the very same numbers came before, of another moment; the same fix sent again is none."""
    here = fix.point
    same = [
        before.fixed_at
        for before in previous
        if before.point.latitude_deg == here.latitude_deg and before.point == here
    ]
    return bool(same) and fix.fixed_at not in same


def _nearest_in_time(previous: Sequence[Fix], fix: Fix) -> Fix | None:
    return min(previous, key=lambda before: abs(before.fixed_at - fix.fixed_at), default=None)


def _with(reasons: set[Reason], claims: Claims) -> tuple[Reason, ...]:
    is_mock = claims.mock_location
    return tuple(one for one in Reason if one in reasons or (is_mock and one is Reason.MOCK_LOCATION))


def _in_order(marks: set[Mark]) -> tuple[Mark, ...]:
    return tuple(mark for mark in Mark if mark in marks) if marks else ()
