"""How well a case was handled, between 0 and 1: a peer's grade, the recipient's stars, the success. Pure.

Practice, not law (法律援助法 57, 59 order assessment and asking recipients, not how to reckon with them). What a
peer saw in the file counts most, what the recipient felt next, the end of the case least, because it depends on
the case more than on the lawyer. What is not known does not count at all.
"""

PEER, STARS, SUCCESS = 0.5, 0.3, 0.2
FULL_TENTHS, FEWEST_STARS, MOST_STARS = 1000, 1, 5


def quality(*, success: float | None, stars: int | None, peer_tenths: float | None) -> float | None:
    """The weighted mean of what is known, none where nothing is.

    Args:
        success: 0 to 1.
        stars: 1 to 5; one star is 0, five are 1.
        peer_tenths: tenths of a point out of a hundred.

    Raises:
        ValueError: a value is out of range.
    """
    known: list[tuple[float, float]] = []
    if peer_tenths is not None:
        known.append((PEER, peer_tenths / FULL_TENTHS))
    if stars is not None:
        known.append((STARS, (stars - FEWEST_STARS) / (MOST_STARS - FEWEST_STARS)))
    if success is not None:
        known.append((SUCCESS, success))
    if not all(0 <= value <= 1 for _, value in known):
        raise ValueError(f"out of range: {success=} {stars=} {peer_tenths=}")
    if not known:
        return None
    mean = sum(weight * value for weight, value in known) / sum(weight for weight, _ in known)
    return min(max(round(mean, 6), 0.0), 1.0)
