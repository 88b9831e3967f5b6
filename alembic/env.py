"""Runs migrations on the database of ``YJT_DATABASE_URL`` or on the connection a caller passes."""

import asyncio
import os

from alembic import context
from sqlalchemy import Connection, pool
from sqlalchemy.ext.asyncio import create_async_engine

from app.tables import FOREIGN_TABLES, METADATA, PARTITION


def include(name: str | None, kind: str, parents: object) -> bool:
    """Leave out the tables of the job queue, which its own library made, and slices of our own."""
    return not (kind == "table" and name is not None and (name in FOREIGN_TABLES or PARTITION.match(name)))


def migrate(connection: Connection) -> None:
    """Run the migrations of this invocation in one transaction."""
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        include_name=include,
        compare_type=True,
        compare_server_default=True,
    )
    with context.begin_transaction():
        context.run_migrations()


async def migrate_online() -> None:
    """Open a connection of our own."""
    engine = create_async_engine(os.environ["YJT_DATABASE_URL"], poolclass=pool.NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(migrate)
        await connection.commit()
    await engine.dispose()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    asyncio.run(migrate_online())
