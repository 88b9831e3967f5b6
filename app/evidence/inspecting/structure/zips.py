"""ZIP files walked from the first entry to the last byte (PKWARE APPNOTE 6.3), each entry really unpacked.

Nothing that headers claim about sizes is believed: entries are inflated as they come, against a budget. They must
follow one another without gap or overlap, and the directory at the end must list exactly those: so that no two
programs can see different contents, and no bytes are counted twice (the bombs of overlapping entries).
"""

import struct
import zlib
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Protocol

from app.evidence.inspecting.structure.engine import (
    PIECE,
    Back,
    Malformed,
    Nothing,
    Request,
    Some,
    Unsafe,
    exactly,
    require,
)

MIB = 1024 * 1024
MOST_ENTRIES = 10_000
MOST_UNPACKED = 512 * MIB
MOST_RATIO, RATIO_FROM = 200, 16 * MIB
"""An entry may unpack to so many times its size once it is this large; tables of one repeated row reach 100."""

LOCAL, DESCRIPTOR, CENTRAL = b"PK\x03\x04", b"PK\x07\x08", b"PK\x01\x02"
END, END64, LOCATOR64 = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
STORED, DEFLATED = 0, 8
ENCRYPTED, DESCRIBED_AFTER, MASKED = 1 << 0, 1 << 3, 1 << 13
IN_EXTRA = 0xFFFFFFFF
ZIP64 = 1
LONGEST_NAME = 512

BOMB = "压缩得过大的内容（压缩炸弹）"
LOCKED = "加了密码的内容"


@dataclass
class Budget:
    """What may still be unpacked; shared with packages within the package."""

    unpacked: int = MOST_UNPACKED
    entries: int = MOST_ENTRIES

    def take(self, count: int) -> None:
        """Unpack ``count`` bytes more.

        Raises:
            Unsafe: that is too much.
        """
        self.unpacked -= count
        if self.unpacked < 0:
            raise Unsafe(BOMB)


class Reader(Protocol):
    """Sees what an entry unpacks to."""

    def feed(self, data: bytes) -> None: ...

    def finish(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """Where an entry begins, and what it turned out to be."""

    offset: int
    crc: int
    packed: int
    unpacked: int


@dataclass
class _Local:
    """A local header (4.3.7); sizes are none where they only come after the data."""

    name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    unpacked: int
    length: int


@dataclass
class Zip:
    """A ZIP file being walked.

    Attributes:
        budget: see there.
        at: where in the file the walk is.
        entries: by name, as the file writes it.
    """

    budget: Budget
    at: int = 0
    entries: dict[bytes, Entry] = field(default_factory=dict[bytes, Entry])

    def header(self) -> Generator[Request, bytes, _Local | None]:
        """The next entry's header; none where the directory begins.

        Raises:
            Malformed, Unsafe: see there.
        """
        signature = yield from exactly(4)
        if signature == CENTRAL:
            return None
        require(signature == LOCAL)
        fixed = yield from exactly(26)
        _, flags, method, _, crc, packed, unpacked, name_length, extra_length = struct.unpack("<HHHIIIIHH", fixed)
        name = yield from exactly(name_length)
        extra = yield from exactly(extra_length)
        unpacked, packed = _wide(extra, [unpacked, packed])
        if flags & (ENCRYPTED | MASKED):
            raise Unsafe(LOCKED)
        require(method in (STORED, DEFLATED) and 0 < name_length <= LONGEST_NAME and name not in self.entries)
        self.budget.entries -= 1
        if self.budget.entries < 0:
            raise Unsafe(BOMB)
        return _Local(name, flags, method, crc, packed, unpacked, 30 + name_length + extra_length)

    def content(self, local: _Local, reader: Reader) -> Nothing:
        """Unpack the entry whose header was read.

        Raises:
            Malformed: it is not what its header, or the one after it, says.
            Unsafe: it unpacks to too much, or ``reader`` says so.
        """
        if local.method == STORED:
            crc, packed, unpacked = yield from self._stored(local.packed, reader)
        else:
            crc, packed, unpacked = yield from self._inflated(reader)
        reader.finish()
        length = local.length + packed
        if local.flags & DESCRIBED_AFTER:
            length += yield from _descriptor(crc, packed, unpacked)
        else:
            require((crc, packed, unpacked) == (local.crc, local.packed, local.unpacked))
        self.entries[local.name] = Entry(self.at, crc, packed, unpacked)
        self.at += length

    def directory(self) -> Nothing:
        """What stands at the end, its first signature read: every entry once, and no other.

        Raises:
            Malformed: see there.
        """
        left, start, signature = dict(self.entries), self.at, CENTRAL
        while signature == CENTRAL:
            fixed = yield from exactly(42)
            values = struct.unpack("<HHHHIIIIHHHHHII", fixed)
            crc, packed, unpacked, name_length, extra_length, comment_length = values[5:11]
            name = yield from exactly(name_length)
            extra = yield from exactly(extra_length)
            yield from exactly(comment_length)
            unpacked, packed, offset = _wide(extra, [unpacked, packed, values[14]])
            require(left.pop(name, None) == Entry(offset, crc, packed, unpacked))
            self.at += 46 + name_length + extra_length + comment_length
            signature = yield from exactly(4)
        require(not left)
        yield from self._end(signature, start)

    def _end(self, signature: bytes, start: int) -> Nothing:
        size = self.at - start
        if signature == END64:
            (length,) = struct.unpack("<Q", (yield from exactly(8)))
            require(44 <= length <= 4096)
            record = yield from exactly(length)
            require(struct.unpack_from("<QQQ", record, 20) == (len(self.entries), size, start))
            require((yield from exactly(4)) == LOCATOR64)
            (where,) = struct.unpack("<4xQ4x", (yield from exactly(16)))
            require(where == self.at)
            signature = yield from exactly(4)
        require(signature == END)
        end = struct.unpack("<HHHHIIH", (yield from exactly(18)))
        require(end[3] in (len(self.entries), 0xFFFF))
        require(end[4] in (size, IN_EXTRA) and end[5] in (start, IN_EXTRA))
        yield from exactly(end[6])

    def _stored(self, length: int, reader: Reader) -> Generator[Request, bytes, tuple[int, int, int]]:
        crc, left = 0, length
        while left:
            piece = yield from exactly(min(left, PIECE))
            left -= len(piece)
            crc = zlib.crc32(piece, crc)
            self.budget.take(len(piece))
            reader.feed(piece)
        return crc, length, length

    def _inflated(self, reader: Reader) -> Generator[Request, bytes, tuple[int, int, int]]:
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        crc = packed = unpacked = 0
        while not inflater.eof:
            piece = yield Some()
            require(bool(piece))
            packed += len(piece)
            while piece and not inflater.eof:
                try:
                    data = inflater.decompress(piece, PIECE)
                except zlib.error:
                    raise Malformed from None
                piece = inflater.unconsumed_tail
                crc, unpacked = zlib.crc32(data, crc), unpacked + len(data)
                self.budget.take(len(data))
                if unpacked > RATIO_FROM and unpacked > MOST_RATIO * packed:
                    raise Unsafe(BOMB)
                reader.feed(data)
        packed -= len(inflater.unused_data)
        yield Back(inflater.unused_data)
        return crc, packed, unpacked


def _descriptor(crc: int, packed: int, unpacked: int) -> Generator[Request, bytes, int]:
    """What follows data that the header did not measure (4.3.9): with or without signature, 32 or 64 bits."""
    first = yield from exactly(4)
    length = 4
    if first == DESCRIPTOR:
        first = yield from exactly(4)
        length += 4
    require(first == crc.to_bytes(4, "little"))
    sizes = yield from exactly(8)
    length += 8
    if sizes != struct.pack("<II", packed & IN_EXTRA, unpacked & IN_EXTRA):
        sizes += yield from exactly(8)
        length += 8
        require(sizes == struct.pack("<QQ", packed, unpacked))
    return length


def _wide(extra: bytes, values: list[int]) -> list[int]:
    """Sizes and offsets, those that did not fit into 32 bits from the extra field (4.5.3), in their order there.

    Raises:
        Malformed: they are not there.
    """
    if IN_EXTRA not in values:
        return values
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind == ZIP64 and at + 4 + length <= len(extra):
            wide = iter(struct.unpack_from(f"<{length // 8}Q", extra, at + 4))
            filled = [next(wide, IN_EXTRA) if value == IN_EXTRA else value for value in values]
            require(IN_EXTRA not in filled)
            return filled
        at += 4 + length
    raise Malformed
