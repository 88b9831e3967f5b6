"""A whole queue assigned at once: 2,000 matters, 5,000 lawyers.

- seconds from an empty hand to lines with reasons: roster, conflicts and earlier answers read from the database,
  every lawyer scored for every matter, the best plan found and proved;
- its total score beside the optimum of the linear relaxation, found by HiGHS in one piece, without our pools of
  columns and prices: 1.000 says that no plan is better (matters that must be kept apart only lower the optimum);
- beside each matter in turn to whoever is best then (greedy), and to the next in turn (round robin).
"""

import random
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import numpy as np
from scipy import optimize, sparse
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from app.contracts.categories import CATEGORIES, CaseCategory, CaseGroup
from app.contracts.languages import Language
from app.contracts.matching import Need, Party
from app.kernel.database import connect_raw, new_id
from app.lawyers.batch.drafting import Queue, draft
from app.lawyers.batch.enums import BatchMethod
from app.lawyers.batch.parting import apart
from app.lawyers.batch.planning import queue_of
from app.lawyers.batch.problem import Plan, Problem, Whole, violations
from app.lawyers.batch.scoring import Roster, problem_of
from app.lawyers.batch.simple import greedy, round_robin
from app.lawyers.matching.terms import POINTS, tie_break
from bench.results import Figure, figure
from bench.rosters import seed

MATTERS, LAWYERS = 2_000, 5_000
COUPLES = 20
"""Pairs of matters in which both sides ask for aid: no firm may have both."""
SEED = "bench"


async def measure(url: str, dsn: str, say: Callable[[str], None]) -> list[Figure]:
    """Seed a centre, plan its queue, and compare."""
    engine = create_async_engine(url)
    connection = await connect_raw(dsn)
    try:
        agency = new_id()
        say(f"{MATTERS:,} matters, {LAWYERS:,} lawyers …")
        await seed(connection, agency, LAWYERS)
        needs = await _needs(connection, agency)
        began = time.perf_counter()
        async with async_sessionmaker(engine)() as session:
            queue = await queue_of(session, agency, needs, seed=SEED, at=datetime.now(UTC))
        read = time.perf_counter() - began
        plan, _ = draft(queue, BatchMethod.OPTIMAL)
        seconds = time.perf_counter() - began
        say(f"  read {read:.1f} s, planned {seconds - read:.1f} s; {plan.served:,} served, gap {plan.gap}")
        return _beside(queue, plan, seconds, say)
    finally:
        await connection.close()
        await engine.dispose()


def _beside(queue: Queue, plan: Plan, seconds: float, say: Callable[[str], None]) -> list[Figure]:
    problem = _problem(queue)
    if broken := violations(problem, plan.lawyers):
        raise RuntimeError(f"the plan breaks constraints: {broken[:3]}")
    began = time.perf_counter()
    bound = _relaxed(problem) - plan.served * problem.reward
    whole = time.perf_counter() - began
    one_by_one, in_turn = greedy(problem), round_robin(problem)
    for name, other in (("greedy", one_by_one), ("round robin", in_turn)):
        say(f"  {name}: {other.served:,} served, score {other.score / POINTS:.1f}")
    score, of = plan.score / POINTS, f"of {MATTERS:,} matters, {LAWYERS:,} lawyers"
    return [
        figure("matching.batch_optimality", score, "points", f"linear bound {of}", bound / POINTS),
        figure("matching.batch_vs_greedy", score, "points", "each in turn to the best", one_by_one.score / POINTS),
        figure("matching.batch_vs_round_robin", score, "points", "each to the next", in_turn.score / POINTS),
        figure("matching.batch_seconds", seconds, "s", "the linear bound alone, in one piece", whole),
    ]


def _problem(queue: Queue) -> Problem:
    """The numbers that the plan was made of."""
    people = sorted(queue.profiles, key=lambda one: tie_break(queue.seed, one.lawyer_id))
    firms = [one.firm_id for one in people]
    return problem_of(Roster(people), queue.matters, queue.weights, firms=firms, apart=apart(queue.needs))


def _relaxed(problem: Problem) -> int:
    """Optimum of the linear relaxation over every column, reward included, in points."""
    supply = np.bincount(problem.kinds, minlength=len(problem.values))
    kinds, lawyers = np.nonzero((problem.values >= 0) & (problem.room > 0))
    numbers: Whole = np.arange(problem.losses.shape[1], dtype=np.int64)
    slots = numbers < problem.room[:, None]
    slot_lawyers, slot_numbers = np.nonzero(slots)
    columns, places, below = len(kinds), len(slot_lawyers), len(problem.values)
    gains = np.concatenate(
        [problem.values[kinds, lawyers] + problem.reward, -problem.losses[slot_lawyers, slot_numbers]]
    )
    down = np.concatenate([kinds, below + lawyers, below + slot_lawyers])
    across = np.concatenate([np.arange(columns), np.arange(columns), columns + np.arange(places)])
    filled = np.concatenate([np.ones(2 * columns), -np.ones(places)])
    shape = (below + problem.values.shape[1], columns + places)
    found: Any = optimize.linprog(
        -gains / POINTS,
        A_ub=sparse.csr_matrix((filled, (down, across)), shape=shape),
        b_ub=np.concatenate([supply, np.zeros(problem.values.shape[1])]),
        bounds=np.stack(
            [np.zeros(columns + places), np.concatenate([np.full(columns, np.inf), np.ones(places)])], axis=1
        ),
        method="highs",
    )
    return round(-float(found.fun) * POINTS)


async def _needs(connection: Any, agency: UUID) -> list[Need]:
    """Matters of every category all over the province; some of minors, some in one language, some couples."""
    drawn = random.Random(42)
    places = sorted(
        row["code"] for row in await connection.fetch("SELECT DISTINCT area_code AS code FROM lawyer_area")
    )
    categories = list(CaseCategory)
    needs = [_need(drawn, agency, drawn.choice(categories), drawn.choice(places)) for _ in range(MATTERS)]
    for number in range(COUPLES):
        one, other = 2 * number, 2 * number + 1
        wife, husband = (Party(f"甲方{number}", person_id=new_id()), Party(f"乙方{number}", person_id=new_id()))
        needs[one] = _couple(needs[one], wife, husband)
        needs[other] = _couple(needs[other], husband, wife)
    return needs


def _couple(need: Need, client: Party, opponent: Party) -> Need:
    return replace(
        need,
        category=CaseCategory.MARRIAGE_FAMILY.value,
        is_criminal=False,
        clients=(client,),
        opponents=(opponent,),
    )


def _need(drawn: random.Random, agency: UUID, category: CaseCategory, place: str) -> Need:
    client, is_criminal = new_id(), CATEGORIES[category].group is CaseGroup.CRIMINAL
    return Need(
        matter_id=new_id(),
        agency_id=agency,
        category=category.value,
        area_code=place,
        summary="标准案件",
        client_id=client,
        clients=(Party("张三", person_id=client),),
        opponents=(Party(f"第{drawn.randrange(300)}建筑有限公司"),),
        practice_years=3 if is_criminal and drawn.random() < 0.2 else 0,
        is_for_minor=drawn.random() < 0.05,
        is_criminal=is_criminal,
        language=Language.UYGHUR if drawn.random() < 0.02 else None,
        asks_for_woman=drawn.random() < 0.03,
    )
