"""What a leaf of the custody ledger commits to, byte for byte.

A leaf says that one thing happened to one file at one time, without saying so to anybody who lacks the salt::

    statement  = six lines of ASCII, each ended by a line feed (see :meth:`Statement.text`)
    commitment = SHA-256(salt ‖ statement)            32 random bytes of salt; in the receipt, never in the log
    leaf hash  = SHA-256(0x00 ‖ commitment)           RFC 9162, section 2.1.1

So the log can be shown to everyone: a leaf hash tells nothing about a person, a case or a file.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from app.evidence.enums import CustodyEventKind

FORMAT = "yijiantong-custody/1"
SALT_BYTES = 32
NOBODY = "-"


@dataclass(frozen=True, slots=True)
class Statement:
    """That ``event`` happened to the file at ``at`` (aware, microseconds).

    Attributes:
        sha256: of the whole file, 64 lower-case hexadecimal digits; for ``received`` what was declared.
        party: commitment to whoever did it (:func:`party_commitment`); none where the system did.
    """

    evidence_id: UUID
    event: CustodyEventKind
    sha256: str
    size_bytes: int
    at: datetime
    party: str | None = None

    def text(self) -> str:
        """The six lines that are hashed."""
        moment = self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        lines = (
            FORMAT,
            f"evidence: {self.evidence_id}",
            f"event: {self.event}",
            f"file: sha256={self.sha256} size={self.size_bytes}",
            f"time: {moment}",
            f"party: {self.party or NOBODY}",
        )
        return "".join(f"{line}\n" for line in lines)


def commitment(salt: bytes, statement: str) -> bytes:
    """SHA-256 of the salt followed by the statement's bytes.

    Raises:
        ValueError: the salt is not 32 bytes long.
    """
    if len(salt) != SALT_BYTES:
        raise ValueError("a salt is 32 bytes")
    return hashlib.sha256(salt + statement.encode("ascii")).digest()


def leaf_hash(committed: bytes) -> bytes:
    """The hash of a leaf whose data are ``committed`` (RFC 9162, section 2.1.1)."""
    return hashlib.sha256(b"\x00" + committed).digest()


def party_commitment(salt: bytes, person_id: UUID) -> str:
    """Who did it, as 64 hexadecimal digits that tell nothing without the party's own salt."""
    return hashlib.sha256(salt + str(person_id).encode("ascii")).hexdigest()
