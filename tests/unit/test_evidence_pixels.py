"""How large a picture is, is read from its header: nothing is decoded to learn that it is too large to decode."""

import hashlib
import struct
import zlib
from collections.abc import Callable

import pytest

from app.evidence.enums import MediaType, RejectionReason
from app.evidence.inspecting.inspection import Finding, Inspection
from tests.support import files

LIMIT = 200_000_000
VP8_START = b"\x30\x01\x00\x9d\x01\x2a"


def inspect(data: bytes, media_type: MediaType) -> Finding:
    inspection = Inspection(media_type, max_pixels=LIMIT)
    inspection.feed(data)
    return inspection.finding(size_bytes=len(data), sha256=hashlib.sha256(data).hexdigest(), version_id="v1")


def segment(marker: int, data: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, 2 + len(data)) + data


def jpeg(width: int, height: int) -> bytes:
    frame = struct.pack(">BHHB3s", 8, height, width, 1, b"\1\x11\0")
    scan = b"\1\1\0\0\x3f\0"
    return b"\xff\xd8" + segment(0xC0, frame) + segment(0xDA, scan) + b"\1\2\3\xff\xd9"


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + zlib.crc32(name + data).to_bytes(4, "big")


def png(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"x") + chunk(b"IEND", b"")


def vp8x(width: int, height: int) -> bytes:
    canvas = bytes(4) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    picture = VP8_START + struct.pack("<HH", 16, 16) + bytes(8)
    return files.riff(b"WEBP", (b"VP8X", canvas), (b"VP8 ", picture))


def vp8(width: int, height: int) -> bytes:
    return files.riff(b"WEBP", (b"VP8 ", VP8_START + struct.pack("<HH", width, height) + bytes(8)))


def vp8l(width: int, height: int) -> bytes:
    return files.riff(b"WEBP", (b"VP8L", b"\x2f" + struct.pack("<I", (width - 1) | (height - 1) << 14) + bytes(9)))


def heic(width: int, height: int) -> bytes:
    return files.heic((512, 512), (width, height))


MAKERS = {
    "jpeg": (jpeg, MediaType.JPEG),
    "png": (png, MediaType.PNG),
    "webp canvas": (vp8x, MediaType.WEBP),
    "heic": (heic, MediaType.HEIC),
}


@pytest.mark.parametrize("maker", MAKERS)
def test_fifty_thousand_by_fifty_thousand_pixels_are_refused_with_the_numbers(maker: str) -> None:
    make, media_type = MAKERS[maker]
    finding = inspect(make(50_000, 50_000), media_type)
    assert (finding.rejection, finding.found_type) == (RejectionReason.TOO_MANY_PIXELS, "50000 × 50000 像素")


@pytest.mark.parametrize("maker", MAKERS)
def test_a_photo_of_200_megapixels_passes(maker: str) -> None:
    make, media_type = MAKERS[maker]
    assert inspect(make(16_320, 12_240), media_type).rejection is None


@pytest.mark.parametrize("make", [vp8, vp8l])
def test_the_coded_picture_of_a_webp_counts(make: Callable[[int, int], bytes]) -> None:
    assert inspect(make(16_383, 16_383), MediaType.WEBP).rejection is RejectionReason.TOO_MANY_PIXELS
    assert inspect(make(4_000, 3_000), MediaType.WEBP).rejection is None


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (jpeg(0, 100), MediaType.JPEG),
        (jpeg(100, 0), MediaType.JPEG),
        (png(0, 1), MediaType.PNG),
        (png(1, 0), MediaType.PNG),
        (vp8(0, 16), MediaType.WEBP),
        (files.heic((0, 16)), MediaType.HEIC),
        (files.heic((16, 16)).replace(b"ispe", b"ispx"), MediaType.HEIC),
    ],
)
def test_a_picture_of_no_size_is_no_picture(data: bytes, media_type: MediaType) -> None:
    assert inspect(data, media_type).rejection is RejectionReason.TYPE_DIFFERS
