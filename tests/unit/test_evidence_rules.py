"""Limits are told in real units, and a limit that is broken never looks kept."""

from datetime import UTC, datetime

import pytest

from app.evidence.enums import EvidenceKind, MediaType
from app.evidence.rules import is_doubtful, readable_size, refusals

MB = 1024 * 1024


@pytest.mark.parametrize(
    ("size_bytes", "text"),
    [
        (1, "1 字节"),
        (1024, "1 KB"),
        (1025, "1.1 KB"),
        (50 * MB, "50 MB"),
        (50 * MB + 1, "50.1 MB"),
        (3 * 1024 * MB, "3 GB"),
    ],
)
def test_size_is_readable(size_bytes: int, text: str) -> None:
    assert readable_size(size_bytes) == text


def test_three_gigabytes_are_refused_with_the_limit() -> None:
    [error] = refusals(EvidenceKind.CHAT, MediaType.PNG, 3 * 1024 * MB, max_bytes=50 * MB)
    assert error.field == "size_bytes"
    assert error.message == "单个文件不能超过 50 MB，这个文件有 3 GB"


def test_an_empty_file_is_refused() -> None:
    [error] = refusals(EvidenceKind.CHAT, MediaType.PNG, 0, max_bytes=MB)
    assert error.rule == "not_empty"


def test_a_signature_is_an_image() -> None:
    assert not list(refusals(EvidenceKind.SIGNATURE, MediaType.PNG, 100, max_bytes=MB))
    [error] = refusals(EvidenceKind.SIGNATURE, MediaType.PDF, 100, max_bytes=MB)
    assert error.field == "media_type"


def test_every_reason_is_told_at_once() -> None:
    found = list(refusals(EvidenceKind.SIGNATURE, MediaType.PDF, 2 * MB, max_bytes=MB))
    assert {error.field for error in found} == {"size_bytes", "media_type"}


@pytest.mark.parametrize(
    ("captured_at", "is_flagged"),
    [
        (None, False),
        (datetime(1970, 1, 1, tzinfo=UTC), True),
        (datetime(1999, 12, 31, tzinfo=UTC), True),
        (datetime(2000, 1, 1, tzinfo=UTC), False),
        (datetime(2026, 11, 22, 23, tzinfo=UTC), False),
        (datetime(2026, 11, 24, tzinfo=UTC), True),
        (datetime(2043, 1, 1, tzinfo=UTC), True),
    ],
)
def test_a_clock_that_is_years_off_is_noticed(captured_at: datetime | None, is_flagged: bool) -> None:
    assert is_doubtful(captured_at, datetime(2026, 11, 22, 12, tzinfo=UTC)) is is_flagged
