"""What a film or a recording (MP4, MOV, M4A) says of when and where it was made, from its header boxes.

ISO/IEC 14496-12 8.2.2 (``mvhd``, seconds since 1904-01-01 UTC), the ``©xyz`` user data of QuickTime (ISO 6709)
and, where there is one, Apple's metadata list (``com.apple.quicktime.*``), which says it with the local offset.
A few bytes are asked for at their places, wherever in the gigabytes the header is; what is malformed says nothing.
"""

import re
import struct
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

Read = Callable[[int, int], Awaitable[bytes]]
"""Gives so many bytes (second) from an offset (first) on."""

MOST_BOXES = 64
LARGEST_MOVIE = 16 * 1024 * 1024
"""A header that is larger is not read; that of an hour's film has some megabytes."""
EPOCH = datetime(1904, 1, 1, tzinfo=UTC)
PLACE = re.compile(r"([+-]\d{1,2}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)")
APPLE = {
    b"com.apple.quicktime.make": "device_make",
    b"com.apple.quicktime.model": "device_model",
    b"com.apple.quicktime.software": "software",
    b"com.apple.quicktime.creationdate": "created",
    b"com.apple.quicktime.location.ISO6709": "place",
}


async def read_claims(read: Read, size_bytes: int) -> dict[str, object]:
    """Raw claims under the names of :func:`app.evidence.previews.claims.cleaned`."""
    movie = await _movie(read, size_bytes)
    found: dict[str, object] = {}
    with suppress(struct.error, ValueError, OverflowError, IndexError):
        for name, body in _boxes(movie):
            if name == b"mvhd":
                found |= _created(body)
            elif name == b"udta":
                found |= _place(next((_user_text(text) for tag, text in _boxes(body) if tag == b"\xa9xyz"), ""))
            elif name == b"meta":
                found |= _apple(body)
    return found


async def _movie(read: Read, size_bytes: int) -> bytes:
    """The content of the box that describes the film; nothing where it is not found or too large."""
    offset = 0
    for _ in range(MOST_BOXES):
        if offset + 8 > size_bytes:
            break
        header = await read(offset, 16)
        if len(header) < 8:
            break
        length, name = struct.unpack_from(">I4s", header)
        start = 8
        if length == 1 and len(header) == 16:
            (length,) = struct.unpack_from(">Q", header, 8)
            start = 16
        length = length or size_bytes - offset
        if length < start:
            break
        if name == b"moov":
            wanted = min(length, size_bytes - offset) - start
            return await read(offset + start, wanted) if 0 < wanted <= LARGEST_MOVIE else b""
        offset += length
    return b""


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The boxes that ``data`` consists of, up to the first that does not fit."""
    offset = 0
    while offset + 8 <= len(data):
        length, name = struct.unpack_from(">I4s", data, offset)
        if length < 8 or offset + length > len(data):
            return
        yield name, data[offset + 8 : offset + length]
        offset += length


def _created(body: bytes) -> dict[str, object]:
    (seconds,) = struct.unpack_from(">Q" if body[0] == 1 else ">I", body, 4)
    if not seconds:
        return {}
    return {"taken": (EPOCH + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S"), "offset": "+00:00"}


def _user_text(body: bytes) -> str:
    """QuickTime international text: its length, its language, then the text."""
    (length,) = struct.unpack_from(">H", body)
    return body[4 : 4 + length].decode("utf-8", "replace")


def _place(text: str) -> dict[str, object]:
    found = PLACE.match(text)
    return {"latitude_deg": float(found[1]), "longitude_deg": float(found[2])} if found else {}


def _apple(body: bytes) -> dict[str, object]:
    """QuickTime's metadata: names in ``keys``, values in ``ilst`` under the number of their name, from 1."""
    boxes = dict(_boxes(body[4:] if body[:4] == bytes(4) else body))  # MP4 counts a version first, MOV does not
    names = [name for _, name in _boxes(boxes.get(b"keys", b"")[8:])]
    said: dict[str, object] = {}
    for number, item in _boxes(boxes.get(b"ilst", b"")):
        index = int.from_bytes(number, "big") - 1
        meaning = APPLE.get(names[index]) if 0 <= index < len(names) else None
        value = dict(_boxes(item)).get(b"data", b"")[8:].decode("utf-8", "replace")
        if meaning == "place":
            said |= _place(value)
        elif meaning == "created":
            said |= {"taken": value[:19], "offset": value[19:]}
        elif meaning:
            said[meaning] = value
    return said
