"""Does a drawing fit what is known of its county? Looks for the wrong datum and for parts beyond. Pure.

A map published in mainland China is 100 to 700 m off in GCJ-02. A drawing whose datum was named wrongly is off by
as much, which no geometry shows by itself; the county's outline may. Nothing is changed and nothing refused:
a warning asks the officer to look at the map again.
"""

from collections.abc import Sequence

import shapely

from app.correction.areas.codes import AreaWarning
from app.correction.areas.outline import Outline
from app.kernel.geo import Datum, Point

SAMPLES = 200
"""Corners looked at, evenly along the border; a drawing may have thousands."""
BEYOND_SHARE = 0.02
"""Fewer corners than this beyond the county are the hand's."""
CLEARLY_BETTER = 3.0
SAME_BORDER_M = 60.0
"""A drawing that keeps this close to the county's border, at the median, was copied from it."""


def warnings_of(drawn: Outline, declared: Datum, county: Outline) -> tuple[AreaWarning, ...]:
    """What looks wrong about a drawing, already in WGS-84, that was handed in as ``declared``."""
    corners = _corners(drawn)
    as_declared = [county.signed_distance_m(point) for point in corners]
    as_other = [county.signed_distance_m(_other(point, declared)) for point in corners]
    beyond, beyond_other = (_beyond(distances, county) for distances in (as_declared, as_other))
    fits_better = beyond > BEYOND_SHARE and CLEARLY_BETTER * beyond_other <= beyond
    if fits_better or _follows(as_other, as_declared):
        return (AreaWarning.DATUM_SUSPECT,)
    return (AreaWarning.BEYOND_COUNTY,) if beyond > BEYOND_SHARE else ()


def _corners(drawn: Outline) -> Sequence[Point]:
    places = shapely.get_coordinates(drawn.geometry)
    step = max(1, len(places) // SAMPLES)
    return [Point(float(lat), float(lon), Datum.WGS84) for lon, lat in places[::step]]


def _other(point: Point, declared: Datum) -> Point:
    """Where the same numbers lie under the datum that was not named."""
    if declared is Datum.WGS84:
        return Point(point.latitude_deg, point.longitude_deg, Datum.GCJ02).to_wgs84()
    as_written = point.to_gcj02()
    return Point(as_written.latitude_deg, as_written.longitude_deg, Datum.WGS84)


def _beyond(distances_m: Sequence[float], county: Outline) -> float:
    """The share of corners surely beyond the county."""
    return sum(distance_m > county.accuracy_m for distance_m in distances_m) / len(distances_m)


def _follows(one_m: Sequence[float], other_m: Sequence[float]) -> bool:
    """Whether the corners run along the county's border in the one reading and clearly not in the other."""
    one, other = (sorted(abs(x) for x in distances)[len(distances) // 2] for distances in (one_m, other_m))
    return one < SAME_BORDER_M and other > CLEARLY_BETTER * max(one, SAME_BORDER_M / 2)
