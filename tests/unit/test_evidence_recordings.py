"""Films, sound and texts: taken whole, told apart, and whatever is thrown at the walks never makes them fail."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.evidence.enums import MediaType
from app.evidence.inspecting.structure.walks import WALKS, Structure, Verdict
from tests.support import files

MP4, MOV, M4A = MediaType.MP4, MediaType.MOV, MediaType.M4A
MP3, AMR, WAV, TEXT = MediaType.MP3, MediaType.AMR, MediaType.WAV, MediaType.TEXT
SAMPLES = {
    MP4: files.mp4(),
    MOV: files.mov(),
    M4A: files.m4a(),
    MP3: files.mp3(),
    AMR: files.amr(),
    WAV: files.wav(),
    TEXT: "工资\n".encode() * 20,
}


def walk(data: bytes, media_type: MediaType, step: int = 700) -> Verdict:
    structure = Structure(media_type)
    for start in range(0, len(data), step):
        structure.feed(data[start : start + step])
    return structure.verdict()


def is_whole(data: bytes, media_type: MediaType, step: int = 700) -> bool:
    return walk(data, media_type, step).is_whole


BRANDS = files.ftyp(b"isom", b"isom")
FILM, SOUND = files.moov(b"vide", b"soun"), files.moov(b"soun")
DATA = files.box(b"mdat", bytes(90))
FRAGMENT = files.box(b"moof", bytes(40)) + DATA


@pytest.mark.parametrize(
    ("data", "media_type", "expected"),
    [
        (BRANDS + FILM + files.large_box(b"mdat", bytes(90)), MP4, True),
        (BRANDS + FILM + b"\0\0\0\0mdat" + bytes(9000), MP4, True),
        (BRANDS + FILM + FRAGMENT * 40, MP4, True),
        (files.ftyp(b"3gp4", b"3gp4", b"isom") + DATA + FILM, MP4, True),
        (BRANDS + SOUND + DATA, MP4, True),
        (BRANDS + SOUND + DATA, M4A, True),
        (BRANDS + FILM + DATA, M4A, False),
        (files.mov(), MP4, False),
        (files.mp4(), MOV, False),
        (files.heic(), MP4, False),
        (BRANDS + FILM, MP4, False),
        (BRANDS + DATA, MP4, False),
        (BRANDS + FRAGMENT, MP4, False),
        (BRANDS + files.box(b"moov", b"") + DATA, MP4, False),
        (BRANDS + files.moov(b"text") + DATA, MP4, False),
        (BRANDS + FILM + DATA + b"\0\0\0", MP4, False),
        (BRANDS + FILM + DATA + files.mp4(), MP4, False),
        (BRANDS + FILM + b"\0\0\0\x07mdat", MP4, False),
        (BRANDS + FILM + struct.pack(">I4sQ", 1, b"mdat", 15), MP4, False),
        (BRANDS + FILM + struct.pack(">I4sQ", 1, b"mdat", 2**63) + bytes(99), MP4, False),
        (BRANDS + FILM + DATA + files.box(b"free", files.package({"a.class": b"x" * 99})), MP4, False),
    ],
)
@pytest.mark.parametrize("step", [1, 700])
def test_boxes_of_a_film_fill_the_file(data: bytes, media_type: MediaType, expected: bool, step: int) -> None:
    assert is_whole(data, media_type, step) == expected


def test_a_description_that_holds_more_than_it_says_is_refused() -> None:
    broken = FILM.replace(b"trak", b"trak", 1)
    size = struct.unpack_from(">I", broken, 116)[0]
    assert broken[120:124] == b"trak"
    assert not is_whole(BRANDS + broken[:116] + struct.pack(">I", size + 8000) + broken[120:] + DATA, MP4)


def test_gigabytes_of_film_are_passed_over_without_being_kept() -> None:
    structure, chunk = Structure(MP4), bytes(1024 * 1024)
    structure.feed(BRANDS + FILM + struct.pack(">I4sQ", 1, b"mdat", 16 + 2048 * len(chunk)))
    for _ in range(2048):
        structure.feed(chunk)
    assert structure.is_whole()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (files.mp3(tag=b""), True),
        (files.mp3(tag=b"ID3\x04\0\0\0\0\0\x05" + bytes(5) + bytes(700)), True),
        (files.mp3(tag=b"ID3\x04\0\x10\0\0\0\x05" + bytes(15)), True),
        (files.mp3() + b"TAG" + bytes(125), True),
        (files.mp3() + b"APETAGEX" + bytes(60), True),
        (files.mp3() + bytes(512), True),
        (files.mp3()[:-100], True),
        (files.mp3(2), False),
        (files.mp3() + b"<script>alert(1)</script>", False),
        (files.mp3() + b"PK\x03\x04" + bytes(60), False),
        (files.mp3() + b"TAG" + b"<script>alert(1)</script>", False),
        (files.mp3() + b"\xff\xf3\x90\x64" + bytes(413), False),
        (b"ID3\x04\0\0\0\0\0\x14" + bytes(20), False),
        (b"ID3\x04\0\0\xff\0\0\x14" + bytes(20) + files.mp3(tag=b""), False),
        (files.mp3(tag=b"MZ"), False),
    ],
)
@pytest.mark.parametrize("step", [1, 700])
def test_frames_of_an_mp3_follow_one_another(data: bytes, expected: bool, step: int) -> None:
    assert is_whole(data, MP3, step) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (files.amr(3000), True),
        (files.amr_wide(3000), True),
        (files.amr()[:-7], True),
        (files.amr() + b"\x7c" * 9, True),
        (files.amr(0), False),
        (files.amr() + b"\x80" + bytes(31), False),
        (files.amr() + b"<script>alert(1)</script>", False),
        (files.amr_wide().replace(b"-WB", b"-XX"), False),
        (b"#!AMR_MC1.0\n" + bytes(99), False),
        (b"#!/bin/sh\nrm -rf ~\n", False),
    ],
)
@pytest.mark.parametrize("step", [1, 700, 10**6])
def test_frames_of_speech_follow_one_another(data: bytes, expected: bool, step: int) -> None:
    assert is_whole(data, AMR, step) == expected


FORMAT = (b"fmt ", struct.pack("<HHIIHH", 1, 1, 8000, 16000, 2, 16))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (files.riff(b"WAVE", FORMAT, (b"LIST", b"odd"), (b"data", bytes(90))), True),
        (files.riff(b"WAVE", FORMAT, (b"data", bytes(90))) + b"ID3\x04" + bytes(90), True),
        (
            struct.pack("<4sI4s4sI", b"RIFF", 45, b"WAVE", b"fmt ", 16) + FORMAT[1] + b"data\x09\0\0\0" + bytes(9),
            True,
        ),
        (files.riff(b"WAVE", (b"data", bytes(90)), FORMAT), False),
        (files.riff(b"WAVE", FORMAT), False),
        (files.riff(b"WAVE", (b"fmt ", bytes(16)), (b"data", bytes(90))), False),
        (files.riff(b"WEBP", FORMAT, (b"data", bytes(90))), False),
        (files.wav().replace(b"data\xa0", b"data\xa1"), False),
    ],
)
def test_chunks_of_a_wav_fill_its_size(data: bytes, expected: bool) -> None:
    assert is_whole(data, WAV) == expected


CHAT = "2026-06-30 老板：工资下个月一起发\r\n\t我：已经三个月了😀\r\n"


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        (b"plain", "utf-8"),
        (CHAT.encode() * 3000, "utf-8"),
        (CHAT.encode("utf-8-sig"), "utf-8"),
        (CHAT.encode("gb18030") * 3000, "gb18030"),
        ("工资".encode("gbk"), "gb18030"),
        (b"\xff\xfe" + CHAT.encode("utf-16-le"), "utf-16le"),
        (b"\xfe\xff" + CHAT.encode("utf-16-be"), "utf-16be"),
        ("老板说 <b>不发</b>，见 <html>".encode(), "utf-8"),
    ],
)
@pytest.mark.parametrize("step", [1, 700])
def test_texts_are_taken_in_the_encodings_people_use(data: bytes, charset: str, step: int) -> None:
    verdict = walk(data, TEXT, step if len(data) < 9000 else 7001)
    assert (verdict.is_whole, verdict.charset) == (True, charset)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"a\0b",
        b"\x1b[31mred",
        CHAT.encode()[:-1] + b"\xe5",
        CHAT.encode("gb18030") + b"\xff\xff",
        CHAT.encode("utf-16-le"),
        b"\xff\xfe" + "a\0b".encode("utf-16-le"),
        b"\xff\xfe" + CHAT.encode("utf-16-le") + b"a",
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"\xef\xbb\xbf \r\n<HTML>",
        b"\xff\xfe" + " <script>".encode("utf-16-le"),
        b"<?xml version='1.0'?><svg onload='alert(1)'/>",
        b"#!/bin/sh\nrm -rf ~\n",
        b"MZ\x90\0\3",
        b"%PDF-1.7\n\xe2\xe3\xcf\xd3\n\0",
    ],
)
def test_what_is_no_text_or_would_run_is_refused(data: bytes) -> None:
    assert not is_whole(data, TEXT)


@pytest.mark.parametrize("media_type", SAMPLES)
@given(position=st.integers(min_value=0), change=st.integers(min_value=1, max_value=255), cut=st.integers(0, 2000))
def test_no_damage_makes_a_walk_fail(media_type: MediaType, position: int, change: int, cut: int) -> None:
    data = bytearray(SAMPLES[media_type])
    data[position % len(data)] ^= change
    walk(bytes(data), media_type)
    walk(bytes(data[:cut]), media_type)


@pytest.mark.parametrize("media_type", WALKS)
@given(data=st.binary(max_size=300), kept=st.integers(min_value=0, max_value=40))
def test_nothing_random_makes_a_walk_fail(media_type: MediaType, data: bytes, kept: int) -> None:
    walk(SAMPLES.get(media_type, files.docx())[:kept] + data, media_type)


@pytest.mark.parametrize("media_type", [MP4, MOV, M4A, WAV])
@given(share=st.floats(min_value=0, max_value=0.999))
def test_a_recording_that_says_its_length_is_refused_when_cut_off(media_type: MediaType, share: float) -> None:
    data = SAMPLES[media_type]
    assert not is_whole(data[: int(len(data) * share)], media_type)
