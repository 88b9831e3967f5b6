"""Measure, print, write. Nothing here passes or fails on a time: figures are for people to read."""

import asyncio
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import httpx
from jose import jwt

from app.kernel.database import connect_raw
from bench import batch, check_ins, drift, judging, ledger, matching, queue, reference, storage, sweep
from bench.load import CONNECTIONS, Load, request_bytes, run
from bench.results import Figure, figure, report
from bench.servers import Servers, pgbench, running

SECONDS = 5
SUBJECT = "0199e0a0-7c00-7000-8000-000000000001"
EMPTY = "an empty FastAPI route"


def say(text: str) -> None:
    """Progress on standard error."""
    sys.stderr.write(f"{text}\n")


async def measure(servers: Servers) -> list[Figure]:
    """Every figure of this part of the product."""
    connection = await connect_raw(servers.dsn)
    await connection.execute(reference.CREATE)
    await connection.close()
    say("empty route …")
    empty = await run(servers.textbook, lambda _: request_bytes("GET", "/empty"), seconds=SECONDS, expect=200)
    say("textbook insert …")
    insert = await textbook_insert(servers)
    say("pgbench …")
    bare = await asyncio.to_thread(pgbench_insert, servers)
    token = await log_in(servers)
    say("product …")
    public = await product(servers, lambda _: request_bytes("GET", "/api/v1/dictionaries"), 200)
    signed_in = await product(servers, lambda _: request_bytes("GET", "/api/v1/me", token=token), 200)
    return [
        figure("http.public_vs_empty", public.rate, "requests/s", EMPTY, empty.rate),
        figure("http.signed_in_vs_empty", signed_in.rate, "requests/s", EMPTY, empty.rate),
        figure("textbook.insert_vs_pgbench", insert.rate, "inserts/s", "pgbench of the same SQL", bare),
        *await check_ins.measure(servers, say),
        *await storage.measure(servers, say),
        *await ledger.measure(servers, say),
        *await queue.measure(servers, say),
        *await batch.measure(servers.url, servers.superuser_dsn, say),
        *await matching.measure(servers.url, servers.superuser_dsn, say),
        *await asyncio.to_thread(judging.measure),
        *await asyncio.to_thread(drift.measure),
        *await sweep.measure(servers.dsn, say),
    ]


async def product(servers: Servers, make_request: Callable[[int], bytes], expect: int) -> Load:
    """Load the product."""
    return await run(servers.product, make_request, seconds=SECONDS, expect=expect)


async def textbook_insert(servers: Servers) -> Load:
    """Load the reference's insert."""
    token = jwt.encode({"sub": SUBJECT}, reference.KEY, algorithm="HS256")
    request = request_bytes("POST", "/notes", token=token, body=b'{"body": "text of an ordinary length"}')
    return await run(servers.textbook, lambda _: request, seconds=SECONDS, expect=201)


def pgbench_insert(servers: Servers) -> float:
    """Run the reference's INSERT by pgbench, with as many clients as the load has connections."""
    row = f"(gen_random_uuid(), '{SUBJECT}', 'text of an ordinary length', now());"
    with tempfile.TemporaryDirectory() as directory:
        script = Path(directory) / "insert.sql"
        script.write_text(reference.INSERT + row + "\n")
        return pgbench(servers.dsn, script, seconds=SECONDS, clients=CONNECTIONS)


async def log_in(servers: Servers) -> str:
    """An access token of the demonstration's correction subject."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{servers.product}/api/v1") as client:
        answer = await client.post("/demo/login", json={"persona": "subject"})
        answer.raise_for_status()
        return str(answer.json()["access_token"])


def main() -> None:
    """Run the benchmark."""
    say("starting PostgreSQL, object storage, the product and the reference …")
    with running() as servers:
        figures = asyncio.run(measure(servers))
    report(figures)


main()
