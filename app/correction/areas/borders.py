"""How far the border of an outline is from a place, in microseconds and without a projection of the outline. Pure.

The distance is the one to straight edges of longitude and latitude in a plane that touches the ellipsoid at the
place itself, so every place needs its own scale, which a library's prepared geometry cannot know. An outline of a
few edges is walked in Python, a longer one in arrays; of a long one only the stretches that could hold the
nearest edge are looked at, which leaves the answer exactly that of looking at all.
"""

import math
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

WALKED_EDGES = 24
"""Up to here a loop in Python is quicker than the fixed cost of arrays."""
STRETCH_EDGES = 64

Floats = NDArray[np.float64]
Edge = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Edges:
    """Edges as arrays of degrees: where each begins, and how far it runs east and north."""

    west_deg: Floats
    south_deg: Floats
    east_run_deg: Floats
    north_run_deg: Floats

    def squared_m2(self, longitude_deg: float, latitude_deg: float, scale: tuple[float, float]) -> float:
        """The smallest squared distance in square metres."""
        east_m, north_m = scale
        x = (self.west_deg - longitude_deg) * east_m
        y = (self.south_deg - latitude_deg) * north_m
        run_x, run_y = self.east_run_deg * east_m, self.north_run_deg * north_m
        along = x * run_x
        along += y * run_y
        along /= -(run_x * run_x + run_y * run_y)
        np.maximum(along, 0.0, out=along)
        np.minimum(along, 1.0, out=along)
        run_x *= along
        run_y *= along
        x += run_x
        y += run_y
        x *= x
        y *= y
        x += y
        return float(x.min())

    def part(self, start: int, end: int) -> "_Edges":
        """The edges of one stretch; the arrays are shared."""
        return _Edges(
            self.west_deg[start:end],
            self.south_deg[start:end],
            self.east_run_deg[start:end],
            self.north_run_deg[start:end],
        )


class Border:
    """The edges of all rings of an outline, ready to be measured from anywhere."""

    def __init__(self, geometry: BaseGeometry) -> None:
        self._edges = _edges_of(geometry)
        count = len(self._edges.west_deg)
        self._walked: tuple[Edge, ...] = ()
        self._boxes: tuple[Floats, Floats, Floats, Floats] | None = None
        if count <= WALKED_EDGES:
            self._walked = tuple(
                (float(west), float(south), float(east_run), float(north_run))
                for west, south, east_run, north_run in zip(
                    self._edges.west_deg,
                    self._edges.south_deg,
                    self._edges.east_run_deg,
                    self._edges.north_run_deg,
                    strict=True,
                )
            )
        elif count > 4 * STRETCH_EDGES:
            self._boxes = _boxes_of(self._edges)
            starts = range(0, count, STRETCH_EDGES)
            self._stretches = [self._edges.part(start, start + STRETCH_EDGES) for start in starts]

    def distance_m(self, longitude_deg: float, latitude_deg: float, scale: tuple[float, float]) -> float:
        """From a place to the nearest edge; ``scale`` is the length of a degree east and north there in metres."""
        if self._walked:
            return math.sqrt(_walk(self._walked, longitude_deg, latitude_deg, scale))
        if self._boxes is None:
            return math.sqrt(self._edges.squared_m2(longitude_deg, latitude_deg, scale))
        return math.sqrt(self._search(longitude_deg, latitude_deg, scale, self._boxes))

    def _search(
        self,
        longitude_deg: float,
        latitude_deg: float,
        scale: tuple[float, float],
        boxes: tuple[Floats, Floats, Floats, Floats],
    ) -> float:
        """Squared metres: the stretches in order of how near their boxes are, until no box is nearer."""
        west_deg, south_deg, east_deg, north_deg = boxes
        x = np.maximum(np.maximum(west_deg - longitude_deg, longitude_deg - east_deg), 0.0) * scale[0]
        y = np.maximum(np.maximum(south_deg - latitude_deg, latitude_deg - north_deg), 0.0) * scale[1]
        at_least = x * x + y * y
        best = math.inf
        for number in np.argsort(at_least):
            if at_least[number] >= best:
                break
            best = min(best, self._stretches[int(number)].squared_m2(longitude_deg, latitude_deg, scale))
        return best


def _walk(edges: tuple[Edge, ...], longitude_deg: float, latitude_deg: float, scale: tuple[float, float]) -> float:
    east_m, north_m = scale
    best = math.inf
    for west_deg, south_deg, east_run_deg, north_run_deg in edges:
        x, y = (west_deg - longitude_deg) * east_m, (south_deg - latitude_deg) * north_m
        run_x, run_y = east_run_deg * east_m, north_run_deg * north_m
        along = -(x * run_x + y * run_y)
        if along > 0:
            length = run_x * run_x + run_y * run_y
            along = along / length if along < length else 1.0
            x += along * run_x
            y += along * run_y
        squared = x * x + y * y
        best = min(best, squared)
    return best


def _edges_of(geometry: BaseGeometry) -> _Edges:
    """Every edge of every ring that has a length."""
    starts: list[Floats] = []
    runs: list[Floats] = []
    for ring in shapely.get_rings(shapely.get_parts(geometry)):
        corners = shapely.get_coordinates(ring)
        starts.append(corners[:-1])
        runs.append(np.diff(corners, axis=0))
    start, run = np.concatenate(starts), np.concatenate(runs)
    is_edge = (run != 0).any(axis=1)
    start, run = start[is_edge], run[is_edge]
    columns = (start[:, 0], start[:, 1], run[:, 0], run[:, 1])
    return _Edges(*(np.ascontiguousarray(column) for column in columns))


def _boxes_of(edges: _Edges) -> tuple[Floats, Floats, Floats, Floats]:
    """West, south, east and north of each stretch of :data:`STRETCH_EDGES` edges."""
    ends_x, ends_y = edges.west_deg + edges.east_run_deg, edges.south_deg + edges.north_run_deg
    cuts = np.arange(0, len(edges.west_deg), STRETCH_EDGES)
    return (
        np.minimum.reduceat(np.minimum(edges.west_deg, ends_x), cuts),
        np.minimum.reduceat(np.minimum(edges.south_deg, ends_y), cuts),
        np.maximum.reduceat(np.maximum(edges.west_deg, ends_x), cuts),
        np.maximum.reduceat(np.maximum(edges.south_deg, ends_y), cuts),
    )
