"""What the ledger answers: that a leaf is in it, that it only ever grew, its heads, and the history of a file."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy
from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.evidence.custody import merkle, tree
from app.evidence.custody.errors import HeadUnknown, LedgerEmpty, LedgerShorter
from app.evidence.custody.models import CustodyEvent, LedgerCosignature, LedgerHead, LedgerLeaf
from app.kernel.errors import FieldError, Invalid
from app.kernel.paging import Key, PageRequest, keyset


@dataclass(frozen=True, slots=True)
class Inclusion:
    """That one leaf is in a tree; ``proof`` is the audit path, bottom up."""

    leaf_index: int
    leaf_hash: bytes
    tree_size: int
    root_hash: bytes
    proof: list[bytes]


@dataclass(frozen=True, slots=True)
class Consistency:
    """That one tree begins with all leaves of another."""

    first: int
    first_root_hash: bytes
    second: int
    second_root_hash: bytes
    proof: list[bytes]


@dataclass(frozen=True, slots=True)
class Kept:
    """An event of a file's history, and its place in the ledger; none while it waits for one."""

    event: CustodyEvent
    leaf_index: int | None


async def inclusion(session: AsyncSession, index: int, size: int | None) -> Inclusion:
    """That the leaf is in the tree of ``size`` leaves, by default the newest that was signed.

    Raises:
        LedgerEmpty, LedgerShorter: see there.
        Invalid: the tree ends before the leaf.
    """
    newest = await _size(session)
    size = newest if size is None else size
    if max(size, index + 1) > newest:
        raise LedgerShorter(tree_size=newest)
    if index >= size:
        raise Invalid(fields=[FieldError("index", "less_than_tree_size", "序号从 0 算起，要小于条数")])
    path = merkle.inclusion_nodes(index, size)
    *proof, leaf, root = await tree.proof(session, [*path, [(0, index)], merkle.cover(0, size)])
    return Inclusion(index, leaf, size, root, proof)


async def consistency(session: AsyncSession, first: int, second: int | None) -> Consistency:
    """That the tree of ``second`` leaves, by default the newest that was signed, begins with ``first`` of them.

    Raises:
        LedgerEmpty, LedgerShorter: see there.
        Invalid: the second tree is the smaller one.
    """
    newest = await _size(session)
    second = newest if second is None else second
    if max(first, second) > newest:
        raise LedgerShorter(tree_size=newest)
    if first > second:
        raise Invalid(fields=[FieldError("first", "at_most_second", "前一个条数不能比后一个大")])
    path = merkle.consistency_nodes(first, second)
    *proof, before, after = await tree.proof(session, [*path, merkle.cover(0, first), merkle.cover(0, second)])
    return Consistency(first, before, second, after, proof)


async def note_of(session: AsyncSession, tree_size: int | None) -> str:
    """The signed note of a head, by default the newest, with the lines of its witnesses.

    Raises:
        LedgerEmpty, HeadUnknown: see there.
    """
    if tree_size is None:
        head = await tree.newest_head(session)
        if head is None:
            raise LedgerEmpty()
    else:
        head = await session.get(LedgerHead, tree_size)
        if head is None:
            raise HeadUnknown()
    return head.checkpoint + "".join(await _witness_lines(session, head.tree_size))


async def history_of(session: AsyncSession, evidence_id: UUID) -> list[Kept]:
    """Everything that happened to a file, in order."""
    statement = _history(evidence_id).order_by(col(CustodyEvent.at), col(CustodyEvent.id))
    return [Kept(event, index) for event, index in (await session.execute(statement)).all()]


async def history_page(session: AsyncSession, evidence_id: UUID, page: PageRequest) -> list[Kept]:
    """The same, newest first, by pages; one row more than asked for tells that there is another."""
    statement = keyset(_history(evidence_id), page, col(CustodyEvent.at), col(CustodyEvent.id))
    return [Kept(event, index) for event, index in (await session.execute(statement)).all()]


def key_of(kept: Kept) -> Key:
    """What pages of a history are cut by."""
    return (kept.event.at, kept.event.id)


async def _witness_lines(session: AsyncSession, tree_size: int) -> list[str]:
    """The lines of witnesses under a head, each with its line feed."""
    statement = (
        select(LedgerCosignature.line)
        .where(col(LedgerCosignature.tree_size) == tree_size)
        .order_by(col(LedgerCosignature.witness))
    )
    return [line.rstrip("\n") + "\n" for line in (await session.scalars(statement)).all()]


async def _size(session: AsyncSession) -> int:
    head = await tree.newest_head(session)
    if head is None:
        raise LedgerEmpty()
    return head.tree_size


def _history(evidence_id: UUID) -> Select[CustodyEvent, Any]:
    return (
        sqlalchemy.select(CustodyEvent, col(LedgerLeaf.index))
        .outerjoin(LedgerLeaf, col(LedgerLeaf.event_id) == col(CustodyEvent.id))
        .where(col(CustodyEvent.evidence_id) == evidence_id)
    )
