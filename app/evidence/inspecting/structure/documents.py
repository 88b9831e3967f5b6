"""PDF files."""

import re

from app.evidence.inspecting.structure.engine import ToEnd, Walk, exactly, require

TRAILER = re.compile(rb"startxref\s+\d+\s+%%EOF")


def pdf() -> Walk:
    """ISO 32000-1, 7.5.2 and 7.5.5: the version first; near the end where the cross-reference table is.

    What follows the last trailer is an appendix like any other.
    """
    require(re.fullmatch(rb"%PDF-[12]\.\d", (yield from exactly(8))) is not None)
    tail = yield ToEnd()
    trailers = list(TRAILER.finditer(tail))
    require(bool(trailers))
    return tail[trailers[-1].end() :]
