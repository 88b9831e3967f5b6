"""Whether bytes are a whole file of their type, walked as they stream by; no pixel is decoded.

The first bytes alone prove nothing: anybody can write them before a script. So each type's own structure is
followed from its first byte to its end: the segments of a JPEG to its end marker, the chunks and checksums of a
PNG, the chunks of a WebP within its RIFF size, the boxes of a HEIC file, the header and the trailer of a PDF.
What is cut off, or only begins like its type, is refused.

**What follows the end.** Phones append to photos: a second picture (MPF), the film of a motion photo, notes of the
maker; screenshots cut by a phone may keep rests of the longer one. So anything may follow the end, except what a
browser or a machine would run: markup of a page or a script, an archive or a program (:data:`RUNNABLE`,
:data:`MARKUP`) in its first :data:`APPENDIX_JUDGED` bytes. Text within a picture (comments, metadata) is not
judged: files are served under their declared type only, never guessed, in a sandbox.

Memory is bounded by the chunk that is fed plus :data:`PIECE` bytes.
"""

import re
import struct
import zlib
from collections.abc import Callable, Generator
from dataclasses import dataclass

from app.evidence.enums import MediaType

PIECE = 64 * 1024
TAIL = 2048
"""Bytes at the end of a PDF within which its trailer must be; Acrobat itself searches the last 1024."""

MARKUP = re.compile(rb"<(?:script|html|!doctype|svg|iframe|object|embed|body|\?php)\b", re.IGNORECASE)
APPENDIX_JUDGED = 2048
RUNNABLE = (b"PK\x03\x04", b"\x7fELF", b"MZ", b"#!")
"""How archives, programs and shell scripts begin; refused right after a picture's end."""


class Malformed(Exception):
    """The bytes are not a whole file of the type."""


@dataclass(frozen=True, slots=True)
class Past:
    """Asks to be called again with the two bytes of the next match, all before it passed over."""

    pattern: re.Pattern[bytes]


class ToEnd:
    """Asks for the last :data:`TAIL` bytes of the file, all before them passed over."""


Walk = Generator[int | Past | ToEnd, bytes, bytes]
"""Asks for that many bytes, or as above; given fewer only at the end of the file. Returns what it read too far."""


class Structure:
    """Takes a file's chunks in order and then says whether they were a whole file of the type."""

    def __init__(self, media_type: MediaType) -> None:
        self._walk = WALKS[media_type]()
        self._want = next(self._walk)
        self._buffer = bytearray()
        self._is_refused = False
        self._appendix: _Appendix | None = None

    def feed(self, chunk: bytes) -> None:
        """Take the next chunk."""
        if self._is_refused:
            return
        if self._appendix is not None:
            self._appendix.feed(chunk)
            return
        self._buffer += chunk
        while self._appendix is None and not self._is_refused and (piece := self._next()) is not None:
            self._send(piece)

    def is_whole(self) -> bool:
        """Say so, after the last chunk; to be asked once."""
        if self._appendix is None and not self._is_refused:
            self._send(bytes(self._buffer))
        return self._appendix is not None and not self._is_refused and self._appendix.is_harmless

    def _next(self) -> bytes | None:
        want, buffer = self._want, self._buffer
        if isinstance(want, ToEnd):
            del buffer[:-TAIL]
            return None
        if isinstance(want, Past):
            found = want.pattern.search(buffer)
            if found is None:
                del buffer[:-1]
                return None
            piece = found.group()
            del buffer[: found.end()]
            return piece
        if len(buffer) < want:
            return None
        piece = bytes(buffer[:want])
        del buffer[:want]
        return piece

    def _send(self, piece: bytes) -> None:
        try:
            self._want = self._walk.send(piece)
        except Malformed:
            self._is_refused = True
        except StopIteration as ended:
            self._appendix = _Appendix()
            self._appendix.feed(ended.value + bytes(self._buffer))
        if self._is_refused or self._appendix is not None:
            self._buffer.clear()


class _Appendix:
    """Judges what follows a file's end by its first :data:`APPENDIX_JUDGED` bytes.

    No browser looks further for a type; and in the megabytes of an appended film a few letters of markup
    turn up by chance, so that one honest photo in a hundred would be refused.
    """

    def __init__(self) -> None:
        self._start = b""

    def feed(self, chunk: bytes) -> None:
        self._start += chunk[: APPENDIX_JUDGED - len(self._start)]

    @property
    def is_harmless(self) -> bool:
        """Neither markup nor something a machine would run."""
        return not (MARKUP.search(self._start) or self._start.startswith(RUNNABLE))


def _exactly(count: int) -> Generator[int, bytes, bytes]:
    data = yield count
    if len(data) < count:
        raise Malformed
    return data


def _over(count: int) -> Generator[int, bytes, None]:
    while count > 0:
        piece = min(count, PIECE)
        yield from _exactly(piece)
        count -= piece


def _require(condition: bool) -> None:
    if not condition:
        raise Malformed


SOI, EOI, SOS = b"\xff\xd8", b"\xff\xd9", b"\xff\xda"
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Second bytes of the markers that start a frame (ITU-T T.81, table B.1)."""
NEXT_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]", re.DOTALL)
"""In coded data, 0xFF stands before a zero, a restart marker or fill; else a marker begins."""


def _jpeg() -> Walk:
    """ITU-T T.81, annex B: segments with lengths, a frame before the first scan, coded data up to the end."""
    _require((yield from _exactly(2)) == SOI)
    has_frame = has_scan = False
    marker = yield from _exactly(2)
    while marker != EOI:
        while marker == b"\xff\xff":
            marker = b"\xff" + (yield from _exactly(1))
        if marker == EOI:
            break
        _require(marker[0] == 0xFF and 0xC0 <= marker[1] <= 0xFE and not 0xD0 <= marker[1] <= 0xD8)
        (length,) = struct.unpack(">H", (yield from _exactly(2)))
        _require(length >= 2)
        body = yield from _exactly(length - 2)
        if marker[1] in FRAMES:
            _require(length >= 11 and length == 8 + 3 * body[5] and body[3:5] != b"\0\0")
            has_frame = True
        if marker == SOS:
            _require(has_frame and length >= 8 and length == 6 + 2 * body[0])
            has_scan = True
            marker = yield Past(NEXT_MARKER)
            _require(NEXT_MARKER.fullmatch(marker) is not None)
        else:
            marker = yield from _exactly(2)
    _require(has_frame and has_scan)
    return b""


def _png() -> Walk:
    """PNG (W3C, third edition), section 5: every chunk with its checksum, header first, end last."""
    _require((yield from _exactly(8)) == b"\x89PNG\r\n\x1a\n")
    name, is_first, has_data = b"", True, False
    while name != b"IEND":
        length, name = struct.unpack(">I4s", (yield from _exactly(8)))
        _require(name.isalpha() and length < 2**31 and is_first == (name == b"IHDR"))
        _require((name != b"IHDR" or length == 13) and (name != b"IEND" or length == 0))
        checksum, left, first = zlib.crc32(name), length, b""
        while left:
            piece = yield from _exactly(min(left, PIECE))
            first = first or piece[:8]
            checksum = zlib.crc32(piece, checksum)
            left -= len(piece)
        _require((yield from _exactly(4)) == checksum.to_bytes(4, "big"))
        _require(name != b"IHDR" or (first[:4] != bytes(4) and first[4:] != bytes(4)))
        is_first, has_data = False, has_data or (name == b"IDAT" and length > 0)
    _require(has_data)
    return b""


def _webp() -> Walk:
    """WebP container (RFC 9649): chunks that fill the RIFF size exactly, one of them a picture."""
    riff, size, form = struct.unpack("<4sI4s", (yield from _exactly(12)))
    _require(riff == b"RIFF" and form == b"WEBP")
    left, has_picture, is_first = size - 4, False, True
    while left > 0:
        name, length = struct.unpack("<4sI", (yield from _exactly(8)))
        padded = length + length % 2
        left -= 8 + padded
        _require(left >= 0 and (not is_first or name in (b"VP8 ", b"VP8L", b"VP8X")))
        start = yield from _exactly(min(padded, 10))
        if name == b"VP8 ":
            _require(start[3:6] == b"\x9d\x01\x2a")
        elif name == b"VP8L":
            _require(start[:1] == b"\x2f")
        has_picture = has_picture or name in (b"VP8 ", b"VP8L", b"ANMF")
        is_first = False
        yield from _over(padded - len(start))
    _require(has_picture)
    return b""


HEVC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"})
BOXES = frozenset({b"meta", b"mdat", b"moov", b"free", b"skip", b"uuid", b"mpvd", b"sefd", b"moof", b"udta"})
"""Boxes known after the picture; from anything else on, it is what a phone appended."""


def _heic() -> Walk:
    """ISO/IEC 14496-12 boxes, 23008-12 brands: the type first, then a description of a picture and its data."""
    size, name = struct.unpack(">I4s", (yield from _exactly(8)))
    _require(name == b"ftyp" and 16 <= size <= 4096 and size % 4 == 0)
    brands = yield from _exactly(size - 8)
    _require(any(brands[i : i + 4] in HEVC for i in range(0, len(brands), 4) if i != 4))
    needed = {b"meta", b"mdat"}
    while header := (yield 8):
        if not needed and (len(header) < 8 or header[4:] not in BOXES):
            return header
        _require(len(header) == 8)
        size, name = struct.unpack(">I4s", header)
        left = size - 8
        if size == 1:
            left = struct.unpack(">Q", (yield from _exactly(8)))[0] - 16
        _require(name.isalnum() and (size == 0 or left >= 0))
        if name == b"meta":
            left -= yield from _picture_description(left)
        needed.discard(name)
        if size == 0:
            yield ToEnd()
            break
        yield from _over(left)
    _require(not needed)
    return b""


def _picture_description(left: int) -> Generator[int, bytes, int]:
    """Read the start of a ``meta`` box: its handler is that of pictures. Gives how many bytes that were."""
    _require(left >= 24)
    start = yield from _exactly(24)
    _require(start[8:12] == b"hdlr" and start[20:24] == b"pict")
    return 24


TRAILER = re.compile(rb"startxref\s+\d+\s+%%EOF")


def _pdf() -> Walk:
    """ISO 32000-1, 7.5.2 and 7.5.5: the version first; near the end where the cross-reference table is.

    What follows the last trailer is an appendix like any other.
    """
    _require(re.fullmatch(rb"%PDF-[12]\.\d", (yield from _exactly(8))) is not None)
    tail = yield ToEnd()
    trailers = list(TRAILER.finditer(tail))
    _require(bool(trailers))
    return tail[trailers[-1].end() :]


WALKS: dict[MediaType, Callable[[], Walk]] = {
    MediaType.JPEG: _jpeg,
    MediaType.PNG: _png,
    MediaType.WEBP: _webp,
    MediaType.HEIC: _heic,
    MediaType.PDF: _pdf,
}
