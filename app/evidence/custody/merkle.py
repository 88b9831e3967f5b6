"""The Merkle tree of the custody ledger, and its proofs, after RFC 9162, section 2.1.

Only complete subtrees are stored: the node ``(level, index)`` is the root over the leaves ``[index·2^level,
(index+1)·2^level)``, and it never changes once it is there. Every other root, that of a whole tree or of the
ragged right edge within a proof, is folded from at most log₂(n) of those. So a proof is first a list of
addresses, one group for each hash of the proof, which are read together by primary key; then the hashes.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()
"""Root of the tree without leaves."""

Address = tuple[int, int]
"""Level (0 is the leaves) and index of a complete subtree."""
Node = tuple[int, int, bytes]
"""Level, index and hash of a complete subtree."""


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of the node above ``left`` and ``right``."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def fold(roots: Sequence[bytes]) -> bytes:
    """The root over complete subtrees that stand side by side, the largest first (as :func:`cover` lists them)."""
    if not roots:
        return EMPTY_ROOT
    *left, root = roots
    for sibling in reversed(left):
        root = node_hash(sibling, root)
    return root


def root_of(leaf_hashes: Iterable[bytes]) -> bytes:
    """Root over all leaves, given their hashes."""
    edge = Edge()
    for leaf in leaf_hashes:
        edge.append(leaf)
    return edge.root()


@dataclass(slots=True)
class Edge:
    """The right edge of a growing tree: all that is needed to append.

    Attributes:
        size: leaves so far.
        roots: hashes of ``cover(0, size)``.
    """

    size: int = 0
    roots: list[bytes] = field(default_factory=list[bytes])

    def append(self, leaf: bytes) -> list[Node]:
        """Append a leaf's hash; returns the subtrees above the leaves that it completes, lowest first."""
        completed: list[Node] = []
        level, index, node = 0, self.size, leaf
        while index & 1:
            node = node_hash(self.roots.pop(), node)
            level, index = level + 1, index >> 1
            completed.append((level, index, node))
        self.roots.append(node)
        self.size += 1
        return completed

    def root(self) -> bytes:
        """Root of the tree as it is now."""
        return fold(self.roots)


def cover(begin: int, end: int) -> list[Address]:
    """Complete subtrees that make up the leaves ``[begin, end)``, the largest first.

    ``begin`` is a multiple of the least power of two that is not less than ``end - begin``, as it is of every
    range that RFC 9162 hashes.
    """
    found: list[Address] = []
    while begin < end:
        level = (end - begin).bit_length() - 1
        found.append((level, begin >> level))
        begin += 1 << level
    return found


def inclusion_nodes(index: int, size: int) -> list[list[Address]]:
    """What the audit path of leaf ``index`` in a tree of ``size`` leaves is folded from (section 2.1.3.1).

    Raises:
        ValueError: there is no such leaf.
    """
    if not 0 <= index < size:
        raise ValueError("no such leaf")
    path: list[list[Address]] = []
    begin, end = 0, size
    while end - begin > 1:
        middle = begin + _split(end - begin)
        if index < middle:
            path.append(cover(middle, end))
            end = middle
        else:
            path.append(cover(begin, middle))
            begin = middle
    return path[::-1]


def consistency_nodes(first: int, second: int) -> list[list[Address]]:
    """What the proof that ``second`` leaves begin with the ``first`` is folded from (section 2.1.4.1).

    Empty for an empty or the same tree: there is nothing to prove.

    Raises:
        ValueError: ``first`` is greater than ``second``, or negative.
    """
    if not 0 <= first <= second:
        raise ValueError("the second tree is the smaller one")
    if first in (0, second):
        return []
    path: list[list[Address]] = []
    begin, end = 0, second
    while end != first:
        middle = begin + _split(end - begin)
        if first <= middle:
            path.append(cover(middle, end))
            end = middle
        else:
            path.append(cover(begin, middle))
            begin = middle
    if begin > 0:
        path.append(cover(begin, end))
    return path[::-1]


def proof_from(path: Sequence[Sequence[Address]], hashes: Mapping[Address, bytes]) -> list[bytes]:
    """The proof itself, once the hashes at the addresses of ``path`` were read.

    Raises:
        KeyError: a hash is not there.
    """
    return [fold([hashes[address] for address in group]) for group in path]


def verify_inclusion(leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether ``proof`` shows the leaf at ``index`` in the tree of ``size`` leaves (section 2.1.3.2)."""
    if not 0 <= index < size or _malformed([leaf_hash, root, *proof]):
        return False
    place, last, hashed = index, size - 1, leaf_hash
    for sibling in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            hashed = node_hash(sibling, hashed)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            hashed = node_hash(hashed, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and hashed == root


def verify_consistency(
    first: int, first_root: bytes, second: int, second_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether ``proof`` shows that the tree of ``second`` leaves begins with that of ``first`` (section 2.1.4.2).

    The RFC leaves out two trivial cases: a tree is consistent with itself, and every tree with the empty one; both
    have an empty proof.
    """
    if not 0 <= first <= second or _malformed([first_root, second_root, *proof]):
        return False
    if first == second:
        return not proof and first_root == second_root
    if first == 0:
        return not proof and first_root == EMPTY_ROOT
    path = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    place, last = first - 1, second - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    if not proof:
        return False
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root


def _split(leaves: int) -> int:
    """The greatest power of two that is less than ``leaves``, which are two or more."""
    return 1 << ((leaves - 1).bit_length() - 1)


def _malformed(hashes: Iterable[bytes]) -> bool:
    return any(len(value) != HASH_BYTES for value in hashes)
