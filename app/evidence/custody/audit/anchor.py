"""A head that somebody kept: an old checkpoint, or the one in an old receipt. Today's ledger must continue it."""

import json
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from app.evidence.custody import tree
from app.evidence.custody.audit.findings import Kind
from app.evidence.custody.audit.state import State
from app.evidence.custody.checkpoint import BadCheckpoint, Checkpoint, verify


class AnchorUnusable(Exception):
    """The file holds no head that this ledger signed; the message says why."""


def read_anchor(content: str, keys: Sequence[str]) -> Checkpoint:
    """The head in a checkpoint or in a receipt (JSON).

    Raises:
        AnchorUnusable: see there.
    """
    note = content
    if content.lstrip().startswith("{"):
        try:
            note = json.loads(content)["checkpoint"]
        except (ValueError, KeyError, TypeError) as error:
            raise AnchorUnusable("the receipt holds no checkpoint") from error
    try:
        return verify(str(note), keys)
    except BadCheckpoint as error:
        raise AnchorUnusable(str(error)) from error


async def audit_anchor(session: AsyncSession, state: State, anchor: Checkpoint) -> None:
    """Compare with the root of today's tree at the anchor's size, from nodes that were audited before.

    What an interrupted audit said of its anchor is said anew.
    """
    state.findings = [each for each in state.findings if each.kind not in (Kind.ANCHOR_AHEAD, Kind.ANCHOR_DIFFERS)]
    if anchor.tree_size > state.signed:
        state.found(Kind.ANCHOR_AHEAD, tree_size=anchor.tree_size)
        return
    try:
        is_same = await tree.root_at(session, anchor.tree_size) == anchor.root_hash
    except tree.LedgerDamaged:
        is_same = False
    if not is_same:
        state.found(Kind.ANCHOR_DIFFERS, tree_size=anchor.tree_size)
