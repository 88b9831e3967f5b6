"""The migrations build exactly the tables of the code, and each can be undone."""

import secrets
from collections.abc import Callable

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from tests.support import servers

pytestmark = pytest.mark.anyio


async def on_new_database(work: Callable[[Config], None]) -> None:
    name = f"yjt_migrate_{secrets.token_hex(4)}"
    await servers.create_database(name)
    engine = create_async_engine(servers.url_of(name))

    def run(connection: Connection) -> None:
        config = Config(servers.ROOT / "alembic.ini")
        config.attributes["connection"] = connection
        work(config)

    try:
        async with engine.begin() as connection:
            await connection.run_sync(run)
    finally:
        await engine.dispose()
        await servers.drop_database(name)


async def test_migrations_match_the_tables() -> None:
    def work(config: Config) -> None:
        command.upgrade(config, "head")
        command.check(config)

    await on_new_database(work)


async def test_migrations_can_be_undone_and_done_again() -> None:
    def work(config: Config) -> None:
        command.upgrade(config, "head")
        command.downgrade(config, "base")
        command.upgrade(config, "head")

    await on_new_database(work)
