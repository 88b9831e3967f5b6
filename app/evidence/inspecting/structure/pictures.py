"""Pictures, followed from the first byte to the end; what size they claim is told, no pixel is decoded."""

import re
import struct
import zlib

from app.evidence.inspecting.structure.boxes import body_of, box, children, file_brands
from app.evidence.inspecting.structure.engine import (
    PIECE,
    Nothing,
    Past,
    Skip,
    Step,
    Walk,
    exactly,
    measure,
    require,
)

SOI, EOI, SOS = b"\xff\xd8", b"\xff\xd9", b"\xff\xda"
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Second bytes of the markers that start a frame (ITU-T T.81, table B.1)."""
NEXT_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]", re.DOTALL)
"""In coded data, 0xFF stands before a zero, a restart marker or fill; else a marker begins."""


def jpeg() -> Walk:
    """ITU-T T.81, annex B: segments with lengths, a frame before the first scan, coded data up to the end."""
    require((yield from exactly(2)) == SOI)
    has_frame = has_scan = False
    marker = yield from exactly(2)
    while marker != EOI:
        while marker == b"\xff\xff":
            marker = b"\xff" + (yield from exactly(1))
        if marker == EOI:
            break
        require(marker[0] == 0xFF and 0xC0 <= marker[1] <= 0xFE and not 0xD0 <= marker[1] <= 0xD8)
        (length,) = struct.unpack(">H", (yield from exactly(2)))
        require(length >= 2)
        body = yield from exactly(length - 2)
        if marker[1] in FRAMES:
            require(length >= 11 and length == 8 + 3 * body[5])
            height, width = struct.unpack_from(">HH", body, 1)
            yield from measure(width, height)
            has_frame = True
        if marker == SOS:
            require(has_frame and length >= 8 and length == 6 + 2 * body[0])
            has_scan = True
            marker = yield Past(NEXT_MARKER)
            require(NEXT_MARKER.fullmatch(marker) is not None)
        else:
            marker = yield from exactly(2)
    require(has_frame and has_scan)
    return b""


def png() -> Walk:
    """PNG (W3C, third edition), section 5: every chunk with its checksum, header first, end last."""
    require((yield from exactly(8)) == b"\x89PNG\r\n\x1a\n")
    name, is_first, has_data = b"", True, False
    while name != b"IEND":
        length, name = struct.unpack(">I4s", (yield from exactly(8)))
        require(name.isalpha() and length < 2**31 and is_first == (name == b"IHDR"))
        require((name != b"IHDR" or length == 13) and (name != b"IEND" or length == 0))
        first = yield from _checked_chunk(name, length)
        if name == b"IHDR":
            yield from measure(*struct.unpack(">II", first))
        is_first, has_data = False, has_data or (name == b"IDAT" and length > 0)
    require(has_data)
    return b""


def _checked_chunk(name: bytes, length: int) -> Step:
    """A chunk's data and its checksum; gives the first eight bytes."""
    checksum, left, first = zlib.crc32(name), length, b""
    while left:
        piece = yield from exactly(min(left, PIECE))
        first = first or piece[:8]
        checksum = zlib.crc32(piece, checksum)
        left -= len(piece)
    require((yield from exactly(4)) == checksum.to_bytes(4, "big"))
    return first


def webp() -> Walk:
    """WebP container (RFC 9649): chunks that fill the RIFF size exactly, one of them a picture."""
    riff, size, form = struct.unpack("<4sI4s", (yield from exactly(12)))
    require(riff == b"RIFF" and form == b"WEBP")
    left, has_picture, is_first = size - 4, False, True
    while left > 0:
        name, length = struct.unpack("<4sI", (yield from exactly(8)))
        padded = length + length % 2
        left -= 8 + padded
        require(left >= 0 and (not is_first or name in (b"VP8 ", b"VP8L", b"VP8X")))
        start = yield from exactly(min(padded, 12))
        yield from _webp_size(name, start)
        has_picture = has_picture or name in (b"VP8 ", b"VP8L", b"ANMF")
        is_first = False
        yield Skip(padded - len(start))
    require(has_picture)
    return b""


def _webp_size(name: bytes, start: bytes) -> Nothing:
    """RFC 9649, 2.5–2.7, and RFC 6386, 9.1: the canvas, a frame of an animation, or the coded picture itself."""
    if name == b"VP8 ":
        require(len(start) >= 10 and start[3:6] == b"\x9d\x01\x2a")
        width, height = struct.unpack_from("<HH", start, 6)
        yield from measure(width & 0x3FFF, height & 0x3FFF)
    elif name == b"VP8L":
        require(len(start) >= 5 and start[0] == 0x2F)
        (bits,) = struct.unpack_from("<I", start, 1)
        yield from measure((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    elif name in (b"VP8X", b"ANMF"):
        at = 4 if name == b"VP8X" else 6
        require(len(start) >= at + 6)
        width, height = (int.from_bytes(start[i : i + 3], "little") for i in (at, at + 3))
        yield from measure(width + 1, height + 1)


HEVC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"})
BOXES = frozenset({b"meta", b"mdat", b"moov", b"free", b"skip", b"uuid", b"mpvd", b"sefd", b"moof", b"udta"})
"""Boxes known after the picture; from anything else on, it is what a phone appended."""


def heic() -> Walk:
    """ISO/IEC 14496-12 boxes, 23008-12 brands: the type first, then a description of a picture and its data."""
    major, compatible = yield from file_brands()
    require(bool(HEVC & {major, *compatible}))
    needed = {b"meta", b"mdat"}
    while header := (yield 8):
        if not needed and (len(header) < 8 or header[4:] not in BOXES):
            return header
        found = yield from box(header)
        if found.name == b"meta":
            yield from _description(found.left)
        else:
            yield from body_of(found)
        needed.discard(found.name)
    require(not needed)
    return b""


def _description(left: int | None) -> Nothing:
    """A ``meta`` box: first its handler, that of pictures (14496-12, 8.11.1); their sizes are in ``ispe``."""
    require(left is not None and left >= 24)
    start = yield from exactly(24)
    require(start[8:12] == b"hdlr" and start[20:24] == b"pict")
    (handler,) = struct.unpack_from(">I", start, 4)
    require(handler >= 20 and (left or 0) >= 4 + handler)
    yield Skip(handler - 20)
    sizes = yield from children((left or 0) - 4 - handler, inside={b"iprp", b"ipco"}, read={b"ispe": 12})
    require(bool(sizes))
    for _, body in sizes:
        yield from measure(*struct.unpack_from(">II", body, 4))
