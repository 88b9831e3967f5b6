"""A stopped database is a 503 problem in plain words, and nobody has to restart anything afterwards."""

import shutil
from collections.abc import Generator

import pytest
from sqlalchemy import text

from app.launch.locations import temporary_home
from app.launch.postgres import EmbeddedPostgres
from app.main import create_app
from app.settings import Settings
from app.wiring import Services, build_services
from tests.kernel.probe import probe_client
from tests.support.stack import Stack, make_settings

pytestmark = pytest.mark.anyio

TIMER_TABLE = """
CREATE TABLE IF NOT EXISTS timer (
    id uuid PRIMARY KEY, name varchar, key varchar, due_at timestamptz, payload json, UNIQUE (name, key))
"""


@pytest.fixture
def postgres() -> Generator[EmbeddedPostgres]:
    home = temporary_home("yjt-outage-")
    with EmbeddedPostgres(home, fast=True) as server:
        yield server
    shutil.rmtree(home, ignore_errors=True)


def services_on(server: EmbeddedPostgres) -> Services:
    settings = make_settings("unused").model_dump() | {"database_url": server.url}
    return build_services(Settings.model_validate(settings))


async def test_stopped_database_is_told_and_recovers_by_itself(postgres: EmbeddedPostgres) -> None:
    services = services_on(postgres)
    async with services.database.transaction() as session:
        await session.execute(text(TIMER_TABLE))
    client = probe_client(Stack(create_app(services), services))
    body = {"name": "工资条"}
    assert (await client.post("/things", json=body)).status_code == 201
    port = postgres.port
    postgres.stop()
    answer = await client.post("/things", json=body)
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert answer.headers["content-type"] == "application/problem+json"
    assert int(answer.headers["retry-after"]) > 0
    restarted = EmbeddedPostgres(postgres.home, port=port, fast=True).start()
    try:
        assert (await client.post("/things", json=body)).status_code == 201
    finally:
        await services.database.close()
        restarted.stop()
