"""A file is taken for its type only when it is whole, first byte to end, and nothing that runs follows it."""

import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.evidence.enums import MediaType
from app.evidence.inspecting.structure.walks import Structure
from tests.support import files

ASSETS = Path(__file__).resolve().parents[1] / "assets"


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + zlib.crc32(name + data).to_bytes(4, "big")


def box(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(data), name) + data


def riff(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"".join(name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2) for name, data in chunks)
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body


def segment(marker: int, data: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, 2 + len(data)) + data


FRAME = bytes([8, 0, 16, 0, 16, 1, 1, 0x11, 0])
SCAN = bytes([1, 1, 0, 0, 63, 0])
IHDR = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
SIGNATURE = b"\x89PNG\r\n\x1a\n"
VP8 = b"\x30\x01\x00\x9d\x01\x2a\x10\x00\x10\x00" + bytes(7)
META = box(
    b"meta",
    bytes(4) + box(b"hdlr", bytes(8) + b"pict" + bytes(13)) + box(b"iprp", box(b"ipco", files.ispe(16, 16))),
)
FTYP = box(b"ftyp", b"mif1\0\0\0\0mif1heic")
JPEG = (ASSETS / "wage_sheet.jpg").read_bytes()
PICTURES = (MediaType.JPEG, MediaType.PNG, MediaType.WEBP, MediaType.HEIC)
STREAMS = (MediaType.MP3, MediaType.AMR, MediaType.TEXT, MediaType.CSV)
"""What has no length written in it, so that its beginning may be a whole file too."""
WHOLE: dict[MediaType, bytes] = {
    MediaType.JPEG: JPEG,
    MediaType.PNG: (ASSETS / "signature.png").read_bytes(),
    MediaType.WEBP: riff((b"VP8X", bytes(10)), (b"EXIF", b"odd"), (b"VP8 ", VP8)),
    MediaType.HEIC: FTYP + META + box(b"mdat", bytes(300)),
    MediaType.PDF: (ASSETS / "bank_statement.pdf").read_bytes(),
    MediaType.MP4: files.mp4(),
    MediaType.MOV: files.mov(),
    MediaType.M4A: files.m4a(),
    MediaType.MP3: files.mp3(),
    MediaType.AMR: files.amr(),
    MediaType.WAV: files.wav(),
    MediaType.DOCX: files.docx(),
    MediaType.XLSX: files.xlsx(),
    MediaType.TEXT: "工资到现在没有发\n".encode(),
    MediaType.CSV: "姓名,月份,应发\n王某,2026-06,5200\n".encode("gb18030"),
}


MEASURED = [media_type for media_type in WHOLE if media_type not in STREAMS]


def is_whole(data: bytes, media_type: MediaType, step: int = 700) -> bool:
    structure = Structure(media_type)
    for start in range(0, len(data), step):
        structure.feed(data[start : start + step])
    return structure.is_whole()


@pytest.mark.parametrize("media_type", WHOLE)
@pytest.mark.parametrize("step", [1, 2, 7, 5000, 10**6])
def test_a_whole_file_is_taken_however_it_is_cut_into_chunks(media_type: MediaType, step: int) -> None:
    assert is_whole(WHOLE[media_type], media_type, step)


@pytest.mark.parametrize("media_type", MEASURED)
@given(share=st.floats(min_value=0, max_value=0.99))
def test_a_file_cut_off_is_refused(media_type: MediaType, share: float) -> None:
    data = WHOLE[media_type]
    assert not is_whole(data[: int(len(data) * share)], media_type)


@pytest.mark.parametrize("media_type", MEASURED)
@given(data=st.binary(max_size=3000))
def test_random_bytes_are_never_taken(media_type: MediaType, data: bytes) -> None:
    assert not is_whole(data, media_type)


@pytest.mark.parametrize("media_type", MEASURED)
@given(data=st.binary(max_size=3000), kept=st.integers(min_value=1, max_value=24))
def test_random_bytes_behind_a_real_beginning_are_never_taken(
    media_type: MediaType, data: bytes, kept: int
) -> None:
    assert not is_whole(WHOLE[media_type][:kept] + data, media_type)


@pytest.mark.parametrize("media_type", WHOLE)
@pytest.mark.parametrize("other", WHOLE)
def test_one_type_is_not_taken_for_another(media_type: MediaType, other: MediaType) -> None:
    texts = {MediaType.TEXT, MediaType.CSV}
    assert is_whole(WHOLE[media_type], other) == (media_type is other or {media_type, other} == texts)


@pytest.mark.parametrize("media_type", [*MEASURED, MediaType.MP3, MediaType.AMR])
@pytest.mark.parametrize(
    "appended",
    [
        b"<script>alert(1)</script>",
        b"\n\n<HTML><body>",
        bytes(1500) + b"<!DOCTYPE html>",
        b"<svg onload=alert(1)>",
        b"<?php system($_GET[0]);",
        b"PK\x03\x04" + bytes(30),
        b"MZ\x90\0",
        b"#!/bin/sh\nrm -rf ~\n",
    ],
)
@pytest.mark.parametrize("step", [1, 700])
def test_what_would_run_is_refused_behind_the_end(media_type: MediaType, appended: bytes, step: int) -> None:
    assert not is_whole(WHOLE[media_type] + appended, media_type, step)


@pytest.mark.parametrize("media_type", PICTURES)
def test_letters_of_markup_by_chance_within_an_appended_film_do_no_harm(media_type: MediaType) -> None:
    film = box(b"ftyp", b"mp42\0\0\0\0isommp42") + box(b"mdat", bytes(9000) + b"<svg " + bytes(90))
    accepted = is_whole(WHOLE[media_type] + film, media_type)
    assert accepted == is_whole(WHOLE[media_type] + box(b"mdat", bytes(9100)), media_type)


PHONE_APPENDICES = {
    "a second picture (MPF)": JPEG,
    "the film of a motion photo": box(b"ftyp", b"mp42\0\0\0\0isommp42") + box(b"mdat", bytes(9000)),
    "notes of a Samsung phone": b"\0\0\x01\x0a\x0e\0\0\0Image_UTC_Data1790000000000SEFH\x6b\0\0\0\x01\0\0\0SEFT",
    "film of a Samsung phone": b"\0\0\x30\x0a\x10\0\0\0MotionPhoto_Data" + box(b"ftyp", b"mp42\0\0\0\0"),
    "metadata": b'<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"/>',
    "padding": bytes(4096),
}


@pytest.mark.parametrize("media_type", PICTURES)
@pytest.mark.parametrize("appended", PHONE_APPENDICES.values(), ids=PHONE_APPENDICES)
def test_what_phones_append_is_let_pass(media_type: MediaType, appended: bytes) -> None:
    assert is_whole(WHOLE[media_type] + appended, media_type)


def jpeg(*parts: bytes) -> bytes:
    return b"\xff\xd8" + b"".join(parts)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (jpeg(segment(0xC0, FRAME), segment(0xDA, SCAN), b"\x12\xff\x00\xff\xd0\x34\xff\xd9"), True),
        (jpeg(b"\xff\xff", segment(0xC2, FRAME), segment(0xDA, SCAN), b"\1\xff\xff\xd9"), True),
        (jpeg(segment(0xC2, FRAME), segment(0xDA, SCAN), b"\1", segment(0xDA, SCAN), b"\2\xff\xd9"), True),
        (b"\xff\xd8\xff\xe0<script>alert(1)</script>", False),
        (b"\xff\xd8\xff\xe0<script>alert(1)</script>\xff\xd9", False),
        (jpeg(b"\xff\xd9"), False),
        (jpeg(segment(0xFE, b"<script>"), b"\xff\xd9"), False),
        (jpeg(segment(0xC0, FRAME), b"\xff\xd9"), False),
        (jpeg(segment(0xDA, SCAN), b"\1\xff\xd9"), False),
        (jpeg(segment(0xC0, FRAME[:-1]), segment(0xDA, SCAN), b"\1\xff\xd9"), False),
        (jpeg(segment(0xC0, FRAME), b"<script>", segment(0xDA, SCAN), b"\1\xff\xd9"), False),
        (jpeg(segment(0xC0, FRAME), segment(0xDA, SCAN), b"\1\xff\x01\xff\xd9"), False),
    ],
)
def test_segments_of_a_jpeg_are_followed(data: bytes, expected: bool) -> None:
    assert is_whole(data, MediaType.JPEG) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (chunk(b"IHDR", IHDR) + chunk(b"IDAT", b"x") + chunk(b"IEND", b""), True),
        (chunk(b"IHDR", IHDR) + chunk(b"IEND", b""), False),
        (chunk(b"IDAT", b"x") + chunk(b"IEND", b""), False),
        (chunk(b"IHDR", IHDR) + chunk(b"IDAT", b"x"), False),
        (chunk(b"IHDR", bytes(13)) + chunk(b"IDAT", b"x") + chunk(b"IEND", b""), False),
        (chunk(b"IHDR", IHDR) + chunk(b"IDAT", b"x")[:-1] + b"!" + chunk(b"IEND", b""), False),
        (chunk(b"IHDR", IHDR) + b"\xff\xff\xff\xffIDAT", False),
    ],
)
def test_chunks_of_a_png_are_checked(data: bytes, expected: bool) -> None:
    assert is_whole(SIGNATURE + data, MediaType.PNG) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (riff((b"VP8L", b"\x2f" + bytes(9))), True),
        (riff((b"VP8X", bytes(10)), (b"ANIM", bytes(6)), (b"ANMF", bytes(40))), True),
        (riff((b"VP8X", bytes(10))), False),
        (riff((b"VP8 ", bytes(20))), False),
        (riff((b"fmt ", bytes(16)), (b"VP8 ", VP8)), False),
        (riff((b"VP8 ", VP8)).replace(b"WEBP", b"WAVE"), False),
        (riff((b"VP8 ", VP8))[:4] + b"\xff\xff\xff\x7f" + riff((b"VP8 ", VP8))[8:], False),
    ],
)
def test_chunks_of_a_webp_fill_its_size(data: bytes, expected: bool) -> None:
    assert is_whole(data, MediaType.WEBP) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (FTYP + box(b"mdat", b"x") + META, True),
        (FTYP + META + b"\0\0\0\0mdat" + bytes(5000), True),
        (FTYP + META + b"\0\0\0\x01mdat" + struct.pack(">Q", 20) + bytes(4), True),
        (FTYP + META, False),
        (FTYP + box(b"mdat", b"x"), False),
        (FTYP.replace(b"heic", b"avif") + META + box(b"mdat", b"x"), False),
        (FTYP + META.replace(b"pict", b"vide") + box(b"mdat", b"x"), False),
        (box(b"ftyp", b"mp42\0\0\0\0isom") + META + box(b"mdat", b"x"), False),
        (FTYP + META + b"\0\0\0\x04mdat", False),
    ],
)
def test_boxes_of_a_heic_file_describe_a_picture(data: bytes, expected: bool) -> None:
    assert is_whole(data, MediaType.HEIC) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"%PDF-1.7\n" + bytes(5000) + b"startxref\n123\n%%EOF\n", True),
        (b"%PDF-1.7\n" + bytes(5000), False),
        (b"%PDF-1.7\nstartxref\n1\n%%EOF" + bytes(5000), False),
        (b"%PDF-x.y\nstartxref\n1\n%%EOF", False),
        (b"<script>%PDF-1.7\nstartxref\n1\n%%EOF", False),
    ],
)
def test_a_pdf_has_its_header_and_its_trailer(data: bytes, expected: bool) -> None:
    assert is_whole(data, MediaType.PDF) == expected
