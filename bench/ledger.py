"""The custody ledger: how fast it grows through the product's sequencer, and how a proof's cost grows with it."""

import os
import random
import statistics
import time
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from alembic import command
from alembic.config import Config
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, make_url

from app.evidence.custody import heads, merkle, proofs, sequencing, tree
from app.evidence.custody.checkpoint import SigningKey
from app.evidence.enums import EvidenceKind, MediaType
from app.evidence.models import Evidence, EvidenceMatter
from app.identity.models import Person
from app.kernel.bus import Bus
from app.kernel.database import Database, connect_raw, make_engine, new_id
from bench.results import Figure, figure
from bench.servers import ROOT, Servers

NAME = "bench_ledger"
FEW, MANY, MORE = 10_000, 1_000_000, 10_000_000
PROOFS = 300
CHUNK = 50_000
KEY = SigningKey(Ed25519PrivateKey.generate(), "bench.example/custody")
EVENTS = """
WITH event AS (
    INSERT INTO custody_event (id, evidence_id, kind, sha256, size_bytes, at, salt)
    SELECT gen_random_uuid(), evidence.id, 'exported', evidence.sha256, 1, now(),
        sha256(uuid_send(gen_random_uuid()))
    FROM evidence, generate_series(1, $1) RETURNING id
)
INSERT INTO custody_pending SELECT id FROM event
"""
BARE = "CREATE TABLE bench_bare (index bigint PRIMARY KEY, event_id uuid, leaf_hash bytea)"
INSERT_BARE = "INSERT INTO bench_bare VALUES ($1, $2, $3)"


async def measure(servers: Servers, say: Callable[[str], None]) -> list[Figure]:
    """Append through the product at the beginning and before a million leaves; prove at both sizes."""
    async with _database(servers.dsn) as (database, connection):
        await _add_file(database)
        await connection.execute(BARE)
        say("ledger: 10,000 leaves …")
        early = await _append(database, connection, FEW)
        few_ms = await _prove(database, FEW)
        say(f"  {early:,.0f} leaves a second in an empty ledger; a million leaves …")
        await _fill(database, connection, MANY - FEW)
        rate = await _append(database, connection, FEW)
        bare = await _insert_bare(connection, FEW)
        many_ms = await _prove(database, MANY)
    more_ms = many_ms + (many_ms - few_ms) * (_nodes(MORE) - _nodes(MANY)) / (_nodes(MANY) - _nodes(FEW))
    say(f"  nodes read for a proof at 10^4, 10^6, 10^7: {_nodes(FEW):.1f}, {_nodes(MANY):.1f}, {_nodes(MORE):.1f}")
    say(f"  at 10^7 leaves a proof takes {more_ms:.2f} ms by extrapolation, not measured")
    reference = "INSERT of as many bare rows, 1,000 a transaction"
    return [
        figure("ledger.append_rate", rate, "leaves/s", reference, bare),
        figure("ledger.proof_growth", many_ms, "ms at 10^6 leaves", "the same at 10^4 leaves", few_ms),
    ]


async def _add_file(database: Database) -> None:
    """A file that all events are about."""
    at, matter_id = datetime.now(UTC), new_id()
    async with database.transaction() as session:
        owner = Person(name="张建国", created_at=at)
        session.add(owner)
        await session.flush()
        session.add(EvidenceMatter(matter_id=matter_id, owner_id=owner.id, opened_at=at))
        await session.flush()
        session.add(
            Evidence(
                matter_id=matter_id,
                owner_id=owner.id,
                kind=EvidenceKind.WAGE_RECORD,
                name="工资表.jpg",
                media_type=MediaType.JPEG,
                size_bytes=1,
                sha256="0" * 64,
                object_key="bench",
                declared_at=at,
                updated_at=at,
            )
        )


async def _append(database: Database, connection: Any, count: int) -> float:
    """Leaves a second through the product: read, hashed, written, signed, committed in batches."""
    await connection.execute(EVENTS, count)
    await connection.execute("VACUUM ANALYZE custody_event, custody_pending")
    began = time.perf_counter()
    while await sequencing.is_anything_waiting(database):
        async with database.transaction() as session:
            await sequencing.append(session, KEY, at=datetime.now(UTC))
    return count / (time.perf_counter() - began)


async def _insert_bare(connection: Any, count: int) -> float:
    """Rows a second of the same shape into a table beside, which has a primary key and nothing else."""
    rows = [(index, new_id(), os.urandom(merkle.HASH_BYTES)) for index in range(count)]
    began = time.perf_counter()
    for first in range(0, count, sequencing.BATCH):
        async with connection.transaction():
            await connection.executemany(INSERT_BARE, rows[first : first + sequencing.BATCH])
    return count / (time.perf_counter() - began)


async def _fill(database: Database, connection: Any, size: int) -> None:
    """Random leaves up to ``size``, and the nodes above them, copied in; then a head over them is signed.

    Their events are left out, so the reference to them is dropped and comes back for the leaves that follow.
    """
    async with database.session() as session:
        edge = await tree.right_edge(session, await tree.newest_head(session))
    await connection.execute("ALTER TABLE ledger_leaf DROP CONSTRAINT fk_ledger_leaf_event_id")
    while edge.size < size:
        leaves, nodes = list[tuple[Any, ...]](), list[merkle.Node]()
        for index, value in islice(_random(edge.size), min(CHUNK, size - edge.size)):
            leaves.append((index, new_id(), value))
            nodes += edge.append(value)
        await connection.copy_records_to_table("ledger_leaf", records=leaves)
        await connection.copy_records_to_table("ledger_node", records=nodes)
    await connection.execute(
        "ALTER TABLE ledger_leaf ADD CONSTRAINT fk_ledger_leaf_event_id FOREIGN KEY (event_id)"
        " REFERENCES custody_event (id) NOT VALID"
    )
    async with database.transaction() as session:
        await heads.sign(session, KEY, edge, at=datetime.now(UTC))
    await connection.execute("VACUUM ANALYZE ledger_leaf, ledger_node, ledger_head")


async def _prove(database: Database, size: int) -> float:
    """Median milliseconds of an inclusion proof for a random leaf: head and nodes read, the proof folded."""
    spent: list[float] = []
    chosen = random.Random(size)
    for _ in range(PROOFS):
        index = chosen.randrange(size)
        began = time.perf_counter()
        async with database.session() as session:
            found = await proofs.inclusion(session, index, size)
        spent.append((time.perf_counter() - began) * 1000)
        if not merkle.verify_inclusion(found.leaf_hash, index, size, found.proof, found.root_hash):
            raise RuntimeError(f"the proof of leaf {index} of {size} does not hold")
    return statistics.median(spent)


def _nodes(size: int) -> float:
    """Nodes read for an inclusion proof with its root, on average over leaves spread evenly."""
    return statistics.mean(len(set(_read(index, size))) for index in range(0, size, size // 1000))


def _read(index: int, size: int) -> Iterator[merkle.Address]:
    yield from merkle.cover(0, size)
    yield 0, index
    for group in merkle.inclusion_nodes(index, size):
        yield from group


def _random(first: int) -> Iterator[tuple[int, bytes]]:
    index = first
    while True:
        yield index, os.urandom(merkle.HASH_BYTES)
        index += 1


@asynccontextmanager
async def _database(dsn: str) -> AsyncGenerator[tuple[Database, Any]]:
    """A migrated database of this measurement's own, on the product's server."""
    admin = await connect_raw(dsn)
    await admin.execute(f"CREATE DATABASE {NAME}")
    url = make_url(dsn).set(database=NAME, drivername="postgresql+asyncpg").render_as_string(hide_password=False)
    database = Database(make_engine(url), bus=Bus())
    try:
        async with database.engine.begin() as migrating:
            await migrating.run_sync(_migrate)
        connection = await connect_raw(url.replace("+asyncpg", ""))
        try:
            yield database, connection
        finally:
            await connection.close()
    finally:
        await database.close()
        await admin.execute(f"DROP DATABASE {NAME} WITH (FORCE)")
        await admin.close()


def _migrate(connection: Connection) -> None:
    config = Config(ROOT / "alembic.ini")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
