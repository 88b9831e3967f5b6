"""Countersignatures of witnesses under a head: C2SP ``tlog-cosignature``, the Ed25519 kind.

A witness signs, as of a time, that this is the greatest head it has seen of a log, consistent with all before::

    cosignature/v1
    time 1679315147                                   seconds since 1970, UTC
    example.com/behind-the-sofa                       the body of the checkpoint, its three lines
    20852163
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

The signature line under the note holds base64 of (key id ‖ time as 8 bytes ‖ 64 bytes of signature). The algorithm
byte of the key is 0x04, so that one private key may sign heads of its own and countersign those of others.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from app.evidence.custody.checkpoint import (
    DASH,
    BadCheckpoint,
    Fault,
    NoteSignature,
    SigningKey,
    VerifierKey,
    parse,
    parse_key,
)

COSIGNATURE = 0x04
TIME_BYTES = 8
LATEST_S = 253_402_300_799
"""The last second of the year 9999: no time after it can be told."""


@dataclass(frozen=True, slots=True)
class Cosigned:
    """A countersignature that holds: by which witness (its ``vkey``), when, and its line as it stood."""

    witness: str
    name: str
    at: datetime
    line: str


def witness_key(key: SigningKey) -> VerifierKey:
    """The public half of ``key`` as that of a witness."""
    return VerifierKey(key.name, COSIGNATURE, key.public)


def cosign(key: SigningKey, body: str, *, at: datetime) -> str:
    """The line, with its line feed, by which ``key`` countersigns a checkpoint's body."""
    seconds = int(at.timestamp())
    signature = seconds.to_bytes(TIME_BYTES, "big") + key.sign_bytes(_message(body, seconds))
    return NoteSignature(key.name, witness_key(key).key_id, signature).line()


def verify_cosignatures(note: str, vkeys: Iterable[str]) -> list[Cosigned]:
    """The countersignatures under ``note`` by the witnesses ``vkeys``; those of strangers are passed over.

    Raises:
        BadCheckpoint: note or key is malformed, or the signature of a known witness is wrong.
    """
    _, body, signatures = parse(note)
    return [
        Cosigned(key.text(), key.name, _verified(key, signature, body), signature.line())
        for key in map(parse_witness_key, dict.fromkeys(vkeys))
        for signature in signatures
        if key.made(signature)
    ]


def read_answer(body: str, answer: str, vkey: str) -> Cosigned:
    """The countersignature of the witness ``vkey`` in the lines it answered with to ``body``.

    Raises:
        BadCheckpoint: there is none, or it is wrong.
    """
    if not answer.startswith(DASH):
        raise BadCheckpoint(Fault.SIGNATURE_FORM)
    found = verify_cosignatures(f"{body}\n{answer}", [vkey])
    if not found:
        raise BadCheckpoint(Fault.UNKNOWN_KEY)
    return found[0]


def parse_witness_key(vkey: str) -> VerifierKey:
    """A witness's key from its text.

    Raises:
        BadCheckpoint: malformed, or the key of a log.
    """
    key = parse_key(vkey)
    if key.algorithm != COSIGNATURE:
        raise BadCheckpoint(Fault.KEY_FORM)
    return key


def _verified(key: VerifierKey, signature: NoteSignature, body: str) -> datetime:
    seconds = int.from_bytes(signature.signature[:TIME_BYTES], "big")
    message = _message(body, seconds)
    if seconds > LATEST_S or not key.verify_bytes(signature.signature[TIME_BYTES:], message):
        raise BadCheckpoint(Fault.WRONG_SIGNATURE)
    return datetime.fromtimestamp(seconds, UTC)


def _message(body: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{body}".encode()
