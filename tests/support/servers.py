"""The services a test run needs, started once by the controlling process and told to its workers by environment.

``YJT_TEST_POSTGRES_DSN`` (a superuser) and ``YJT_TEST_S3_*`` use servers that are already there instead.
"""

import asyncio
import os
import secrets
import subprocess
import sys
import time
from collections.abc import AsyncGenerator
from contextlib import ExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from app.kernel.database import connect_raw
from app.kernel.papers.authority import make_authority
from app.kernel.signing_keys import make_signing_key
from app.launch import ports
from app.launch.objectstore import EmbeddedObjectStore
from app.launch.postgres import EmbeddedPostgres

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = "yjt_template"


def start() -> ExitStack:
    """Start what the environment does not already give; closing the stack stops it."""
    stack = ExitStack()
    # None of these servers speaks TLS; without this every connection asks first, and makes a context to ask with.
    os.environ.setdefault("PGSSLMODE", "disable")
    if "YJT_TEST_POSTGRES_DSN" not in os.environ:
        postgres = stack.enter_context(EmbeddedPostgres(fast=True))
        os.environ["YJT_TEST_POSTGRES_DSN"] = postgres.superuser_dsn
    if "YJT_TEST_S3_ENDPOINT" not in os.environ:
        store = stack.enter_context(EmbeddedObjectStore(fast=True))
        os.environ["YJT_TEST_S3_ENDPOINT"] = store.endpoint
        os.environ["YJT_TEST_S3_ACCESS_KEY"] = store.access_key
        os.environ["YJT_TEST_S3_SECRET_KEY"] = store.secret_key
    if "YJT_TEST_WECHAT_URL" not in os.environ:
        os.environ["YJT_TEST_WECHAT_URL"] = start_wechat(stack)
    if "YJT_TEST_SEAL" not in os.environ:
        os.environ["YJT_TEST_SEAL"] = str(make_seal(Path(stack.enter_context(TemporaryDirectory()))))
    os.environ["YJT_TEST_TEMPLATE"] = f"{TEMPLATE}_{secrets.token_hex(4)}"
    asyncio.run(make_template(os.environ["YJT_TEST_TEMPLATE"]))
    return stack


def make_seal(folder: Path) -> Path:
    """Put the keys of the run's own into ``folder``: an authority's that seals, and the custody ledger's."""
    authority = make_authority("测试签章", at=datetime.now(UTC))
    (folder / "key.pem").write_text(authority.key_pem, encoding="ascii")
    (folder / "certificate.pem").write_text(authority.certificates_pem, encoding="ascii")
    (folder / "ledger.pem").write_text(make_signing_key(), encoding="ascii")
    return folder


def start_wechat(stack: ExitStack) -> str:
    """Start the stand-in of the WeChat server API on a free port of the loopback."""
    port = ports.choose()
    command_line = [sys.executable, "-m", "tests.standins.wechat", "--host", "127.0.0.1", "--port", str(port)]
    child = subprocess.Popen(command_line, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    stack.callback(child.wait)
    stack.callback(child.terminate)
    url = f"http://127.0.0.1:{port}"
    for _ in range(200):
        try:
            httpx.get(url, timeout=1)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return url
    raise RuntimeError("the WeChat stand-in did not start")


async def make_template(name: str) -> None:
    """Create a database with every migration applied; tests clone it."""
    await create_database(name)
    engine = create_async_engine(url_of(name))
    async with engine.begin() as connection:
        await connection.run_sync(_migrate)
    await engine.dispose()


@asynccontextmanager
async def cloned(template: str, *, keep: bool = False) -> AsyncGenerator[str]:
    """A fresh clone of ``template``, by its name; it goes at the end, over the same connection, unless kept."""
    name = f"yjt_{secrets.token_hex(6)}"
    admin = await connect_raw(os.environ["YJT_TEST_POSTGRES_DSN"])
    try:
        await admin.execute(_creation(name, template))
        try:
            yield name
        finally:
            if not keep:
                # A test may have stopped the server meanwhile.
                await (drop_database(name) if admin.is_closed() else admin.execute(_removal(name)))
    finally:
        await admin.close()


async def create_clone(template: str) -> str:
    """A fresh clone of ``template``, by its name; whoever asked drops it."""
    name = f"yjt_{secrets.token_hex(6)}"
    await create_database(name, template)
    return name


async def create_database(name: str, template: str | None = None) -> None:
    """Create a database, empty or as a clone."""
    await _execute(_creation(name, template))


async def drop_database(name: str) -> None:
    """Drop a database even while someone is connected."""
    await _execute(_removal(name))


def _creation(name: str, template: str | None) -> str:
    # Copying files takes a third of the time of logging every page, which is the default.
    return f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{template}" STRATEGY FILE_COPY' if template else "")


def _removal(name: str) -> str:
    return f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'


def url_of(database: str) -> str:
    """The SQLAlchemy URL of a database on the test server."""
    base = os.environ["YJT_TEST_POSTGRES_DSN"].rsplit("/", 1)[0]
    return f"{base}/{database}".replace("postgresql://", "postgresql+asyncpg://", 1)


async def _execute(statement: str) -> None:
    connection = await connect_raw(os.environ["YJT_TEST_POSTGRES_DSN"])
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def _migrate(connection: Connection) -> None:
    config = Config(ROOT / "alembic.ini")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
