"""Days of people and what their phones say of them: where somebody is, and where a phone believes they are.

Metres in a plane around :data:`CENTRE`; minutes of a day. The rates of errors are stated beside their use: they
are assumptions of this study, taken high, and printed with its result.
"""

import math
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

import shapely

from app.correction.areas.outline import Outline, metres_per_degree
from app.correction.check_ins.codes import FixProvider
from app.correction.check_ins.expected import Fix
from app.kernel.geo import Datum, Point

CENTRE = (30.0, 119.5)
EAST_M, NORTH_M = metres_per_degree(CENTRE[0])
MIDNIGHT = datetime(2026, 11, 19, 16, 0, tzinfo=UTC)
DRIVING_M_PER_MINUTE = 700.0
CORNERS = 360
Place = tuple[float, float]

MISLABELS = 0.02
"""Phones whose program names the wrong datum, always."""
CANYON, JUMPS, JUMP_LASTS_MINUTES = 0.25, 0.15, 2.0
"""Check-ins between tall buildings; those of them whose position jumps; how long a jump lasts on average."""
CACHED, CACHED_LASTS_MINUTES, RESTAMPED = 0.015, 10.0, 0.5
"""Check-ins answered with a place of hours ago; half of these with a new time put on."""
ROUTER, ROUTER_STAYS = 0.005, 0.7
"""Check-ins placed by a wireless router that moved house; how often it is so again minutes later."""
NOWHERE = 0.003
"""Check-ins at latitude 0, longitude 0."""
COARSE = 0.15
"""Check-ins placed by the network, with an error up to three times what is claimed."""


def border_m(angle: float) -> float:
    """How far the border is from the centre: an irregular county some 24 km across."""
    return 12_000 * (1 + 0.25 * math.sin(3 * angle + 1) + 0.1 * math.sin(7 * angle))


def is_outside(place: Place) -> bool:
    """The truth about a place."""
    return math.hypot(*place) > border_m(math.atan2(place[1], place[0]))


def polar(angle: float, away_m: float) -> Place:
    """A place by direction and distance from the centre."""
    return away_m * math.cos(angle), away_m * math.sin(angle)


def point(place: Place) -> Point:
    """The same place in degrees."""
    return Point(CENTRE[0] + place[1] / NORTH_M, CENTRE[1] + place[0] / EAST_M, Datum.WGS84)


def county() -> Outline:
    """The approved area."""
    turns = [2 * math.pi * number / CORNERS for number in range(CORNERS)]
    places = [point(polar(turn, border_m(turn))) for turn in turns]
    return Outline(shapely.Polygon([(place.longitude_deg, place.latitude_deg) for place in places]))


@dataclass
class Day:
    """Stays and ways of one day: at each minute given, somebody is there, and moves straight on in between."""

    stops: list[tuple[float, Place]]

    def at(self, minute: float) -> Place:
        """Where the person is."""
        before = self.stops[0]
        for stop in self.stops:
            if stop[0] > minute:
                share = (minute - before[0]) / (stop[0] - before[0])
                return (
                    before[1][0] + share * (stop[1][0] - before[1][0]),
                    before[1][1] + share * (stop[1][1] - before[1][1]),
                )
            before = stop
        return before[1]

    def exits(self) -> list[tuple[int, int]]:
        """Minutes in which the person is really outside, from and to, looked at every two."""
        found: list[tuple[int, int]] = []
        began: int | None = None
        for minute in range(0, 24 * 60 + 1, 2):
            outside = minute < 24 * 60 and is_outside(self.at(minute))
            if outside and began is None:
                began = minute
            if not outside and began is not None:
                found.append((began, minute))
                began = None
        return found


def a_home(random: Random) -> Place:
    """Somewhere in the county; one home in ten is within 500 m of its border."""
    angle = random.uniform(0, 2 * math.pi)
    edge_m = border_m(angle)
    near = random.random() < 0.1
    return polar(angle, edge_m - random.uniform(30, 500) if near else 0.95 * edge_m * math.sqrt(random.random()))


def a_day(random: Random, home: Place, *, leaves_county: bool) -> Day:
    """Home, work or errands within the county, home; or a way to a place at least 1 km beyond the border."""
    angle = random.uniform(0, 2 * math.pi)
    if leaves_county:
        away = polar(angle, border_m(angle) + min(60_000, 1_000 + random.lognormvariate(8.5, 1.0)))
        start, stay = random.uniform(7 * 60, 20 * 60), 10 + random.expovariate(1 / 150)
    else:
        away = polar(angle, 0.9 * border_m(angle) * math.sqrt(random.random()))
        start, stay = random.uniform(7 * 60, 10 * 60), random.uniform(60, 540)
    way = math.dist(home, away) / DRIVING_M_PER_MINUTE
    return Day(
        [(0, home), (start, home), (start + way, away), (start + way + stay, away), (start + 2 * way + stay, home)]
    )


@dataclass
class Phone:
    """What a phone says; errors last a while, so that a second try soon after often meets the same one."""

    random: Random
    mislabels: bool
    _error: tuple[str, float, Place] | None = field(default=None, repr=False)

    def fixes(self, day: Day, minute: float, *, outdoors: bool = False) -> list[Fix]:
        """Three fixes five seconds apart; ``outdoors`` where the person was asked to step out."""
        kind, offset = self._kind(day, minute, outdoors=outdoors)
        when = MIDNIGHT + timedelta(minutes=minute)
        return [self._fix(day, minute, kind, offset, when + timedelta(seconds=5 * number)) for number in range(3)]

    def _kind(self, day: Day, minute: float, *, outdoors: bool) -> tuple[str, Place]:
        random = self.random
        if self._error is not None and random.random() < self._lasts(minute - self._error[1]):
            return self._error[0], self._error[2]
        chance, kind = random.random(), "open"
        for name, share in (
            ("nowhere", NOWHERE),
            ("router", 0.0 if outdoors else ROUTER),
            ("cached", CACHED),
            ("jump", CANYON * JUMPS),
            ("coarse", 0.0 if outdoors else COARSE),
        ):
            if chance < share:
                kind = name
                break
            chance -= share
        place = self._place(kind, day, minute)
        self._error = (kind, minute, place) if kind in ("router", "cached", "jump") else None
        return kind, place

    def _lasts(self, minutes: float) -> float:
        """The chance that the error of so long ago is still there."""
        kind = self._error[0] if self._error else ""
        if kind == "router":
            return ROUTER_STAYS if minutes < 60 else 0.0
        lasts = JUMP_LASTS_MINUTES if kind == "jump" else CACHED_LASTS_MINUTES
        return math.exp(-minutes / lasts)

    def _place(self, kind: str, day: Day, minute: float) -> Place:
        """Where the error puts the person, or by how far it moves them."""
        random = self.random
        angle = random.uniform(0, 2 * math.pi)
        if kind == "router":
            return polar(angle, random.uniform(5_000, 300_000))
        if kind == "cached":
            return day.at(random.uniform(0, minute))
        return polar(angle, min(5_000, 150 + random.lognormvariate(6.0, 1.0)))

    def _fix(self, day: Day, minute: float, kind: str, error: Place, when: datetime) -> Fix:
        random, here = self.random, day.at(minute)
        accuracy_m, provider = random.uniform(4, 25), FixProvider.GPS
        spread_m = accuracy_m
        if kind == "nowhere":
            return Fix(Point(0.0, 0.0, Datum.WGS84), accuracy_m, when)
        if kind in ("router", "coarse"):
            provider = FixProvider.NETWORK
            accuracy_m = random.uniform(20, 80) if kind == "router" else random.uniform(30, 1_000)
            spread_m = accuracy_m * random.uniform(0.5, 3) if kind == "coarse" else 0
        if kind == "jump" and random.random() < 0.8:
            here = (here[0] + error[0], here[1] + error[1])
        if kind in ("router", "cached"):
            here, spread_m = error, 0
        if kind == "cached" and random.random() > RESTAMPED:
            when -= timedelta(hours=1)
        # A radius that holds 68 of 100 is 1.51 times the spread along each axis.
        noise = (random.gauss(0, spread_m / 1.51), random.gauss(0, spread_m / 1.51))
        return Fix(self._named(point((here[0] + noise[0], here[1] + noise[1]))), accuracy_m, when, provider)

    def _named(self, where: Point) -> Point:
        """As the program hands it over: right, or the numbers of a Chinese map called WGS-84."""
        if not self.mislabels:
            return where
        shown = where.to_gcj02()
        return Point(shown.latitude_deg, shown.longitude_deg, Datum.WGS84)
