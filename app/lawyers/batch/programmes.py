"""The queue as a programme for HiGHS, through scipy: linear, and whole where matters must be kept apart. Pure."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

from app.lawyers.batch.problem import Problem, Whole
from app.lawyers.matching.terms import POINTS

SCALE = 10
"""Costs of the mixed-integer programme per score of 1: a point is more than HiGHS's absolute gap of 1e-6."""
LONGEST_S = 120.0
"""After so long the mixed-integer programme gives the best it has, with the gap that is left."""

NEVER = -(10**15)
"""Worth of a forbidden column: less than any price."""
Chosen = NDArray[np.bool_]


@dataclass(frozen=True)
class Transport:
    """Kinds of matter to be served by lawyers: each worth, reward included, or :data:`NEVER`.

    ``supply`` is how many matters there are of each kind, ``members`` which.
    """

    worth: Whole
    supply: Whole
    members: tuple[Whole, ...]
    problem: Problem

    @property
    def open_slots(self) -> Chosen:
        """Lawyers × new cases: whether the lawyer takes so many."""
        numbers: Whole = np.arange(self.problem.losses.shape[1], dtype=np.int64)
        return numbers < self.problem.room[:, None]


@dataclass(frozen=True)
class Flow:
    """How many matters of a kind (``kinds``) go to which lawyer (``lawyers``), and what that is worth."""

    kinds: Whole
    lawyers: Whole
    counts: Whole
    worth: int


@dataclass(frozen=True)
class Programme:
    """A pool as a linear programme: columns of the pool, then places at lawyers; rows are kinds, then lawyers."""

    kinds: Whole
    lawyers: Whole
    place_lawyers: Whole
    gains: NDArray[np.float64]
    rows: Any
    limits: Whole
    used: Whole
    upper: NDArray[np.float64]

    @classmethod
    def of(cls, transport: Transport, pool: Chosen) -> "Programme":
        kinds, lawyers = np.nonzero(pool)
        used, local = np.unique(lawyers, return_inverse=True)
        places = transport.open_slots[used]
        place_local, place_number = np.nonzero(places)
        columns, slots, supply = len(kinds), len(place_local), transport.supply
        down = np.concatenate([kinds, len(supply) + local, len(supply) + place_local])
        across = np.concatenate([np.arange(columns), np.arange(columns), columns + np.arange(slots)])
        filled = np.concatenate([np.ones(2 * columns), -np.ones(slots)])
        shape = (len(supply) + len(used), columns + slots)
        losses = transport.problem.losses[used[place_local], place_number]
        return cls(
            kinds=kinds,
            lawyers=lawyers,
            place_lawyers=used[place_local],
            gains=np.concatenate([transport.worth[kinds, lawyers], -losses]) / POINTS,
            rows=sparse.csr_matrix((filled, (down, across)), shape=shape),
            limits=np.concatenate([supply, np.zeros(len(used), dtype=np.int64)]),
            used=used,
            upper=np.concatenate([np.full(columns, np.inf), np.ones(slots)]),
        )

    def flow(self, transport: Transport, found: NDArray[np.float64]) -> Flow:
        """What was found, in whole numbers; places at a lawyer are counted anew from the cheapest on."""
        counts = np.rint(found[: len(self.kinds)]).astype(np.int64)
        some = counts > 0
        kinds, lawyers, counts = self.kinds[some], self.lawyers[some], counts[some]
        taken = np.bincount(lawyers, weights=counts, minlength=transport.worth.shape[1]).astype(np.int64)
        losses = transport.problem.losses
        lost = losses[np.arange(losses.shape[1]) < taken[:, None]].sum()
        return Flow(kinds, lawyers, counts, int((transport.worth[kinds, lawyers] * counts).sum() - lost))


def linear(transport: Transport, pool: Chosen) -> tuple[Flow, Whole]:
    """The best flow within the pool, and prices of lawyers in points; nothing for who is not in the pool."""
    programme = Programme.of(transport, pool)
    prices = np.zeros(transport.worth.shape[1], dtype=np.int64)
    if not len(programme.kinds):
        return programme.flow(transport, np.zeros(0)), prices
    limits = np.stack([np.zeros(len(programme.upper)), programme.upper], axis=1)
    found: Any = optimize.linprog(
        -programme.gains,
        A_ub=programme.rows,
        b_ub=programme.limits,
        bounds=limits,
        method="highs-ipm",  # interior point, then crossover to a corner: all corners are whole
    )
    if found.x is None:
        raise ArithmeticError(f"the solver failed: {found.message}")
    marginals = -np.asarray(found.ineqlin.marginals, dtype=np.float64)[len(transport.supply) :]
    prices[programme.used] = np.maximum(np.rint(marginals * POINTS), 0).astype(np.int64)
    return programme.flow(transport, np.asarray(found.x)), prices


def whole(transport: Transport, pool: Chosen) -> tuple[Flow, int]:
    """The best flow within the pool that keeps apart what must be; what HiGHS proves that none exceeds."""
    programme = Programme.of(transport, pool)
    limits: Any = programme.limits  # scipy's annotations say one number for all rows; its documentation, an array
    rules = [optimize.LinearConstraint(programme.rows, -np.inf, limits)]
    if (firms := _rows_of_firms(transport, programme)) is not None:
        rules.append(optimize.LinearConstraint(firms, -np.inf, 1))
    found: Any = optimize.milp(
        -programme.gains * SCALE,
        integrality=np.concatenate([np.ones(len(programme.kinds)), np.zeros(len(programme.place_lawyers))]),
        bounds=(0, programme.upper),
        constraints=rules,
        options={"mip_rel_gap": 0, "time_limit": LONGEST_S},
    )
    if found.x is None:
        raise ArithmeticError(f"the solver failed: {found.message}")
    flow = programme.flow(transport, np.asarray(found.x))
    proved = round(-float(found.mip_dual_bound) / SCALE * POINTS)
    return flow, max(proved, flow.worth)


def _rows_of_firms(transport: Transport, programme: Programme) -> Any:
    """A row for each pair to be kept apart and each firm that could have both."""
    kind_of = {int(group[0]): kind for kind, group in enumerate(transport.members)}
    firms = transport.problem.firms[programme.lawyers]
    down: list[int] = []
    across: list[int] = []
    count = 0
    for one, other in transport.problem.apart:
        ours = (np.flatnonzero(programme.kinds == kind_of[one]), np.flatnonzero(programme.kinds == kind_of[other]))
        for firm in np.intersect1d(firms[ours[0]], firms[ours[1]]):
            columns = [int(column) for own in ours for column in own[firms[own] == firm]]
            down += [count] * len(columns)
            across += columns
            count += 1
    if not count:
        return None
    return sparse.csr_matrix((np.ones(len(down)), (down, across)), shape=(count, len(programme.gains)))
