"""A small ledger with fixed keys, salts and times, in memory: the same receipts on every machine."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.evidence.custody import merkle
from app.evidence.custody.checkpoint import Checkpoint, SigningKey
from app.evidence.custody.cosignature import cosign, witness_key
from app.evidence.custody.leaf import Statement, commitment, leaf_hash
from app.evidence.enums import CustodyEventKind
from app.evidence.receipts import wording
from app.evidence.receipts.format import DescribedFile, Receipt, TimestampPart

ORIGIN = "vectors.yijiantong.example/custody"
BEGIN = datetime(2026, 7, 3, 2, 10, 11, 123456, tzinfo=UTC)
LEAVES = 1000


def _digest(text: str) -> bytes:
    return hashlib.sha256(f"yijiantong receipt vectors: {text}".encode()).digest()


def key(purpose: str, name: str = ORIGIN) -> SigningKey:
    """A key that everybody can make: it protects nothing."""
    return SigningKey(Ed25519PrivateKey.from_private_bytes(_digest(f"key {purpose}")), name)


LOG = key("log")
FORMER = key("former log")
FORGER = key("forger")
WITNESS = key("witness", "witness.yijiantong.example/neighbour")


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of the ledger: its leaf's number, what people call it, its content."""

    index: int
    path: str
    name: str
    media_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def salt(self) -> bytes:
        return _digest(f"salt {self.index}")

    def statement(self) -> str:
        """What its leaf commits to."""
        at = BEGIN + timedelta(minutes=self.index)
        identity = UUID(bytes=_digest(f"evidence {self.index}")[:16], version=4)
        verified = CustodyEventKind.VERIFIED
        return Statement(identity, verified, self.sha256, len(self.content), at).text()


FILES = {
    file.index: file
    for file in (
        Kept(0, "files/wages.csv", "六月工资表.csv", "text/csv", "姓名,天数,工资\n张某,26,7800\n".encode()),
        Kept(1, "files/one-byte.txt", "一个字.txt", "text/plain", b"1"),
        Kept(2, "files/chat.txt", "聊天记录.txt", "text/plain", "工头：月底一起结。\n".encode()),
        Kept(6, "files/binary.bin", "录音.amr", "audio/amr", bytes(range(256)) * 16),
        Kept(7, "files/emoji.txt", "考勤 📅.txt", "text/plain", b"\xef\xbb\xbfday,hours\r\n1,10\r\n"),
        Kept(41, "files/attendance.csv", "考勤表（5月）.csv", "text/csv", "日期,工时\n5月1日,10\n".encode()),
        Kept(999, "files/contract.txt", "合同.txt", "text/plain", "工资每月三十日前付清。\n".encode()),
    )
}


@cache
def leaves() -> tuple[bytes, ...]:
    """Leaf hashes of the ledger; those of no file are of nobody's."""
    return tuple(leaf_hash(_committed(index)) for index in range(LEAVES))


def _committed(index: int) -> bytes:
    file = FILES.get(index)
    return _digest(f"leaf {index}") if file is None else commitment(file.salt, file.statement())


def root(size: int, hashes: Sequence[bytes] | None = None) -> bytes:
    """Root over the first ``size`` leaves."""
    return merkle.root_of((hashes or leaves())[:size])


def head(size: int) -> Checkpoint:
    """The head over the first ``size`` leaves, unsigned."""
    return Checkpoint(ORIGIN, size, root(size))


def note(size: int, signer: SigningKey = LOG, *, witness: SigningKey | None = None) -> str:
    """The head as a signed note, countersigned where a witness is given."""
    body = head(size).body()
    return signer.sign(body) + (cosign(witness, body, at=BEGIN + timedelta(days=1)) if witness else "")


def inclusion(index: int, size: int) -> tuple[str, ...]:
    """Audit path of a leaf."""
    return _proof(merkle.inclusion_nodes(index, size))


def consistency(first: int, second: int) -> tuple[str, ...]:
    """Proof that the tree of ``second`` leaves begins with that of ``first``."""
    return _proof(merkle.consistency_nodes(first, second))


def receipt(
    index: int,
    size: int,
    *,
    signer: SigningKey = LOG,
    log_keys: Sequence[SigningKey] | None = None,
    witness: SigningKey | None = None,
    stamp: TimestampPart | None = None,
) -> Receipt:
    """The receipt of the file at ``index`` out of a head over ``size`` leaves."""
    file = FILES[index]
    return Receipt(
        file=DescribedFile(file.name, file.sha256, len(file.content), file.media_type),
        statement=file.statement(),
        salt=file.salt.hex(),
        leaf_index=index,
        inclusion_proof=inclusion(index, size),
        checkpoint=note(size, signer, witness=witness),
        log_keys=tuple(each.verifier for each in log_keys or [signer]),
        witness_keys=(witness_key(witness).text(),) if witness else (),
        timestamp=stamp,
        says=wording.says(is_stamped=stamp is not None, is_witnessed=witness is not None),
        does_not_say=wording.does_not_say(is_stamped=stamp is not None),
    )


def _proof(path: Sequence[Sequence[merkle.Address]]) -> tuple[str, ...]:
    hashes = {address: _subtree(*address) for group in path for address in group}
    return tuple(step.hex() for step in merkle.proof_from(path, hashes))


def _subtree(level: int, index: int) -> bytes:
    return merkle.root_of(leaves()[index << level : (index + 1) << level])
