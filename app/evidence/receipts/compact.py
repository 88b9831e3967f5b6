"""A receipt small enough for a QR code: in the fragment of the public page's address, which no browser sends on.

Left out are the sentences, the timestamp and the keys that signed nothing here; the rest is the receipt's JSON
without spaces, as a zlib stream (RFC 1950) in base64url without padding (RFC 4648, section 5).
"""

import base64
import binascii
import io
import json
import zlib
from dataclasses import dataclass, replace
from typing import Any, cast

import segno
from segno import DataOverflowError

from app.evidence.custody import checkpoint
from app.evidence.receipts.format import LARGEST_BYTES, Receipt, UnreadableReceipt, as_json, parse

PAGE = "/verify/"
LONGEST_FRAGMENT = 16 * 1024


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code as SVG, one unit a module, with a quiet border; ``modules`` across without the border."""

    svg: str
    modules: int
    address: str
    holds_receipt: bool


def compacted(receipt: Receipt) -> Receipt:
    """What of a receipt goes into a QR code."""
    return replace(
        receipt,
        log_keys=_signing(receipt.log_keys, receipt.checkpoint),
        witness_keys=_signing(receipt.witness_keys, receipt.checkpoint),
        timestamp=None,
        says=(),
        does_not_say=(),
        is_compact=True,
    )


def fragment(receipt: Receipt) -> str:
    """The compact receipt as what follows the ``#`` of an address."""
    text = json.dumps(as_json(compacted(receipt)), ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).rstrip(b"=").decode("ascii")


def parse_fragment(text: str) -> Receipt:
    """The compact receipt in a fragment.

    Raises:
        UnreadableReceipt: it holds none.
    """
    if len(text) > LONGEST_FRAGMENT:
        raise UnreadableReceipt("fragment", "too_large", "内容太长，不是凭证的二维码")
    try:
        packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        unpacker = zlib.decompressobj()
        content = unpacker.decompress(packed, LARGEST_BYTES)
    except (binascii.Error, ValueError, zlib.error) as error:
        raise UnreadableReceipt("fragment", "packed", "二维码的内容不完整或者被改动过") from error
    if not unpacker.eof or unpacker.unused_data:
        raise UnreadableReceipt("fragment", "packed", "二维码的内容不完整或者被改动过")
    return parse(content, compact=True)


def code(receipt: Receipt, public_url: str) -> Code:
    """A QR code of the public page with the compact receipt; of the page alone where it does not fit."""
    page = f"{public_url.rstrip('/')}{PAGE}"
    address = f"{page}#{fragment(receipt)}"
    try:
        return _drawn(address, holds_receipt=True)
    except DataOverflowError:
        return _drawn(page, holds_receipt=False)


def _drawn(address: str, *, holds_receipt: bool) -> Code:
    made = cast(Any, segno).make_qr(address, error="m" if len(address) < 1700 else "l", boost_error=False)
    svg = io.BytesIO()
    made.save(svg, kind="svg", xmldecl=False, svgclass=None, lineclass=None, border=4)
    return Code(svg.getvalue().decode(), int(made.symbol_size(border=0)[0]), address, holds_receipt)


def _signing(keys: tuple[str, ...], note: str) -> tuple[str, ...]:
    """Those of the keys that the note has a signature line of; all where the note cannot be read."""
    try:
        _, _, signatures = checkpoint.parse(note)
        return tuple(key for key in keys if any(checkpoint.parse_key(key).made(each) for each in signatures))
    except checkpoint.BadCheckpoint:
        return keys
