"""The sequencer: gives waiting events their places in the ledger and signs the new head, in one transaction.

One at a time: an advisory lock of the transaction keeps others out, and whoever finds it taken leaves. Nothing is
lost by that. A job is seen by a worker only after its event was committed; so whoever leaves because of the lock
leaves an event that was committed while the lock was held, and whoever held it looks once more, without the lock,
before it ends. Should that process die in between, the queue gives its job to another; should every job be lost,
the daily sweep finds what waits. The order of the ledger is the order of sequencing: an event committed late with
a smaller id comes after those that were there in time.
"""

from datetime import datetime
from uuid import UUID

import sqlalchemy
import structlog
from sqlalchemy import delete, func, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.evidence.custody import heads, leaf, tree
from app.evidence.custody.checkpoint import SigningKey
from app.evidence.custody.keys import LedgerKeys
from app.evidence.custody.merkle import Node
from app.evidence.custody.models import CustodyEvent, CustodyPending
from app.kernel.bus import JobContext
from app.kernel.database import Database

logger = structlog.get_logger(__name__)

BATCH = 1000
"""Leaves appended in one transaction."""
LOCK = int.from_bytes(b"ledger", "big")
INSERT_LEAVES = text(
    "INSERT INTO ledger_leaf (index, event_id, leaf_hash) SELECT * FROM unnest("
    "CAST(:indexes AS bigint[]), CAST(:events AS uuid[]), CAST(:hashes AS bytea[]))"
)
INSERT_NODES = text(
    "INSERT INTO ledger_node (level, index, hash) SELECT * FROM unnest("
    "CAST(:levels AS smallint[]), CAST(:indexes AS bigint[]), CAST(:hashes AS bytea[]))"
)


class Sequencer:
    """Sequences on behalf of all jobs of a process: one runs, the others leave word and end at once.

    Each event brings a job; thousands together would otherwise each take a connection to find the lock taken. Who
    runs looks again as long as there is word, and there is no moment between its last look and its end.
    """

    def __init__(self, keys: LedgerKeys) -> None:
        self._keys = keys
        self._is_running = False
        self._is_wanted = False

    async def run(self, context: JobContext) -> None:
        """Append everything that waits, here or in the run that is under way.

        Raises:
            LedgerDamaged: see :func:`sequence`; the queue runs this job again, for those that left word too.
        """
        self._is_wanted = True
        if self._is_running:
            return
        self._is_running = True
        try:
            while self._is_wanted:
                self._is_wanted = False
                await sequence(context, self._keys)
        finally:
            self._is_running = False


async def sequence(context: JobContext, keys: LedgerKeys) -> None:
    """Append everything that waits; without a signing key, everything goes on waiting.

    Raises:
        LedgerDamaged: what is stored contradicts the last signed head; nothing is appended.
    """
    if keys.signing is None:
        logger.warning("the ledger has no signing key; custody events wait")
        return
    while await is_anything_waiting(context.database):
        async with context.database.transaction() as session:
            is_ours = await append(session, keys.signing, at=context.at)
        if not is_ours:
            return


async def is_anything_waiting(database: Database) -> bool:
    """Whether events wait for their place, whoever may be giving it to them."""
    async with database.autocommit() as connection:
        return bool((await connection.execute(select(select(CustodyPending.event_id).exists()))).scalar_one())


async def append(session: AsyncSession, key: SigningKey, *, at: datetime) -> bool:
    """Append at most :data:`BATCH` waiting events and sign the new head; false where another does that now.

    Raises:
        LedgerDamaged: see :func:`sequence`.
    """
    if not (await session.execute(select(func.pg_try_advisory_xact_lock(LOCK)))).scalar_one():
        return False
    events, hashes = await _waiting(session)
    if events:
        edge = await tree.right_edge(session, await tree.newest_head(session))
        first, nodes = edge.size, list[Node]()
        for value in hashes:
            nodes += edge.append(value)
        await _write(session, first, events, hashes, nodes)
        await heads.sign(session, key, edge, at=at)
    return True


async def _waiting(session: AsyncSession) -> tuple[list[UUID], list[bytes]]:
    """Ids and leaf hashes of the events that come next; bare rows, since objects would take most of the time."""
    event = CustodyEvent
    statement = (
        sqlalchemy.select(
            col(event.id),
            col(event.salt),
            col(event.evidence_id),
            col(event.kind),
            col(event.sha256),
            col(event.size_bytes),
            col(event.at),
            col(event.party),
        )
        .join(CustodyPending, col(CustodyPending.event_id) == col(event.id))
        .order_by(col(CustodyPending.event_id))
        .limit(BATCH)
    )
    events: list[UUID] = []
    hashes: list[bytes] = []
    for event_id, salt, evidence_id, kind, sha256, size_bytes, at, party in await session.execute(statement):
        said = leaf.Statement(evidence_id, kind, sha256, size_bytes, at, party)
        events.append(event_id)
        hashes.append(leaf.leaf_hash(leaf.commitment(salt, said.text())))
    return events, hashes


async def _write(
    session: AsyncSession, first: int, events: list[UUID], hashes: list[bytes], nodes: list[Node]
) -> None:
    """Write whole batches as arrays, one statement each, and strike the events off the waiting list."""
    indexes = list(range(first, first + len(events)))
    await session.execute(INSERT_LEAVES, {"indexes": indexes, "events": events, "hashes": hashes})
    if nodes:
        levels, places, values = map(list, zip(*nodes, strict=True))
        await session.execute(INSERT_NODES, {"levels": levels, "indexes": places, "hashes": values})
    await session.execute(delete(CustodyPending).where(col(CustodyPending.event_id).in_(events)))
