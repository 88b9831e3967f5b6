"""How evenly something falls on those who can take it. Pure.

Everybody has a *weight*, what they can take: capacity times the days they were there. The fair share of a lawyer
is the part of the total that their weight is of all weights; the indices say how far from it things are. A lawyer
who takes four cases with a capacity of ten is as well off as one who takes two with a capacity of five.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple


class Part(NamedTuple):
    """What one of them got, and what they can take; neither is negative."""

    got: float
    weight: float


@dataclass(frozen=True, slots=True)
class Deviation:
    """How far one of them is from the fair share: ``amount`` in the unit of what is shared, more or less.

    ``ratio`` is the amount in fair shares (-1: got nothing; 1: twice the share); none where the share is zero.
    """

    position: int
    amount: float
    ratio: float | None


def fair_shares(parts: Sequence[Part]) -> list[float]:
    """What each would have got by weight; zero for all where nobody can take anything."""
    total, weight = sum(part.got for part in parts), sum(part.weight for part in parts)
    return [total * part.weight / weight if weight else 0.0 for part in parts]


def deviations(parts: Sequence[Part]) -> list[Deviation]:
    """How far each is from the fair share, in the order given."""
    return [
        Deviation(position, part.got - share, (part.got - share) / share if share else None)
        for position, (part, share) in enumerate(zip(parts, fair_shares(parts), strict=True))
    ]


def largest(parts: Sequence[Part]) -> Deviation | None:
    """The deviation of who is furthest from the fair share, the first of equals; none where nothing was shared."""
    if not any(part.got for part in parts):
        return None
    amounts = [part.got - share for part, share in zip(parts, fair_shares(parts), strict=True)]
    place = max(range(len(amounts)), key=lambda at: abs(amounts[at]))
    share = parts[place].got - amounts[place]
    return Deviation(place, amounts[place], amounts[place] / share if share else None)


def gini(parts: Sequence[Part]) -> float | None:
    """The Gini coefficient against weight: twice the area between the Lorenz curve and the diagonal.

    0 where everybody has exactly the fair share; towards 1 where one with little weight has everything. Those
    without weight count only where they got something nevertheless: they stand at the far end of the curve.
    None where nothing was shared, or nobody can take anything.
    """
    total, weight = sum(part.got for part in parts), sum(part.weight for part in parts)
    if not total or not weight:
        return None
    ordered = sorted(parts, key=lambda part: part.got / part.weight if part.weight else float("inf"))
    reached = [0.0, *accumulate(part.got for part in ordered)]
    area = sum(part.weight * (reached[place] + reached[place + 1]) for place, part in enumerate(ordered))
    return min(max(1 - area / (weight * total), 0.0), 1.0)
