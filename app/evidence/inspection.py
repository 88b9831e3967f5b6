"""Whether stored bytes are what was declared: size, SHA-256 and real type, in one pass over the chunks."""

import hashlib
import re
from dataclasses import dataclass

import puremagic

from app.evidence.enums import MediaType, RejectionReason

HEAD_BYTES = 4096

SIGNATURES: dict[MediaType, re.Pattern[bytes]] = {
    MediaType.JPEG: re.compile(rb"\xff\xd8\xff"),
    MediaType.PNG: re.compile(rb"\x89PNG\r\n\x1a\n"),
    MediaType.WEBP: re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
    MediaType.HEIC: re.compile(rb".{4}ftyp(?:hei[cmsx]|hev[cmsx]|mif1|msf1)", re.DOTALL),
    MediaType.PDF: re.compile(rb"%PDF-"),
}
"""How each type begins. The library's table alone will not do: it takes the *text* ``\\377\\330\\377`` and
JPEG 2000 for JPEG, every RIFF file for WebP, and does not know HEIC files of the brand ``mif1``."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of inspecting a stored object.

    Attributes:
        rejection: why it is refused; none when it is what was declared.
        version_id: the version of the object that was read.
        found_type: what the content looks like instead, where it is recognised (media type).
    """

    rejection: RejectionReason | None
    version_id: str | None = None
    found_type: str | None = None


class Inspection:
    """Takes an object's chunks in order and then says whether they are what was declared."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()
        self._head = b""
        self._size_bytes = 0

    def feed(self, chunk: bytes) -> None:
        """Take the next chunk."""
        self._digest.update(chunk)
        self._size_bytes += len(chunk)
        if len(self._head) < HEAD_BYTES:
            self._head += chunk[: HEAD_BYTES - len(self._head)]

    def finding(self, *, size_bytes: int, sha256: str, media_type: MediaType, version_id: str | None) -> Finding:
        """Compare with what was declared; the first difference is told, size before hash before type."""
        if self._size_bytes != size_bytes:
            return Finding(RejectionReason.SIZE_DIFFERS, version_id)
        if self._digest.hexdigest() != sha256:
            return Finding(RejectionReason.HASH_DIFFERS, version_id)
        if not SIGNATURES[media_type].match(self._head):
            return Finding(RejectionReason.TYPE_DIFFERS, version_id, recognised_type(self._head))
        return Finding(None, version_id)


def recognised_type(head: bytes) -> str | None:
    """The media type the first bytes look like, for the person who must pick another file."""
    try:
        matches = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return None
    types: list[str] = [match.mime_type for match in matches if match.mime_type]
    return types[0] if types else None
