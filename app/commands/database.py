"""Migrations, and the slices of tables cut by time."""

import asyncio
import os
from datetime import UTC, datetime

from alembic import command
from alembic.config import Config
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from app import tables
from app.kernel import partitions
from app.launch.installation import REPOSITORY


def configuration() -> Config:
    """Alembic's configuration, whatever directory the command is run in."""
    return Config(str(REPOSITORY / "alembic.ini"))


def upgrade() -> None:
    """Apply every migration that the database of YJT_DATABASE_URL does not have yet, and make slices ahead."""
    command.upgrade(configuration(), "head")
    asyncio.run(_make_slices())


async def _make_slices() -> None:
    engine = create_async_engine(os.environ["YJT_DATABASE_URL"])
    assert tables.METADATA.tables, "the slices of a table are known once it is"
    async with AsyncSession(engine) as session, session.begin():
        await partitions.make_ahead(session, datetime.now(UTC))
    await engine.dispose()
