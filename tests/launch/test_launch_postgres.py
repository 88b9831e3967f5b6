"""The embedded PostgreSQL: passwords, one owner, and recovery from every kind of `kill -9`."""

import asyncio
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import asyncpg
import pytest

from app.launch import ports
from app.launch.errors import AlreadyRunning, LaunchError
from app.launch.locations import remove_home, temporary_home
from app.launch.postgres import EmbeddedPostgres
from tests.launch.conftest import LeaveBehind
from tests.launch.waiting import eventually


def query(dsn: str, *statements: str) -> Any:
    """Run statements and return the last one's value."""

    async def run() -> Any:
        connection = cast(Any, await asyncpg.connect(dsn))
        try:
            for statement in statements[:-1]:
                await connection.execute(statement)
            return await connection.fetchval(statements[-1])
        finally:
            await connection.close()

    return asyncio.run(run())


@pytest.fixture(scope="module")
def server() -> Iterator[EmbeddedPostgres]:
    with EmbeddedPostgres(fast=True) as running:
        yield running


@pytest.fixture(scope="module")
def stopped() -> Iterator[Path]:
    """A directory whose server ran and stopped: starting it again takes no initdb."""
    place = temporary_home("yjt-test-")
    EmbeddedPostgres(place / "postgres", fast=True).start().stop()
    yield place / "postgres"
    remove_home(place)


def test_ordinary_role_owns_a_utf8_database_and_creates_others(server: EmbeddedPostgres) -> None:
    assert query(server.dsn, "SELECT current_user::text") == "yjt"
    assert query(server.dsn, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
    assert query(server.dsn, "SHOW server_encoding") == "UTF8"
    assert query(server.dsn, "CREATE DATABASE clone TEMPLATE template0", "SELECT 1") == 1
    assert query(server.database_dsn("clone"), "SELECT current_database()::text") == "clone"
    assert query(server.superuser_dsn, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is True


def test_local_accounts_without_the_password_are_refused(server: EmbeddedPostgres) -> None:
    with pytest.raises(asyncpg.InvalidPasswordError):
        query(server.dsn.replace(server.password, "guess"), "SELECT 1")


def test_password_file_is_readable_by_its_owner_alone(server: EmbeddedPostgres) -> None:
    for name in ("passwords.json", "postgres.log"):
        assert stat.S_IMODE((server.home / name).stat().st_mode) == 0o600
    assert stat.S_IMODE(server.cluster.stat().st_mode) == 0o700


def test_second_launcher_on_one_directory_is_told_who_owns_it(server: EmbeddedPostgres) -> None:
    with pytest.raises(AlreadyRunning, match=f"in use by process {os.getpid()}"):
        EmbeddedPostgres(server.home).start()
    assert query(server.dsn, "SELECT 1") == 1


def test_temporary_server_leaves_nothing_behind() -> None:
    with EmbeddedPostgres(fast=True) as server:
        home = server.home
        assert query(server.dsn, "SELECT 1") == 1
    assert not home.exists()


def test_data_and_password_survive_killed_server_and_restart(stopped: Path) -> None:
    with EmbeddedPostgres(stopped, fast=True) as server:
        password = server.password
        query(server.dsn, "CREATE TABLE kept (id int)", "INSERT INTO kept VALUES (7) RETURNING id")
        server.kill()
        eventually(lambda: server.poll() is not None)
    with EmbeddedPostgres(stopped, fast=True) as server:
        assert server.password == password
        assert query(server.dsn, "SELECT id FROM kept") == 7


def test_server_dies_with_its_killed_launcher(stopped: Path, leave_behind: LeaveBehind) -> None:
    identity = leave_behind("postgres", stopped, "child")
    eventually(lambda: identity is None or not identity.is_alive())
    with EmbeddedPostgres(stopped, fast=True) as server:
        assert query(server.dsn, "SELECT 1") == 1


def test_orphan_of_a_killed_launcher_is_replaced(stopped: Path, leave_behind: LeaveBehind) -> None:
    orphan = leave_behind("postgres", stopped, "orphan")
    assert orphan is not None
    assert orphan.is_alive()
    said: list[str] = []
    with EmbeddedPostgres(stopped, fast=True, say=said.append) as server:
        assert not orphan.is_alive()
        assert query(server.dsn, "SELECT 1") == 1
    assert any(str(orphan.pid) in line for line in said)


def test_pid_file_that_names_a_stranger_does_not_stop_the_start(stopped: Path) -> None:
    with EmbeddedPostgres(stopped, fast=True) as server:
        note = (server.cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    (server.cluster / "postmaster.pid").write_text("\n".join([str(os.getpid()), *note[1:]]), encoding="utf-8")
    with EmbeddedPostgres(stopped, fast=True) as server:
        assert query(server.dsn, "SELECT 1") == 1


def test_taken_port_is_named(stopped: Path, server: EmbeddedPostgres) -> None:
    with pytest.raises(LaunchError, match=f"Port {server.port} is taken"):
        EmbeddedPostgres(stopped, port=server.port, fast=True).start()


def test_given_port_is_used(stopped: Path) -> None:
    port = ports.choose()
    with EmbeddedPostgres(stopped, port=port, fast=True) as server:
        assert server.port == port
        assert f":{port}/" in server.url
