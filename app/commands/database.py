"""Migrations and demo data."""

import asyncio
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from alembic import command
from alembic.config import Config

from app import wiring
from app.launch.installation import REPOSITORY
from app.settings import load_settings


def configuration() -> Config:
    """Alembic's configuration, whatever directory the command is run in."""
    return Config(str(REPOSITORY / "alembic.ini"))


def upgrade() -> None:
    """Apply every migration that the database of YJT_DATABASE_URL does not have yet."""
    command.upgrade(configuration(), "head")


def load_demo() -> list[str]:
    """Load the demo data (again: nothing changes) and return the personas as one short text each."""
    if find_spec("app.demo") is None:
        return []
    demo = import_module("app.demo")
    asyncio.run(_load(demo))
    return list(demo.personas())


async def _load(demo: Any) -> None:
    services = wiring.build_services(load_settings())
    try:
        await demo.load(services)
    finally:
        await wiring.close(services)
