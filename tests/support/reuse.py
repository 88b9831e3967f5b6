"""What is dear to make and the same for every test: the application's routes, the engine's statements, a database.

A test process keeps them when a test ends and hands them to the next: routes are matched and statements compiled
once a process, as in the product. Everything that differs between tests hangs on the application's state, which is
made anew, and in the database, which is put back or made anew.
"""

from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, cast

from fastapi import FastAPI
from sqlalchemy import QueuePool, event
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.datastructures import State

from app.kernel.database import make_engine
from app.main import create_app
from app.settings import Settings
from app.wiring import Services, attach
from tests.support import servers
from tests.support.kept import Kept

OWN = {"database_url", "token_keys", "field_keys", "index_key", "ledger_name"}
"""Settings that neither the application's routes nor its pages know of; of the database only the server counts."""
SETS = 4
"""How many sets wait for a test with their settings; a test with two stacks at once takes two."""
DATABASES = 3
"""How many databases a set keeps, of different templates."""


class LastingEngine(AsyncEngine):
    """An engine whose connections may outlive the product that closes it."""

    lasts = False

    async def dispose(self, close: bool = True) -> None:
        """Close its connections, unless they are those of a database that is kept."""
        if not self.lasts:
            await super().dispose(close)


@dataclass
class Set:
    """An engine that may be pointed at any database of the test server, and the application that ran on it."""

    engine: LastingEngine
    settings: dict[str, Any]
    database: str = ""
    _app: FastAPI | None = field(default=None, repr=False)
    _kept: dict[str, Kept] = field(default_factory=dict[str, Kept])
    _uses: Counter[str] = field(default_factory=Counter[str])

    def __post_init__(self) -> None:
        @event.listens_for(self.engine.sync_engine, "do_connect")
        def connect_elsewhere(
            dialect: object, record: object, arguments: object, keywords: dict[str, Any]
        ) -> None:
            keywords["database"] = self.database

    def app(self, services: Services) -> FastAPI:
        """The application with nothing on it but these services."""
        if self._app is None:
            self._app = create_app(services)
        else:
            self._app.state = State()
            attach(self._app, services)
        return self._app

    @asynccontextmanager
    async def on(self, template: str, *, keep: bool = False) -> AsyncGenerator[tuple[str, Any]]:
        """Point at a database that is as ``template``: its name, and a connection for its queue if there is one.

        A template that comes again is worth a database that is put back; ``keep`` asks for a new one that stays.
        """
        self._uses[template] += 1
        if keep or self._uses[template] == 1:
            async with servers.cloned(template, keep=keep) as self.database:
                try:
                    yield self.database, None
                finally:
                    await self.engine.dispose()
            return
        kept = self._kept.pop(template, None) or await self._clone(template)
        self.database, pool = kept.name, self.engine.sync_engine.pool
        self.engine.sync_engine.pool, self.engine.lasts = kept.pool, True
        is_good = False
        try:
            yield kept.name, kept.queue
            is_good = await kept.put_back()
        finally:
            self.engine.sync_engine.pool, self.engine.lasts = pool, False
            if is_good:
                self._kept[template] = kept
                kept = self._kept.pop(next(iter(self._kept))) if len(self._kept) > DATABASES else None
            if kept:
                await kept.discard()

    async def _clone(self, template: str) -> Kept:
        name = await servers.create_clone(template)
        return await Kept.of(name, cast(QueuePool, self.engine.sync_engine.pool.recreate()))

    async def discard(self) -> None:
        """Drop what it keeps."""
        for kept in self._kept.values():
            await kept.discard()
        self._kept.clear()


_waiting: list[Set] = []


@asynccontextmanager
async def reused(settings: Settings) -> AsyncGenerator[Set]:
    """A set for these settings, for one stack at a time. It is not kept after an error."""
    url = settings.database_url.get_secret_value()
    shared = settings.model_dump(exclude=OWN) | {"server": url.rsplit("/", 1)[0]}
    known = next((each for each in _waiting if each.settings == shared), None)
    if known is None:
        made = make_engine(url, pool_size=settings.database_pool_size)
        known = Set(LastingEngine(made.sync_engine), shared)
    else:
        _waiting.remove(known)
    try:
        yield known
    except BaseException:
        await known.discard()
        raise
    _waiting.insert(0, known)
    while len(_waiting) > SETS:
        await _waiting.pop().discard()


async def discard_all() -> None:
    """Drop every database that is kept."""
    while _waiting:
        await _waiting.pop().discard()
