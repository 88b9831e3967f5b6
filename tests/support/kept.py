"""A database that outlives its test: what a test wrote is taken back, instead of making a new one.

A clone costs as much as a short test; so do connections that know no statement yet. A kept database is put back to
what it was cloned with: tables that changed are emptied, and filled again from copies of what they held.
"""

import os
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import asyncpg
from sqlalchemy import QueuePool
from sqlalchemy.util import greenlet_spawn

from app.kernel.database import connect_raw
from tests.support import servers

LARGEST = 4 * 1024 * 1024
"""Bytes of a table that is no longer worth emptying: a new clone is cheaper, and has no dead rows to read past."""
MOST_USES = 150
"""Dead rows add up, in indexes above all."""
COPIES = "kept"
ADMIN = {
    "session_replication_role": "replica",  # no foreign key and no trigger has a say in what is taken back
    "lock_timeout": "2000",
    "jit": "off",
    "plan_cache_mode": "force_generic_plan",
}
TABLES = """
    SELECT c.oid::int8, format('%I.%I', n.nspname, c.relname) AS name,
           (SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
             WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '') AS columns
      FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
     WHERE relkind = 'r' AND nspname NOT IN ('pg_catalog', 'information_schema')
"""
STANDING = """
    SELECT (SELECT max(oid)::int8 FROM pg_class) AS newest,
           (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()) AS connections,
           (SELECT coalesce(max(pg_relation_size(oid)), 0) FROM unnest($1::int8[]) AS oid) AS largest
"""


@dataclass(frozen=True, slots=True)
class Change:
    """How to tell that a table has changed, and how to take it back."""

    oid: int
    test: str
    undo: str


@dataclass
class Kept:
    """One database and what is connected to it between tests."""

    name: str
    pool: QueuePool
    admin: Any
    queue: Any
    changes: list[Change] = field(default_factory=list[Change])
    sequences: str = ""
    newest: int = 0
    mark: int = 0
    uses: int = 0
    _changed: Any = None

    @classmethod
    async def of(cls, name: str, pool: QueuePool) -> "Kept":
        """Copy what this fresh database holds, so that it can be put back."""
        base = os.environ["YJT_TEST_POSTGRES_DSN"].rsplit("/", 1)[0]
        admin = await connect_raw(f"{base}/{name}", server_settings=ADMIN)
        kept = cls(name, pool, admin, await connect_raw(f"{base}/{name}"))
        await admin.execute(f"CREATE SCHEMA {COPIES}")
        for number, row in enumerate(await admin.fetch(TABLES)):
            kept.changes.append(await kept._copied(number, row))
        kept.sequences = ";".join(
            f"SELECT setval('{row['name']}', {row['value'] or row['start']}, {row['value'] is not None})"
            for row in await admin.fetch(
                "SELECT format('%I.%I', schemaname, sequencename) AS name, last_value AS value,"
                " start_value AS start FROM pg_sequences"
            )
        )
        tests = (f"SELECT {n} WHERE {change.test}" for n, change in enumerate(kept.changes))
        kept._changed = await admin.prepare(f"SELECT $1::int8 WHERE false UNION ALL {' UNION ALL '.join(tests)}")
        kept.newest = (await admin.fetchrow(STANDING, []))["newest"]
        kept.mark = int(await admin.fetchval("SELECT pg_current_xact_id()::text"))
        return kept

    async def _copied(self, number: int, row: Any) -> Change:
        table, columns = row["name"], row["columns"]
        count = await self.admin.fetchval(f"SELECT count(*) FROM {table}")  # noqa: S608 -- names of our own tables
        if count == 0:
            return Change(row["oid"], f"EXISTS (SELECT FROM {table})", f"DELETE FROM {table}")  # noqa: S608 -- as above
        copy = f"{COPIES}.copy_{number}"
        await self.admin.execute(f"CREATE UNLOGGED TABLE {copy} AS TABLE {table}")
        newer = f"EXISTS (SELECT FROM {table} WHERE xmin::text::int8 > $1)"
        fill = f"INSERT INTO {table} ({columns}) OVERRIDING SYSTEM VALUE SELECT {columns} FROM {copy}"  # noqa: S608 -- as above
        return Change(
            row["oid"],
            f"{newer} OR (SELECT count(*) FROM {table}) <> {count}",  # noqa: S608 -- as above
            f"DELETE FROM {table}; {fill}",  # noqa: S608 -- as above
        )

    async def put_back(self) -> bool:
        """Take back what was written; false where that cannot be done, or is not worth it.

        The former where a test has not given back a connection, or had some ended without the pool's knowing.
        """
        self.uses += 1
        is_whole = self.pool.checkedout() == 0 and not self.admin.is_closed() and not self.queue.is_closed()
        if self.uses > MOST_USES or not is_whole:
            return False
        with suppress(asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
            changes = [self.changes[int(row[0])] for row in await self._changed.fetch(self.mark)]
            standing = await self.admin.fetchrow(STANDING, [change.oid for change in changes])
            if (
                standing["newest"] != self.newest
                or standing["connections"] < self.pool.checkedin() + 2
                or standing["largest"] > LARGEST
            ):
                return False
            if changes:
                async with self.admin.transaction():
                    await self.admin.execute(";".join([*(change.undo for change in changes), self.sequences]))
                    self.mark = int(await self.admin.fetchval("SELECT pg_current_xact_id()::text"))
            return True
        return False

    async def discard(self) -> None:
        """Close what is connected and drop the database, whatever state either is in."""
        for connection in (self.admin, self.queue):
            connection.terminate()
        with suppress(asyncpg.PostgresError, OSError):
            await greenlet_spawn(self.pool.dispose)
            await servers.drop_database(self.name)
