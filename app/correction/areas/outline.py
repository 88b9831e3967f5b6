"""The outline of an approved area: read from GeoJSON, repaired with a message, measured in metres.

Everything is WGS-84 once it is here. Positions are GeoJSON's, longitude first (RFC 7946, 3.1.1); an edge is
a straight line of longitude and latitude, as the RFC says.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from app.correction.areas.borders import Border
from app.kernel.dictionaries import labels
from app.kernel.geo import Datum, Point

EQUATOR_RADIUS_M = 6_378_137.0
ECCENTRICITY_SQUARED = 0.006_694_379_990_14
"""The ellipsoid of WGS-84."""

WEST_DEG, SOUTH_DEG, EAST_DEG, NORTH_DEG = 73.0, 3.0, 136.0, 54.0
"""A box around China. Latitude and longitude exchanged never fall into it again."""

MOST_POSITIONS = 20_000
MOST_RINGS = 500
"""Borders and holes together; the validity test compares rings with each other."""

MOST_POSITIONS_TO_REPAIR = 250
"""Repair takes time and memory with the square of the positions and worse: 0.05 s here, gigabytes at 20,000."""

SMALLEST_AREA_M2 = 100.0

Rings = Sequence[Sequence[Sequence[float]]]


class OutlineRepair(StrEnum):
    """What was changed in an outline before it was kept."""

    RING_CLOSED = "ring_closed"
    CROSSING_REPAIRED = "crossing_repaired"


labels(
    OutlineRepair,
    {
        OutlineRepair.RING_CLOSED: "边界的首尾没有连上，已经连上",
        OutlineRepair.CROSSING_REPAIRED: "边界有交叉或重叠，已经修正，请在地图上核对",
    },
)


class OutlineRefused(ValueError):
    """The outline cannot be used; ``rule`` is a stable code, the message plain Chinese."""

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message


@dataclass(frozen=True)
class Outline:
    """One or several polygons, with holes, in WGS-84.

    ``accuracy_m`` is how far the border itself may be off the true one: 0 where it was drawn for this
    purpose, some hundred metres for a generalised county outline.
    """

    geometry: BaseGeometry
    accuracy_m: float = 0.0

    @cached_property
    def _border(self) -> Border:
        shapely.prepare(self.geometry)
        return Border(self.geometry)

    @cached_property
    def _middle_longitude_deg(self) -> float:
        west_deg, _, east_deg, _ = self.geometry.bounds
        return (west_deg + east_deg) / 2

    def signed_distance_m(self, point: Point) -> float:
        """Distance from ``point`` to the border in metres: negative within, positive without.

        Inside or outside is decided in longitude and latitude, without any projection. The distance is taken
        in a plane that touches the ellipsoid at the point (equirectangular, with the ellipsoid's own radii
        of curvature there), in which straight edges stay straight. Its relative error is at most
        ``d·tan|latitude|/2R``: 0.1 m at 1 km, 11 m at 10 km, everywhere in China; beyond some 500 km the
        figure is an order of magnitude.
        """
        here = point.to_wgs84()
        turns = round((self._middle_longitude_deg - here.longitude_deg) / 360)
        longitude_deg = here.longitude_deg + 360 * turns
        scale = metres_per_degree(here.latitude_deg)
        distance_m = self._border.distance_m(longitude_deg, here.latitude_deg, scale)
        is_within = shapely.intersects_xy(self.geometry, longitude_deg, here.latitude_deg)
        return -distance_m if is_within else distance_m

    def to_geojson(self, datum: Datum = Datum.WGS84) -> dict[str, object]:
        """The geometry as a GeoJSON object, for maps in ``datum``."""
        moved = self.geometry
        if datum is Datum.GCJ02:
            moved = shapely.transform(moved, _to_gcj02)
        return dict(shapely.geometry.mapping(moved))


def metres_per_degree(latitude_deg: float) -> tuple[float, float]:
    """Length of a degree of longitude and of one of latitude at a latitude of the ellipsoid, in metres."""
    latitude = math.radians(latitude_deg)
    root = math.sqrt(1 - ECCENTRICITY_SQUARED * math.sin(latitude) ** 2)
    prime_vertical_m = EQUATOR_RADIUS_M / root
    meridian_m = EQUATOR_RADIUS_M * (1 - ECCENTRICITY_SQUARED) / root**3
    return math.radians(prime_vertical_m * math.cos(latitude)), math.radians(meridian_m)


def is_in_china(latitude_deg: float, longitude_deg: float) -> bool:
    """Whether the place is within the box around China."""
    return SOUTH_DEG <= latitude_deg <= NORTH_DEG and WEST_DEG <= longitude_deg <= EAST_DEG


def looks_swapped(latitude_deg: float, longitude_deg: float) -> bool:
    """Whether the pair makes sense only with latitude and longitude exchanged."""
    return not is_in_china(latitude_deg, longitude_deg) and is_in_china(longitude_deg, latitude_deg)


def read_outline(polygons: Sequence[Rings], datum: Datum) -> tuple[Outline, list[OutlineRepair]]:
    """The outline of one or several polygons (shell first, then holes), and what had to be repaired.

    Raises:
        OutlineRefused: no polygon, too many positions or rings, a position out of range or outside China,
            latitude and longitude exchanged, fewer than three corners, a long border that crosses itself, or
            nothing left to stand in.
    """
    rings = [ring for rings in polygons for ring in rings]
    if not polygons or not all(polygons):
        raise OutlineRefused("empty", "没有画出区域")
    positions = sum(len(ring) for ring in rings)
    if positions > MOST_POSITIONS:
        raise OutlineRefused("too_many_positions", f"边界的点太多，最多 {MOST_POSITIONS} 个")
    if len(rings) > MOST_RINGS:
        raise OutlineRefused("too_many_rings", f"区域的块数和空洞太多，合计最多 {MOST_RINGS} 个")
    repairs: list[OutlineRepair] = []
    if any(list(ring[0]) != list(ring[-1]) for ring in rings if ring):
        repairs.append(OutlineRepair.RING_CLOSED)
    shape = _shape([[_ring(ring, datum) for ring in rings] for rings in polygons])
    if not shape.is_valid:
        if positions > MOST_POSITIONS_TO_REPAIR:
            raise OutlineRefused("crossing", "区域的边线互相交叉或重叠，请重新画")
        repairs.append(OutlineRepair.CROSSING_REPAIRED)
        shape = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    if shape.geom_type not in ("Polygon", "MultiPolygon") or _area_m2(shape) < SMALLEST_AREA_M2:
        raise OutlineRefused("no_surface", "这些点围不成一个区域，请重新画")
    return Outline(shapely.orient_polygons(shape)), repairs


def _shape(polygons: Sequence[Sequence[Sequence[tuple[float, float]]]]) -> BaseGeometry:
    made = [shapely.Polygon(shell, holes) for shell, *holes in polygons]
    return made[0] if len(made) == 1 else shapely.MultiPolygon(made)


def _ring(ring: Sequence[Sequence[float]], datum: Datum) -> list[tuple[float, float]]:
    """A closed ring in WGS-84."""
    positions = [_wgs84(position, datum) for position in ring]
    if len(set(positions)) < 3:
        raise OutlineRefused("too_few_corners", "边界的每一圈至少要有 3 个不同的点")
    return positions if positions[0] == positions[-1] else [*positions, positions[0]]


def _wgs84(position: Sequence[float], datum: Datum) -> tuple[float, float]:
    longitude_deg, latitude_deg = position[0], position[1]
    if looks_swapped(latitude_deg, longitude_deg):
        raise OutlineRefused("swapped", "经度和纬度填反了：每个点先写经度，再写纬度")
    if not is_in_china(latitude_deg, longitude_deg):
        raise OutlineRefused("outside_china", "有的点不在中国范围内，请核对坐标")
    here = Point(latitude_deg, longitude_deg, datum).to_wgs84()
    return here.longitude_deg, here.latitude_deg


def _area_m2(shape: BaseGeometry) -> float:
    if shape.is_empty:
        return 0.0
    east_m, north_m = metres_per_degree(shape.centroid.y)
    return float(shape.area) * east_m * north_m


def _to_gcj02(degrees: Any) -> Any:
    """An array of (longitude, latitude) rows, as shapely hands it out, moved row by row."""
    moved = degrees.copy()
    for row in moved:
        point = Point(float(row[1]), float(row[0]), Datum.WGS84).to_gcj02()
        row[0], row[1] = point.longitude_deg, point.latitude_deg
    return moved
