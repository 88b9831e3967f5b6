"""Outlines that nobody draws corner by corner: a circle, several divisions joined. Pure."""

import math
from collections.abc import Sequence

import shapely

from app.correction.areas.outline import Outline, is_in_china, metres_per_degree
from app.kernel.geo import Point

CIRCLE_CORNERS = 64
GAP_M = 60.0
"""Outlines of neighbours drawn apart leave gaps; up to here they are closed."""


def circle(centre: Point, radius_m: float) -> Outline:
    """A circle as a polygon around it: nowhere within the radius is outside, at most 0.2 % of it too much.

    Raises:
        ValueError: the centre is outside China.
    """
    here = centre.to_wgs84()
    if not is_in_china(here.latitude_deg, here.longitude_deg):
        raise ValueError("圆心不在中国范围内，请核对坐标")
    east_m, north_m = metres_per_degree(here.latitude_deg)
    reach_m = radius_m / math.cos(math.pi / CIRCLE_CORNERS)
    turns = [2 * math.pi * number / CIRCLE_CORNERS for number in range(CIRCLE_CORNERS)]
    corners = [
        (
            here.longitude_deg + reach_m * math.cos(turn) / east_m,
            here.latitude_deg + reach_m * math.sin(turn) / north_m,
        )
        for turn in turns
    ]
    return Outline(shapely.Polygon(corners))


def join_divisions(outlines: Sequence[Outline]) -> tuple[Outline, bool]:
    """Divisions as one area without the borders between them, and whether gaps between them were closed.

    Somebody on the border of two divisions that are both allowed is inside, also where the two outlines were
    drawn apart or over each other.
    """
    union = shapely.union_all([outline.geometry for outline in outlines])
    accuracy_m = max(outline.accuracy_m for outline in outlines)
    if len(outlines) == 1:
        return Outline(union, accuracy_m), False
    gap_deg = GAP_M / 2 / metres_per_degree(union.centroid.y)[1]
    closed = shapely.buffer(shapely.buffer(union, gap_deg, join_style="mitre"), -gap_deg, join_style="mitre")
    closed = shapely.union_all([union, closed])
    parts_before, parts_after = len(shapely.get_parts(union)), len(shapely.get_parts(closed))
    holes = shapely.get_num_interior_rings(shapely.get_parts(union)).sum()
    holes_left = shapely.get_num_interior_rings(shapely.get_parts(closed)).sum()
    if parts_after == parts_before and holes_left == holes:
        return Outline(shapely.orient_polygons(union), accuracy_m), False
    return Outline(shapely.orient_polygons(closed), accuracy_m), True
