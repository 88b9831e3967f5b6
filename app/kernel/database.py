"""The database: base class of tables, column types, engine and sessions."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from enum import StrEnum
from typing import Any, TypeVar, cast
from uuid import UUID

import asyncpg
import uuid_utils.compat
from sqlalchemy import Enum, MetaData
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import (
    AsyncConnection,
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import declared_attr
from sqlmodel import SQLModel

from app.kernel.bus import Bus
from app.kernel.dictionaries import snake_case
from app.kernel.vault import Vault

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

E = TypeVar("E", bound=StrEnum)


class Table(SQLModel):
    """Base of every table: its name is the class's in snake_case, and each constraint gets a name."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)

    @declared_attr.directive
    def __tablename__(cls) -> str:  # noqa: N805 -- SQLAlchemy calls it with the class
        return snake_case(cls.__name__)


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562): unique without the database and sortable by creation."""
    return uuid_utils.compat.uuid7()


def _values(enum: type[StrEnum]) -> list[str]:
    return [member.value for member in enum]


def checked(enum: type[E], name: str | None = None) -> Any:
    """Column type of an enumeration: its values as text under a named CHECK, never a native enum.

    A second column of the same enumeration in a table gives its CHECK a ``name`` of its own.
    """
    return Enum(
        enum,
        native_enum=False,
        create_constraint=True,
        values_callable=_values,
        name=name or enum.__name__.lower(),
        length=max(32, *(len(member.value) for member in enum)),
        validate_strings=True,
    )


def make_engine(url: str, *, pool_size: int = 10) -> AsyncEngine:
    """The engine of one process; nothing is connected yet.

    Statement and lock time-outs are set on every connection, so that a stuck query cannot hold a request.
    """
    return create_async_engine(
        url,
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_timeout=5,
        hide_parameters=True,
        connect_args={
            "timeout": 5,
            "command_timeout": 35,
            "server_settings": {
                "application_name": "yijiantong",
                "timezone": "UTC",
                "statement_timeout": "30000",
                "lock_timeout": "10000",
                "idle_in_transaction_session_timeout": "60000",
            },
        },
    )


class Database:
    """Sessions of one process; the engine is closed with them."""

    def __init__(self, engine: AsyncEngine, *, bus: Bus, vault: Vault | None = None) -> None:
        self.bus = bus
        self.engine = engine
        info: dict[str, object] = {"bus": bus} if vault is None else {"bus": bus, "vault": vault}
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False, info=info)

    def session(self) -> AsyncSession:
        """A new session; whoever opens it commits it (the edge, a job, a command)."""
        return self._sessions()

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[AsyncSession]:
        """A session that commits at the end of the block and rolls back on an error."""
        async with self.session() as session, session.begin():
            yield session

    @asynccontextmanager
    async def autocommit(self) -> AsyncGenerator[AsyncConnection]:
        """A connection outside any transaction, for one read whose result must not hold a snapshot open."""
        async with self.engine.connect() as connection:
            yield await connection.execution_options(isolation_level="AUTOCOMMIT")

    async def close(self) -> None:
        """Close every pooled connection."""
        await self.engine.dispose()


def vault_of(session: AsyncSession) -> Vault:
    """The vault of the process the session belongs to, for what is sealed far from the edge: events, jobs.

    Raises:
        KeyError: the database was opened without one.
    """
    return cast(Vault, session.info["vault"])


async def connect_raw(url: str, **options: Any) -> Any:
    """A connection of asyncpg itself, from a plain ``postgresql://`` URL; its stubs leave its type open."""
    return await asyncpg.connect(url, **options)  # pyright: ignore[reportUnknownVariableType] -- see above


def driver_url(url: str) -> str:
    """The SQLAlchemy URL as asyncpg itself takes it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
