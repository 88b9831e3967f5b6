"""What is dear to make and the same for every test: the application's routes, the engine's statements.

A test process keeps them when a test ends and hands them to the next: routes are matched and statements compiled
once a process, as in the product. Everything that differs between tests hangs on the application's state, which is
made anew, and in the database, which the engine is pointed at.
"""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.datastructures import State

from app.kernel.database import make_engine
from app.main import create_app
from app.settings import Settings
from app.wiring import Services, attach

OWN = {"database_url", "token_keys", "field_keys", "index_key", "ledger_name"}
"""Settings that neither the application's routes nor its pages know of; of the database only the server counts."""
KEPT = 4
"""How many sets wait for a test with their settings; a test with two stacks at once takes two."""


@dataclass
class Set:
    """An engine that may be pointed at any database of the test server, and the application that ran on it."""

    engine: AsyncEngine
    settings: dict[str, Any]
    database: str = ""
    _app: FastAPI | None = field(default=None, repr=False)

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


_waiting: list[Set] = []


@contextmanager
def reused(settings: Settings) -> Generator[Set]:
    """A set for these settings, for one stack at a time; whoever takes it closes its connections.

    It is not kept after an error, which may have left connections open.
    """
    url = settings.database_url.get_secret_value()
    server, database = url.rsplit("/", 1)
    shared = settings.model_dump(exclude=OWN) | {"server": server}
    known = next((each for each in _waiting if each.settings == shared), None)
    if known is None:
        known = Set(make_engine(url, pool_size=settings.database_pool_size), shared)
    else:
        _waiting.remove(known)
    known.database = database
    yield known
    _waiting.insert(0, known)
    del _waiting[KEPT:]
