"""Whether stored bytes are what was declared: size, SHA-256 and structure, in one pass over the chunks."""

import hashlib
from dataclasses import dataclass

import puremagic

from app.evidence.enums import MediaType, RejectionReason
from app.evidence.inspecting.structure.walks import Structure

HEAD_BYTES = 4096


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

    def __init__(self, media_type: MediaType) -> None:
        self._media_type = media_type
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
        """Compare with what was declared; the first difference is told, size before hash before type.

        To be asked once, after the last chunk.
        """
        if self._size_bytes != size_bytes:
            return Finding(RejectionReason.SIZE_DIFFERS, version_id)
        if self._digest.hexdigest() != sha256:
            return Finding(RejectionReason.HASH_DIFFERS, version_id)
        if not self._structure.is_whole():
            looks_like = recognised_type(self._head)
            return Finding(
                RejectionReason.TYPE_DIFFERS,
                version_id,
                looks_like if looks_like != self._media_type else None,
            )
        return Finding(None, version_id)


def recognised_type(head: bytes) -> str | None:
    """The media type the first bytes look like, for the person who must pick another file."""
    try:
        matches = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return None
    types: list[str] = [match.mime_type for match in matches if match.mime_type]
    return types[0] if types else None
