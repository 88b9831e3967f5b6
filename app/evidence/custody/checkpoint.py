"""Signed heads of the ledger as text: C2SP ``tlog-checkpoint`` within a C2SP ``signed-note``, Ed25519 signatures.

::

    yijiantong.local/custody                          origin: which log
    1234                                              leaves in the tree
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=      root hash
                                                      an empty line
    — yijiantong.local/custody Az3grlgt…              name of the key, and base64 of (key id ‖ signature)

The body, which is signed, is the first three lines with their line feeds. A key id is the first four bytes of
SHA-256(name ‖ 0x0A ‖ algorithm ‖ public key), so that a signature line says which key made it. Further lines in
the body (``extension lines``), which no auditor can check, are refused.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from app.evidence.custody.merkle import HASH_BYTES

ED25519 = 0x01
DASH = "\u2014 "
KEY_ID_BYTES = 4
PUBLIC_BYTES = 32
LARGEST_TREE = 2**63 - 1
LONGEST_NOTE = 64 * 1024
"""Characters; far more than the 16 signatures that every reader must take."""


class Fault(StrEnum):
    """What is wrong with a note or a key."""

    FORM = "not a signed note"
    ORIGIN = "the first line is no name of a log"
    SIZE = "the second line is no number of leaves"
    ROOT = "the third line is no root hash"
    SIGNATURE_FORM = "a signature line is malformed"
    KEY_FORM = "not a verifier key"
    UNKNOWN_KEY = "signed by none of the known keys"
    WRONG_SIGNATURE = "a signature of a known key is wrong"


class BadCheckpoint(Exception):
    """The note proves nothing; ``reason`` says why."""

    def __init__(self, reason: Fault) -> None:
        super().__init__(str(reason))
        self.reason = reason


class KeyUnusable(Exception):
    """The file holds no Ed25519 private key; the message names it."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log: its root over the first ``tree_size`` leaves."""

    origin: str
    tree_size: int
    root_hash: bytes

    def body(self) -> str:
        """The three lines that are signed and timestamped."""
        return f"{self.origin}\n{self.tree_size}\n{_encode(self.root_hash)}\n"


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One signature line; ``signature`` is what follows the key id, in the form of its algorithm."""

    name: str
    key_id: bytes
    signature: bytes

    def line(self) -> str:
        """As it stands in a note, with its line feed."""
        return f"{DASH}{self.name} {_encode(self.key_id + self.signature)}\n"


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key by name; written ``name+key id in hexadecimal+base64(algorithm ‖ public key)``."""

    name: str
    algorithm: int
    public: bytes

    @property
    def key_id(self) -> bytes:
        """What its signatures begin with."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.algorithm]) + self.public).digest()[
            :KEY_ID_BYTES
        ]

    def text(self) -> str:
        """The key as it is handed to others (``vkey``)."""
        return f"{self.name}+{self.key_id.hex()}+{_encode(bytes([self.algorithm]) + self.public)}"

    def made(self, signature: NoteSignature) -> bool:
        """Whether the line says that this key signed; nothing is verified by that."""
        return signature.name == self.name and signature.key_id == self.key_id

    def verify_bytes(self, signature: bytes, message: bytes) -> bool:
        """Whether ``signature`` is an Ed25519 signature of ``message``."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature:
            return False
        return True


class SigningKey:
    """An Ed25519 private key under the name of a log (or of a witness).

    Args:
        private: the key.
        name: without spaces and plus signs; a log's is its origin.
    """

    def __init__(self, private: Ed25519PrivateKey, name: str) -> None:
        if not is_name(name):
            raise ValueError("a key's name has neither spaces nor a plus sign")
        self.name = name
        self._private = private
        self.public = private.public_key().public_bytes_raw()

    @classmethod
    def from_pem(cls, file: Path, name: str) -> "SigningKey":
        """Read the key from a PEM file (PKCS #8, not encrypted).

        Raises:
            KeyUnusable: there is none.
        """
        try:
            private = load_pem_private_key(file.read_bytes(), password=None)
        except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise KeyUnusable(f"{file}: {error}") from error
        if not isinstance(private, Ed25519PrivateKey):
            raise KeyUnusable(f"{file}: not an Ed25519 key")
        return cls(private, name)

    @property
    def key(self) -> VerifierKey:
        """Its public half."""
        return VerifierKey(self.name, ED25519, self.public)

    @property
    def verifier(self) -> str:
        """Its public half as text (``vkey``)."""
        return self.key.text()

    def sign_bytes(self, message: bytes) -> bytes:
        """A bare signature of 64 bytes."""
        return self._private.sign(message)

    def sign(self, body: str) -> str:
        """The whole signed note."""
        signature = NoteSignature(self.name, self.key.key_id, self.sign_bytes(body.encode()))
        return f"{body}\n{signature.line()}"


def is_name(text: str) -> bool:
    """Whether ``text`` may name a key: no Unicode space, no control character, no plus sign."""
    return text != "" and text.isprintable() and not any(c.isspace() or c == "+" for c in text)


def parse_key(text: str) -> VerifierKey:
    """A verifier key of any algorithm whose public key is 32 bytes, from its text.

    Raises:
        BadCheckpoint: malformed, or its id is not that of name and key.
    """
    name, _, rest = text.partition("+")
    digits, _, encoded = rest.partition("+")
    data = _decode(encoded)
    if not is_name(name) or data is None or len(data) != 1 + PUBLIC_BYTES:
        raise BadCheckpoint(Fault.KEY_FORM)
    key = VerifierKey(name, data[0], data[1:])
    if digits != key.key_id.hex():
        raise BadCheckpoint(Fault.KEY_FORM)
    return key


def parse(note: str) -> tuple[Checkpoint, str, list[NoteSignature]]:
    """Head, body and signatures of a signed note; nothing is verified.

    Raises:
        BadCheckpoint: malformed.
    """
    if len(note) > LONGEST_NOTE or not _is_clean(note) or not note.endswith("\n"):
        raise BadCheckpoint(Fault.FORM)
    text, empty, lines = note.rpartition("\n\n")
    if not empty or not lines:
        raise BadCheckpoint(Fault.FORM)
    body = f"{text}\n"
    return parse_body(body), body, [_signature(line) for line in lines[:-1].split("\n")]


def parse_body(body: str) -> Checkpoint:
    """The head that exactly three lines state.

    Raises:
        BadCheckpoint: malformed.
    """
    lines = body.split("\n")
    if len(lines) != 4 or lines[3] != "":
        raise BadCheckpoint(Fault.FORM)
    origin, size, root, _ = lines
    if origin == "":
        raise BadCheckpoint(Fault.ORIGIN)
    if not (size.isascii() and size.isdecimal()) or len(size) > 19 or str(int(size)) != size:
        raise BadCheckpoint(Fault.SIZE)
    if int(size) > LARGEST_TREE:
        raise BadCheckpoint(Fault.SIZE)
    root_hash = _decode(root)
    if root_hash is None or len(root_hash) != HASH_BYTES:
        raise BadCheckpoint(Fault.ROOT)
    return Checkpoint(origin, int(size), root_hash)


def verify(note: str, vkeys: Iterable[str]) -> Checkpoint:
    """The head, if one of the log's keys, now or former, signed it under the log's own name.

    Signatures by others are passed over; a wrong one of a known key spoils the note.

    Raises:
        BadCheckpoint: see :class:`Fault`.
    """
    checkpoint, body, signatures = parse(note)
    keys = [parse_key(vkey) for vkey in vkeys]
    if any(key.algorithm != ED25519 for key in keys):
        raise BadCheckpoint(Fault.KEY_FORM)
    known = [(key, s) for s in signatures for key in keys if key.made(s) and key.name == checkpoint.origin]
    if not known:
        raise BadCheckpoint(Fault.UNKNOWN_KEY)
    if not all(key.verify_bytes(signature.signature, body.encode()) for key, signature in known):
        raise BadCheckpoint(Fault.WRONG_SIGNATURE)
    return checkpoint


def _signature(line: str) -> NoteSignature:
    name, space, encoded = line.removeprefix(DASH).partition(" ")
    data = _decode(encoded)
    if not line.startswith(DASH) or not space or not is_name(name) or data is None or len(data) <= KEY_ID_BYTES:
        raise BadCheckpoint(Fault.SIGNATURE_FORM)
    return NoteSignature(name, data[:KEY_ID_BYTES], data[KEY_ID_BYTES:])


def _is_clean(note: str) -> bool:
    """Whether it can be UTF-8 and has no ASCII control character but the line feed."""
    try:
        note.encode()
    except UnicodeEncodeError:
        return False
    return all(c >= " " or c == "\n" for c in note)


def _encode(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _decode(text: str) -> bytes | None:
    """Base64 in its one canonical form; none for anything else."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if _encode(data) == text else None
