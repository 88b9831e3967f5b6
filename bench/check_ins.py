"""The full check-in beside a textbook handler, at a given rate, beside pgbench, and with many rows behind it.

Both sides are loaded by the same client from the same machine. The product's requests come from thousands of
people, each with a token, an order, an area, a key and windows of their own; everybody has checked in once before
a run, so that what is kept of them is there. The textbook tests one polygon and inserts one row.
"""

import asyncio
import os
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from jose import jwt
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from app.correction.check_ins.models import CheckIn
from app.correction.check_ins.statement import COLUMNS, STATEMENT
from app.kernel import partitions
from app.kernel.database import connect_raw
from bench import reference
from bench.load import Load, request_bytes, run, run_open
from bench.phones import Phones
from bench.results import Figure, figure
from bench.servers import Servers, pgbench

PEOPLE = 3000
SECONDS = 5
REACHABLE = 6000
"""Requests a second made ready for a closed loop; more than is ever answered here."""
WARM_RATE = 400
WANTED = 600
AT_ONCE = 64
"""Connections of the closed loops, the textbook's and the product's: with few, both only wait for the disk."""
GROUP = 16
"""Attempts in one call of pgbench's statement, about as many as the product writes together."""
BATCHES = 12_000
PAST_WEEKS = 52
SUBJECT = "0199e0a0-7c00-7000-8000-000000000001"
TEXTBOOK = "a textbook handler: token, one polygon, one row"
STAGE = """
DROP TABLE IF EXISTS bench_attempt; DROP SEQUENCE IF EXISTS bench_batch;
CREATE SEQUENCE bench_batch;
CREATE TABLE bench_attempt AS
SELECT n, n / {group} AS batch, made.id, now() AS made_at, now() AS received_at, person_id,
    made.id AS attempt_id, gen_random_uuid() AS duty_id, device_id, 1000000 + n AS counter,
    -2150.4::float8 AS distance_m, 18.5::float8 AS accuracy_m, now() AS fixed_at,
    decode(repeat('ab', 32), 'hex') AS digest,
    repeat('s', 190) AS sealed, login_id, stamp,
    coalesce(lag(made.id) OVER (PARTITION BY person_id ORDER BY n), last_check_in_id) AS last_id,
    now() AS counted_at, NULL::jsonb AS rest
FROM (SELECT person_id, stamp, last_check_in_id, d.id AS device_id, l.id AS login_id,
        row_number() OVER (ORDER BY person_id) - 1 AS place, count(*) OVER () AS people
    FROM check_in_subject s JOIN check_in_device d USING (person_id) JOIN login_session l USING (person_id)
    WHERE d.device_class = 'bench') p
CROSS JOIN generate_series(0, {rounds}) round
CROSS JOIN LATERAL (SELECT round * people + place AS n, gen_random_uuid() AS id) made;
CREATE INDEX ON bench_attempt (batch);
INSERT INTO check_in_duty
    (id, opens_at, closes_at, order_id, person_id, agency_id, kind, tier, status, created_at)
SELECT duty_id, date_trunc('second', now()), now() + interval '1 hour', s.order_id, person_id, s.agency_id,
    'scheduled', 'red', 'waiting', now() FROM bench_attempt JOIN check_in_subject s USING (person_id);
ANALYZE bench_attempt; ANALYZE check_in_duty;
GRANT ALL ON bench_attempt TO PUBLIC; GRANT ALL ON bench_batch TO PUBLIC;
"""
FILL = """
INSERT INTO check_in (id, made_at, received_at, order_id, person_id, agency_id, attempt_id, channel, verdict,
    distance_m, accuracy_m, fixed_at, reasons, marks, failures, is_late, is_offline, digest, evidence_ids)
SELECT gen_random_uuid(), at, at, order_id, person_id, agency_id, gen_random_uuid(), 'phone', 'inside', -2150.4,
    18.5, at, '{}', '{}', '{}', false, false, decode(repeat('ab', 32), 'hex'), '{}'
FROM (SELECT s.*, now() - interval '8 days' - random() * interval '350 days' AS at
    FROM check_in_subject s, generate_series(1, $1)) row
"""


async def measure(servers: Servers, say: Callable[[str], None]) -> list[Figure]:
    """Every figure of the check-in."""
    connection = await connect_raw(servers.superuser_dsn, command_timeout=None)
    try:
        await connection.execute(f"{reference.CREATE_CHECK_IN}; GRANT ALL ON bench_check_in TO PUBLIC")
        phones = Phones(connection, servers.secrets)
        say(f"{PEOPLE} people under correction …")
        await phones.make(PEOPLE)
        say("textbook check-in, then the product's twice, then the textbook's again …")
        before = await _textbook(servers)
        empty, once_more = await _closed(servers, phones), await _closed(servers, phones)
        beside = (before.rate + (await _textbook(servers)).rate) / 2
        rate = (empty.rate + once_more.rate) / 2
        say(f"{WANTED} a second …")
        steady = await _open(servers, phones)
        say("pgbench with the same statement …")
        bare = await _pgbench(servers, connection)
        rows = int(os.environ.get("ROWS", "5000000"))
        say(f"{rows} check-ins of past weeks …")
        await _fill(servers, connection, rows)
        full = await _closed(servers, phones)
    finally:
        await connection.close()
    say(f"p50 {empty.p50_ms:.1f} ms, p99 {empty.p99_ms:.1f} ms in the closed loop")
    return [
        figure("check_in.vs_textbook", rate, "check-ins/s", TEXTBOOK, beside),
        figure("check_in.rate", steady.rate, "check-ins/s", "the country's busiest hour", WANTED),
        figure("check_in.p99_ms", steady.p99_ms, "ms", f"at {WANTED}/s, at most", 100),
        figure("check_in.vs_pgbench", rate, "check-ins/s", f"pgbench, same SQL, {GROUP} a call", bare),
        figure("check_in.at_many_rows", full.rate, "check-ins/s", f"without {rows} rows before", rate),
    ]


async def _textbook(servers: Servers) -> Load:
    token = jwt.encode({"sub": SUBJECT}, reference.KEY, algorithm="HS256")
    body = b'{"latitude_deg": 30.19, "longitude_deg": 119.4}'
    request = request_bytes("POST", "/check-ins", token=token, body=body)
    return await run(servers.textbook, lambda _: request, seconds=SECONDS, expect=201, connections=AT_ONCE)


async def _closed(servers: Servers, phones: Phones) -> Load:
    """As many as can be answered; before it everybody checks in once."""
    number = REACHABLE * (SECONDS + 1)
    await phones.open_windows((number + PEOPLE) // PEOPLE + 1)
    warm = iter(phones.requests(PEOPLE))
    await run_open(servers.product, warm, rate=WARM_RATE, seconds=PEOPLE / WARM_RATE, expect=201)
    ready = iter(phones.requests(number))
    return await run(servers.product, lambda _: next(ready), seconds=SECONDS, expect=201, connections=AT_ONCE)


async def _open(servers: Servers, phones: Phones) -> Load:
    number = WANTED * SECONDS * 2
    await phones.open_windows(number // PEOPLE + 1)
    ready = iter(phones.requests(number))
    return await run_open(servers.product, ready, rate=WANTED, seconds=SECONDS * 2, expect=201)


async def _pgbench(servers: Servers, connection: Any) -> float:
    """Check-ins a second of pgbench with the product's statement, its arrays read from rows made ready."""
    rounds = BATCHES * GROUP // PEOPLE
    await connection.execute(STAGE.format(group=GROUP, rounds=rounds))
    made_at = await connection.fetchval("SELECT min(made_at) FROM bench_attempt")
    begin = STATEMENT.index("SELECT * FROM unnest(")
    end = STATEMENT.index("\n), weighed")
    rows = f"SELECT {', '.join(COLUMNS)}, n FROM bench_attempt WHERE batch = (SELECT nextval('bench_batch'))"
    statement = STATEMENT[:begin] + rows + STATEMENT[end:]
    hour = timedelta(hours=1)
    bounds = {1: datetime.now(UTC), 2: made_at, 3: made_at, 4: made_at, 5: made_at - hour, 6: made_at + hour}
    for number, value in bounds.items():
        statement = statement.replace(f"${number}", f"'{value.isoformat()}'::timestamptz")
    with tempfile.TemporaryDirectory() as directory:
        script = Path(directory) / "write.sql"
        script.write_text(" ".join(statement.split()) + ";\n")
        calls = await asyncio.to_thread(pgbench, servers.dsn, script, seconds=SECONDS, clients=2)
    await connection.execute("DELETE FROM check_in_fix WHERE location_sealed LIKE 'sss%'")
    await connection.execute("UPDATE check_in_device SET last_counter = 0, last_made_at = NULL")
    return calls * GROUP


async def _fill(servers: Servers, connection: Any, rows: int) -> None:
    """Check-ins of the past year in slices of their weeks."""
    now = datetime.now(UTC)
    engine = create_async_engine(servers.url)
    [table] = [one for one in partitions.sliced_tables() if one.name == CheckIn.__tablename__]
    async with AsyncSession(engine) as session, session.begin():
        await partitions.make_slices(session, table, now - PAST_WEEKS * partitions.WEEK, now)
    await engine.dispose()
    people = await connection.fetchval("SELECT count(*) FROM check_in_subject")
    await connection.execute(FILL, max(1, rows // people))
    await connection.execute("ANALYZE check_in")
