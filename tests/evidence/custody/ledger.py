"""Events without uploads, and everything that must hold of a ledger whatever happened."""

from typing import Any
from uuid import UUID

from app.evidence.custody import merkle
from app.evidence.custody.checkpoint import verify
from app.evidence.custody.leaf import Statement, commitment, leaf_hash
from app.evidence.custody.models import CustodyEvent
from app.evidence.custody.recording import record
from app.evidence.custody.sequencing import sequence
from app.evidence.enums import CustodyEventKind
from app.evidence.models import Evidence
from app.kernel.bus import JobContext
from tests.evidence.cases import Case
from tests.evidence.custody.outside import context, rows
from tests.evidence.uploading import WAGES
from tests.support.stack import Stack


async def file_of(case: Case) -> str:
    """A file that nothing has happened to yet."""
    return (await case.declare(WAGES))["evidence"]["id"]


async def happen(stack: Stack, evidence_id: str, times: int = 1) -> list[UUID]:
    """Let something happen to a file, with nobody sequencing it yet; returns the events."""
    async with stack.services.database.transaction() as session:
        item = await session.get_one(Evidence, UUID(evidence_id))
        kind, at = CustodyEventKind.EXPORTED, stack.clock.now()
        return [(await record(session, item, kind, at=at)).id for _ in range(times)]


async def sequence_now(stack: Stack, job: JobContext | None = None) -> None:
    """What the job does, in this task."""
    await sequence(job or context(stack), stack.services.ledger_keys)


async def leaves_of(stack: Stack) -> list[Any]:
    """Index, event and hash of every leaf."""
    return await rows(stack, "SELECT index, event_id, leaf_hash FROM ledger_leaf ORDER BY index")


def leaf_hash_of(event: CustodyEvent) -> bytes:
    """The hash of the event's leaf, computed anew from what is stored."""
    said = Statement(event.evidence_id, event.kind, event.sha256, event.size_bytes, event.at, event.party)
    return leaf_hash(commitment(event.salt, said.text()))


async def check(stack: Stack, events: int | None = None) -> int:
    """Every event is either a leaf, once, or waits; the nodes are those of the leaves; every head is right.

    Returns the number of leaves; ``events`` is how many there must be.
    """
    leaves = await leaves_of(stack)
    hashes = [value for _, _, value in leaves]
    assert [index for index, _, _ in leaves] == list(range(len(leaves)))
    await _each_event_once(stack, leaves)
    await _complete_subtrees(stack, hashes)
    heads = await rows(stack, "SELECT tree_size, root_hash, checkpoint FROM ledger_head ORDER BY 1")
    for size, root, note in heads:
        head = verify(note, stack.services.ledger_keys.log)
        assert (head.tree_size, head.root_hash) == (size, root)
        assert root == merkle.root_of(hashes[:size])
    assert [size for size, _, _ in heads][-1:] == [len(leaves)][: len(heads)]
    assert events is None or len(leaves) == events
    return len(leaves)


async def _each_event_once(stack: Stack, leaves: list[Any]) -> None:
    waiting = {each for (each,) in await rows(stack, "SELECT event_id FROM custody_pending")}
    placed = [event for _, event, _ in leaves]
    known = {each for (each,) in await rows(stack, "SELECT id FROM custody_event")}
    assert len(set(placed)) == len(placed)
    assert not waiting & set(placed)
    assert waiting | set(placed) == known
    async with stack.services.database.session() as session:
        for _, event_id, value in leaves:
            assert leaf_hash_of(await session.get_one(CustodyEvent, event_id)) == value


async def _complete_subtrees(stack: Stack, hashes: list[bytes]) -> None:
    edge = merkle.Edge()
    expected = {(level, place, node) for value in hashes for level, place, node in edge.append(value)}
    assert {tuple(row) for row in await rows(stack, "SELECT level, index, hash FROM ledger_node")} == expected
