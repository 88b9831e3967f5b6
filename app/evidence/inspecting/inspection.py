"""Whether stored bytes are what was declared: size, SHA-256 and structure, in one pass over the chunks."""

import hashlib
from dataclasses import dataclass

import puremagic

from app.evidence.enums import MediaType, RejectionReason
from app.evidence.inspecting.structure.walks import ARCHIVES, Structure, Verdict

HEAD_BYTES = 4096
ZIP = "application/zip"


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of inspecting a stored object.

    Attributes:
        rejection: why it is refused; none when it is what was declared.
        version_id: the version of the object that was read.
        found_type: what the content looks like instead, where it is recognised (media type), or what there is in
            it that is not taken (plain Chinese); of a text that is taken, its type with its encoding.
    """

    rejection: RejectionReason | None
    version_id: str | None = None
    found_type: str | None = None


class Inspection:
    """Takes an object's chunks in order and then says whether they are what was declared."""

    def __init__(self, media_type: MediaType, *, max_pixels: int) -> None:
        self._media_type = media_type
        self._max_pixels = max_pixels
        self._structure = Structure(media_type)
        self._digest = hashlib.sha256()
        self._head = b""
        self._size_bytes = 0

    def feed(self, chunk: bytes) -> None:
        """Take the next chunk."""
        self._digest.update(chunk)
        self._structure.feed(chunk)
        self._size_bytes += len(chunk)
        if len(self._head) < HEAD_BYTES:
            self._head += chunk[: HEAD_BYTES - len(self._head)]

    def finding(self, *, size_bytes: int, sha256: str, version_id: str | None) -> Finding:
        """Compare with what was declared; the first difference is told, size before hash before content.

        To be asked once, after the last chunk.
        """
        if self._size_bytes != size_bytes:
            return Finding(RejectionReason.SIZE_DIFFERS, version_id)
        if self._digest.hexdigest() != sha256:
            return Finding(RejectionReason.HASH_DIFFERS, version_id)
        rejection, found_type = self._judge(self._structure.verdict())
        return Finding(rejection, version_id, found_type)

    def _judge(self, verdict: Verdict) -> tuple[RejectionReason | None, str | None]:
        if verdict.unsafe is not None:
            return RejectionReason.UNSAFE_CONTENT, verdict.unsafe
        if verdict.width * verdict.height > self._max_pixels:
            return RejectionReason.TOO_MANY_PIXELS, f"{verdict.width} × {verdict.height} 像素"
        if not verdict.is_whole:
            return RejectionReason.TYPE_DIFFERS, self._found_type()
        return None, f"{self._media_type}; charset={verdict.charset}" if verdict.charset else None

    def _found_type(self) -> str | None:
        """What it looks like instead; a ZIP file that is no document of the declared type is just that."""
        looks_like = recognised_type(self._head)
        if looks_like != self._media_type:
            return looks_like
        return ZIP if self._media_type in ARCHIVES else None


def recognised_type(head: bytes) -> str | None:
    """The media type the first bytes look like, for the person who must pick another file."""
    try:
        matches = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return None
    types: list[str] = [match.mime_type for match in matches if match.mime_type]
    return types[0] if types else None
