"""Limits of uploads. None is statutory; those an installation may change are settings."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from app.evidence.enums import SIGNING, EvidenceKind, MediaType
from app.kernel.errors import FieldError

OPENED_FOR = timedelta(minutes=5)
"""How long a link to a file works."""

LOOK_AFTER = timedelta(hours=1)
"""When a file whose upload or verification has not ended is looked after, and again after that."""

REPLACEMENTS = 3
"""How many times a case's places may be filled in all: withdrawn and refused files leave a place, not storage."""

RECORDINGS = frozenset({MediaType.MP4, MediaType.MOV, MediaType.M4A, MediaType.MP3, MediaType.AMR, MediaType.WAV})
"""Types that may be longer than a picture or a document: phones record minutes in hundreds of megabytes."""

EARLIEST_CAPTURE = datetime(2000, 1, 1, tzinfo=UTC)
"""Before it no phone took pictures; a camera that lost its clock says 1970 or 1980."""
AHEAD = timedelta(days=1)
"""How far ahead of ours a phone's clock may be, whatever time zone it believes in."""

SIGNATURE_TYPES = frozenset({MediaType.JPEG, MediaType.PNG})
"""A signature is drawn onto the printed application, which takes these."""

ACCEPTED = (
    "可以上传：图片（JPEG、PNG、WebP、HEIC）、PDF、录像（MP4、MOV）、录音（M4A、MP3、AMR、WAV）、"
    "Word 文档（.docx）、Excel 表格（.xlsx）、文本（.txt、.csv）"
)
ARCHIVE = "压缩包不能上传，请先解压，再把里面的文件一个一个上传"
OLD_OFFICE = "这种旧格式不能上传，请在 Word、Excel 或者 WPS 里另存为 .docx 或 .xlsx，或者拍成照片，再上传"

ARCHIVE_TYPES = frozenset(
    {
        "application/zip",
        "application/x-zip-compressed",
        "application/vnd.rar",
        "application/x-rar-compressed",
        "application/x-rar",
        "application/x-7z-compressed",
        "application/gzip",
        "application/x-gzip",
        "application/x-tar",
    }
)
OLD_OFFICE_TYPES = frozenset(
    {"application/msword", "application/vnd.ms-excel", "application/kswps", "application/kset", "application/rtf"}
)


def not_taken(media_type: str) -> str:
    """What to do instead with a file of a type that is not taken."""
    known = media_type.lower()
    if known in ARCHIVE_TYPES:
        return ARCHIVE
    return OLD_OFFICE if known in OLD_OFFICE_TYPES else ACCEPTED


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


def is_doubtful(captured_at: datetime | None, declared_at: datetime) -> bool:
    """Whether the time of capture cannot be right: then a clock was wrong, and the file is taken all the same.

    It stays what its owner says; only whoever reads it is told.
    """
    return captured_at is not None and not EARLIEST_CAPTURE <= captured_at <= declared_at + AHEAD
