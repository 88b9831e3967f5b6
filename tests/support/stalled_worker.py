"""A worker process that starts a job and never finishes it, for a test to kill; set up by the environment."""

import asyncio
import sys
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.kernel import timers
from app.kernel.bus import Payload
from app.kernel.worker import Worker
from app.settings import load_settings
from app.wiring import build_services


async def stall(session: AsyncSession, payload: Payload, at: datetime) -> None:
    """Do half the work, say so, and hang."""
    await timers.set_timer(session, "test.effect", key="half", due_at=at, payload={})
    sys.stdout.write("started\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


async def main() -> None:
    services = build_services(load_settings())
    services.bus.register("test.slow", stall)
    url = services.settings.database_url.get_secret_value()
    await Worker(services.database, services.clock, url).run()


asyncio.run(main())
