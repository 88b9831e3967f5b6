"""The migrations build exactly the tables of the code, and each can be undone."""

import secrets
from collections.abc import Callable

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine

from tests.support import servers

pytestmark = pytest.mark.anyio

ORDER = {"id": "0199e0a0-7c00-7000-8000-000000000001", "path": "/0199e0a0-7c00-7000-8000-000000000001/"}
ENTERED_BEFORE = (
    "INSERT INTO area (code, name, full_name, level, precision, source)"
    " VALUES ('330000', '浙江省', '浙江省', 'province', 'unknown', 'packaged')",
    "INSERT INTO agency (id, name, kind, area_code, tree_path, valid_from, version)"
    " VALUES (:id, '司法局', 'justice_bureau', '330000', :path, '2020-01-01', 1)",
    "INSERT INTO person (id, created_at) VALUES (:id, now())",
    "INSERT INTO correction_order (id, person_id, agency_id, agency_path, category, tier, starts_on, ends_on,"
    " court, status, version, created_at, updated_at)"
    " VALUES (:id, :id, :id, :path, 'probation', 'yellow', '2026-01-01', '2027-01-01', '法院', 'registered', 1,"
    " now(), now())",
)
"""An order as it was entered before ends of terms were known; one id does for all."""
TIMERS = "SELECT name, due_at AT TIME ZONE 'Asia/Shanghai' FROM timer WHERE key = :id ORDER BY name"


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
        connection: Connection = config.attributes["connection"]
        command.upgrade(config, "0034_asking")
        for statement in ENTERED_BEFORE:
            connection.execute(text(statement), ORDER)
        command.upgrade(config, "head")
        # Nothing asked for their summary or ended them; now both is set.
        assert [(name, str(due_at)) for name, due_at in connection.execute(text(TIMERS), ORDER)] == [
            ("correction.ask_summary", "2026-11-18 09:00:00"),
            ("correction.end_term", "2027-01-02 00:00:00"),
        ]
        command.downgrade(config, "base")
        command.upgrade(config, "head")

    await on_new_database(work)
