"""The shortlist of ten for one case, beside a plain SQL query and beside scoring everybody in Python.

All three are asked of the same tables through the same driver, each in a transaction of its own, in turn:

- the product: :func:`app.lawyers.matching.shortlist.shortlist` as the officer's screen calls it, with the check of
  conflicts, every constraint, exact scores and reasons;
- plain SQL, what one would write without any of that: lawyers of the centre with the specialty, not suspended,
  with room, ``ORDER BY`` years in the specialty, ten of them. Once on the tables as they are, once with an index
  made for this query alone (``matching.shortlist_vs_indexed_sql``): what it costs to weigh at all;
- Python: load the roster of the centre, rank everybody by the pure functions. The shortlist must be its beginning.

Rosters are random (:mod:`bench.rosters`) and stand beside one another: the tables hold 1,111,000 lawyers at last.
Ratios below 1 say that the product is the faster one.
"""

import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from app.contracts.matching import Need, Party
from app.kernel.database import connect_raw, new_id
from app.lawyers.matching import situations
from app.lawyers.matching.ranking import rank
from app.lawyers.matching.shortlist import demand_of, seed_of, shortlist
from bench.results import Figure, figure
from bench.rosters import seed

SIZES = (1_000, 10_000, 100_000, 1_000_000)
ASKED_OF = 100_000
LENGTH = 10
REPEATS, REPEATS_IN_PYTHON = 200, 3
CATEGORIES = ("labour_remuneration", "traffic_injury", "work_injury", "labour_contract")
PLAIN = text(
    "SELECT l.id, l.name, s.since_year FROM lawyer l JOIN lawyer_specialty s ON s.lawyer_id = l.id"
    " WHERE l.agency_id = :agency AND s.specialty = :specialty AND l.suspended_at IS NULL"
    " AND l.open_cases < l.capacity ORDER BY s.since_year, l.id LIMIT 10"
)
INDEX = "CREATE INDEX bench_specialty ON lawyer_specialty (specialty, since_year, lawyer_id)"
Call = Callable[[AsyncSession, Need], Awaitable[Sequence[object]]]


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of one call, measured often."""

    values: list[float]

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    @property
    def p99(self) -> float:
        return statistics.quantiles(self.values, n=100)[98] if len(self.values) > 1 else self.values[0]


async def measure(url: str, dsn: str, say: Callable[[str], None]) -> list[Figure]:
    """Seed centres of every size, one after another, and ask each."""
    engine = create_async_engine(url)
    sessions = async_sessionmaker(engine, expire_on_commit=False)
    connection = await connect_raw(dsn)
    try:
        medians: dict[int, float] = {}
        figures: list[Figure] = []
        for size in SIZES:
            agency = new_id()
            say(f"{size:,} lawyers …")
            await seed(connection, agency, size)
            needs = await _needs(connection, agency)
            (found,) = await _in_turn(sessions, needs, [_product])
            medians[size] = found.median
            say(f"  shortlist: median {found.median:.1f} ms, p99 {found.p99:.1f} ms")
            if size == ASKED_OF:
                figures = await _beside(sessions, connection, needs, say)
        small, large = SIZES[0], SIZES[-1]
        return [*figures, _growth(medians, small, large)]
    finally:
        await connection.close()
        await engine.dispose()


async def _beside(
    sessions: async_sessionmaker[AsyncSession], connection: Any, needs: Sequence[Need], say: Callable[[str], None]
) -> list[Figure]:
    """The product beside its references on one roster."""
    ours, plain = await _in_turn(sessions, needs, [_product, _plain])
    await connection.execute(INDEX)
    await connection.execute("ANALYZE lawyer_specialty")
    (indexed,) = await _in_turn(sessions, needs, [_plain])
    await connection.execute("DROP INDEX bench_specialty")
    say("  everybody in Python …")
    (python,) = await _in_turn(sessions, needs[:1], [_python], repeats=REPEATS_IN_PYTHON)
    await _same(sessions, needs)
    among = f"among {ASKED_OF:,} lawyers"
    return [
        figure("matching.shortlist_vs_sql", ours.median, "ms", f"plain SQL by specialty {among}", plain.median),
        figure(
            "matching.shortlist_p99_vs_sql", ours.p99, "ms", f"p99 of plain SQL by specialty {among}", plain.p99
        ),
        figure(
            "matching.shortlist_vs_indexed_sql",
            ours.median,
            "ms",
            "the same with an index of its own",
            indexed.median,
        ),
        figure("matching.shortlist_vs_python", ours.median, "ms", f"everybody in Python {among}", python.median),
        figure("matching.shortlist_p99_vs_python", ours.p99, "ms", f"everybody in Python {among}", python.median),
    ]


def _growth(medians: dict[int, float], small: int, large: int) -> Figure:
    name = f"matching.growth_{large // small}_times_the_lawyers"
    return figure(name, medians[large], "ms", f"among {small:,} lawyers", medians[small])


async def _in_turn(
    sessions: async_sessionmaker[AsyncSession],
    needs: Sequence[Need],
    calls: Sequence[Call],
    *,
    repeats: int = REPEATS,
) -> list[Times]:
    """Each call as often, in turn, so that all meet the same weather; the first round only warms up."""
    spent: list[list[float]] = [[] for _ in calls]
    for round_ in range(repeats + len(needs)):
        need = needs[round_ % len(needs)]
        for call, times in zip(calls, spent, strict=True):
            began = time.perf_counter()
            async with sessions.begin() as session:
                found = await call(session, need)
            times.append((time.perf_counter() - began) * 1000)
            if len(found) != LENGTH:
                raise RuntimeError(f"{len(found)} lawyers instead of {LENGTH}")
    return [Times(times[len(needs) :]) for times in spent]


async def _product(session: AsyncSession, need: Need) -> Sequence[object]:
    return (await shortlist(session, need, at=datetime.now(UTC), limit=LENGTH)).candidates


async def _plain(session: AsyncSession, need: Need) -> Sequence[Row[Any]]:
    specialty = demand_of(need, datetime.now(UTC)).group.value
    return (await session.execute(PLAIN, {"agency": need.agency_id, "specialty": specialty})).all()


async def _python(session: AsyncSession, need: Need) -> Sequence[object]:
    at = datetime.now(UTC)
    situation = await situations.load(session, need)
    profiles = await situations.all_profiles(session, need, situation, at)
    return rank(demand_of(need, at), profiles, situation.weights, seed_of(need)).candidates[:LENGTH]


async def _same(sessions: async_sessionmaker[AsyncSession], needs: Sequence[Need]) -> None:
    """The product's shortlist is that of ranking everybody.

    Raises:
        RuntimeError: it is not.
    """
    async with sessions.begin() as session:
        if list(await _product(session, needs[0])) != list(await _python(session, needs[0])):
            raise RuntimeError("the shortlist differs from the ranking of everybody")


async def _needs(connection: Any, agency: UUID) -> list[Need]:
    """Matters of several categories all over the province, each against an employer nobody acted for."""
    places = [row["code"] for row in await connection.fetch("SELECT DISTINCT area_code AS code FROM lawyer_area")]
    return [
        Need(
            matter_id=new_id(),
            agency_id=agency,
            category=category,
            area_code=place,
            summary="标准案件",
            client_id=(client := new_id()),
            clients=(Party("张三", person_id=client),),
            opponents=(Party("宏远建筑有限公司"),),
        )
        for place in sorted(places)[:: max(1, len(places) // 5)][:5]
        for category in CATEGORIES
    ]
