"""Boxes of the ISO base media file format (ISO/IEC 14496-12): pictures and films are both made of them."""

import struct
from collections.abc import Collection, Generator, Mapping
from dataclasses import dataclass

from app.evidence.inspecting.structure.engine import Nothing, Request, Skip, ToEnd, exactly, require

MOST_FOUND = 10_000
"""Boxes that are read within one parent; a large photo has some hundred tiles."""


@dataclass(frozen=True, slots=True)
class Box:
    """A box whose header was read.

    Attributes:
        left: bytes of its body; none where it goes on to the end of the file.
        size: bytes with the header; none likewise.
    """

    name: bytes
    left: int | None
    size: int | None


def file_brands() -> Generator[Request, bytes, tuple[bytes, Collection[bytes]]]:
    """The ``ftyp`` box, which comes first: the major brand and those it is compatible with (4.3).

    Raises:
        Malformed: there is none.
    """
    size, name = struct.unpack(">I4s", (yield from exactly(8)))
    require(name == b"ftyp" and 16 <= size <= 4096 and size % 4 == 0)
    brands = yield from exactly(size - 8)
    return brands[:4], frozenset(brands[i : i + 4] for i in range(8, len(brands), 4))


def box(header: bytes) -> Generator[Request, bytes, Box]:
    """The box whose first eight bytes were read; its size may follow in eight more (4.2).

    Raises:
        Malformed: no such box can be.
    """
    require(len(header) == 8)
    size, name = struct.unpack(">I4s", header)
    require(all(0x20 <= letter < 0x7F for letter in name))
    if size == 0:
        return Box(name, None, None)
    if size == 1:
        (size,) = struct.unpack(">Q", (yield from exactly(8)))
        require(size >= 16)
        return Box(name, size - 16, size)
    require(size >= 8)
    return Box(name, size - 8, size)


def body_of(found: Box) -> Nothing:
    """Pass the body over."""
    if found.left is None:
        yield ToEnd()
    else:
        yield Skip(found.left)


def children(
    room: int, *, inside: Collection[bytes], read: Mapping[bytes, int]
) -> Generator[Request, bytes, list[tuple[bytes, bytes]]]:
    """Boxes that fill ``room`` bytes exactly; those in ``inside`` are looked into.

    Args:
        read: names of boxes whose first so many bytes of the body are given back.

    Raises:
        Malformed: they do not fill it, or are too short or too many.
    """
    found: list[tuple[bytes, bytes]] = []
    ends = [room]
    while ends:
        if ends[-1] == 0:
            ends.pop()
            continue
        require(ends[-1] >= 8)
        child = yield from box((yield from exactly(8)))
        require(child.size is not None and child.left is not None and child.size <= ends[-1])
        left = child.left or 0
        ends[-1] -= child.size or 0
        if child.name in inside:
            ends.append(left)
        elif child.name in read:
            wanted = read[child.name]
            require(left >= wanted and len(found) < MOST_FOUND)
            found.append((child.name, (yield from exactly(wanted))))
            yield Skip(left - wanted)
        else:
            yield Skip(left)
    return found
