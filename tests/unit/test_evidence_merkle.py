"""The ledger's Merkle tree against the recursion of RFC 9162 as it stands there, and against known vectors."""

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.evidence.custody import merkle
from app.evidence.custody.merkle import Address, Edge

LEAVES = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
"""Data of the leaves of Certificate Transparency's well-known tests, in hexadecimal."""
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
"""Roots over the first 0, 1, … 8 of them."""
INCLUSION = (
    (0, 8, ("96a296d2", "5f083f0a", "6b47aaf2")),
    (5, 8, ("bc1a0643", "ca854ea1", "d37ee418")),
    (2, 3, ("fac54203",)),
    (1, 5, ("6e340b9c", "5f083f0a", "bc1a0643")),
)
CONSISTENCY = (
    (1, 8, ("96a296d2", "5f083f0a", "6b47aaf2")),
    (6, 8, ("0ebc5d34", "ca854ea1", "d37ee418")),
    (2, 5, ("5f083f0a", "bc1a0643")),
)
"""First and last leaf and the beginnings of the proof's hashes, from the same tests."""


def leaf(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def number(index: int) -> bytes:
    return leaf(str(index).encode())


def mth(leaves: Sequence[bytes]) -> bytes:
    """Section 2.1.1, word for word; ``leaves`` are hashes already."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = naive_split(len(leaves))
    return hashlib.sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def naive_split(n: int) -> int:
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def naive_path(m: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PATH of section 2.1.3.1."""
    if len(leaves) == 1:
        return []
    k = naive_split(len(leaves))
    if m < k:
        return [*naive_path(m, leaves[:k]), mth(leaves[k:])]
    return [*naive_path(m - k, leaves[k:]), mth(leaves[:k])]


def naive_subproof(m: int, leaves: Sequence[bytes], is_known: bool) -> list[bytes]:
    """SUBPROOF of section 2.1.4.1."""
    if m == len(leaves):
        return [] if is_known else [mth(leaves)]
    k = naive_split(len(leaves))
    if m <= k:
        return [*naive_subproof(m, leaves[:k], is_known), mth(leaves[k:])]
    return [*naive_subproof(m - k, leaves[k:], False), mth(leaves[:k])]


class Stored:
    """A tree as the database keeps it: complete subtrees by address, and nothing else."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self.leaves = leaves
        self.nodes: dict[Address, bytes] = {}
        edge = Edge()
        for index, value in enumerate(leaves):
            self.nodes[0, index] = value
            for level, place, node in edge.append(value):
                assert (level, place) not in self.nodes, "a node is never rewritten"
                self.nodes[level, place] = node

    def inclusion(self, index: int, size: int) -> list[bytes]:
        return merkle.proof_from(merkle.inclusion_nodes(index, size), self.nodes)

    def consistency(self, first: int, second: int) -> list[bytes]:
        return merkle.proof_from(merkle.consistency_nodes(first, second), self.nodes)

    def root(self, size: int) -> bytes:
        [root] = merkle.proof_from([merkle.cover(0, size)], self.nodes)
        return root


KNOWN = Stored([leaf(bytes.fromhex(data)) for data in LEAVES])
BIG = Stored([number(index) for index in range(600)])


@pytest.mark.parametrize("size", range(9))
def test_roots_are_the_known_ones(size: int) -> None:
    assert merkle.root_of(KNOWN.leaves[:size]).hex() == ROOTS[size]
    assert KNOWN.root(size).hex() == ROOTS[size]


@pytest.mark.parametrize(("index", "size", "expected"), INCLUSION)
def test_audit_paths_are_the_known_ones(index: int, size: int, expected: tuple[str, ...]) -> None:
    assert tuple(each.hex()[:8] for each in KNOWN.inclusion(index, size)) == expected


@pytest.mark.parametrize(("first", "second", "expected"), CONSISTENCY)
def test_consistency_proofs_are_the_known_ones(first: int, second: int, expected: tuple[str, ...]) -> None:
    assert tuple(each.hex()[:8] for each in KNOWN.consistency(first, second)) == expected


def test_every_proof_of_every_small_tree_is_the_naive_one_and_verifies() -> None:
    roots = [mth(BIG.leaves[:size]) for size in range(34)]
    for size in range(1, 34):
        leaves = BIG.leaves[:size]
        assert BIG.root(size) == merkle.root_of(leaves) == roots[size]
        for index in range(size):
            path = BIG.inclusion(index, size)
            assert path == naive_path(index, leaves)
            assert merkle.verify_inclusion(leaves[index], index, size, path, roots[size])
        for first in range(1, size):
            proof = BIG.consistency(first, size)
            assert proof == naive_subproof(first, leaves, True)
            assert merkle.verify_consistency(first, roots[first], size, roots[size], proof)


places = st.integers(1, 600).flatmap(lambda size: st.tuples(st.integers(0, size - 1), st.just(size)))


@given(places)
@settings(deadline=None, max_examples=60)
def test_proofs_of_any_tree_agree_with_the_naive_recomputation(place: tuple[int, int]) -> None:
    index, size = place
    leaves = BIG.leaves[:size]
    root = mth(leaves)
    path = BIG.inclusion(index, size)
    assert BIG.root(size) == root
    assert path == naive_path(index, leaves)
    assert merkle.verify_inclusion(leaves[index], index, size, path, root)
    first = index + 1
    proof = BIG.consistency(first, size)
    assert proof == ([] if first == size else naive_subproof(first, leaves, True))
    assert merkle.verify_consistency(first, mth(leaves[:first]), size, root, proof)


def flipped(value: bytes, bit: int) -> bytes:
    changed = bytearray(value)
    changed[bit // 8] ^= 1 << (bit % 8)
    return bytes(changed)


@given(places, st.data())
@settings(deadline=None, max_examples=120)
def test_every_mutated_inclusion_proof_is_refused(place: tuple[int, int], data: st.DataObject) -> None:
    index, size = place
    leaf_hash, root, path = BIG.leaves[index], BIG.root(size), BIG.inclusion(index, size)
    bit = data.draw(st.integers(0, 255))
    other = data.draw(st.integers(0, 700).filter(lambda value: value != index))
    assert not merkle.verify_inclusion(flipped(leaf_hash, bit), index, size, path, root)
    assert not merkle.verify_inclusion(leaf_hash, index, size, path, flipped(root, bit))
    assert not merkle.verify_inclusion(leaf_hash, other, size, path, root)
    assert not merkle.verify_inclusion(leaf_hash, index, size, [*path, root], root)
    assert not merkle.verify_inclusion(leaf_hash[:-1], index, size, path, root)
    if path:
        step = data.draw(st.integers(0, len(path) - 1))
        bent = [flipped(each, bit) if place == step else each for place, each in enumerate(path)]
        assert not merkle.verify_inclusion(leaf_hash, index, size, bent, root)
        assert not merkle.verify_inclusion(leaf_hash, index, size, path[:step] + path[step + 1 :], root)
        assert not merkle.verify_inclusion(leaf_hash, index, size, [each[:31] for each in path], root)


@given(places, st.data())
@settings(deadline=None, max_examples=120)
def test_every_mutated_consistency_proof_is_refused(place: tuple[int, int], data: st.DataObject) -> None:
    first, second = place[0] + 1, place[1]
    old, new, proof = BIG.root(first), BIG.root(second), BIG.consistency(first, second)
    bit = data.draw(st.integers(0, 255))
    assert not merkle.verify_consistency(first, flipped(old, bit), second, new, proof)
    assert not merkle.verify_consistency(first, old, second, flipped(new, bit), proof)
    assert not merkle.verify_consistency(first, old, second, new, [*proof, new])
    if proof:
        step = data.draw(st.integers(0, len(proof) - 1))
        bent = [flipped(each, bit) if place == step else each for place, each in enumerate(proof)]
        assert not merkle.verify_consistency(first, old, second, new, bent)
        assert not merkle.verify_consistency(first, old, second, new, proof[:step] + proof[step + 1 :])
        assert not merkle.verify_consistency(first, old, first, new, proof)
        assert not merkle.verify_consistency(second, old, second, new, proof)


@given(places, st.integers(0, 599))
@settings(deadline=None, max_examples=60)
def test_a_history_that_was_rewritten_is_not_consistent(place: tuple[int, int], changed: int) -> None:
    first, second = place[0] + 1, place[1]
    rewritten = Stored([number(-1) if index == changed else each for index, each in enumerate(BIG.leaves)])
    is_same = changed >= second
    proof = rewritten.consistency(first, second)
    told = merkle.verify_consistency(first, BIG.root(first), second, rewritten.root(second), proof)
    assert told == (is_same or changed >= first)


@pytest.mark.parametrize(
    ("index", "size"),
    [(0, 0), (-1, 1), (1, 1), (5, 4), (2**70, 2**70), (-1, -1)],
)
def test_places_that_are_not_there_are_refused_without_an_error(index: int, size: int) -> None:
    assert not merkle.verify_inclusion(number(0), index, size, [], number(0))
    with pytest.raises(ValueError, match="no such leaf"):
        merkle.inclusion_nodes(index, size)


def test_trivial_consistency() -> None:
    root = number(0)
    assert merkle.verify_consistency(0, merkle.EMPTY_ROOT, 5, root, [])
    assert not merkle.verify_consistency(0, root, 5, root, [])
    assert not merkle.verify_consistency(0, merkle.EMPTY_ROOT, 5, root, [root])
    assert merkle.verify_consistency(5, root, 5, root, [])
    assert not merkle.verify_consistency(5, root, 5, root, [root])
    assert not merkle.verify_consistency(4, root, 5, root, [])
    assert not merkle.verify_consistency(5, root, 4, root, [root])
    assert not merkle.verify_consistency(-1, root, 4, root, [root])
    with pytest.raises(ValueError, match="smaller"):
        merkle.consistency_nodes(5, 4)


@pytest.mark.parametrize("size", [10**4, 10**6, 10**7, 2**40 + 1])
def test_a_proof_needs_logarithmically_many_nodes(size: int) -> None:
    for index in (0, size // 3, size - 1):
        addresses = [each for group in merkle.inclusion_nodes(index, size) for each in group]
        assert len(addresses) <= 2 * size.bit_length()
    for first in (1, size // 3, size - 1):
        addresses = [each for group in merkle.consistency_nodes(first, size) for each in group]
        assert len(addresses) <= 2 * size.bit_length() + 1
