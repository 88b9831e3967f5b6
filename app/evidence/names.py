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
    MediaType.MP4: (".mp4", ".m4v", ".3gp"),
    MediaType.MOV: (".mov", ".qt"),
    MediaType.M4A: (".m4a", ".m4b"),
    MediaType.MP3: (".mp3",),
    MediaType.AMR: (".amr", ".awb"),
    MediaType.WAV: (".wav",),
    MediaType.DOCX: (".docx",),
    MediaType.XLSX: (".xlsx",),
    MediaType.TEXT: (".txt", ".log", ".md"),
    MediaType.CSV: (".csv",),
}
"""Extensions that fit a type; the first is given to a name that has none of them."""

SAVED = frozenset({MediaType.DOCX, MediaType.XLSX, MediaType.TEXT, MediaType.CSV})
"""Types that a browser does not show, or might take for something else: they are saved, not shown in place."""

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


def legible(text: str) -> str:
    """Words of a person without what is not seen (direction overrides, zero widths); line separators are spaces.

    ASCII controls stay, for whoever takes the words to refuse.
    """
    kept = (" " if unicodedata.category(c) in {"Zl", "Zp"} else c for c in text)
    return "".join(c for c in kept if c.isascii() or unicodedata.category(c) not in _HIDDEN)


def file_name(name: str, media_type: MediaType) -> str:
    """The name to save a file under: one that ends in ``.exe`` never leaves here for an image."""
    fitting = EXTENSIONS[media_type]
    return name if name.lower().endswith(fitting) else name + fitting[0]


def content_disposition(name: str, *, in_place: bool = True) -> str:
    """The header that shows or saves a file under ``name`` (RFC 6266; RFC 8187 for what is not ASCII).

    In place where it can be, since an officer looks through dozens of photos: types shown so run nothing, and the
    proxy forbids browsers to guess another.
    """
    return f"{'inline' if in_place else 'attachment'}; filename*=UTF-8''{quote(name, safe='')}"


def served_type(media_type: MediaType, found_type: str | None) -> str:
    """The type a file is served under; text is plain text, in the encoding it was found to be written in."""
    if media_type not in (MediaType.TEXT, MediaType.CSV):
        return str(media_type)
    charset = (found_type or "").partition("charset=")[2]
    return f"text/plain; charset={charset}" if charset else "text/plain"
