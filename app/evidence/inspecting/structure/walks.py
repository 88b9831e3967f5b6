"""Whether bytes are a whole file of their type, walked as they stream by; nothing is decoded.

The first bytes alone prove nothing: anybody can write them before a script. So each type's own structure is
followed from its first byte to its end: the segments of a JPEG to its end marker, the chunks and checksums of a
PNG, the chunks of a WebP within its RIFF size, the boxes of a film, the header and the trailer of a PDF.
What is cut off, or only begins like its type, is refused.

**What follows the end.** Phones append to photos: a second picture (MPF), the film of a motion photo, notes of the
maker; screenshots cut by a phone may keep rests of the longer one. So anything may follow the end, except what a
browser or a machine would run: markup of a page or a script, an archive or a program (:data:`RUNNABLE`,
:data:`MARKUP`) in its first :data:`APPENDIX_JUDGED` bytes, or an archive's directory at the end of the file, by
which archives are found whatever stands before. Text within a picture (comments, metadata) is not judged: files
are served under their declared type only, never guessed, in a sandbox.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from app.evidence.enums import MediaType
from app.evidence.inspecting.structure import documents, films, office, pictures, recordings, texts
from app.evidence.inspecting.structure.engine import Walk, Walker

MARKUP = re.compile(rb"<(?:script|html|!doctype|svg|iframe|object|embed|body|\?php)\b", re.IGNORECASE)
APPENDIX_JUDGED = 2048
RUNNABLE = (b"PK\x03\x04", b"\x7fELF", b"MZ", b"#!")
"""How archives, programs and shell scripts begin; refused right after a picture's end."""

ARCHIVE_END = b"PK\x05\x06\0\0\0\0"
"""How the end of a ZIP directory begins, on one disk (APPNOTE 4.3.16); by chance once in 10¹⁴ files."""
ARCHIVE_END_WITHIN = 65_536 + 22
"""It stands at the end, before a comment of at most 65,535 bytes."""

WALKS: dict[MediaType, Callable[[], Walk]] = {
    MediaType.JPEG: pictures.jpeg,
    MediaType.PNG: pictures.png,
    MediaType.WEBP: pictures.webp,
    MediaType.HEIC: pictures.heic,
    MediaType.PDF: documents.pdf,
    MediaType.MP4: films.mp4,
    MediaType.MOV: films.mov,
    MediaType.M4A: films.m4a,
    MediaType.MP3: recordings.mp3,
    MediaType.AMR: recordings.amr,
    MediaType.WAV: recordings.wav,
    MediaType.DOCX: office.docx,
    MediaType.XLSX: office.xlsx,
    MediaType.TEXT: texts.text,
    MediaType.CSV: texts.text,
}
ARCHIVES = frozenset({MediaType.DOCX, MediaType.XLSX})
"""Types that are ZIP files themselves."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a walk.

    Attributes:
        is_whole: a whole file of its type, first byte to end, and nothing else.
        unsafe: what it holds that is not taken, in plain Chinese.
        width, height: of the largest picture it claims to hold, as far as it was walked; 0 for none.
        charset: of a text (IANA name).
    """

    is_whole: bool
    unsafe: str | None
    width: int
    height: int
    charset: str | None


class Structure:
    """Takes a file's chunks in order and then says whether they were a whole file of the type."""

    def __init__(self, media_type: MediaType) -> None:
        self._walker = Walker(WALKS[media_type]())
        self._may_be_archive = media_type in ARCHIVES
        self._appendix = b""
        self._tail = b""

    def feed(self, chunk: bytes) -> None:
        """Take the next chunk."""
        walker = self._walker
        if walker.is_walking:
            walker.feed(chunk)
            self._appendix = (walker.rest or b"")[:APPENDIX_JUDGED]
        elif walker.rest is not None:
            self._appendix += chunk[: APPENDIX_JUDGED - len(self._appendix)]
        self._tail = (
            (self._tail + chunk)[-ARCHIVE_END_WITHIN:]
            if len(chunk) < ARCHIVE_END_WITHIN
            else (chunk[-ARCHIVE_END_WITHIN:])
        )

    def verdict(self) -> Verdict:
        """Say so, after the last chunk; to be asked once."""
        walker = self._walker
        if walker.is_walking:
            walker.finish()
            self._appendix = (walker.rest or b"")[:APPENDIX_JUDGED]
        width, height = walker.size or (0, 0)
        return Verdict(
            is_whole=not walker.is_refused and self._is_harmless(),
            unsafe=walker.unsafe,
            width=width,
            height=height,
            charset=walker.charset,
        )

    def is_whole(self) -> bool:
        """Whether it was a whole file of the type; to be asked once, after the last chunk."""
        return self.verdict().is_whole

    def _is_harmless(self) -> bool:
        """Neither markup follows the end nor something a machine would run.

        No browser looks further for a type; and in the megabytes of an appended film a few letters of markup
        turn up by chance, so that one honest photo in a hundred would be refused.
        """
        if MARKUP.search(self._appendix) or self._appendix.startswith(RUNNABLE):
            return False
        return self._may_be_archive or ARCHIVE_END not in self._tail
