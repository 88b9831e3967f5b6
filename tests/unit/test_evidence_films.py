"""Headers of films: when and where they say they were made, wherever in the file the header is."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.evidence.previews import films
from app.evidence.previews.claims import Claims, cleaned
from app.kernel.geo import Datum, Point
from tests.evidence.previews.pictures import box

pytestmark = pytest.mark.anyio

CREATED = 3_865_659_600
"""2026-06-30T10:20:00Z in seconds since 1904."""
TYPE, DATA = box(b"ftyp", b"isom", bytes(4)), box(b"mdat", b"\0" * 5000)
PLACE = b"+30.2741+120.1551/"
PLACED = Point(30.2741, 120.1551, Datum.WGS84)


def movie(*children: bytes, seconds: int = CREATED) -> bytes:
    return box(b"moov", box(b"mvhd", bytes(4), struct.pack(">I", seconds), bytes(88)), *children)


def user_place() -> bytes:
    return box(b"udta", box(b"\xa9xyz", struct.pack(">HH", len(PLACE), 0x15C7), PLACE))


def apple(**said: str) -> bytes:
    names = [f"com.apple.quicktime.{name}".encode() for name in said]
    keys = box(b"keys", bytes(4), struct.pack(">I", len(names)), *(box(b"mdta", name) for name in names))
    values = [box(b"data", struct.pack(">II", 1, 0), value.encode()) for value in said.values()]
    items = [box((number + 1).to_bytes(4, "big"), value) for number, value in enumerate(values)]
    return box(b"meta", box(b"hdlr", bytes(24)), keys, box(b"ilst", *items))


async def said_by(data: bytes) -> Claims:
    async def read(offset: int, length: int) -> bytes:
        assert 0 <= offset < len(data)
        return data[offset : offset + length]

    return cleaned(await films.read_claims(read, len(data)))


@pytest.mark.parametrize("order", ["first", "last"])
async def test_an_androids_film_says_when_in_utc_and_where(order: str) -> None:
    header = movie(user_place())
    claims = await said_by(TYPE + header + DATA if order == "first" else TYPE + DATA + header)
    assert claims == Claims("2026-06-30T10:20:00", 0, PLACED)


async def test_an_iphones_film_says_it_with_its_own_offset() -> None:
    metadata = apple(make="Apple", model="iPhone 15", creationdate="2026-06-30T18:19:30+0800")
    claims = await said_by(TYPE + DATA + movie(user_place(), metadata))
    assert claims == Claims("2026-06-30T18:19:30", 480, PLACED, "Apple", "iPhone 15")
    placed = apple(**{"location.ISO6709": PLACE.decode()})
    assert (await said_by(TYPE + movie(placed))).place == PLACED


async def test_a_film_without_a_clock_or_header_says_nothing() -> None:
    assert await said_by(TYPE + movie(seconds=0)) == Claims()
    assert await said_by(TYPE + DATA) == Claims()
    assert await said_by(TYPE + struct.pack(">I4s", 3, b"moov")) == Claims()
    assert await said_by(TYPE + struct.pack(">I4sQ", 1, b"mdat", 2**63)) == Claims()


WHOLE = TYPE + movie(user_place(), apple(make="x", creationdate="y"))


@given(
    changes=st.dictionaries(st.integers(0, len(WHOLE) - 1), st.integers(0, 255), max_size=8),
    length=st.integers(1, len(WHOLE)),
)
async def test_no_header_however_broken_breaks_the_reading(changes: dict[int, int], length: int) -> None:
    broken = bytearray(WHOLE)
    for at, byte in changes.items():
        broken[at] = byte
    await said_by(bytes(broken[:length]))
