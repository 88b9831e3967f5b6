"""Sound recordings: MP3, AMR, WAV.

MP3 and AMR have no length written anywhere: they are frames, one after another. A recorder whose battery died
leaves its last frame cut, and what it recorded is evidence all the same; bytes lost on the way here are found by
size and hash. So the last frame alone may be cut, everything before must be frames.
"""

import re
import struct
from collections.abc import Mapping

from app.evidence.inspecting.structure.engine import Malformed, Nothing, Skip, Some, Walk, exactly, require

AMR_NARROW, AMR_WIDE = b"#!AMR\n", b"#!AMR-WB\n"
NARROW_FRAMES = dict(enumerate((12, 13, 15, 17, 19, 20, 26, 31, 5))) | {15: 0}
WIDE_FRAMES = dict(enumerate((17, 23, 32, 36, 40, 46, 50, 58, 60, 5))) | {14: 0, 15: 0}
"""Bytes of speech by frame type (RFC 4867, 5.3; 3GPP TS 26.101 and 26.201)."""
LONGEST_AMR_FRAME = 61


def _frames_pattern(sizes: Mapping[int, int]) -> re.Pattern[bytes]:
    """Frames in a row: a byte with the type and the quality bit, its other bits zero, then the speech."""
    headers = {kind: b"[\\x%02x\\x%02x]" % (kind << 3, kind << 3 | 4) for kind in sizes}
    kinds = (header + (b".{%d}" % sizes[kind] if sizes[kind] else b"++") for kind, header in headers.items())
    return re.compile(b"(?:" + b"|".join(kinds) + b")*+", re.DOTALL)


NARROW, WIDE = _frames_pattern(NARROW_FRAMES), _frames_pattern(WIDE_FRAMES)


def amr() -> Walk:
    """RFC 4867, section 5: the magic of narrow or wide band, one channel, then frames."""
    magic = yield from exactly(len(AMR_NARROW))
    if magic == AMR_NARROW:
        frames, sizes = NARROW, NARROW_FRAMES
    else:
        require(magic + (yield from exactly(len(AMR_WIDE) - len(AMR_NARROW))) == AMR_WIDE)
        frames, sizes = WIDE, WIDE_FRAMES
    rest, has_frame = b"", False
    while piece := (yield Some()):
        rest += piece
        matched = frames.match(rest)
        end = matched.end() if matched else 0
        has_frame = has_frame or end > 0
        rest = rest[end:]
        require(len(rest) < LONGEST_AMR_FRAME)
    require(has_frame and (not rest or (rest[0] & 0x83 == 0 and rest[0] >> 3 in sizes)))
    return rest


def wav() -> Walk:
    """RIFF (Multimedia Programming Interface 1.0): chunks that fill the size written, format before data."""
    riff, size, form = struct.unpack("<4sI4s", (yield from exactly(12)))
    require(riff == b"RIFF" and form == b"WAVE")
    left, has_format, has_data = size - 4, False, False
    while left > 0:
        name, length = struct.unpack("<4sI", (yield from exactly(8)))
        left -= 8 + length
        require(left >= 0)
        if name == b"fmt ":
            require(length >= 16)
            yield from _sound_format(length)
            has_format = True
        else:
            require(name != b"data" or has_format)
            has_data = has_data or (name == b"data" and length > 0)
            yield Skip(length)
        if length % 2 and left > 0:  # some writers leave the last chunk without its padding
            left -= 1
            yield Skip(1)
    require(has_data)
    return b""


def _sound_format(length: int) -> Nothing:
    _, channels, rate = struct.unpack("<HHI", (yield from exactly(8)))
    require(channels > 0 and rate > 0)
    yield Skip(length - 8)


ID3, ID3_HEADER = b"ID3", 10
TRAILERS = (b"TAG", b"APETAGEX", b"LYRICSBEGIN", b"ID3", b"3DI", bytes(4))
"""What players write behind the sound, or how the padding of a file begins; it is judged as an appendix."""
LONGEST_TRAILER_NAME = 11
LEAST_FRAMES = 3
"""Fewer may be found in anything by chance."""

_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
"""Samples a second by version (3: MPEG-1, 2: MPEG-2, 0: MPEG-2.5)."""
_KILOBITS = {
    (3, 3): (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (3, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (3, 1): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (2, 3): (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (2, 2): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""Bit rates by version and layer (3: I, 2: II, 1: III); MPEG-2's of layer III are those of its layer II."""


def _frame_lengths() -> dict[bytes, tuple[int, int]]:
    """By the second and third byte of a header: the frame's length, and a number that a stream does not change."""
    lengths: dict[bytes, tuple[int, int]] = {}
    for version, rates in _RATES.items():
        for layer in (1, 2, 3):
            kilobits = _KILOBITS[3 if version == 3 else 2, 2 if version != 3 and layer == 1 else layer]
            samples = 48 if layer == 3 else 72 if layer == 1 and version != 3 else 144
            for i, kilobit in enumerate(kilobits, start=1):
                for j, rate in enumerate(rates):
                    for low in range(8):
                        padding, protection, private = low & 1, low >> 1 & 1, low >> 2
                        second = 0xE0 | version << 3 | layer << 1 | protection
                        third = i << 4 | j << 2 | padding << 1 | private
                        length = _length(samples, kilobit, rate, padding)
                        lengths[bytes((second, third))] = (length, version << 4 | layer << 2 | j)
    return lengths


def _length(samples: int, kilobit: int, rate: int, padding: int) -> int:
    """ISO/IEC 11172-3, 2.4.3.1; a slot of layer I has four bytes."""
    if samples == 48:
        return (12 * kilobit * 1000 // rate + padding) * 4
    return samples * kilobit * 1000 // rate + padding


FRAME_LENGTHS = _frame_lengths()


def mp3() -> Walk:
    """ISO/IEC 11172-3 and 13818-3: frames from end to end, all of one kind; tags (ID3v2) may stand before them."""
    rest = yield from exactly(ID3_HEADER)
    while rest.startswith(ID3):
        flags, *sizes = struct.unpack(">5x5B", rest)
        require(all(size < 0x80 for size in sizes))
        length = sum(size << 7 * (3 - i) for i, size in enumerate(sizes))
        yield Skip(length + (ID3_HEADER if flags & 0x10 else 0))
        rest = yield from exactly(ID3_HEADER)
    if not any(rest):
        rest = yield from _past_zeros()
    count, kind = 0, None
    while piece := (yield Some()):
        rest += piece
        found, at, kind = _frames(rest, kind)
        count, rest = count + found, rest[at:]
        if at == 0 and len(rest) >= LONGEST_TRAILER_NAME and not _may_be_frame(rest, kind):
            break
    require(count >= LEAST_FRAMES and (not rest or rest.startswith(TRAILERS) or _may_be_frame(rest, kind)))
    return rest


def _past_zeros() -> Walk:
    """Some writers pad a tag with more zeros than they count; not more than a cluster of a disk."""
    for _ in range(1024):
        piece = (yield Some()).lstrip(b"\0")
        if piece:
            return piece
    raise Malformed


def _frames(data: bytes, kind: int | None) -> tuple[int, int, int | None]:
    """How many whole frames ``data`` begins with, where they end, and of what kind they are."""
    at, count = 0, 0
    while at + 4 <= len(data) and data[at] == 0xFF:
        length, this = FRAME_LENGTHS.get(data[at + 1 : at + 3], (0, None))
        kind = this if kind is None else kind
        if this is None or this != kind or at + length > len(data):
            break
        at, count = at + length, count + 1
    return count, at, kind


def _may_be_frame(rest: bytes, kind: int | None) -> bool:
    """Whether a frame begins here that goes on."""
    if len(rest) < 4:
        return rest[:1] == b"\xff"
    length, this = FRAME_LENGTHS.get(rest[1:3], (0, None))
    return rest[0] == 0xFF and this is not None and this == kind and length > len(rest)
