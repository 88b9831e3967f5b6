"""One running product for one test: its own database, the real application, a movable clock."""

import os
import secrets
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx
from asgi_lifespan import LifespanManager
from fastapi import FastAPI
from pydantic import SecretStr

from app.kernel import demo_clock
from app.kernel.clock import MovableClock
from app.kernel.draining import Drainer, draining
from app.kernel.router import advance
from app.settings import Profile, Settings
from app.wiring import Services, build_services
from tests.standins.wechat import protocol as wechat
from tests.support import servers
from tests.support.reuse import reused

BUCKET = "yjt-tests"


def until_morning(now: datetime) -> timedelta:
    """How long until ten in Shanghai, when it is the same day by UTC."""
    today = datetime.combine(now, time(2), UTC)
    return (today if now <= today else today + timedelta(days=1)) - now


AHEAD = until_morning(datetime.now(UTC))
"""What the product's clock is put on: every test begins in the morning, whenever it is run."""


@dataclass
class Stack:
    """The product under test."""

    app: FastAPI
    services: Services
    queue: Any = None
    """A connection to empty the queue over, where one is kept for that; one at a time may."""

    @property
    def clock(self) -> MovableClock:
        assert isinstance(self.services.clock, MovableClock)
        return self.services.clock

    @property
    def settings(self) -> Settings:
        return self.services.settings

    @cached_property
    def client(self) -> httpx.AsyncClient:
        return self.new_client()

    def new_client(self, token: str | None = None) -> httpx.AsyncClient:
        """A client of the API; errors come back as responses, as they would over a socket."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url="http://test/api/v1", headers=headers)

    async def drain(self) -> None:
        """Run every queued job now."""
        async with self._drainer() as drainer:
            await drainer.drain()

    async def advance(self, *, to: datetime | None = None, **by: int) -> None:
        """Move the product's clock (``days=7``) and run what falls due on the way."""
        target = to or self.clock.now() + timedelta(**by)
        async with self._drainer() as drainer:
            await advance(self.services.database, self.clock, drainer, target)

    @asynccontextmanager
    async def _drainer(self) -> AsyncGenerator[Drainer]:
        database, queue, self.queue = self.services.database, self.queue, None
        try:
            if queue is not None and not queue.is_closed():
                yield Drainer(database, self.clock, queue)
                return
            async with draining(database, self.clock, self.settings.database_url.get_secret_value()) as drainer:
                yield drainer
        finally:
            self.queue = queue


def make_settings(database: str, **changes: object) -> Settings:
    """Settings of the test profile on the run's servers, with random secrets."""
    values: dict[str, object] = {
        "profile": Profile.TEST,
        "database_url": servers.url_of(database),
        "database_pool_size": 5,
        "s3_endpoint": os.environ["YJT_TEST_S3_ENDPOINT"],
        "s3_access_key": os.environ["YJT_TEST_S3_ACCESS_KEY"],
        "s3_secret_key": os.environ["YJT_TEST_S3_SECRET_KEY"],
        "s3_bucket": f"{BUCKET}-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}",
        "token_keys": f"t1:{secrets.token_hex(32)}",
        "field_keys": f"f1:{secrets.token_hex(32)}",
        "index_key": secrets.token_hex(32),
        "seal_key_file": _seal("key.pem"),
        "seal_certificate_file": _seal("certificate.pem"),
        "ledger_key_file": _seal("ledger.pem"),
        "ledger_name": f"{secrets.token_hex(6)}.test/custody",  # of its own: the bucket is shared
        "wechat_base_url": os.environ["YJT_TEST_WECHAT_URL"],
        "wechat_app_id": wechat.APP_ID,
        "wechat_secret": wechat.SECRET,
    }
    return Settings.model_validate(values | changes)


def _seal(name: str) -> Path | None:
    folder = os.environ.get("YJT_TEST_SEAL")
    return Path(folder, name) if folder else None


@asynccontextmanager
async def running(*, template: str | None = None, keep: bool = False, **changes: object) -> AsyncGenerator[Stack]:
    """A stack on a database as the migrated template, or as one that ``keep`` left behind."""
    wanted = make_settings("unused", **changes)
    async with (
        reused(wanted) as kept,
        kept.on(template or os.environ["YJT_TEST_TEMPLATE"], keep=keep) as (database, queue),
    ):
        settings = wanted.model_copy(update={"database_url": SecretStr(servers.url_of(database))})
        services = build_services(settings, engine=kept.engine)
        app = kept.app(services)
        async with LifespanManager(app):
            stack = Stack(app, services, queue)
            if stack.clock.offset < AHEAD:
                async with services.database.transaction() as session:
                    await demo_clock.move(session, stack.clock, datetime.now(UTC) + AHEAD)
            yield stack
