"""The sweep that finds everybody from whom nothing arrived: one statement, among 100,000 people and a million.

Windows of that many people close at once. All but one in twenty answered; the sweep closes those of the rest,
enters them in the ledger and gathers them as they are told. Beside them stand windows of two earlier weeks, all
settled. The reference is the same statement over a tenth of the people, times ten: a ratio of 1 is linear.
"""

import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, make_url

from app.correction.schedule.sweeping import SWEEP
from app.kernel.database import connect_raw, make_engine
from bench.results import Figure, figure
from bench.servers import ROOT

NAME = "bench_sweep"

FEW, MANY = 100_000, 1_000_000
SILENT = 20
"""One in so many answered nothing."""
WEEKS = 2
RUNS = 2
OPENS = datetime(2026, 11, 24, 4, tzinfo=UTC)
CLOSES = OPENS + timedelta(hours=3)
AT = CLOSES + timedelta(minutes=5)
FILL = """
INSERT INTO check_in_duty
    (id, opens_at, closes_at, order_id, person_id, agency_id, kind, tier, status, check_in_id, check_in_made_at,
    told_at, created_at)
SELECT
    ('019a0000-' || lpad(to_hex($6::integer), 4, '0') || '-8000-8000-' || nth.hex)::uuid,
    $2::timestamptz, $3::timestamptz,
    ('019a0000-0000-7000-8000-' || nth.hex)::uuid,
    ('019b0000-0000-7000-8000-' || nth.hex)::uuid,
    ('00000000-0000-7000-8000-' || lpad(to_hex(number / 70), 12, '0'))::uuid,
    'scheduled', 'red',
    CASE WHEN $4::boolean AND number % $5::integer = 0 THEN 'waiting' ELSE 'answered' END,
    CASE WHEN $4::boolean AND number % $5::integer = 0 THEN NULL ELSE gen_random_uuid() END,
    CASE WHEN $4::boolean AND number % $5::integer = 0 THEN NULL ELSE $2::timestamptz + INTERVAL '1 minute' END,
    NULL, $2::timestamptz - INTERVAL '14 days'
FROM generate_series(1, $1::integer) AS number, LATERAL (SELECT lpad(to_hex(number), 12, '0') AS hex) AS nth
"""


async def measure(dsn: str, say: Callable[[str], None]) -> list[Figure]:
    """Sweep at both sizes."""
    say("sweep: 100,000 people …")
    few_ms = await _sweep(dsn, FEW)
    say("sweep: 1,000,000 people …")
    many_ms = await _sweep(dsn, MANY)
    say(f"  everybody silent found in {few_ms:,.0f} ms of 10^5 people, {many_ms:,.0f} ms of 10^6")
    reference = "ten times the same at 10^5 people"
    return [figure("correction.sweep_growth", many_ms, "ms at 10^6 people", reference, 10 * few_ms)]


async def _sweep(dsn: str, people: int) -> float:
    """Milliseconds of the fastest of some sweeps, each over windows of its own day, in a database of its own."""
    async with _database(dsn) as connection:
        for week in range(1, WEEKS + 1):
            earlier = OPENS - timedelta(weeks=week)
            await connection.execute(FILL, people, earlier, earlier + timedelta(hours=3), False, SILENT, week)
        took: list[float] = []
        for day in range(RUNS):
            shift = timedelta(days=day)
            await connection.execute(FILL, people, OPENS + shift, CLOSES + shift, True, SILENT, 100 + day)
            await connection.execute("VACUUM ANALYZE check_in_duty")
            took.append(await _timed(connection, AT + shift, people // SILENT))
        return min(took)


async def _timed(connection: Any, at: datetime, expected: int) -> float:
    statement = SWEEP.replace(":at", "$1::timestamptz").replace(":closed", "$2::timestamptz")
    began = time.perf_counter()
    groups = await connection.fetch(statement, at, at - timedelta(minutes=5))
    took = 1000 * (time.perf_counter() - began)
    found = sum(len(group["people"]) for group in groups)
    if found != expected:
        raise AssertionError(f"{found} people found, not {expected}")
    return took


@asynccontextmanager
async def _database(dsn: str) -> AsyncGenerator[Any]:
    """A connection to a migrated database of this measurement's own, on the product's server."""
    admin = await connect_raw(dsn)
    await admin.execute(f"CREATE DATABASE {NAME}")
    url = make_url(dsn).set(database=NAME, drivername="postgresql+asyncpg").render_as_string(hide_password=False)
    engine = make_engine(url)
    try:
        async with engine.begin() as migrating:
            await migrating.run_sync(_migrate)
        connection = await connect_raw(url.replace("+asyncpg", ""))
        try:
            yield connection
        finally:
            await connection.close()
    finally:
        await engine.dispose()
        await admin.execute(f"DROP DATABASE {NAME} WITH (FORCE)")
        await admin.close()


def _migrate(connection: Connection) -> None:
    config = Config(ROOT / "alembic.ini")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
