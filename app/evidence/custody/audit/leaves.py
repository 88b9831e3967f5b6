"""Leaves against their events, nodes against leaves, signed heads against roots; in ranges, to bound memory."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from app.evidence.custody import leaf
from app.evidence.custody.audit.findings import Kind, Place
from app.evidence.custody.audit.rebuilding import Candidates, Doubt
from app.evidence.custody.audit.state import State
from app.evidence.custody.checkpoint import BadCheckpoint, verify
from app.evidence.custody.merkle import Address
from app.kernel.database import Database

RANGE = 4096
LEVELS = 63
LEAVES = text(
    "SELECT l.index AS place, l.leaf_hash, l.event_id, e.id AS found, e.evidence_id, e.kind, e.sha256, "
    "e.size_bytes, e.at, e.salt, e.party_id, e.party_salt, e.party, "
    "v.id AS item, v.sha256 AS item_sha256, v.size_bytes AS item_size "
    "FROM ledger_leaf l LEFT JOIN custody_event e ON e.id = l.event_id "
    "LEFT JOIN evidence v ON v.id = e.evidence_id "
    "WHERE l.index >= :begin AND l.index < :end ORDER BY l.index"
)
NODES = text(
    "SELECT n.level, n.index AS place, n.hash FROM unnest(CAST(:levels AS smallint[]), CAST(:begins AS bigint[]), "
    "CAST(:ends AS bigint[])) AS asked (level, first, beyond) JOIN ledger_node n "
    "ON n.level = asked.level AND n.index >= asked.first AND n.index < asked.beyond"
)
HEADS = text(
    "SELECT tree_size, root_hash, checkpoint FROM ledger_head WHERE tree_size > :begin AND tree_size <= :end"
)


async def audit_leaves(
    database: Database, state: State, keys: Sequence[str], saved: Callable[[State], None]
) -> None:
    """Read every leaf, node and head up to ``state.size``; ``saved`` is called after each range."""
    while state.tree.size < state.size:
        begin = state.tree.size
        end = min(begin + RANGE - begin % RANGE, state.size)
        async with database.autocommit() as connection:
            leaves = (await connection.execute(LEAVES, {"begin": begin, "end": end})).all()
            nodes = (await connection.execute(NODES, _completed(begin, end))).all()
            heads = (await connection.execute(HEADS, {"begin": begin, "end": end})).all()
        stored = {(node.level, node.place): node.hash for node in nodes}
        missing = _walk(state, _Range(end, leaves, stored, {head.tree_size: head for head in heads}), keys)
        for first, last in _runs([index for index in missing if index < state.signed]):
            state.found(Kind.LEAF_MISSING, leaf_index=first, last_index=last)
        saved(state)


def _completed(begin: int, end: int) -> dict[str, list[int]]:
    """Which nodes the leaves ``[begin, end)`` complete, as ranges of indexes by level."""
    levels = [level for level in range(1, LEVELS) if end >> level > begin >> level]
    return {
        "levels": levels,
        "begins": [begin >> level for level in levels],
        "ends": [end >> level for level in levels],
    }


@dataclass(frozen=True, slots=True)
class _Range:
    """What was read of the leaves up to ``end``; heads by their size."""

    end: int
    leaves: Sequence[Any]
    nodes: dict[Address, bytes]
    heads: dict[int, Any]


def _walk(state: State, rows: _Range, keys: Sequence[str]) -> list[int]:
    """Append the range to the tree; returns the indexes that have no leaf."""
    by_index = {row.place: row for row in rows.leaves}
    missing: list[int] = []
    for index in range(state.tree.size, rows.end):
        row = by_index.get(index)
        if row is None:
            missing.append(index)
        elif index >= state.signed:
            state.found(Kind.LEAF_UNSIGNED, leaf_index=index, event_id=str(row.event_id))
        for doubt in state.tree.append(_candidates(state, row), rows.nodes):
            _doubtful(state, doubt)
        if head := rows.heads.get(index + 1):
            check_head(state, head, keys)
    return missing


def _candidates(state: State, row: Any) -> Candidates:
    """What the leaf's hash may be; events and evidence are compared on the way."""
    if row is None:
        return ()
    where: dict[str, Place] = {"leaf_index": row.place, "event_id": str(row.event_id)}
    if row.found is None:
        state.found(Kind.EVENT_MISSING, "", **where)
        return (row.leaf_hash,)
    where["evidence_id"] = str(row.evidence_id)
    if row.item is None:
        state.found(Kind.EVIDENCE_MISSING, "", **where)
    elif (row.item_sha256, row.item_size) != (row.sha256, row.size_bytes):
        state.found(Kind.EVIDENCE_DIFFERS, "", **where)
    if row.party_id is not None and row.party != leaf.party_commitment(row.party_salt or b"", row.party_id):
        state.found(Kind.EVENT_PARTY, "", **where)
    said = leaf.Statement(row.evidence_id, row.kind, row.sha256, row.size_bytes, row.at, row.party)
    try:
        computed = leaf.leaf_hash(leaf.commitment(row.salt, said.text()))
    except ValueError:  # a salt or text that never was one
        computed = None
    if computed == row.leaf_hash:
        return (row.leaf_hash,)
    state.found(Kind.LEAF_DIFFERS, "", **where)
    return (row.leaf_hash, computed) if computed else (row.leaf_hash,)


def _doubtful(state: State, doubt: Doubt) -> None:
    level, index = doubt.address
    span: dict[str, Place] = {"leaf_index": index << level, "last_index": ((index + 1) << level) - 1}
    if doubt.is_swap:
        state.found(Kind.LEAVES_SWAPPED, "", **span)
    else:
        kind = Kind.NODE_MISSING if doubt.is_missing else Kind.NODE_DIFFERS
        state.found(kind, "", level=level, index=index, **span)


def check_head(state: State, row: Any, keys: Sequence[str]) -> None:
    """A head's signature, its columns, and its root against the leaves that were just read."""
    try:
        head = verify(row.checkpoint, keys)
    except BadCheckpoint as error:
        state.found(Kind.HEAD_FORGED, str(error), tree_size=row.tree_size)
        return
    if (head.tree_size, head.root_hash) != (row.tree_size, row.root_hash):
        state.found(Kind.HEAD_EDITED, tree_size=row.tree_size, signed_size=head.tree_size)
    if head.tree_size == state.tree.size and not state.tree.gives(head.root_hash):
        state.found(Kind.HEAD_ROOT, tree_size=row.tree_size)


def _runs(indexes: Sequence[int]) -> list[tuple[int, int]]:
    """First and last of each run of consecutive numbers."""
    runs: list[tuple[int, int]] = []
    for index in indexes:
        if runs and runs[-1][1] == index - 1:
            runs[-1] = (runs[-1][0], index)
        else:
            runs.append((index, index))
    return runs
