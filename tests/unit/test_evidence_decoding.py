"""The process that decodes pictures: what it may use, what it makes, and that its word is not taken for it."""

import io
import json
import struct
import subprocess
import sys
import tempfile
from typing import Any

import pytest
from PIL import Image

from app.evidence.enums import MediaType
from app.evidence.previews import decoding
from app.evidence.previews.decoding import PROGRAM, CannotDecode, Decoded, decode

MOST = 200_000_000
ESCAPES = """
import runpy, socket, sys
decoder = runpy.run_path(sys.argv[1], run_name="decoder")
decoder["_warm_up"]()
decoder["_shut_doors"]()
for attempt in (lambda: open("/etc/hostname"), lambda: socket.socket(), lambda: bytearray(3 * 1024**3)):
    try:
        attempt()
    except (OSError, MemoryError) as error:
        print(type(error).__name__)
"""


def decoded(data: bytes, media_type: MediaType, *, max_pixels: int = MOST) -> Decoded:
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.flush()
        return decode(file, media_type, max_pixels=max_pixels)


def encoded(image: Image.Image, name: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, name, **options)  # pyright: ignore[reportArgumentType] -- options of the format
    return buffer.getvalue()


def sides(result: Decoded) -> dict[str, tuple[int, int]]:
    return {str(picture.size): (picture.width_px, picture.height_px) for picture in result.pictures}


@pytest.mark.skipif(sys.platform != "linux", reason="limits on memory are Linux's")
def test_once_the_doors_are_shut_no_file_no_socket_and_no_more_memory_is_to_be_had() -> None:
    command = [sys.executable, "-I", "-c", ESCAPES, str(PROGRAM)]
    said = subprocess.run(command, capture_output=True, text=True, check=True, env={})
    assert said.stdout.split() == ["OSError", "OSError", "MemoryError"]


def test_a_picture_of_a_hundred_megapixels_is_made_small() -> None:
    large = encoded(Image.new("L", (12_000, 9_000), 90), "JPEG")
    assert sides(decoded(large, MediaType.JPEG)) == {"web": (1600, 1200), "thumbnail": (320, 240)}
    with pytest.raises(CannotDecode):
        decoded(large, MediaType.JPEG, max_pixels=MOST // 2)


@pytest.mark.parametrize("mode", ["1", "P", "LA", "RGBA", "I;16", "CMYK"])
def test_whatever_the_colours_are_kept_in(mode: str) -> None:
    image = Image.new("I;16", (40, 20), 40_000) if mode == "I;16" else Image.new("RGB", (40, 20)).convert(mode)
    name, media_type = ("JPEG", MediaType.JPEG) if mode == "CMYK" else ("PNG", MediaType.PNG)
    result = decoded(encoded(image, name), media_type)
    assert sides(result) == {"web": (40, 20), "thumbnail": (40, 20)}


def test_what_is_see_through_stands_on_white() -> None:
    picture = decoded(encoded(Image.new("RGBA", (40, 20), (0, 0, 0, 0)), "PNG"), MediaType.PNG).pictures[0]
    assert min(Image.open(io.BytesIO(picture.data)).tobytes()) > 250


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"", MediaType.PNG),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", MediaType.JPEG),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\xff" * 500, MediaType.HEIC),
    ],
)
def test_what_is_no_picture_is_told(data: bytes, media_type: MediaType) -> None:
    with pytest.raises(CannotDecode):
        decoded(data, media_type)


def test_a_picture_is_decoded_as_the_type_it_was_verified_to_be_only() -> None:
    with pytest.raises(CannotDecode):
        decoded(encoded(Image.new("RGB", (40, 20)), "PNG"), MediaType.JPEG)


def test_text_of_phones_that_write_utf8_is_read() -> None:
    tags = Image.Exif()
    tags[0x0131] = "xiuxiu"
    data = encoded(Image.new("RGB", (40, 20)), "JPEG", exif=tags).replace(b"xiuxiu", "美图".encode())
    assert decoded(data, MediaType.JPEG).claims["software"] == "美图"


def answer(*pictures: dict[str, Any], data: bytes = b"") -> bytes:
    header = json.dumps({"claims": {}, "pictures": pictures}).encode()
    return struct.pack(">I", len(header)) + header + data


JPEG = b"\xff\xd8\xff\xe0"
WEB = {"size": "web", "width": 8, "height": 8, "bytes": 4}
THUMBNAIL = WEB | {"size": "thumbnail"}


@pytest.mark.parametrize(
    "lie",
    [
        b"",
        b"\0\0",
        b"\xff\xff\xff\xff{}",
        struct.pack(">I", 5) + b"[1,2]",
        answer(WEB, data=JPEG),
        answer(WEB, WEB, THUMBNAIL, data=JPEG * 3),
        answer(WEB, THUMBNAIL, data=JPEG),
        answer(WEB, THUMBNAIL, data=b"<html>.."),
        answer(WEB | {"width": 10**9}, THUMBNAIL, data=JPEG * 2),
        answer(WEB, THUMBNAIL | {"size": "../../etc"}, data=JPEG * 2),
    ],
)
def test_a_decoder_that_was_taken_over_is_not_believed(lie: bytes) -> None:
    with pytest.raises(CannotDecode):
        decoding._parsed(lie)  # pyright: ignore[reportPrivateUsage] -- what the process would have said


def test_an_honest_answer_is_taken() -> None:
    result = decoding._parsed(answer(WEB, THUMBNAIL, data=JPEG * 2))  # pyright: ignore[reportPrivateUsage] -- as above
    assert [picture.data for picture in result.pictures] == [JPEG, JPEG]
