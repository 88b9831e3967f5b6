"""The background worker as a process, and a look into its queue."""

import asyncio
import json
import signal
from typing import Any, cast

import asyncpg
from pgqueuer import AsyncpgDriver, Queries
from rich.console import Console
from rich.table import Table

from app import wiring
from app.kernel.observe import configure_logging
from app.kernel.worker import Worker, driver_url
from app.settings import load_settings


async def run_worker() -> None:
    """Work until SIGTERM or SIGINT; jobs in flight are finished."""
    settings = load_settings()
    configure_logging(as_json=settings.log_json)
    services = wiring.build_services(settings)
    worker = Worker(services.database, services.clock, settings.database_url.get_secret_value())
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, worker.stop)
    try:
        await worker.run()
    finally:
        await wiring.close(services)


async def show_jobs(requeue: int | None, *, requeue_all: bool) -> None:
    """Print what waits and what was held, after queueing the chosen held jobs once more."""
    url = driver_url(load_settings().database_url.get_secret_value())
    connection = cast(Any, await asyncpg.connect(url))
    try:
        queries = Queries(AsyncpgDriver(connection))
        held = await queries.list_failed_jobs(limit=1000)
        again = [job.id for job in held if requeue_all or job.id == requeue]
        if again:
            await queries.requeue_jobs(again)
        console = Console()
        waiting = Table("job", "status", "number", title="Queue")
        for row in await queries.queue_size():
            if row.status != "failed":
                waiting.add_row(row.entrypoint, row.status, str(row.count))
        console.print(waiting)
        dead = Table("id", "job", "attempts", "created", "key", title="Held: failed for good, wait for a human")
        for job in held:
            if job.id not in again:
                key = str(json.loads(job.payload or b"{}").get("key", ""))
                dead.add_row(str(job.id), job.entrypoint, str(job.attempts), f"{job.created:%Y-%m-%d %H:%M}", key)
        console.print(dead)
        if again:
            console.print(f"Queued once more: {len(again)}")
    finally:
        await connection.close()
