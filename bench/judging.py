"""Microseconds to judge a check-in of one fix, beside shapely's prepared geometry alone on the same places.

The reference asks shapely what the judgement asks first, and no more: is the point within (prepared), and how far
is it from the border, in degrees and not metres. Ours adds the distance in metres on the ellipsoid, the error, the
other reading of the datum where it matters, speed, repeats and marks. Outlines as they are in use: a circle, a
township drawn by hand and a county's border of two thousand corners; places all over and around them.
"""

import math
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random

import shapely
from shapely.geometry.base import BaseGeometry

from app.correction.areas.outline import Outline
from app.correction.areas.shapes import circle
from app.correction.check_ins.codes import FixProvider
from app.correction.check_ins.expected import AreaInForce, Expected, Fix
from app.correction.check_ins.judgement import judge_attempt
from app.kernel.geo import Datum, Point
from bench.results import Figure, figure

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
PLACES, ROUNDS = 2_000, 5
CENTRE = Point(30.0, 119.5, Datum.WGS84)


def star(corners: int, size_deg: float) -> Outline:
    """An irregular border of so many corners."""
    turns = [2 * math.pi * number / corners for number in range(corners)]
    reach = [size_deg * (1 + 0.2 * math.sin(5 * turn) + 0.02 * math.sin(97 * turn)) for turn in turns]
    ring = [
        (CENTRE.longitude_deg + away * math.cos(turn), CENTRE.latitude_deg + away * math.sin(turn))
        for turn, away in zip(turns, reach, strict=True)
    ]
    return Outline(shapely.Polygon(ring))


def fixes(outline: Outline, random: Random) -> list[Fix]:
    """Nine in ten inside, as people are, one anywhere around."""
    west, south, east, north = outline.geometry.bounds
    found: list[Fix] = []
    while len(found) < PLACES:
        here = Point(random.uniform(south, north), random.uniform(west, east), Datum.WGS84)
        is_within = shapely.contains_xy(outline.geometry, here.longitude_deg, here.latitude_deg)
        if is_within or random.random() < 0.1:
            found.append(Fix(here, random.uniform(5, 60), NOW - timedelta(seconds=5), FixProvider.GPS))
    return found


def microseconds(work: Callable[[Fix], object], given: list[Fix]) -> float:
    """The best of several rounds over all places, a place."""
    best = math.inf
    for _ in range(ROUNDS):
        began = time.perf_counter()
        for one in given:
            work(one)
        best = min(best, time.perf_counter() - began)
    return best / len(given) * 1e6


def alone(geometry: BaseGeometry) -> Callable[[Fix], object]:
    """Shapely's answer: within or not, and the distance to the border in degrees."""
    border = shapely.boundary(geometry)
    shapely.prepare(geometry)
    shapely.prepare(border)

    def ask(fix: Fix) -> tuple[bool, float]:
        place = shapely.Point(fix.point.longitude_deg, fix.point.latitude_deg)
        return geometry.contains(place), shapely.distance(border, place)

    return ask


def ours(outline: Outline) -> Callable[[Fix], object]:
    """The product's judgement of a check-in with this one fix."""
    expected = Expected((AreaInForce(outline, NOW - timedelta(days=9)),))
    return lambda fix: judge_attempt((fix,), expected, made_at=NOW, received_at=NOW)


def measure() -> list[Figure]:
    """Both over each outline; the figure is the mean of the three."""
    random = Random(7)
    outlines = (circle(CENTRE, 3_000), star(20, 0.05), star(2_000, 0.2))
    given = [(outline, fixes(outline, random)) for outline in outlines]
    judged = [microseconds(ours(outline), places) for outline, places in given]
    bare = [microseconds(alone(outline.geometry), places) for outline, places in given]
    reference = "shapely's prepared contains and distance alone"
    return [
        figure("correction.judge_us", sum(judged) / 3, "µs per fix", reference, sum(bare) / 3),
        figure("correction.judge_county_us", judged[-1], "µs per fix", reference, bare[-1]),
    ]


if __name__ == "__main__":
    for row in measure():
        print(row)
