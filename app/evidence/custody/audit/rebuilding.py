"""Computing the Merkle tree anew from its leaves, beside the nodes that were stored when they were appended. Pure.

Of two things that contradict each other one was changed, and each is reported once. So a value that is in doubt is
carried upwards as candidates: what was computed, and what was stored; whichever fits the next stored node was the
true one, and the doubt ends there instead of spreading to the root.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice, product

from app.evidence.custody.merkle import Address, fold, node_hash

Candidates = tuple[bytes, ...]
"""What a hash may be, the likeliest first; empty where it cannot be known."""
MOST_ROOTS = 256


@dataclass(frozen=True, slots=True)
class Doubt:
    """A stored node that is missing, or that is not what its leaves give."""

    address: Address
    is_missing: bool = False
    is_swap: bool = False


@dataclass(slots=True)
class Rebuilding:
    """The tree over the leaves so far, as its complete subtrees from left to right."""

    size: int = 0
    pending: list[Candidates] = field(default_factory=list[Candidates])

    def append(self, leaf: Candidates, stored: Mapping[Address, bytes]) -> list[Doubt]:
        """Append a leaf; ``stored`` holds the nodes that it completes."""
        doubts: list[Doubt] = []
        level, index, here = 0, self.size, leaf
        while index & 1:
            left = self.pending.pop()
            level, index = level + 1, index >> 1
            computed = tuple(node_hash(a, b) for a in left for b in here)
            recorded = stored.get((level, index))
            if recorded is None:
                doubts.append(Doubt((level, index), is_missing=True))
                here = computed[:1]
            elif recorded in computed or not computed:
                here = (recorded,)
            else:
                is_swap = level == 1 and any(node_hash(b, a) == recorded for a in left for b in here)
                doubts.append(Doubt((level, index), is_swap=is_swap))
                here = (computed[0], recorded)
        self.pending.append(here)
        self.size += 1
        return doubts

    def gives(self, root: bytes) -> bool:
        """Whether the leaves so far give ``root``; true where that cannot be known: what lacks is reported."""
        possible = islice(product(*self.pending), MOST_ROOTS)
        return not all(self.pending) or any(fold(roots) == root for roots in possible)
