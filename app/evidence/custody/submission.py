"""What is sent to a witness and what it may answer (C2SP ``tlog-witness``), as text. Pure.

::

    old 20852014                                      leaves under the head that the witness countersigned last
    PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=      proof of consistency, base64, one hash a line
                                                      an empty line
    example.com/behind-the-sofa                       the checkpoint with its signatures
    …
"""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass

from app.evidence.custody.checkpoint import LARGEST_TREE
from app.evidence.custody.merkle import HASH_BYTES

MOST_HASHES = 63
LARGEST_SUBMISSION = 64 * 1024
"""Bytes: 63 hashes and a note with some dozens of signatures are far below."""
SIZE_TYPE = "text/x.tlog.size"
TEXT = "text/plain; charset=utf-8"


class BadSubmission(Exception):
    """Not of the form above."""


@dataclass(frozen=True, slots=True)
class Submission:
    """A head, and the proof that it continues the first ``old_size`` leaves."""

    old_size: int
    proof: Sequence[bytes]
    note: str

    def text(self) -> str:
        """As it is sent."""
        hashes = "".join(f"{base64.b64encode(each).decode()}\n" for each in self.proof)
        return f"old {self.old_size}\n{hashes}\n{self.note}"


def parse_submission(body: bytes) -> Submission:
    """Read a submission; the note in it is not looked at.

    Raises:
        BadSubmission: malformed.
    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadSubmission("not UTF-8") from error
    head, empty, note = text.partition("\n\n")
    first, *hashes = head.split("\n")
    if not empty or not first.startswith("old ") or len(hashes) > MOST_HASHES:
        raise BadSubmission("not an old size, hashes and an empty line")
    size = parse_size(first.removeprefix("old "))
    if size is None:
        raise BadSubmission("not a size")
    return Submission(size, [_hash(line) for line in hashes], note)


def parse_size(text: str) -> int | None:
    """A number of leaves in its one form; none for anything else."""
    if not (text.isascii() and text.isdecimal()) or len(text) > 19 or (len(text) > 1 and text[0] == "0"):
        return None
    return int(text) if int(text) <= LARGEST_TREE else None


def _hash(line: str) -> bytes:
    try:
        value = base64.b64decode(line, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadSubmission("not base64") from error
    if len(value) != HASH_BYTES or base64.b64encode(value).decode() != line:
        raise BadSubmission("not a hash")
    return value
