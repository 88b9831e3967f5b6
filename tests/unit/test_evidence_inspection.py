"""What was stored is compared with what was declared: size, then SHA-256, then real type."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.evidence.enums import MediaType, RejectionReason
from app.evidence.inspecting.inspection import Finding, Inspection

ASSETS = Path(__file__).resolve().parents[1] / "assets"
MAX_PIXELS = 200_000_000
REAL = {
    "wage_sheet.jpg": MediaType.JPEG,
    "attendance.jpg": MediaType.JPEG,
    "chat.png": MediaType.PNG,
    "signature.png": MediaType.PNG,
    "bank_statement.pdf": MediaType.PDF,
}


def inspect(
    data: bytes,
    media_type: MediaType,
    *,
    size_bytes: int | None = None,
    sha256: str | None = None,
    step: int = 1000,
) -> Finding:
    inspection = Inspection(media_type, max_pixels=MAX_PIXELS)
    for start in range(0, len(data), step):
        inspection.feed(data[start : start + step])
    return inspection.finding(
        size_bytes=len(data) if size_bytes is None else size_bytes,
        sha256=sha256 or hashlib.sha256(data).hexdigest(),
        version_id="v1",
    )


@pytest.mark.parametrize(("name", "media_type"), REAL.items())
def test_real_files_are_what_they_are(name: str, media_type: MediaType) -> None:
    assert inspect((ASSETS / name).read_bytes(), media_type) == Finding(None, "v1")


@pytest.mark.parametrize(
    ("data", "found_type"),
    [
        (b"%PDF-1.7\n" + bytes(100), "application/pdf"),
        (b"MZ\x90" + bytes(200), "application/vnd.microsoft.portable-executable"),
        (b"<html><script>alert(1)</script>", "text/html"),
        (b"#!/bin/sh\nrm -rf ~\n", None),
        (b"\\377\\330\\377 written out as text", None),
        (b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(40), None),
        (b"GIF89a" + bytes(40), "image/gif"),
    ],
)
def test_content_that_is_no_jpeg_is_refused_as_one(data: bytes, found_type: str | None) -> None:
    finding = inspect(data, MediaType.JPEG)
    assert finding.rejection is RejectionReason.TYPE_DIFFERS
    if found_type is not None:
        assert finding.found_type == found_type
    assert finding.found_type != MediaType.JPEG


def test_a_sound_file_is_no_webp_image() -> None:
    finding = inspect(b"RIFF\x24\0\0\0WAVEfmt " + bytes(40), MediaType.WEBP)
    assert finding.rejection is RejectionReason.TYPE_DIFFERS


def test_size_is_told_before_hash() -> None:
    data = (ASSETS / "chat.png").read_bytes()
    finding = inspect(data, MediaType.PNG, size_bytes=len(data) + 1, sha256="0" * 64)
    assert finding.rejection is RejectionReason.SIZE_DIFFERS


@given(st.integers(min_value=0, max_value=10**9), st.integers(min_value=1, max_value=255))
def test_any_changed_byte_is_found(position: int, change: int) -> None:
    data = bytearray((ASSETS / "signature.png").read_bytes())
    sha256 = hashlib.sha256(data).hexdigest()
    data[position % len(data)] ^= change
    assert inspect(bytes(data), MediaType.PNG, sha256=sha256).rejection is RejectionReason.HASH_DIFFERS


@given(st.integers(min_value=1, max_value=20_000))
def test_chunk_size_makes_no_difference(step: int) -> None:
    data = (ASSETS / "wage_sheet.jpg").read_bytes()
    assert inspect(data, MediaType.JPEG, step=step).rejection is None


def test_an_empty_object_is_refused() -> None:
    assert inspect(b"", MediaType.PDF).rejection is RejectionReason.TYPE_DIFFERS
