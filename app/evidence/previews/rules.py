"""Which files have derived pictures, and which say something about themselves."""

from app.evidence.enums import EvidenceStatus, MediaType
from app.evidence.models import Evidence
from app.evidence.previews.enums import PreviewStatus

PICTURES = frozenset({MediaType.JPEG, MediaType.PNG, MediaType.WEBP, MediaType.HEIC})
FILMS = frozenset({MediaType.MP4, MediaType.MOV, MediaType.M4A})
"""Of these only the header is read, for what it says; no film is decoded."""
SPEAKING = PICTURES | FILMS


def status_of(item: Evidence) -> PreviewStatus:
    """Whether derived pictures are there; a verified picture without any is waiting for them."""
    if (
        item.preview is PreviewStatus.NONE
        and item.status is EvidenceStatus.VERIFIED
        and item.media_type in PICTURES
    ):
        return PreviewStatus.WAITING
    return item.preview
