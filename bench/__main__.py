"""Measure, print, write. Nothing here passes or fails on a time: figures are for people to read."""

import asyncio
import sys
import tempfile
from pathlib import Path

import httpx
from jose import jwt

from app.kernel.database import connect_raw
from bench import textbook
from bench.load import CONNECTIONS, Load, request_bytes, run
from bench.results import Figure, figure, report
from bench.servers import Servers, pgbench, running

SECONDS = 5
SUBJECT = "0199e0a0-7c00-7000-8000-000000000001"
EMPTY = "an empty FastAPI route"
TEXTBOOK = "a textbook FastAPI + SQLModel insert"


def say(text: str) -> None:
    """Progress on standard error."""
    sys.stderr.write(f"{text}\n")


async def measure(servers: Servers) -> list[Figure]:
    """Every figure of this part of the product."""
    connection = await connect_raw(servers.dsn)
    await connection.execute(textbook.CREATE)
    await connection.close()
    say("empty route …")
    empty = await run(servers.textbook, lambda _: request_bytes("GET", "/empty"), seconds=SECONDS, expect=200)
    say("textbook insert …")
    insert = await textbook_insert(servers)
    say("pgbench …")
    bare = await asyncio.to_thread(pgbench_insert, servers)
    token = await log_in(servers)
    say("product …")
    ready = await product(servers, request_bytes("GET", "/api/v1/dictionaries"), 200)
    me = await product(servers, request_bytes("GET", "/api/v1/me", token=token), 200)
    draft = await product(servers, request_bytes("POST", "/api/v1/applications", token=token, body=DRAFT), 201)
    return [
        figure("http.public_vs_empty", ready.rate, "requests/s", EMPTY, empty.rate),
        figure("http.signed_in_vs_empty", me.rate, "requests/s", EMPTY, empty.rate),
        figure("legal_aid.draft_vs_textbook", draft.rate, "requests/s", TEXTBOOK, insert.rate),
        figure("legal_aid.draft_p99_ms", draft.p99_ms, "ms", TEXTBOOK, insert.p99_ms),
        figure("textbook.insert_vs_pgbench", insert.rate, "inserts/s", "pgbench of the same SQL", bare),
    ]


DRAFT = b'{"category": "labour_remuneration"}'


async def product(servers: Servers, request: bytes, expect: int) -> Load:
    """Load the product with one request."""
    return await run(servers.product, lambda _: request, seconds=SECONDS, expect=expect)


async def textbook_insert(servers: Servers) -> Load:
    """Load the reference's insert."""
    token = jwt.encode({"sub": SUBJECT}, textbook.KEY, algorithm="HS256")
    request = request_bytes("POST", "/notes", token=token, body=b'{"body": "text of an ordinary length"}')
    return await run(servers.textbook, lambda _: request, seconds=SECONDS, expect=201)


def pgbench_insert(servers: Servers) -> float:
    """Run the reference's INSERT by pgbench, with as many clients as the load has connections."""
    row = f"(gen_random_uuid(), '{SUBJECT}', 'text of an ordinary length', now());"
    with tempfile.TemporaryDirectory() as directory:
        script = Path(directory) / "insert.sql"
        script.write_text(textbook.INSERT + row + "\n")
        return pgbench(servers.dsn, script, seconds=SECONDS, clients=CONNECTIONS)


async def log_in(servers: Servers) -> str:
    """An access token of the demo's worker."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{servers.product}/api/v1") as client:
        answer = await client.post("/demo/login", json={"persona": "worker"})
        answer.raise_for_status()
        return str(answer.json()["access_token"])


def main() -> None:
    """Run the benchmark."""
    say("starting PostgreSQL, object storage, the product and the reference …")
    with running() as servers:
        figures = asyncio.run(measure(servers))
    report(figures)


main()
