"""Reading a receipt from the JSON or the PDF that somebody kept, and measuring the file it is for."""

import hashlib
import io
import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from pypdf import PdfReader

from app.evidence.receipts.format import LARGEST_BYTES, Receipt, UnreadableReceipt, parse
from app.evidence.receipts.verifying import FileFacts

ATTACHMENT = "receipt.json"
LARGEST_PDF = 20 * 1024 * 1024
CHUNK = 1024 * 1024
MOST_STEPS = 126
"""Hashes in a consistency proof: at most two a level."""


def read_receipt(path: Path) -> Receipt:
    """The receipt in a JSON file, or the one that is attached to the PDF of it.

    Raises:
        UnreadableReceipt: there is none.
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        content = file.read(LARGEST_PDF + 1)
    return parse(attached(content) if content.startswith(b"%PDF-") else content)


def attached(pdf: bytes) -> bytes:
    """The JSON that a receipt's PDF carries.

    Raises:
        UnreadableReceipt: it carries none.
    """
    if len(pdf) > LARGEST_PDF:
        raise UnreadableReceipt("receipt", "too_large", f"PDF 超过 {LARGEST_PDF // CHUNK} MB，不是凭证")
    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        found = list(PdfReader(io.BytesIO(pdf)).attachments.get(ATTACHMENT, []))
    except Exception as error:  # the library raises whatever a broken PDF leads it to
        raise UnreadableReceipt("receipt", "pdf", "PDF 损坏，读不出来") from error
    if len(found) != 1:
        raise UnreadableReceipt("receipt", "attachment", f"PDF 里没有附带 {ATTACHMENT}，可能是另外打印或者转换的")
    return found[0]


def measure(path: Path, tell: Callable[[int, int], None] | None = None) -> FileFacts:
    """Hash a file of any size in pieces; ``tell`` hears after each how many bytes of how many are done.

    Raises:
        OSError: the file cannot be read.
    """
    digest, done, total = hashlib.sha256(), 0, path.stat().st_size
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            done += len(chunk)
            if tell is not None:
                tell(done, max(total, done))
    return FileFacts(digest.hexdigest(), done)


def read_proof(content: bytes) -> tuple[bytes, ...]:
    """The hashes of a consistency proof, from what ``GET /ledger/consistency`` answered.

    Raises:
        UnreadableReceipt: it is none.
    """
    try:
        if len(content) > LARGEST_BYTES:
            raise ValueError("too large")
        answer: Any = json.loads(content)
        steps = cast("list[Any]", answer["consistency_proof"])
        if not isinstance(steps, list) or len(steps) > MOST_STEPS:  # pyright: ignore[reportUnnecessaryIsInstance] -- cast
            raise ValueError("no list of hashes")
        return tuple(bytes.fromhex(step) for step in steps)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise UnreadableReceipt("proof", "proof", "不是账本一致性证明") from error
