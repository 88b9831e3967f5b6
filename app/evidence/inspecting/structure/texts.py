"""Texts and tables in text: chat exports, notes, statements of a bank."""

import codecs
import re

from app.evidence.inspecting.structure.engine import PIECE, Charset, Malformed, Some, Walk, require

CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Of these a text has none but tabs and ends of lines."""
CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""The same in UTF-8 and GB18030, in which no other character contains these bytes."""

BEGINS_TO_RUN = re.compile(
    r"\ufeff?\s*(?:#!|<(?:!doctype|!--|html|head|script|iframe|svg|style|body|object|embed|meta|\?php|\?xml)\b)",
    re.IGNORECASE,
)
"""How a page or a script begins (WHATWG MIME Sniffing, 7.1); quoted further down it does nothing."""

BOMS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16le", b"\xfe\xff": "utf-16be"}


def text() -> Walk:
    """UTF-8, UTF-16 with a byte-order mark, or GB18030 (GBK is a part of it), without control codes."""
    head = yield PIECE
    require(bool(head))
    marked = next((name for mark, name in BOMS.items() if head.startswith(mark)), None)
    open_charsets = [marked] if marked else ["utf-8", "gb18030"]
    decoders = {name: codecs.getincrementaldecoder(name)() for name in open_charsets}
    piece, is_first = head, True
    while True:
        for name in list(decoders):
            decoded = _decoded(decoders[name], piece, marked)
            if decoded is None:
                del decoders[name]
            elif is_first:
                require(BEGINS_TO_RUN.match(decoded) is None)
        require(bool(decoders))
        if not piece:
            break
        piece, is_first = (yield Some()), False
    yield Charset(next(iter(decoders)))
    return b""


def _decoded(decoder: codecs.IncrementalDecoder, piece: bytes, marked: str | None) -> str | None:
    """The next characters, the last ones where no bytes are left; none where it is not this encoding.

    Raises:
        Malformed: there are control codes, in whichever encoding.
    """
    is_wide = marked is not None and marked.startswith("utf-16")
    if not is_wide and CONTROL_BYTES.search(piece):
        raise Malformed
    try:
        decoded = decoder.decode(piece, not piece)
    except UnicodeDecodeError:
        return None
    if is_wide and CONTROLS.search(decoded):
        raise Malformed
    return decoded
