"""The officers' queue and search among a million cases: the 10,000th page beside the first."""

import json
import statistics
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import ClauseElement
from sqlalchemy.dialects import postgresql

from app.identity.demo import Persona, persona_id
from app.kernel.actor import Actor, Grant, Role
from app.kernel.database import connect_raw, new_id
from app.kernel.paging import Key, PageRequest, encode
from app.legal_aid.deciding.queue_schemas import SearchIn
from app.legal_aid.deciding.queue_store import TaskFilter, task_page
from app.legal_aid.deciding.searching import search_page
from bench.cases import hand_in, multiply
from bench.results import Figure, figure
from bench.servers import Servers

PAGE, DEEP = 100, 10_000
REPEATS = 30
Call = Callable[[], Awaitable[httpx.Response]]


async def measure(servers: Servers, say: Callable[[str], None]) -> list[Figure]:
    """Seed the demonstration's centre, ask for both pages of queue and search, and show their plans."""
    connection = await connect_raw(servers.dsn)
    try:
        async with _client(servers) as worker:
            await _log_in(worker, "worker")
            case = await hand_in(worker, connection)
        say("a million cases …")
        await multiply(connection, case)
        async with _client(servers) as officer:
            await _log_in(officer, "officer")
            return [
                await _queue(officer, connection, case, say),
                await _search(officer, connection, case, say),
            ]
    finally:
        await connection.close()


async def _queue(officer: httpx.AsyncClient, connection: Any, case: UUID, say: Callable[[str], None]) -> Figure:
    """Pages of tasks by last day."""
    row = await connection.fetchrow(
        "SELECT due_on, id FROM statutory_clock WHERE stopped_at IS NULL AND rule_code = 'legal_aid.decide'"
        " ORDER BY due_on, id OFFSET $1 LIMIT 1",
        PAGE * (DEEP - 1) - 1,
    )
    key: Key = (row["due_on"], UUID(str(row["id"])))
    actor = await _officer(connection, case)
    await _show(connection, task_page(actor, PageRequest(PAGE, key), TaskFilter(), at=datetime.now(UTC)), say)
    return await _beside(
        "queue.page_10000_vs_first",
        lambda: officer.get("/applications/queue", params={"limit": PAGE}),
        lambda: officer.get("/applications/queue", params={"limit": PAGE, "cursor": encode(key)}),
    )


async def _search(officer: httpx.AsyncClient, connection: Any, case: UUID, say: Callable[[str], None]) -> Figure:
    """Pages of a search that a million cases fit."""
    row = await connection.fetchrow(
        "SELECT submitted_at, id FROM application WHERE status = 'submitted'"
        " ORDER BY submitted_at DESC, id DESC OFFSET $1 LIMIT 1",
        PAGE * (DEEP - 1) - 1,
    )
    key: Key = (row["submitted_at"], UUID(str(row["id"])))
    wanted: dict[str, Any] = {"status": "submitted"}
    statement = search_page(
        await _officer(connection, case), PageRequest(PAGE, key), SearchIn.model_validate(wanted), None
    )
    await _show(connection, statement, say)
    return await _beside(
        "search.page_10000_vs_first",
        lambda: officer.post("/applications/search", params={"limit": PAGE}, json=wanted),
        lambda: officer.post("/applications/search", params={"limit": PAGE, "cursor": encode(key)}, json=wanted),
    )


async def _beside(name: str, first: Call, deep: Call) -> Figure:
    """Median milliseconds of the deep page beside the first, asked in turn."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(REPEATS):
        for call, spent in zip((first, deep), times, strict=True):
            began = time.perf_counter()
            answer = await call()
            spent.append((time.perf_counter() - began) * 1000)
            answer.raise_for_status()
            if not answer.json()["items"]:
                raise RuntimeError(f"{name}: an empty page")
    medians = [statistics.median(spent) for spent in times]
    return figure(name, medians[1], "ms", "the first page among 1,000,000 cases", medians[0])


async def _show(connection: Any, statement: ClauseElement, say: Callable[[str], None]) -> None:
    """Print the nodes of the statement's plan, outermost first."""
    # Constants come from this file; EXPLAIN takes no parameters through SQLAlchemy's compiler otherwise.
    sql = str(statement.compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True}))
    plan = json.loads(await connection.fetchval(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}"))[0]
    say("  plan: " + " → ".join(_nodes(plan["Plan"])))


def _nodes(plan: dict[str, Any]) -> list[str]:
    place = plan.get("Index Name") or plan.get("Relation Name")
    own = f"{plan['Node Type']}{f' on {place}' if place else ''} ({plan['Actual Rows']:.0f} rows)"
    return [own, *(line for below in plan.get("Plans", []) for line in _nodes(below))]


async def _officer(connection: Any, case: UUID) -> Actor:
    """The demonstration's officer, on duty at the centre of the case."""
    row = await connection.fetchrow("SELECT agency_id, agency_path FROM application WHERE id = $1", case)
    grant = Grant(Role.OFFICER, row["agency_id"], row["agency_path"])
    return Actor(persona_id(Persona.OFFICER), new_id(), (grant,))


def _client(servers: Servers) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=f"http://127.0.0.1:{servers.product}/api/v1", timeout=60)


async def _log_in(client: httpx.AsyncClient, persona: str) -> None:
    answer = await client.post("/demo/login", json={"persona": persona})
    answer.raise_for_status()
    client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
