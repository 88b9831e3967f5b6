"""The best plan for a queue, with a proof. Pure; the solver is HiGHS, through scipy.

Without matters that must be kept apart this is a transport problem, whose linear programme has a whole optimum.
It is solved on a small pool of columns (a kind of matter with a lawyer); prices of lawyers found there are laid
against **every** column, those that would gain are added, until none is left (column generation; Dantzig and
Wolfe, "Decomposition principle for linear programs", 1960). The proof is weak duality, in whole numbers: for any
prices of lawyers that are not negative, no plan is worth more than :func:`bound_of`. HiGHS computes in floating
point, but what it finds is rounded and proved exactly, or the gap is told.

Where matters must be kept apart and the plan does not, a mixed-integer programme is solved over every column that
could still be part of a better plan (reduced-cost fixing).
"""

from dataclasses import replace

import numpy as np

from app.lawyers.batch.problem import NOBODY, Plan, Problem, Whole, score_of, together
from app.lawyers.batch.programmes import NEVER, Chosen, Flow, Transport, linear, whole

FIRST_COLUMNS = 8
"""Columns of each kind that are laid open at a time, beside as many as there are matters of it."""


def solve(problem: Problem) -> Plan:
    """The best plan of all; equal inputs in equal order give the same plan. Cost: for 2,000 matters and 5,000
    lawyers seconds, however different the matters are.
    """
    if not problem.matters or not problem.values.shape[1]:
        return Plan((NOBODY,) * problem.matters, 0, 0)
    transport = _transport(problem)
    flow, pool, prices = _relaxed(transport)
    bound = bound_of(transport, prices)
    plan = _planned(transport, flow, bound)
    if not together(problem, plan.lawyers):
        return replace(plan, score=score_of(problem, plan.lawyers))
    flow, bound = _kept_apart(transport, pool, prices, bound)
    plan = _planned(transport, flow, bound)
    return replace(plan, score=score_of(problem, plan.lawyers))


def bound_of(transport: Transport, prices: Whole) -> int:
    """What no plan is worth more than, reward included, for any ``prices`` of lawyers that are not negative: each
    matter brings at most its best worth after the price, each place at a lawyer at most the price after its loss.
    """
    best = np.maximum((transport.worth - prices).max(axis=1), 0)
    places = np.maximum(prices[:, None] - transport.problem.losses, 0)[transport.open_slots]
    return int(transport.supply @ best) + int(places.sum())


def _transport(problem: Problem) -> Transport:
    """Matters of equal rows together; one that must be kept apart from another is a kind of its own."""
    alone = {matter for pair in problem.apart for matter in pair}
    groups: dict[tuple[bytes, int], list[int]] = {}
    rows = [row.tobytes() for row in problem.values]
    for matter, kind in enumerate(problem.kinds.tolist()):
        groups.setdefault((rows[kind], matter if matter in alone else NOBODY), []).append(matter)
    members = tuple(np.array(group, dtype=np.int64) for group in groups.values())
    values = problem.values[[int(problem.kinds[group[0]]) for group in members]]
    may = (values >= 0) & (problem.room > 0)
    supply = np.array([len(group) for group in members], dtype=np.int64)
    return Transport(np.where(may, values + problem.reward, NEVER), supply, members, problem)


def _relaxed(transport: Transport) -> tuple[Flow, Chosen, Whole]:
    """The best flow without regard to what must be kept apart; the pool it was found in, and its prices."""
    worth = transport.worth
    prices = np.zeros(worth.shape[1], dtype=np.int64)
    pool = _best(worth, FIRST_COLUMNS + int(transport.supply.max())) & (worth >= 0)
    while True:
        flow, prices = linear(transport, pool)
        if bound_of(transport, prices) == flow.worth:
            return flow, pool, prices
        wider = pool | (_best(worth - prices, FIRST_COLUMNS) & (worth >= 0))
        if (wider == pool).all():
            return flow, pool, prices
        pool = wider


def _best(worth: Whole, count: int) -> Chosen:
    """The ``count`` best columns of every row."""
    chosen = np.zeros(worth.shape, dtype=np.bool_)
    if count >= worth.shape[1]:
        return ~chosen
    np.put_along_axis(chosen, np.argpartition(-worth, count, axis=1)[:, :count], values=True, axis=1)
    return chosen


def _kept_apart(transport: Transport, pool: Chosen, prices: Whole, bound: int) -> tuple[Flow, int]:
    """The best flow that keeps apart what must be, and its bound. A column whose reduced cost is as much as what a
    plan found misses to the bound cannot be part of a better one; every other is in the pool in the end.
    """
    missed = np.maximum((transport.worth - prices).max(axis=1, keepdims=True), 0) - (transport.worth - prices)
    while True:
        flow, proved = whole(transport, pool)
        wider = pool | ((missed < bound - flow.worth) & (transport.worth >= 0))
        if (wider == pool).all():
            return flow, min(bound, proved)
        pool = wider


def _planned(transport: Transport, flow: Flow, bound: int) -> Plan:
    """The flow by matter: of equal matters the first gets the lawyer of the greatest score. The bound is told
    without the reward, for as many matters as the plan serves.
    """
    lawyers = [NOBODY] * transport.problem.matters
    order = np.lexsort((flow.lawyers, -transport.worth[flow.kinds, flow.lawyers], flow.kinds))
    given = dict.fromkeys(range(len(transport.members)), 0)
    for position in order.tolist():
        kind, count = int(flow.kinds[position]), int(flow.counts[position])
        for matter in transport.members[kind][given[kind] : given[kind] + count].tolist():
            lawyers[matter] = int(flow.lawyers[position])
        given[kind] += count
    served = int(flow.counts.sum())
    return Plan(tuple(lawyers), 0, bound - served * transport.problem.reward)
