"""Limits of uploads. None is statutory; those an installation may change are settings."""

from collections.abc import Iterator
from datetime import timedelta

from app.evidence.enums import SIGNING, EvidenceKind, MediaType
from app.kernel.errors import FieldError

OPENED_FOR = timedelta(minutes=5)
"""How long a link to a file works."""

LOOK_AFTER = timedelta(hours=1)
"""When a file whose upload or verification has not ended is looked after, and again after that."""

UNFINISHED_KEPT = timedelta(days=7)
"""How long a declared file may take to arrive before the declaration lapses."""

SIGNATURE_TYPES = frozenset({MediaType.JPEG, MediaType.PNG})
"""A signature is drawn onto the printed application, which takes these."""

ACCEPTED = "只能上传 JPEG、PNG、WebP、HEIC 图片和 PDF 文件"

_UNITS = ((1024**3, "GB"), (1024**2, "MB"), (1024, "KB"))


def readable_size(size_bytes: int) -> str:
    """A size as phones show it (1 MB = 1024 × 1024 bytes), rounded up so that no limit looks kept."""
    for unit, name in _UNITS:
        if size_bytes >= unit:
            tenths = -(-size_bytes * 10 // unit)
            return f"{tenths // 10} {name}" if tenths % 10 == 0 else f"{tenths / 10:.1f} {name}"
    return f"{size_bytes} 字节"


def refusals(
    kind: EvidenceKind, media_type: MediaType, size_bytes: int, *, max_bytes: int
) -> Iterator[FieldError]:
    """Everything that keeps a declared file from being taken."""
    if size_bytes == 0:
        yield FieldError("size_bytes", "not_empty", "这个文件是空的，请重新选择")
    if size_bytes > max_bytes:
        limit, size = readable_size(max_bytes), readable_size(size_bytes)
        yield FieldError("size_bytes", "max_size", f"单个文件不能超过 {limit}，这个文件有 {size}")
    if kind in SIGNING and media_type not in SIGNATURE_TYPES:
        yield FieldError("media_type", "signature_image", "签名、指印要用 JPEG 或 PNG 图片")
