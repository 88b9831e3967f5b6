"""How a file is cut into parts, and what the parts that arrived amount to. No storage, no database.

S3 takes up to 10,000 parts, each of at least 5 MiB but the last. Parts may arrive in any order, and again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

MOST_PARTS = 10_000
MIB = 1024 * 1024


class Arrived(Protocol):
    """A part as storage lists it."""

    @property
    def number(self) -> int:
        """Its place in the file, from 1."""
        ...

    @property
    def size_bytes(self) -> int:
        """How much of it there is."""
        ...

    @property
    def stored_at(self) -> datetime:
        """When it arrived."""
        ...


P = TypeVar("P", bound=Arrived)


@dataclass(frozen=True, slots=True)
class Plan:
    """A file of ``size_bytes`` in parts of ``part_bytes``, numbered from 1; the last may be smaller."""

    size_bytes: int
    part_bytes: int

    @classmethod
    def of(cls, size_bytes: int, least_part_bytes: int) -> "Plan":
        """A plan with parts no smaller than wanted, and as large (in whole MiB) as storage's most parts demand."""
        needed = -(-size_bytes // MOST_PARTS)
        in_whole_mib = -(-needed // MIB) * MIB
        return cls(size_bytes, max(least_part_bytes, in_whole_mib))

    @property
    def count(self) -> int:
        """How many parts there are."""
        return -(-self.size_bytes // self.part_bytes)

    @property
    def numbers(self) -> range:
        """The parts' numbers."""
        return range(1, self.count + 1)

    def size_of(self, number: int) -> int:
        """Bytes of one part; it starts at ``(number - 1) * part_bytes`` of the file."""
        return min(self.part_bytes, self.size_bytes - (number - 1) * self.part_bytes)


@dataclass(frozen=True, slots=True)
class Progress(Generic[P]):
    """What has arrived of a plan.

    Attributes:
        whole: by number, the parts that arrived in their right size.
        wrong: by number, what arrived last of parts that never came in their right size.
        missing: numbers of which nothing arrived.
    """

    plan: Plan
    whole: dict[int, P]
    wrong: dict[int, P]
    missing: list[int]

    @property
    def is_whole(self) -> bool:
        """Every part is there."""
        return not self.wrong and not self.missing

    @property
    def received_bytes(self) -> int:
        """Bytes that need not be sent again."""
        return sum(part.size_bytes for part in self.whole.values())

    def in_order(self) -> list[P]:
        """The parts to join, in order."""
        return [self.whole[number] for number in sorted(self.whole)]


def progress_of(plan: Plan, arrived: Iterable[P]) -> Progress[P]:
    """Sort out what arrived: a part that came several times counts as it came last in its right size.

    A right one is not undone by a cut-off one that came after it, as when two phones send the same part. Numbers
    outside the plan are passed over; they are not joined.
    """
    whole: dict[int, P] = {}
    wrong: dict[int, P] = {}
    for part in sorted(arrived, key=lambda part: (part.number, part.stored_at)):
        if part.number in plan.numbers:
            kept = whole if part.size_bytes == plan.size_of(part.number) else wrong
            kept[part.number] = part
    wrong = {number: part for number, part in wrong.items() if number not in whole}
    missing = [number for number in plan.numbers if number not in whole and number not in wrong]
    return Progress(plan, whole, wrong, missing)
