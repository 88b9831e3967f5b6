"""The background worker as a process, and a look into its queue."""

import asyncio
import json
import signal

from rich.console import Console
from rich.table import Table

from app import wiring
from app.kernel import jobs
from app.kernel.database import connect_raw, driver_url
from app.kernel.observe import configure_logging
from app.kernel.worker import Worker
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
    connection = await connect_raw(driver_url(load_settings().database_url.get_secret_value()))
    try:
        held = await jobs.held(connection)
        again = [job.id for job in held if requeue_all or job.id == requeue]
        if again:
            await jobs.requeue(connection, again)
        console = Console()
        waiting = Table("job (status)", "number", title="Queue")
        for name, number in (await jobs.waiting(connection)).items():
            waiting.add_row(name, str(number))
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
