"""The demonstration's data."""

import asyncio

from app import demo, wiring
from app.settings import load_settings


def load_demo() -> list[str]:
    """Load the demo data (again: nothing changes) and return the personas as one short text each."""
    asyncio.run(_load())
    return list(demo.personas())


async def _load() -> None:
    services = wiring.build_services(load_settings())
    try:
        await demo.load(services)
    finally:
        await wiring.close(services)
