"""The stored Merkle tree: hashes by address, its right edge, its signed heads."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ARRAY, BigInteger, SmallInteger, any_, func, literal, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.evidence.custody import merkle
from app.evidence.custody.merkle import Address, Edge
from app.evidence.custody.models import LedgerHead, LedgerLeaf, LedgerNode


class LedgerDamaged(Exception):
    """What is stored does not fit together; nothing is signed until somebody has looked (``yjt audit-ledger``)."""


async def newest_head(session: AsyncSession) -> LedgerHead | None:
    """The head that was signed last."""
    statement = select(LedgerHead).order_by(col(LedgerHead.tree_size).desc()).limit(1)
    return (await session.scalars(statement)).one_or_none()


async def hashes(session: AsyncSession, addresses: Iterable[Address]) -> dict[Address, bytes]:
    """The hashes at ``addresses``, read by primary key in one query; what is missing is left out."""
    wanted = list(addresses)
    leaves = [index for level, index in wanted if level == 0]
    above = [(level, index) for level, index in wanted if level > 0]
    asked = func.unnest(
        literal([level for level, _ in above], ARRAY(SmallInteger)),
        literal([index for _, index in above], ARRAY(BigInteger)),
    ).table_valued("level", "index", name="asked")
    asked = asked.render_derived()
    at_leaves = select(literal(0, SmallInteger), LedgerLeaf.index, LedgerLeaf.leaf_hash).where(
        col(LedgerLeaf.index) == any_(literal(leaves, ARRAY(BigInteger)))
    )
    at_nodes = select(LedgerNode.level, LedgerNode.index, LedgerNode.hash).join(
        asked, (asked.c.level == LedgerNode.level) & (asked.c.index == LedgerNode.index)
    )
    rows = (await session.execute(union_all(at_leaves, at_nodes))).all()
    return {(level, index): value for level, index, value in rows}


async def proof(session: AsyncSession, path: Sequence[Sequence[Address]]) -> list[bytes]:
    """The proof that is folded from the subtrees of ``path``.

    Raises:
        LedgerDamaged: one of them is missing.
    """
    found = await hashes(session, {address for group in path for address in group})
    try:
        return merkle.proof_from(path, found)
    except KeyError as error:
        raise LedgerDamaged(f"there is no node {error}") from error


async def root_at(session: AsyncSession, size: int) -> bytes:
    """The root over the first ``size`` leaves.

    Raises:
        LedgerDamaged: see there.
    """
    [root] = await proof(session, [merkle.cover(0, size)])
    return root


async def right_edge(session: AsyncSession, head: LedgerHead | None) -> Edge:
    """What the next leaves are appended to: read anew each time, it must give exactly what was signed last.

    Raises:
        LedgerDamaged: it does not; a head signed now would contradict the one before.
    """
    if head is None:
        return Edge()
    addresses = merkle.cover(0, head.tree_size)
    roots = await proof(session, [[address] for address in addresses])
    if merkle.fold(roots) != head.root_hash:
        raise LedgerDamaged(f"the nodes under the first {head.tree_size} leaves do not give the signed root")
    return Edge(head.tree_size, roots)
