"""Names of files as people see them: harmless to show, to store and to put into a header."""

import re
import unicodedata
from pathlib import PurePosixPath
from urllib.parse import quote

from app.evidence.enums import MediaType

MAX_LENGTH = 100
UNNAMED = "未命名"

EXTENSIONS: dict[MediaType, tuple[str, ...]] = {
    MediaType.JPEG: (".jpg", ".jpeg"),
    MediaType.PNG: (".png",),
    MediaType.WEBP: (".webp",),
    MediaType.HEIC: (".heic", ".heif"),
    MediaType.PDF: (".pdf",),
}
"""Extensions that fit a type; the first is given to a name that has none of them."""

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories that are not seen: controls, text-direction overrides, line separators."""

_LONGEST_EXTENSION = 10


def display_name(given: str) -> str:
    """What a client called its file, without path, control or direction characters, at most 100 long.

    The extension survives shortening. Nothing usable left: "未命名".
    """
    text = unicodedata.normalize("NFC", given)
    text = "".join(c for c in text if unicodedata.category(c) not in _HIDDEN or c in "\t\r\n")
    text = re.split(r"[/\\]", text)[-1]
    text = re.sub(r"\s+", " ", text).strip(" .")
    if len(text) > MAX_LENGTH:
        suffix = PurePosixPath(text).suffix
        suffix = suffix if len(suffix) <= _LONGEST_EXTENSION else ""
        text = text[: MAX_LENGTH - len(suffix)].rstrip(" .") + suffix
    return text or UNNAMED


def file_name(name: str, media_type: MediaType) -> str:
    """The name to save a file under: one that ends in ``.exe`` never leaves here for an image."""
    fitting = EXTENSIONS[media_type]
    return name if name.lower().endswith(fitting) else name + fitting[0]


def content_disposition(name: str) -> str:
    """The header that shows a file in place under ``name`` (RFC 6266; RFC 8187 for what is not ASCII).

    In place, since an officer looks through dozens of photos: their types run nothing, and the proxy forbids
    browsers to guess another.
    """
    return f"inline; filename*=UTF-8''{quote(name, safe='')}"
