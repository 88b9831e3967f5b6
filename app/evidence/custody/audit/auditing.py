"""One audit from beginning to end, in steps; an interrupted one takes up where its state says."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from sqlalchemy import text

from app.evidence.custody.audit.anchor import audit_anchor
from app.evidence.custody.audit.head_copies import audit_head_copies
from app.evidence.custody.audit.leaves import audit_leaves
from app.evidence.custody.audit.objects import audit_objects, count_files
from app.evidence.custody.audit.rows import audit_cosignatures, audit_rows, audit_stamps
from app.evidence.custody.audit.state import State
from app.evidence.custody.checkpoint import Checkpoint
from app.evidence.storage.objects import ObjectStore
from app.kernel.database import Database

EXTENT = text(
    "SELECT (SELECT coalesce(max(tree_size), 0) FROM ledger_head) AS signed, "
    "(SELECT coalesce(max(index) + 1, 0) FROM ledger_leaf) AS leaves"
)


SAVED_EVERY_S = 1.0
"""Seconds of reading objects that an interruption may cost."""


class Step(StrEnum):
    """What an audit does, in this order."""

    LEAVES = "leaves"
    ROWS = "rows"
    HEADS = "heads"
    OBJECTS = "objects"


Progress = Callable[[Step, int, int], None]
"""Told after each piece of work: the step, how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """What is audited, and by what it is verified.

    Attributes:
        keys: of the log, present and former.
        roots: certificates (PEM) of the authority of timestamps, where settings name one.
    """

    database: Database
    store: ObjectStore
    origin: str
    keys: Sequence[str]
    roots: str | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What this audit looks at, beyond the ledger itself."""

    file: Path
    anchor: Checkpoint | None = None
    skips_objects: bool = False


async def begin(ledger: Ledger) -> State:
    """A new audit of the ledger as it is now: leaves and heads are counted in one snapshot."""
    async with ledger.database.autocommit() as connection:
        extent = (await connection.execute(EXTENT)).one()
    return State(ledger.origin, next(iter(ledger.keys), ""), max(extent.signed, extent.leaves), extent.signed)


async def run(ledger: Ledger, state: State, wanted: Wanted, progress: Progress, *, at: datetime) -> None:
    """Do what ``state`` says is not done yet; it is saved after each piece, and holds what was found.

    Raises:
        StorageUnavailable: storage is away; run again to go on.
    """
    await _leaves(ledger, state, wanted, progress)
    if Step.ROWS not in state.done:
        await audit_rows(ledger.database, state, at=at)
        await audit_stamps(ledger.database, state, ledger.roots)
        await audit_cosignatures(ledger.database, state)
        _finish(state, wanted, Step.ROWS, progress)
    if wanted.anchor is not None:  # whether or not the interrupted audit was given one
        async with ledger.database.session() as session:
            await audit_anchor(session, state, wanted.anchor)
    if Step.HEADS not in state.done:

        def saved(state: State) -> None:
            state.save(wanted.file)
            progress(Step.HEADS, state.head_size, state.signed)

        await audit_head_copies(ledger.database, ledger.store, state, ledger.keys, saved)
        _finish(state, wanted, Step.HEADS, progress)
    if not wanted.skips_objects:
        await _objects(ledger, state, wanted, progress, at)


async def _leaves(ledger: Ledger, state: State, wanted: Wanted, progress: Progress) -> None:
    def saved(state: State) -> None:
        state.save(wanted.file)
        progress(Step.LEAVES, state.tree.size, state.size)

    await audit_leaves(ledger.database, state, ledger.keys, saved)
    progress(Step.LEAVES, state.tree.size, state.size)


async def _objects(ledger: Ledger, state: State, wanted: Wanted, progress: Progress, at: datetime) -> None:
    total = await count_files(ledger.database)
    progress(Step.OBJECTS, state.read, total)

    saved_at = time.monotonic()

    def saved(state: State) -> None:
        nonlocal saved_at
        if time.monotonic() - saved_at >= SAVED_EVERY_S:
            state.save(wanted.file)
            saved_at = time.monotonic()
        progress(Step.OBJECTS, state.read, max(total, state.read))

    await audit_objects(ledger.database, ledger.store, state, saved, at=at)


def _finish(state: State, wanted: Wanted, step: Step, progress: Progress) -> None:
    state.done.append(step)
    state.save(wanted.file)
    progress(step, 1, 1)
