"""Distance on the ellipsoid of WGS-84, to check faster formulas against (Vincenty 1975, inverse problem)."""

import math

from app.kernel.geo import Point

A_M = 6_378_137.0
F = 1 / 298.257223563
B_M = A_M * (1 - F)


def geodesic_m(here: Point, there: Point) -> float:
    """Metres along the ellipsoid, to within 0.5 mm; not for points almost opposite on the globe."""
    u_1, u_2 = (math.atan((1 - F) * math.tan(math.radians(p.latitude_deg))) for p in (here, there))
    span = math.radians(there.longitude_deg - here.longitude_deg)
    sin_1, cos_1, sin_2, cos_2 = math.sin(u_1), math.cos(u_1), math.sin(u_2), math.cos(u_2)
    lam = span
    sin_sigma = cos_sigma = sigma = cos2_alpha = cos_2m = 0.0
    for _ in range(200):
        sin_sigma = math.hypot(cos_2 * math.sin(lam), cos_1 * sin_2 - sin_1 * cos_2 * math.cos(lam))
        if sin_sigma == 0:
            return 0.0
        cos_sigma = sin_1 * sin_2 + cos_1 * cos_2 * math.cos(lam)
        sigma = math.atan2(sin_sigma, cos_sigma)
        sin_alpha = cos_1 * cos_2 * math.sin(lam) / sin_sigma
        cos2_alpha = 1 - sin_alpha**2
        cos_2m = cos_sigma - 2 * sin_1 * sin_2 / cos2_alpha if cos2_alpha else 0.0
        c = F / 16 * cos2_alpha * (4 + F * (4 - 3 * cos2_alpha))
        before = lam
        lam = span + (1 - c) * F * sin_alpha * (
            sigma + c * sin_sigma * (cos_2m + c * cos_sigma * (2 * cos_2m**2 - 1))
        )
        if abs(lam - before) < 1e-12:
            break
    u_squared = cos2_alpha * (A_M**2 - B_M**2) / B_M**2
    a = 1 + u_squared / 16384 * (4096 + u_squared * (-768 + u_squared * (320 - 175 * u_squared)))
    b = u_squared / 1024 * (256 + u_squared * (-128 + u_squared * (74 - 47 * u_squared)))
    delta = (
        b
        * sin_sigma
        * (
            cos_2m
            + b
            / 4
            * (cos_sigma * (2 * cos_2m**2 - 1) - b / 6 * cos_2m * (4 * sin_sigma**2 - 3) * (4 * cos_2m**2 - 3))
        )
    )
    return B_M * a * (sigma - delta)
